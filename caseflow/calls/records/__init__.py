"""Calls as other rooms and pages read them: finished, on a timeline, counted."""
