"""The helpline's contacts: calls and their drafts, call-backs, contact attempts, people to reach."""
