"""The checks of a database as it stands, so that two can be compared without a row leaving either."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from caseflow.upkeep.backup.columns import pack
from caseflow.upkeep.backup.contents import Checking, Checks
from caseflow.upkeep.backup.snapshot import batches
from caseflow.upkeep.backup.tables import Table


def checks_of(connection: Connection, tables: Iterable[Table], progress: Callable[[int], None]) -> Checks:
    """Return the number of rows and the check of every table."""
    checks = Checks()
    for table in tables:
        checking = Checking(checks, table)
        for rows in batches(connection, table):
            checking.add(pack(table.kinds, rows))
            progress(len(rows))
        checking.done()
    return checks


def differing(one: Checks, other: Checks) -> list[str]:
    """Name each table whose rows are not the very same."""
    names = one.digests.keys() | other.digests.keys()
    return sorted(name for name in names if one.digests.get(name) != other.digests.get(name))
