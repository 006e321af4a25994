"""The dossier's tests use the people and the cases of those rooms' tests."""

from tests.cases.conftest import opened, referred
from tests.people.conftest import inside, person, within

__all__ = ["inside", "opened", "person", "referred", "within"]
