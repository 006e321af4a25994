"""Restricted records: who may see one, and why it is restricted."""
