"""Rows that wait to be written, in the order in which tables point at each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase

from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import seal_row
from caseflow.database import Base

Rows = list[dict[str, Any]]
Batch = list[tuple[str, Rows]]


class Shelf:
    """Rows by table, complete and sealed, ready for one insert each."""

    def __init__(self) -> None:
        self._rows: dict[Table, Rows] = {}
        self._blank: dict[type, dict[str, Any]] = {}
        self._order = Base.metadata.sorted_tables
        self.count = 0

    def put(self, model: type[DeclarativeBase], vault: Vault | None = None, **values: Any) -> UUID:
        """Lay one row on the shelf and return its id; sealed attributes are sealed under the vault."""
        identity: UUID = values.pop("id", None) or uuid4()
        row = dict(self._blank_row(model))
        row["id"] = identity
        if vault is None:
            row.update(values)
        else:
            row.update(seal_row(model, vault, identity, **values))
        if len(row) != len(self._blank[model]):
            raise TypeError(
                f"{model.__name__} has no column for {sorted(set(row) - set(self._blank[model]))}"
            )
        table: Any = model.__table__
        self._rows.setdefault(table, []).append(row)
        self.count += 1
        return identity

    def vault(self, owner_id: UUID | None, created_at: datetime) -> Vault:
        """Make a vault and lay its row on the shelf."""
        made = Vault(owner_id)
        columns = {name: getattr(made, name) for name in ("owner_id", "key_version", "kek_id", "wrapped")}
        self.put(Vault, id=made.id, created_at=created_at, **columns)
        return made

    def last(self, model: type[DeclarativeBase]) -> dict[str, Any]:
        """Return the row of a table that was laid down last, to go on with it while it is on the shelf."""
        table: Any = model.__table__
        return self._rows[table][-1]

    def rows(self, model: type[DeclarativeBase]) -> Rows:
        """Return the rows of a table that are on the shelf now."""
        table: Any = model.__table__
        return self._rows.get(table, [])

    def take(self) -> Batch:
        """Empty the shelf and return its rows by table name, those of tables that others point at first."""
        taken = [(table.name, self._rows[table]) for table in self._order if table in self._rows]
        self._rows, self.count = {}, 0
        return taken

    def _blank_row(self, model: type[DeclarativeBase]) -> dict[str, Any]:
        blank = self._blank.get(model)
        if blank is None:
            blank = self._blank[model] = {column.name: _default(column) for column in model.__table__.columns}
        return blank


def _default(column: Any) -> Any:
    """Return what a column holds where nothing is said: one insert writes all rows of a table alike."""
    return column.default.arg if column.default is not None and column.default.is_scalar else None
