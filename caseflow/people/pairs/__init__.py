"""Pairs of records that may be one person: suggested, or told apart once and not suggested again."""
