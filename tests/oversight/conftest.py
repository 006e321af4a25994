"""Oversight's tests use the people of that room's tests."""

from tests.people.conftest import inside, person, within

__all__ = ["inside", "person", "within"]
