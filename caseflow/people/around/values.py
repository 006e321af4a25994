"""What is told of those around a person, as forms and actions name it, and as it is recorded now. Pure."""

from typing import Any

HARM_FIELDS = {
    "name": "name",
    "alias": "alias",
    "relationship": "relationship_to",
    "born": "born",
    "address": "address",
    "where_now": "where_now",
    "works_where": "works_where",
}
CHILD_FIELDS = {"name": "name", "born": "born", "sex": "sex", "where": "where", "note": "note"}


def recorded(row: Any, fields: dict[str, str]) -> dict[str, str]:
    """Return what a row holds, by the names that forms use."""
    return {name: getattr(row, attribute) for name, attribute in fields.items()}
