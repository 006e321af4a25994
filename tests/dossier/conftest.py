"""The dossier's tests use the people of the people room's."""

from tests.people.conftest import inside, person, within

__all__ = ["inside", "person", "within"]
