"""The whole directory on one day, for routing."""
