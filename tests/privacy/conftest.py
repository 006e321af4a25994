"""Privacy's tests use the people and cases of the room of cases."""

from tests.cases.conftest import opened, referred, row, within

__all__ = ["opened", "referred", "row", "within"]
