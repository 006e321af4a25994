"""Those around a person: children one by one, and who is causing harm (survivor side only)."""
