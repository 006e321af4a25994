"""Rows of the audit as lines that people read: filtered, a page at a time, never with what a record says."""
