"""Sign-in, step by step: the password, then the second factor; how tries are slowed."""
