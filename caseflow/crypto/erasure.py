"""Erasure: vaults are destroyed, and with them every row that was sealed under them or hangs on such a row.

The tables are walked by their metadata, so no list of them can go stale: a table that is added is erased too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, delete, or_, select, update

from caseflow.database import Base

VAULTS = "crypto_vaults"
REFERS_TO_ANY = "caseflow_refers_to_any"
"""The mark (in a column's info) of an id without a foreign key, which may be that of a row of any table."""
MOST = 500
"""How many ids go into one statement."""


def erase_vaults(connection: Connection, vault_ids: Iterable[UUID]) -> Counter[str]:
    """Destroy vaults and every row under them; returns how many rows of each table went. The caller commits.

    A row of somebody else that merely points to one of these rows stays and forgets it.
    """
    doomed = rows_under(connection, vault_ids)
    gone: Counter[str] = Counter()
    for child, column, parent in _references():
        if column.nullable:
            for some in _some(doomed.get(parent.name, set())):
                connection.execute(update(child).where(column.in_(some)).values({column.name: None}))
    everything = {one for ids in doomed.values() for one in ids}
    for table in reversed(Base.metadata.sorted_tables):
        loose = [column for column in table.columns if column.info.get(REFERS_TO_ANY)]
        if loose:
            for some in _some(everything):
                connection.execute(delete(table).where(or_(*(column.in_(some) for column in loose))))
        for some in _some(doomed.get(table.name, set())):
            gone[table.name] += connection.execute(delete(table).where(table.c.id.in_(some))).rowcount
    return +gone


def under_vaults(connection: Connection, vault_ids: Iterable[UUID]) -> Counter[str]:
    """Return how many rows of each table would go with some vaults."""
    return Counter({name: len(ids) for name, ids in rows_under(connection, vault_ids).items()})


def rows_under(connection: Connection, vault_ids: Iterable[UUID]) -> dict[str, set[UUID]]:
    """Return the ids that would go with some vaults, by table: what cannot exist without a row that goes, goes too."""
    present = _ids(connection, Base.metadata.tables[VAULTS].c.id, set(vault_ids))
    doomed, fresh = {VAULTS: present}, {VAULTS: present}
    while fresh:
        found: dict[str, set[UUID]] = {}
        for child, column, parent in _references():
            if parent.name in fresh and not column.nullable:
                ids = _ids(connection, column, fresh[parent.name]) - doomed.get(child.name, set())
                if ids:
                    found.setdefault(child.name, set()).update(ids)
                    doomed.setdefault(child.name, set()).update(ids)
        fresh = found
    return doomed


def _references() -> Iterator[tuple[Table, Column[Any], Table]]:
    """Yield each column that points to the id of a table: its own table, the column, the other table."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                yield table, column, key.column.table


def _ids(connection: Connection, column: Column[Any], wanted: set[UUID]) -> set[UUID]:
    """Return the ids of the rows that have one of these values in a column."""
    found: set[UUID] = set()
    for some in _some(wanted):
        found.update(connection.scalars(select(column.table.c.id).where(column.in_(some))))
    return found


def _some(ids: set[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), MOST):
        yield ordered[start : start + MOST]


def vaults_under(connection: Connection, owners: str, ids: set[UUID]) -> set[UUID]:
    """Return the vaults of some rows of a table: those they own, and those of rows that point to them.

    A vault that was given to somebody else stays theirs.
    """
    vaults = Base.metadata.tables[VAULTS]
    found = _ids(connection, vaults.c.owner_id, ids)
    for child, column, parent in _references():
        if parent.name == owners and "vault_id" in child.columns:
            for some in _some(ids):
                rows = select(vaults.c.id).join(child, child.c.vault_id == vaults.c.id)
                nobody_elses = or_(vaults.c.owner_id.is_(None), vaults.c.owner_id.in_(some))
                found.update(connection.scalars(rows.where(column.in_(some), nobody_elses)))
    own = Base.metadata.tables[owners].c
    for some in _some(ids):
        found.update(connection.scalars(select(own.vault_id).where(own.id.in_(some))))
    return found
