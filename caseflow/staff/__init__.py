"""Administration of users and their memberships; sees no case content."""
