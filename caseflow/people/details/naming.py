"""The names of a person as rows: the full name, and the other names, one a line."""

from collections.abc import Sequence

from sqlalchemy import select

from caseflow.database import db
from caseflow.errors import Invalid
from caseflow.people.choices import NameKind
from caseflow.people.models import Person, PersonName
from caseflow.people.names import full_name

MOST_NAMES = 20


def known_by(known_as: str, given: str, surname: str) -> str:
    """Return the name that a person goes by; raises Invalid if there is none at all."""
    name = known_as.strip() or given.strip() or surname.strip()
    if not name:
        raise Invalid({"known_as": "Enter the name that the person goes by"})
    return name


def names_in_lines(other_names: Sequence[str]) -> list[str]:
    """Return names without blanks and doubles; raises Invalid for more than a person has."""
    names = list(dict.fromkeys(name.strip() for name in other_names if name.strip()))
    if len(names) > MOST_NAMES:
        raise Invalid({"other_names": f"Enter {MOST_NAMES} names or fewer"})
    return names


def rows_of(person: Person) -> list[PersonName]:
    """Return the name rows of a person."""
    return list(db.session.scalars(select(PersonName).where(PersonName.person_id == person.id)))


def put_names(
    person: Person,
    *,
    given: str | None = None,
    surname: str | None = None,
    other_names: Sequence[str] | None = None,
    rows: Sequence[PersonName] = (),
) -> bool:
    """Write the names that were given and leave the rest; tells whether anything changed."""
    touched = False
    if given is not None or surname is not None:
        touched = _put_full_name(person, given, surname, rows)
    if other_names is not None:
        touched = _put_other_names(person, names_in_lines(other_names), rows) or touched
    return touched


def _put_full_name(
    person: Person, given: str | None, surname: str | None, rows: Sequence[PersonName]
) -> bool:
    row = next((one for one in rows if one.kind is NameKind.LEGAL), None)
    before = (row.given, row.surname) if row else ("", "")
    after = (
        before[0] if given is None else given.strip(),
        before[1] if surname is None else surname.strip(),
    )
    if after == before:
        return False
    if not any(after) and row:
        db.session.delete(row)
    elif row:
        row.given, row.surname = after
    else:
        _add(person, NameKind.LEGAL, *after)
    return True


def _put_other_names(person: Person, wanted: list[str], rows: Sequence[PersonName]) -> bool:
    others = {
        full_name(row.given, row.surname): row
        for row in rows
        if row.kind in (NameKind.ALIAS, NameKind.PREVIOUS)
    }
    for name in [one for one in others if one not in wanted]:
        db.session.delete(others[name])
    fresh = [name for name in wanted if name not in others]
    for name in fresh:
        _add(person, NameKind.ALIAS, name, "")
    return bool(fresh) or any(name not in wanted for name in others)


def _add(person: Person, kind: NameKind, given: str, surname: str) -> None:
    db.session.add(PersonName(vault=person.vault, person=person, kind=kind, given=given, surname=surname))
