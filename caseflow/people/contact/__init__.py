"""Contact points: the rule first, the value only on a recorded press."""
