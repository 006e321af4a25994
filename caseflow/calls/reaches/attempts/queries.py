"""Reads of contact attempts and of stopped numbers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, select

from caseflow.access.keys_first import counted_ids, with_total
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.calls.choices import ATTEMPT_LABELS, STOP_DECISION_LABELS, AttemptOutcome
from caseflow.calls.reaches.models import ContactAttempt, StoppedPoint
from caseflow.calls.reaches.scope import load_reach, load_stop, visible_stops
from caseflow.calls.reaches.values import AttemptLine, StoppedLine, StoppedPage
from caseflow.calls.reaching import Try
from caseflow.database import db
from caseflow.people.contact.queries import contact_point
from caseflow.people.queries import identity_bar, person_lines
from caseflow.people.scope import load_person, records_of
from caseflow.people.values import FirstOf


def person_attempts(viewer: Viewer, person_id: UUID) -> list[AttemptLine]:
    """Return all tries to get in touch with a person, newest first."""
    person = load_person(viewer, person_id)
    rows = db.session.scalars(
        select(ContactAttempt)
        .where(ContactAttempt.person_id.in_(records_of(person.id)))
        .order_by(ContactAttempt.made_at.desc())
    ).all()
    return _lines(viewer, rows)


def attempts_of_reach(viewer: Viewer, reach_id: UUID) -> list[AttemptLine]:
    """Return the tries made for somebody to reach, newest first."""
    reach = load_reach(viewer, reach_id)
    rows = db.session.scalars(
        select(ContactAttempt)
        .where(ContactAttempt.reach_id == reach.id)
        .order_by(ContactAttempt.made_at.desc())
    ).all()
    return _lines(viewer, rows)


def _lines(viewer: Viewer, rows: Sequence[ContactAttempt]) -> list[AttemptLine]:
    names = user_names(viewer, [row.made_by for row in rows])
    return [
        AttemptLine(
            attempt_id=row.id,
            made_at=row.made_at,
            outcome=row.outcome,
            words=_words(row),
            by=names.get(row.made_by, "") if row.made_by else "",
            service_id=row.service_id,
            note=row.note,
            reason=row.reason,
            still_safe=row.still_safe,
            again_at=row.again_at,
        )
        for row in rows
    ]


def _words(row: ContactAttempt) -> str:
    words = ATTEMPT_LABELS[row.outcome]
    if row.still_safe is None:
        return words
    return f"{words}, still safe" if row.still_safe else f"{words}: this number is not safe any more"


def stopped_points(viewer: Viewer, limit: int | None = None) -> FirstOf[StoppedLine]:
    """Return the stopped numbers that wait for a decision, the one due first at the top."""
    ids, total = counted_ids(_waiting_stops(viewer), limit)
    found = select(StoppedPoint).where(StoppedPoint.id.in_(ids)).order_by(StoppedPoint.due_at)
    rows = db.session.scalars(found).all()
    people = person_lines(viewer, [row.person_id for row in rows])
    lines = [
        StoppedLine(
            stopped_id=row.id,
            person_id=row.person_id,
            known_as=people[row.person_id].known_as,
            reference=people[row.person_id].reference,
            risk=people[row.person_id].risk,
            why=_why(row),
            stopped_at=row.stopped_at,
            due_at=row.due_at,
        )
        for row in rows
        if row.person_id in people
    ]
    return FirstOf(lines, total)


@remembered
def _waiting_stops(viewer: Viewer) -> Select[UUID, int]:
    here = and_(StoppedPoint.decided_at.is_(None), visible_stops(viewer))
    return with_total(select(StoppedPoint.id).where(here).order_by(StoppedPoint.due_at))


def _why(row: StoppedPoint) -> str:
    if row.why is AttemptOutcome.SPOKE:
        return "The person said that it is not safe any more"
    if row.why is AttemptOutcome.SOMEONE_ELSE:
        return "Someone else answered, who is not on the list"
    return ATTEMPT_LABELS[row.why]


def stopped_page(viewer: Viewer, stopped_id: UUID) -> StoppedPage:
    """Return one stopped number with what led to it; raises Unknown out of scope."""
    row = load_stop(viewer, stopped_id)
    attempt = db.session.get(ContactAttempt, row.attempt_id) if row.attempt_id else None
    names = user_names(viewer, [row.stopped_by, row.decided_by])
    return StoppedPage(
        stopped_id=row.id,
        person_id=row.person_id,
        bar=identity_bar(viewer, row.person_id),
        why=_why(row),
        by=names.get(row.stopped_by, "") if row.stopped_by else "",
        stopped_at=row.stopped_at,
        due_at=row.due_at,
        attempt_note=attempt.note if attempt else "",
        point=contact_point(viewer, row.contact_point_id),
        decided=STOP_DECISION_LABELS[row.decision] if row.decision else "",
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        note=row.note,
    )


def tries_of(viewer: Viewer, reach_id: UUID) -> list[Try]:
    """Return the tries made for somebody to reach, in order."""
    rows = db.session.execute(
        select(ContactAttempt.made_at, ContactAttempt.outcome, ContactAttempt.again_at)
        .where(ContactAttempt.reach_id == reach_id)
        .order_by(ContactAttempt.made_at)
    )
    return [Try(*row) for row in rows]
