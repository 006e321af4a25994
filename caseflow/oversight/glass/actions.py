"""Writes of break-glass: open, ask, answer, review."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from caseflow.access.grants import denied, grant
from caseflow.access.policy import P
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import changed, record
from caseflow.cases.models import Case
from caseflow.clock import now
from caseflow.database import as_keeper, db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight import events
from caseflow.oversight.glass.choices import MAY_NOT, OPEN_FOR, REVIEWED_WITHIN, GlassOutcome, GlassReason
from caseflow.oversight.glass.models import GlassBreak
from caseflow.oversight.glass.queries import visible_breaks
from caseflow.people.apart.queries import kept_apart
from caseflow.people.models import Person
from caseflow.people.references import read_reference
from caseflow.people.scope import visible_people

FEWEST_WORDS = 3


@action
def break_glass(actor: Actor, which: str, *, reason: GlassReason, detail: str) -> UUID:
    """Open one restricted record of the actor's side for an hour; returns the person's id.

    What does not exist, what is not restricted, the other side, somebody the actor knows and a couple of whom the
    actor holds the other half all get the same answer.
    """
    if not actor.can(P.GLASS_BREAK) or actor.user_id is None:
        raise NotAllowed("Your role does not open restricted records.")
    if len(detail.split()) < FEWEST_WORDS:
        raise Invalid({"detail": "Say in a sentence what happened: somebody will read this"})
    person, moment = _openable(actor, which), now()
    if person is None:
        raise Invalid({"which": MAY_NOT})
    row = GlassBreak(
        vault=person.vault,
        person=person,
        person_id=person.id,
        side=person.side,
        user_id=actor.user_id,
        reason=reason,
        detail=detail,
        opened_at=moment,
        until_at=moment + OPEN_FOR,
        review_due_at=moment + REVIEWED_WITHIN,
    )
    db.session.add(row)
    _open(actor, row, row.until_at)
    record(
        actor, events.GLASS_BROKEN, "glass_break", row.id, person_id=person.id, fields=("reason", "detail")
    )
    return person.id


def _open(actor: Actor, row: GlassBreak, until_at: datetime) -> None:
    grant(
        actor,
        "person",
        row.person_id,
        why="glass",
        source_id=row.id,
        user_id=actor.user_id,
        until_at=until_at,
    )


def _openable(actor: Actor, which: str) -> Person | None:
    """Return the restricted person whom the actor may open in an emergency; every question is asked in any case."""
    wanted = Person.reference == (read_reference(which) or "")
    if (person_id := _as_id(which)) is not None:
        wanted = Person.id == person_id
    held = db.session.scalars(
        select(Case.person_id).where(Case.worker_id == actor.user_id, Case.is_live.is_(True)).distinct()
    ).all()
    unseen = select(Person).where(
        wanted,
        Person.side == actor.side,
        Person.merged_into_id.is_(None),
        Person.restricted.is_(True),
        Person.id.not_in(denied(actor, "person")),
        ~visible_people(actor),
    )
    # Nobody sees a restricted record before it is opened, and this is what opens it.
    with as_keeper():
        person = db.session.scalar(unseen)
    if kept_apart(actor, person.id if person else UUID(int=0), held):
        return None
    return person


def _as_id(which: str) -> UUID | None:
    try:
        return UUID(which.strip().rstrip("/").rsplit("/", 1)[-1])
    except ValueError:
        return None


@action
def ask_about_break(actor: Actor, glass_id: UUID, *, question: str) -> None:
    """Ask whoever opened a restricted record about it."""
    row = _reviewed(actor, glass_id)
    if not question:
        raise Invalid({"question": "Enter what you want to know"})
    row.question, row.asked_at, row.asked_by, row.answered_at = question, now(), actor.user_id, None
    record(actor, events.GLASS_ASKED, "glass_break", row.id, person_id=row.person_id, fields=("question",))


@action
def answer_about_break(actor: Actor, glass_id: UUID, *, answer: str) -> None:
    """Answer what one was asked about a record that one opened."""
    row = _load(actor, glass_id)
    if row.user_id != actor.user_id:
        raise NotAllowed("Only who opened the record answers.")
    if row.reviewed_at is not None:
        raise Conflict("This was reviewed before.", at=row.reviewed_at)
    if not answer:
        raise Invalid({"answer": "Enter your answer"})
    row.answer, row.answered_at = answer, now()
    record(actor, events.GLASS_ANSWERED, "glass_break", row.id, person_id=row.person_id, fields=("answer",))


@action
def review_break(actor: Actor, glass_id: UUID, *, outcome: GlassOutcome, note: str) -> None:
    """Decide whether a restricted record was rightly opened; nobody reviews what they opened themselves."""
    row = _reviewed(actor, glass_id)
    if outcome is not GlassOutcome.JUSTIFIED and not note:
        raise Invalid({"note": "Say what happens now"})
    row.outcome, row.note, row.reviewed_at, row.reviewed_by = outcome, note, now(), actor.user_id
    record(actor, events.GLASS_REVIEWED, "glass_break", row.id, person_id=row.person_id, fields=changed(row))


def _load(actor: Actor, glass_id: UUID) -> GlassBreak:
    row = db.session.scalar(select(GlassBreak).where(GlassBreak.id == glass_id, visible_breaks(actor)))
    if row is None:
        raise Unknown
    return row


def _reviewed(actor: Actor, glass_id: UUID) -> GlassBreak:
    row = _load(actor, glass_id)
    if not actor.can(P.GLASS_REVIEW) or row.user_id == actor.user_id:
        raise NotAllowed("Only a named officer reviews this, and nobody what they opened themselves.")
    if row.reviewed_at is not None:
        raise Conflict("This was reviewed before.", at=row.reviewed_at)
    return row
