"""Whom staff know: a person who is known to a worker is closed to that worker until the lead has looked."""
