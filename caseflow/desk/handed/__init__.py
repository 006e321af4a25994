"""Rows of a desk about work that changes hands."""
