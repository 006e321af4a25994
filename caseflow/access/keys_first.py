"""Find lists by their keys: what is sealed is opened only of the rows that are shown."""

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from sqlalchemy import Select, func

from caseflow.database import db


def first_ids(query: Select[UUID], most: int) -> tuple[list[UUID], bool]:
    """Return the ids that a query finds, in its order and up to so many, and whether there are more.

    For what an index gives in its order: the search ends there, however long the list is.
    """
    found = list(db.session.scalars(query.limit(most + 1)))
    return found[:most], len(found) > most


def with_total(query: Select[UUID]) -> Select[UUID, int]:
    """Return the query of ids that says of each how many there are in all; for counted_ids."""
    return query.add_columns(func.count().over())


def counted_ids(query: Select[UUID, int], limit: int | None, beyond: int = 0) -> tuple[list[UUID], int]:
    """Return the first ids that a query finds, or those beyond the first, and how many there are in all.

    For what has to be sorted: all of it is met once, by its keys, and only the rows shown are opened.
    """
    rows = db.session.execute(query.limit(limit).offset(beyond)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def unflushed(wanted: Collection[object]) -> AbstractContextManager[object]:
    """Leave as it is what an action has changed so far, where nothing is asked for.

    The query is sent all the same, so that a page takes as many of them with empty lists as with full ones.
    """
    return nullcontext() if wanted else db.session.no_autoflush
