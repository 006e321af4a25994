"""Who looked at what, and what should be asked about it: the audit as people read it."""
