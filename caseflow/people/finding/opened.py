"""What the opened names, birth and addresses of one person come to: an entry of the index. Pure."""

from datetime import date
from functools import lru_cache

from caseflow.people.matching.evidence import Part, Role
from caseflow.people.matching.name_parts import field_parts, parts_of
from caseflow.people.matching.postcodes import postcodes_in

KEPT = 50_000
"""So many names of each kind are kept in mind."""

Name = tuple[bool, bytes, bytes]
"""A name as it was opened: whether it is a full one, its given part, its surname."""
Parts = tuple[Part, ...]


class Reading:
    """Reads what was opened. Names come again and again: each is understood once, for as long as names are opened."""

    def __init__(self) -> None:
        self._given = lru_cache(KEPT)(lambda opened: _with_role(opened, Role.GIVEN))
        self._surname = lru_cache(KEPT)(lambda opened: _with_role(opened, Role.SURNAME))

    def parts(self, shown: bytes, names: tuple[Name, ...]) -> Parts:
        """Return the parts of all names of a person, each once; the name shown adds what the others lack."""
        if len(names) == 1 and names[0][0]:
            _, given, surname = names[0]
            found: Parts = self._given(given) + self._surname(surname)
            if shown in (given, surname):
                return found
        else:
            each = [parts_of(_words(given), _words(surname), whole=whole) for whole, given, surname in names]
            found = tuple(dict.fromkeys(part for parts in each for part in parts))
        known = {word for word, _ in found}
        return found + tuple((word, Role.ANY) for word in _words(shown) if word not in known)


def day(opened: bytes) -> int | None:
    """Return the number of a day of birth, if one is known."""
    return date.fromisoformat(opened.decode()).toordinal() if opened else None


def postcodes(places: tuple[bytes, ...]) -> tuple[str, ...]:
    """Return the postcodes in all addresses of a person, each once."""
    if len(places) == 1:
        return postcodes_in(places[0].decode())
    return tuple(dict.fromkeys(one for place in places for one in postcodes_in(place.decode())))


def _words(opened: bytes) -> tuple[str, ...]:
    return field_parts(opened.decode())


def _with_role(opened: bytes, role: Role) -> Parts:
    return tuple((word, role) for word in _words(opened))
