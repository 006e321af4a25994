"""The parts under which a person can be found, each with the name that it stands in. Pure."""

from collections.abc import Sequence

from caseflow.people.matching.evidence import Part, Role
from caseflow.people.matching.naming_customs import without_titles
from caseflow.people.names import name_parts, searchable_parts


def field_parts(text: str) -> tuple[str, ...]:
    """Return the parts of one name, titles left out; of two parts also both as one word, as some write it."""
    parts = without_titles(searchable_parts(text))
    if len(parts) == 2 and "-" not in text:
        return (*parts, "".join(parts))
    return parts


def parts_of(given: Sequence[str], surname: Sequence[str], *, whole: bool) -> tuple[Part, ...]:
    """Return the parts of a full name; of another name in one box nobody can say which part is the surname."""
    split = whole or bool(surname)
    first = Role.GIVEN if split else Role.ANY
    return tuple(
        dict.fromkeys([*((part, first) for part in given), *((part, Role.SURNAME) for part in surname)])
    )


def asked_parts(given: str, surname: str) -> tuple[Part, ...]:
    """Return the parts of a full name that is looked for."""
    return parts_of(without_titles(name_parts(given)), without_titles(name_parts(surname)), whole=True)
