"""What a day's audit held, in numbers and without a name: kept or sent elsewhere, it is an anchor too."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from caseflow.audit.anchoring import current, head_line
from caseflow.audit.models import AuditRow
from caseflow.clock import LONDON
from caseflow.database import db, end_reading

NAME = "digest-{}.txt"


def digest_of(day: date) -> str:
    """Return the digest of one day: how many rows of each event, and the head of the chain, signed."""
    begin = datetime.combine(day, time(), LONDON)
    end = datetime.combine(day + timedelta(days=1), time(), LONDON)
    within = (AuditRow.at >= begin, AuditRow.at < end)
    try:
        counted = db.session.execute(
            select(AuditRow.event, func.count())
            .where(*within)
            .group_by(AuditRow.event)
            .order_by(AuditRow.event)
        ).all()
        users = db.session.scalar(select(func.count(AuditRow.actor_id.distinct())).where(*within))
    finally:
        end_reading()
    rows = sum(number for _, number in counted)
    lines = [
        f"The audit of {day.isoformat()}: {rows} rows by {users} users.",
        *(f"{number:>9} {event}" for event, number in counted),
        "Keep this line where the database's keepers cannot reach it: it says how far the audit had come.",
        head_line(),
    ]
    return "\n".join(lines) + "\n"


def keep_digest(day: date) -> bool:
    """Write a day's digest beside the anchors, once; tells whether it was written now."""
    path = current().folder / NAME.format(day.isoformat())
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(0o600)
    path.write_text(digest_of(day), encoding="ascii")
    return True
