"""Risk assessments about one pair, the level decided by a named worker, and safeguarding actions."""
