"""Kept figures: what reports count of the erased, as rows that point to nobody."""
