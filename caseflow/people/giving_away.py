"""What a text gives away of somebody: their names, numbers and places. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from caseflow.people.names import folded, name_parts

SHORTEST_NAME, SHORTEST_NUMBER = 3, 6


def given_away(text: str, names: Iterable[str], exact: Iterable[str]) -> list[str]:
    """Return what of a person stands in a text: parts of names; numbers, postcodes, references however spelt."""
    parts = set(re.findall(r"[^\W_]+", folded(text)))
    bare = _bare(text)
    found = {
        part for name in names for part in name_parts(name) if len(part) >= SHORTEST_NAME and part in parts
    }
    for one in exact:
        short = _bare(one)
        if len(short) >= SHORTEST_NUMBER and (short in bare or _national(short) in bare):
            found.add(one)
    return sorted(found)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _national(number: str) -> str:
    """Return a number without the country's code, as it would be said at home."""
    return number.removeprefix("44").lstrip("0") if number.isdigit() and len(number) > 9 else number
