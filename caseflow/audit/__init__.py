"""Who did what, when, to which record, and which fields: never the values."""
