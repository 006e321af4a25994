"""What somebody holds in a service, and how it goes to others when they leave or are away."""
