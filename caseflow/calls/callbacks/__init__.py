"""Promises to ring back."""
