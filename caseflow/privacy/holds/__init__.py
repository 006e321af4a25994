"""Holds: a record that may not be erased for now."""
