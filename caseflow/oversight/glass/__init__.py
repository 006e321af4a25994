"""Break-glass: one restricted record opened for an hour in an emergency, with a reason, and reviewed."""
