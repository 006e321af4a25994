"""Erasure of a person: proposed by one, approved by another, carried out for good."""
