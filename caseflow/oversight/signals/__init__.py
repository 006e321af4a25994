"""Signals: what in the audit somebody should ask about; each with a plain reason and a place for the outcome."""
