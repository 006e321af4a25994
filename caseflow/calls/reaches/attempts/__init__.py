"""Tries to get in touch, and numbers that were stopped by one."""
