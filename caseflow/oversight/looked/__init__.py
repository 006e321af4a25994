"""Who looked at one record."""
