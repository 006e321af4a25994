"""Lowering a computed high: asked with a reason, approved or refused by a manager, high meanwhile."""
