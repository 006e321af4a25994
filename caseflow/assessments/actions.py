"""Writes of assessments: begin, save half-way, finish, judge without a checklist."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow import clock
from caseflow.access.queries import user_names
from caseflow.access.viewer import Actor
from caseflow.assessments.choices import AssessmentState, Purpose, Source
from caseflow.assessments.content import Content
from caseflow.assessments.deciding.actions import check_safeguarding, conclude
from caseflow.assessments.deciding.queries import call_about, earlier_of_pair, load_assessment
from caseflow.assessments.decision import is_served
from caseflow.assessments.events import SET_ASIDE, STARTED
from caseflow.assessments.instruments.loader import current_instrument
from caseflow.assessments.instruments.shape import Instrument
from caseflow.assessments.models import Assessment, SetAside
from caseflow.audit.action import action, quiet_action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people.actions import add_person_causing_harm
from caseflow.people.births import age_on
from caseflow.people.choices import Relationship
from caseflow.people.models import Person, PersonCausingHarm
from caseflow.people.scope import are_one, load_person, records_of

SAVED, KEPT_APART, FINISHED = "saved", "kept_apart", "finished"
"""What became of what was typed."""


@action
def start_assessment(
    actor: Actor,
    person_id: UUID,
    *,
    instrument_code: str,
    purpose: Purpose,
    source: Source = Source.PERSON,
    harm_id: UUID | None = None,
    harm_name: str = "",
    harm_relationship: Relationship | None = None,
    call_id: UUID | None = None,
) -> UUID:
    """Begin an assessment of one pair; where the same is already half-way, go on with that one."""
    person = _assessable(actor, person_id)
    instrument = _usable(person, instrument_code)
    pair = _pair(actor, person, harm_id, harm_name, harm_relationship)
    half_way = _half_way(person.id, pair, instrument)
    if half_way is not None:
        return half_way
    earlier = earlier_of_pair(actor, person.id, pair, instrument_code=instrument.code)
    row = _new_row(actor, person, pair, purpose=purpose, source=source, call_id=call_id)
    row.instrument_code, row.instrument_version = instrument.code, instrument.version
    row.previous_id = earlier.id if earlier else None
    db.session.add(row)
    record(actor, STARTED, "assessment", row.id, person_id=person.id, fields=("instrument", "pair"))
    return row.id


@action
def judge_without_checklist(
    actor: Actor,
    person_id: UUID,
    *,
    content: Content,
    purpose: Purpose | None = None,
    source: Source = Source.PERSON,
    harm_id: UUID | None = None,
    harm_name: str = "",
    harm_relationship: Relationship | None = None,
    call_id: UUID | None = None,
) -> UUID:
    """Decide a level by judgement alone, with its reason, in one go."""
    person = _assessable(actor, person_id)
    pair = _pair(actor, person, harm_id, harm_name, harm_relationship)
    earlier = earlier_of_pair(actor, person.id, pair)
    because = purpose or (Purpose.REVIEW if earlier else Purpose.INTAKE)
    row = _new_row(actor, person, pair, purpose=because, source=source, call_id=call_id)
    row.judgement_only = True
    row.previous_id = earlier.id if earlier else None
    db.session.add(row)
    record(actor, STARTED, "assessment", row.id, person_id=person.id, fields=("pair",))
    conclude(actor, row, person, content)
    return row.id


@quiet_action("what is typed half-way; the beginning, a second version and the end are audited")
def save_progress(
    actor: Actor,
    assessment_id: UUID,
    *,
    content: Content,
    seen: int,
    page_id: UUID | None,
    joining: bool = False,
) -> str:
    """Keep what was typed so far. If another page saved in between, both versions are kept."""
    row = load_assessment(actor, assessment_id)
    if not _may_save(row, content, seen, page_id):
        _keep_apart(actor, row, content)
        return KEPT_APART
    _put(actor, row, content, page_id)
    if joining:
        _drop_set_aside(actor, row)
    return SAVED


@action
def finish_assessment(
    actor: Actor,
    assessment_id: UUID,
    *,
    content: Content,
    seen: int,
    page_id: UUID | None,
    joining: bool = False,
) -> str:
    """Finish it for good: apply the rule of the level, and write the person's risk level and review date."""
    row = load_assessment(actor, assessment_id)
    if not _may_save(row, content, seen, page_id):
        _keep_apart(actor, row, content)
        return KEPT_APART
    if row.state is AssessmentState.FINISHED:
        raise _already_finished(actor, row)
    person = load_person(actor, row.person_id)
    check_safeguarding(actor, person)
    _put(actor, row, content, page_id)
    conclude(actor, row, person, content)
    if joining:
        _drop_set_aside(actor, row)
    return FINISHED


