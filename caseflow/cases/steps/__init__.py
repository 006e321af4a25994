"""The small pages on which one step of a case is taken."""
