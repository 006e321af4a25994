"""Second factors: how they are set up, checked once, and replaced."""
