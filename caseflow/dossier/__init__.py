"""Lookout: find a person, and see all that the viewer may see of one."""
