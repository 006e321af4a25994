"""Safeguarding actions: the decision, also when it is no, and its answer."""
