"""The case page: what it shows."""