@action
def drop_own_version(actor: Actor, assessment_id: UUID) -> UUID:
    """Let go of one's own version that was kept apart from an assessment."""
    row = load_assessment(actor, assessment_id)
    _drop_set_aside(actor, row)
    record(actor, SET_ASIDE, "assessment", row.id, person_id=row.person_id, fields=("dropped",))
    return row.id


def _assessable(actor: Actor, person_id: UUID) -> Person:
    # Held until the end, so that two workers who begin at once do not fill in two half-done ones.
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    person = load_person(actor, person_id)
    if person.side is not Side.SURVIVOR:
        raise Conflict(
            "The instruments of this area are about a survivor. A client of a programme has none here."
        )
    if not is_served(_age(person)):
        raise Conflict("Under 13, children's services act. Record the safeguarding decision instead.")
    check_safeguarding(actor, person)
    return person


def _age(person: Person) -> int | None:
    return age_on(person.birth_on, clock.today()) if person.birth_on else None


def _usable(person: Person, code: str) -> Instrument:
    instrument = current_instrument(code)
    if instrument is None:
        raise Invalid({"instrument": "This instrument is not loaded in this area"})
    age = _age(person)
    if age is not None and age < instrument.age_with_notice_from:
        raise Invalid({"instrument": f"{instrument.title} is not for this age"})
    return instrument


def _pair(
    actor: Actor, person: Person, harm_id: UUID | None, name: str, relationship: Relationship | None
) -> UUID | None:
    if name:
        added: UUID = add_person_causing_harm(actor, person.id, name=name, relationship=relationship or "")
        db.session.flush()
        return added
    if harm_id is None:
        return None
    known = db.session.get(PersonCausingHarm, harm_id)
    if known is None or not are_one(known.person_id, person.id):
        raise Invalid({"pair": "Choose who is causing harm again: the list has changed"})
    return harm_id


def _half_way(person_id: UUID, pair: UUID | None, instrument: Instrument) -> UUID | None:
    return db.session.scalar(
        select(Assessment.id).where(
            Assessment.person_id.in_(records_of(person_id)),
            Assessment.person_causing_harm_id.is_not_distinct_from(pair),
            Assessment.instrument_code == instrument.code,
            Assessment.state == AssessmentState.IN_PROGRESS,
        )
    )


def _new_row(
    actor: Actor,
    person: Person,
    pair: UUID | None,
    *,
    purpose: Purpose,
    source: Source,
    call_id: UUID | None,
) -> Assessment:
    return Assessment(
        vault=person.vault,
        person=person,
        person_id=person.id,
        person_causing_harm_id=pair,
        side=person.side,
        purpose=purpose,
        source=source,
        state=AssessmentState.IN_PROGRESS,
        judgement_only=False,
        started_by=actor.user_id,
        started_at=clock.now(),
        call_id=call_about(actor, person.id, call_id),
        for_service_id=actor.service_id,
    )


def _may_save(row: Assessment, content: Content, seen: int, page_id: UUID | None) -> bool:
    """Tell whether a page may write: it saved last itself, nobody saved since it opened, or nothing differs."""
    if Content.read(row.content) == content:
        return True
    if row.state is AssessmentState.FINISHED:
        return False
    return row.version == seen or (page_id is not None and row.saved_page_id == page_id)


def _put(actor: Actor, row: Assessment, content: Content, page_id: UUID | None) -> None:
    if row.state is AssessmentState.FINISHED or Content.read(row.content) == content:
        return
    row.content = content.stored()
    row.saved_by, row.saved_at, row.saved_page_id = actor.user_id, clock.now(), page_id


def _keep_apart(actor: Actor, row: Assessment, content: Content) -> None:
    mine = _own_set_aside(actor, row)
    if mine is None:
        mine = SetAside(vault=row.vault, assessment_id=row.id, user_id=actor.user_id)
        db.session.add(mine)
    elif Content.read(mine.content) == content:
        return
    mine.content, mine.at = content.stored(), clock.now()
    record(actor, SET_ASIDE, "assessment", row.id, person_id=row.person_id, fields=("content",))


def _drop_set_aside(actor: Actor, row: Assessment) -> None:
    mine = _own_set_aside(actor, row)
    if mine is not None:
        db.session.delete(mine)


def _own_set_aside(actor: Actor, row: Assessment) -> SetAside | None:
    return db.session.scalar(
        select(SetAside).where(SetAside.assessment_id == row.id, SetAside.user_id == actor.user_id)
    )


def _already_finished(actor: Actor, row: Assessment) -> Conflict:
    names: Mapping[Any, str] = user_names(actor, [row.decided_by])
    return Conflict(
        "This assessment is finished. A finished assessment is never changed; make a new one.",
        who=names.get(row.decided_by),
        at=row.decided_at,
    )
