"""The end of a call: finished, or logged as a short one."""
