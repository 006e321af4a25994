"""Gaps: what nobody could offer, each a task with a decider and a clock."""
