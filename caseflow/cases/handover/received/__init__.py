"""What was given to one, and by whom."""
