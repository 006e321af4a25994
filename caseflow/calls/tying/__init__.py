"""Tying a call to the person it is about, and untying it."""
