"""What a walk left behind: how many rows of every table, and how many audit lines of every event."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from caseflow.audit.models import AuditRow
from caseflow.crypto.sealed import Sealed
from caseflow.crypto.sealed_streams import SealedStream
from caseflow.database import Base, db, end_reading
from prove.walk import Walk

UNCOUNTED = {
    "failed_sign_ins": "a counter of refusals",
    "audit_rows": "counted by event",
}
READS = {"people:contact:revealed": "each showing of a number is a read of its own"}
NOT_WALKED = {
    "oversight.signals.signal": "a signal rises from what many did over days; tests/oversight notes one's outcome",
    "access.end_others": "ends the session that the walk goes by elsewhere",
    "access.factor_new": "a code counts once: the second press is refused, as tests/access shows",
    "access.factor_remove": "only where a factor has been confirmed",
    "access.factor_recovery": "shows new codes at every press",
    "access.lock": "locks the session that the walk goes by",
    "access.present": "a sign of life",
    "staff.make_link": "every press makes a link of its own, and only the newest counts",
    "staff.reset": "a link counts once: the second press is refused, as tests/staff shows",
    "staff.take_factor": "only where a factor has been confirmed",
    "access.second_step": "a code counts once: the second press is refused, as tests/access shows",
    "access.unlock": "its form has no one-time key: every press is a proof of its own",
    "access.confirm": "its form has no one-time key: every press is a proof of its own",
    "access.drop_kept": "a post is kept only when its session had ended",
    "access.end_session": "a session of the same user on another machine",
    "access.sign_in": "its form has no one-time key: every press is a sign-in",
    "assessments.both": "two people with one assessment open",
    "assessments.drop": "two people with one assessment open",
    "assessments.save": "autosave",
    "calls.draft": "autosave",
    "calls.matches": "search",
    "calls.reach_close": "only after days without an answer",
    "cases.diary.correct_note": "only after a note is locked",
    "dossier.find_now": "search",
    "privacy.merging.apart": "the walk tells two people apart where it adds the second",
}


def effects(app: Flask) -> Counter[str]:
    """Count the rows of each table, and the audit lines of each event."""
    found: Counter[str] = Counter()
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            if table.name not in UNCOUNTED:
                found[table.name] = db.session.scalar(select(func.count()).select_from(table)) or 0
        for event, count in db.session.execute(select(AuditRow.event, func.count()).group_by(AuditRow.event)):
            if event not in READS:
                found[f"audit {event}"] = count
        end_reading()
    return found


def differences(once: Counter[str], often: Counter[str]) -> list[str]:
    """Name everything of which pressing often left another number than pressing once."""
    return [
        f"{name}: {once[name]} after one press, {often[name]} after several at once"
        for name in sorted(set(once) | set(often))
        if once[name] != often[name]
    ]


def never_posted(walk: Walk) -> list[str]:
    """Name each form of the product that the walk did not post, and should have."""
    posts = {rule.endpoint for rule in walk.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return sorted(posts - set(walk.posted) - set(NOT_WALKED))


def sealed_and_filled(app: Flask) -> tuple[set[str], set[str]]:
    """Return the seal names under which something was sealed, and those under which nothing was."""
    filled: set[str] = set()
    with app.app_context():
        for mapper in Base.registry.mappers:
            for attribute in _sealed_attributes(mapper.class_):
                column = mapper.local_table.c[attribute.column]
                if db.session.scalar(select(func.count()).where(column.is_not(None))):
                    filled.add(attribute.seal_name)
        for name, stream in SealedStream.registry.items():
            if db.session.scalar(select(func.count()).select_from(stream.chunks)):
                filled.add(name)
        end_reading()
    return filled, set(Sealed.registry) - filled


def _sealed_attributes(model: type) -> list[Sealed[object]]:
    return [value for base in model.__mro__ for value in vars(base).values() if isinstance(value, Sealed)]
