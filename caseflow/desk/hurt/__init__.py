"""What could hurt someone: a manager looks here first."""
