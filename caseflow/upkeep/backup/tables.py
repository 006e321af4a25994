"""Which tables and columns there are, read off the metadata so that no list can go stale, and how each is selected."""

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from caseflow.database import Base
from caseflow.upkeep.backup.columns import Kind

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")

KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], Kind], ...] = (
    (sa.Uuid, Kind.KEY),
    (sa.DateTime, Kind.MOMENT),
    (sa.Date, Kind.DAY),
    (sa.Boolean, Kind.TRUTH),
    (sa.Integer, Kind.NUMBER),
    (sa.LargeBinary, Kind.BYTES),
    (sa.String, Kind.TEXT),
)

AS_SQLITE_KEEPS_IT = {
    Kind.KEY: "uuid_send({})",
    Kind.MOMENT: "to_char({} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    Kind.DAY: "to_char({}, 'YYYY-MM-DD')",
}
"""What PostgreSQL is asked for, so that it answers as SQLite would."""


@dataclass(frozen=True)
class Table:
    """A table with its columns and what each holds."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]

    def described(self) -> dict[str, Any]:
        """Return the table in the words of a manifest."""
        return {"name": self.name, "columns": list(self.columns), "kinds": [str(kind) for kind in self.kinds]}

    def selected(self, dialect: str, *, after: bool = False) -> str:
        """Return the statement that reads it in the order of its keys, all of it or what comes after a key."""
        wanted = [
            AS_SQLITE_KEEPS_IT.get(kind, "{}").format(f'"{column}"')
            if dialect == "postgresql"
            else f'"{column}"'
            for column, kind in zip(self.columns, self.kinds, strict=True)
        ]
        mark = "%s" if dialect == "postgresql" else "?"
        rest = f' WHERE "id" > {mark}' if after else ""
        return f'SELECT {", ".join(wanted)} FROM "{self.name}"{rest} ORDER BY "id"'


def described_table(words: dict[str, Any]) -> Table:
    """Return the table that a manifest describes; raises ValueError if a name could be more than a name."""
    table = Table(
        str(words["name"]),
        tuple(str(column) for column in words["columns"]),
        tuple(Kind(kind) for kind in words["kinds"]),
    )
    if len(table.columns) != len(table.kinds) or not all(map(NAME.fullmatch, (table.name, *table.columns))):
        raise ValueError("not a table")
    return table


def all_tables() -> list[Table]:
    """Return every table of this version, each before those that point to it."""
    return [
        Table(
            table.name,
            tuple(column.name for column in table.columns),
            tuple(kind_of(column.type) for column in table.columns),
        )
        for table in Base.metadata.sorted_tables
    ]


def kind_of(column: sa.types.TypeEngine[Any]) -> Kind:
    """Return what a column of this type holds; raises TypeError for a type that no archive can carry yet."""
    stored: sa.types.TypeEngine[Any] = column
    if isinstance(column, sa.TypeDecorator):
        stored = column.impl_instance
    for kept, kind in KINDS:
        if isinstance(stored, kept):
            return kind
    raise TypeError(f"{column!r} cannot be carried in an archive")
