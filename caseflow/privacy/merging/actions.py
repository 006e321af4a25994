"""Writes of merges: a pointer and the choices. Rows and vaults of the two records stay where they are."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from caseflow.access.models import Denial
from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.cases.models import Case
from caseflow.choices import RiskLevel
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NeedsLead, NotAllowed
from caseflow.people.apart.choices import Step
from caseflow.people.apart.queries import kept_apart, lead_allowed
from caseflow.people.contact.summary import summarise
from caseflow.people.events import PERSON_MERGED, PERSON_TAKEN_APART
from caseflow.people.models import Person
from caseflow.people.scope import load_person, records_of
from caseflow.people.seen import OVERTAKEN
from caseflow.privacy.merging.fields import LABELS, SUMMARY, earlier, higher, is_blank, later, roots
from caseflow.privacy.merging.models import PersonMerge
from caseflow.privacy.merging.queries import load_merge, seen_pair
from caseflow.privacy.merging.taking import forget_names, keep_findable, put_value, value_of


@action
def merge_records(
    actor: Actor, kept_id: UUID, other_id: UUID, *, taken: Collection[str] = (), seen: str | None = None
) -> UUID:
    """Let one record read as part of another, taking the named values over from it; returns the merge.

    Raises Invalid for what may not be merged, Conflict if somebody was faster, NeedsLead where the walls hold it up.
    """
    kept, other = _both(actor, kept_id, other_id)
    _hold_for_lead(actor, kept.id, other.id)
    if seen is not None and seen != seen_pair(actor, kept.id, other.id):
        raise Invalid({"seen": OVERTAKEN})
    row = PersonMerge(
        vault=kept.vault,
        person=other,
        into=kept,
        side=kept.side,
        merged_at=now(),
        merged_by=actor.user_id,
    )
    db.session.add(row)
    row.choices = _take(actor, kept, other, taken)
    moved = _read_as(other, kept)
    db.session.flush()
    _count_anew(kept)
    for one in (kept.id, *moved):
        record(actor, PERSON_MERGED, "merge", row.id, person_id=one, fields=("merged_into", *taken))
    return row.id


def _both(actor: Actor, kept_id: UUID, other_id: UUID) -> tuple[Person, Person]:
    """Return two records that may be merged, held until the end so that nobody else merges or erases either."""
    if not actor.can(P.PEOPLE_MERGE):
        raise NotAllowed("Your role does not merge records.")
    ids = sorted((kept_id, other_id), key=lambda one: one.bytes)
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())
    kept, other = load_person(actor, kept_id), load_person(actor, other_id)
    if kept.id == other.id:
        raise Conflict("These two read as one person already.")
    if kept.side is not other.side:
        raise Invalid({"other": "Records of two sides are never merged"})
    if kept.restricted or other.restricted:
        raise Invalid({"other": "A restricted record is not merged: lift the restriction first"})
    closed = select(Denial.id).where(
        Denial.record_kind == "person",
        or_(Denial.record_id.in_(records_of(kept.id)), Denial.record_id.in_(records_of(other.id))),
        Denial.ended_at.is_(None),
    )
    if db.session.scalar(closed.limit(1)) is not None:
        raise Invalid(
            {"other": "One of the two is closed to somebody who knows the person, so they stay two"}
        )
    return kept, other


def _hold_for_lead(actor: Actor, kept_id: UUID, other_id: UUID) -> None:
    """Hold a merge up that joins two who are kept apart, or gives one worker both of a couple; raises NeedsLead."""
    if lead_allowed(actor, Step.MERGE, kept_id, other_id):
        return
    sides = [
        set(db.session.scalars(select(Person.id).where(Person.id.in_(records_of(one)))))
        for one in (kept_id, other_id)
    ]
    meet = any(kept_apart(actor, one, sides[1]) for one in sides[0])
    for mine, theirs in (sides, sides[::-1]):
        workers = select(Case.worker_id).where(Case.person_id.in_(mine), Case.is_live.is_(True))
        held = db.session.scalars(
            select(Case.person_id).where(Case.worker_id.in_(workers), Case.is_live.is_(True)).distinct()
        ).all()
        meet = meet or any(kept_apart(actor, one, held) for one in theirs)
    if meet and actor.user_id is not None:
        raise NeedsLead(kept_id, actor.user_id)


def _take(actor: Actor, kept: Person, other: Person, taken: Collection[str]) -> dict[str, Any]:
    """Take the chosen values over; returns what stood there before and what was put there, to be kept sealed."""
    names = [(kept.known_as, ""), tuple(value_of(kept, "names"))]
    choices: dict[str, Any] = {"taken": {}, "summary": {}}
    for field in LABELS:
        before, after = value_of(kept, field), value_of(other, field)
        # What only one of the two records says is never given up for nothing.
        if (field in taken or is_blank(before)) and before != after and not is_blank(after):
            put_value(actor, kept, field, after)
            choices["taken"][field] = {"before": before, "after": after}
    db.session.flush()
    choices["names"] = keep_findable(kept, names) if choices["taken"] else []
    before_summary = _summary(kept)
    kept.risk_level, kept.risk_on = higher((kept.risk_level, kept.risk_on), (other.risk_level, other.risk_on))
    kept.review_due_on = earlier(kept.review_due_on, other.review_due_on)
    kept.marac_until_on = later(kept.marac_until_on, other.marac_until_on)
    choices["summary"] = {"before": before_summary, "after": _summary(kept)}
    return choices


def _summary(person: Person) -> list[str | None]:
    return [str(value) if (value := getattr(person, name)) is not None else None for name in SUMMARY]


def _read_as(other: Person, kept: Person) -> Sequence[UUID]:
    """Point a record, and all that were merged into it, to the one that they read as from now on."""
    rows = list(db.session.scalars(select(Person).where(Person.merged_into_id == other.id)))
    for one in (other, *rows):
        one.merged_into = kept
    return [one.id for one in (other, *rows)]


@action
def take_apart(actor: Actor, merge_id: UUID) -> UUID:
    """Let two records that were merged stand for themselves again, each with what it had; returns the one taken off.

    What was changed since the merge stays where it was written: nobody's words vanish.
    """
    if not actor.can(P.PEOPLE_MERGE):
        raise NotAllowed("Your role does not take records apart.")
    row = load_merge(actor, merge_id)
    if row.undone_at is not None:
        who = user_names(actor, [row.undone_by]).get(row.undone_by) if row.undone_by else None
        raise Conflict("These two were taken apart already.", who=who, at=row.undone_at)
    whole = load_person(actor, row.into_id)
    group = {
        one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(records_of(whole.id))))
    }
    row.undone_at, row.undone_by = now(), actor.user_id
    db.session.flush()
    _put_back(actor, group[row.into_id], row.choices)
    live = db.session.scalars(
        select(PersonMerge).where(PersonMerge.person_id.in_(group), PersonMerge.undone_at.is_(None))
    )
    ends = roots({merge.person_id: merge.into_id for merge in live})
    for one in group.values():
        one.merged_into = group[ends[one.id]] if one.id in ends else None
    db.session.flush()
    for one in group.values():
        if one.merged_into_id is None:
            _count_anew(one)
        record(actor, PERSON_TAKEN_APART, "merge", row.id, person_id=one.id, fields=("merged_into",))
    return row.person_id


def _put_back(actor: Actor, person: Person, choices: dict[str, Any]) -> None:
    """Put back what the merge had put aside, wherever nobody has written since."""
    for field, values in choices["taken"].items():
        if value_of(person, field) == values["after"]:
            put_value(actor, person, field, values["before"])
    forget_names(person, choices["names"])
    summary = choices["summary"]
    if _summary(person) == summary["after"]:
        _put_summary(person, summary["before"])


def _put_summary(person: Person, before: Sequence[str | None]) -> None:
    level, *days = before
    person.risk_level = RiskLevel(level or RiskLevel.NOT_ASSESSED)
    person.risk_on, person.review_due_on, person.marac_until_on = (
        date.fromisoformat(day) if day else None for day in days
    )


def _count_anew(person: Person) -> None:
    """Count the open cases of all records that read as this person, and the best that their numbers allow."""
    db.session.flush()
    person.open_cases = (
        db.session.scalar(
            select(func.count())
            .select_from(Case)
            .where(Case.person_id.in_(records_of(person.id)), Case.is_live.is_(True))
        )
        or 0
    )
    summarise(person)
