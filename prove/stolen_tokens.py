"""What a thief of the database learns who knows two hundred of its people: who else shares a stored token with them."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from urllib.parse import urlsplit

from tests.installation import Installation

KNOWN = 200
IDS = ("id", "_id")


def named_from_tokens(made: Installation, seed: int = 1) -> tuple[float, int]:
    """Return the share of the other people that share a token with a known one, and how many people there are.

    Every hash and every ciphertext of every row that hangs on a person is tried as a token. If one of a known person
    stands on another's row too, the thief can name what it stands for.
    """
    path = urlsplit(made.database_url).path if made.database_url else str(made.data / "caseflow.sqlite")
    with sqlite3.connect(path) as database:
        people = [row[0] for row in database.execute("SELECT id FROM people")]
        known = set(random.Random(seed).sample(people, min(KNOWN, len(people))))
        named: set[str] = set()
        for table, owner in _hanging_on_people(database):
            for column in _columns(database, table):
                named |= _shared(database, table, column, owner, known)
    others = len(people) - len(known)
    return len(named - known) / max(others, 1), len(people)


def _hanging_on_people(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the tables whose rows say whose they are, and by which column."""
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = []
    for table in tables:
        names = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        if table == "people":
            found.append((table, "id"))
        elif "person_id" in names:
            found.append((table, "person_id"))
        elif "owner_id" in names:
            found.append((table, "owner_id"))
    return found


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [
        row[1]
        for row in database.execute(f"PRAGMA table_info({table})")
        if not row[1].endswith(IDS) and ("BLOB" in row[2].upper() or "BINARY" in row[2].upper())
    ]


def _shared(database: sqlite3.Connection, table: str, column: str, owner: str, known: set[str]) -> set[str]:
    holders: dict[bytes, set[str]] = defaultdict(set)
    for value, person in database.execute(
        f"SELECT {column}, {owner} FROM {table} WHERE {column} IS NOT NULL"
    ):
        if person:
            holders[value].add(person)
    return {person for people in holders.values() if people & known for person in people if len(people) > 1}
