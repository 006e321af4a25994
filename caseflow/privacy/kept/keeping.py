"""Keep what reports count of rows that are about to be erased, without any tie to them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, Select, Table, delete, func, insert, select

from caseflow.cases.models import Case
from caseflow.database import Base
from caseflow.privacy.kept.coarse import coarse_length, day_of
from caseflow.privacy.kept.counted import ANSWERED, live_cases, live_gaps, live_referrals, unmet_need
from caseflow.privacy.kept.models import KeptCase, KeptGap, KeptReferral
from caseflow.referrals.models import Gap, Referral

MOST = 500
"""How many ids go into one statement."""
Values = dict[str, Any]


def keep_figures(
    connection: Connection, doomed: Mapping[str, set[UUID]], erased_at: Mapping[UUID, datetime]
) -> None:
    """Keep the figures of rows that are about to go, by table.

    A case that an older backup brought back open is over since its vault was erased.
    """
    found: dict[type[Base], list[Values]] = {
        KeptReferral: [_referral(row) for row in _rows(connection, _referrals(), Referral, doomed)],
        KeptCase: [_case(row, erased_at) for row in _rows(connection, _cases(), Case, doomed)],
        KeptGap: [_gap(row) for row in _rows(connection, live_gaps(), Gap, doomed)],
    }
    for model, values in found.items():
        if values:
            _put(connection, Base.metadata.tables[model.__tablename__], values)


def _rows(
    connection: Connection, query: Select[Any], model: Any, doomed: Mapping[str, set[UUID]]
) -> Iterator[Row[Any]]:
    ids = sorted(doomed.get(model.__tablename__, set()))
    for start in range(0, len(ids), MOST):
        yield from connection.execute(query.where(model.id.in_(ids[start : start + MOST])))


def _referrals() -> Select[Any]:
    return live_referrals().add_columns(unmet_need().label("is_unmet"))


def _cases() -> Select[Any]:
    return live_cases().add_columns(Case.vault_id)


def _counted(row: Row[Any]) -> Values:
    return {
        "side": row.side,
        "service_id": row.service_id,
        "element": row.element,
        "lot": row.lot,
        "locality_id": row.locality_id,
        "risk_level": row.risk_level,
    }


def _referral(row: Row[Any]) -> Values:
    took = None
    if row.state in ANSWERED and row.answered_at is not None:
        took = coarse_length(int(row.answered_at.timestamp()) - int(row.sent_at.timestamp()))
    return {
        **_counted(row),
        "funding_decider": row.funding_decider,
        "state": row.state,
        "sent_at": day_of(row.sent_at),
        "decline_group": row.decline_group,
        "unmet": bool(row.is_unmet),
        "in_time": row.in_time,
        "took_seconds": took,
    }


def _case(row: Row[Any], erased_at: Mapping[UUID, datetime]) -> Values:
    return {
        **_counted(row),
        "worker_id": row.worker_id,
        "accepted_at": day_of(row.accepted_at),
        "closed_at": day_of(row.closed_at or erased_at[row.vault_id]),
    }


def _gap(row: Row[Any]) -> Values:
    return {**row._mapping, "raised_at": day_of(row.raised_at)}


def _put(connection: Connection, table: Table, values: list[Values]) -> None:
    """Write rows among those that are there, in an order that does not tell which ones are new."""
    SystemRandom().shuffle(values)
    connection.execute(insert(table), [{"id": uuid4(), **one} for one in values])
    if connection.dialect.name == "postgresql":
        # Rows lie there as they came, each with the number of its transaction: all of them are written anew.
        gone = delete(table).returning(*table.columns).cte("gone")
        names = [column.name for column in table.columns]
        connection.execute(insert(table).from_select(names, select(gone).order_by(func.random())))
