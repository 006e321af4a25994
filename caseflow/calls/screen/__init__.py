"""The screen on which a call is logged: what stands on it, and whom the caller may be."""
