"""What happened to a person, room by room: each in a fixed number of queries, and only what the viewer may see."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import (
    SAFEGUARDING_DECISION_LABELS,
    SAFEGUARDING_KIND_LABELS,
    AssessmentState,
)
from caseflow.assessments.queries import assessment_history
from caseflow.assessments.safeguarding.queries import person_safeguarding
from caseflow.calls.queries import person_attempts, person_calls
from caseflow.cases.choices import CASE_STATE_LABELS, NOTE_CLASS_LABELS
from caseflow.cases.models import Case, CaseMove, CaseNote, Incident
from caseflow.cases.scope import visible_cases, visible_notes
from caseflow.choices import RISK_LABELS
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.dossier.timeline import Item, Kind
from caseflow.people.scope import records_of
from caseflow.referrals.queries import person_referrals


def items_of(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    """Return everything on a person's record that the viewer may see, in no order."""
    yield from _calls(viewer, person_id)
    if viewer.can(P.CALLS_READ) or viewer.can(P.CASES_READ):
        yield from _attempts(viewer, person_id)
    if viewer.can(P.ASSESSMENTS_READ):
        yield from _assessments(viewer, person_id)
        yield from _safeguarding(viewer, person_id)
    yield from _referrals(viewer, person_id)
    yield from _cases(viewer, person_id)


def _calls(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    for call in person_calls(viewer, person_id):
        outcomes = f": {', '.join(call.outcomes).lower()}" if call.outcomes else ""
        yield Item(
            kind=Kind.CALL,
            at=call.started_at,
            title=f"{call.channel}{outcomes}",
            record_id=call.call_id,
            by=call.by or None,
            body=call.narrative,
            endpoint="calls.call",
            key="call_id",
        )


def _attempts(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    for one in person_attempts(viewer, person_id):
        yield Item(
            kind=Kind.ATTEMPT,
            at=one.made_at,
            title=f"Contact attempt: {one.words[:1].lower()}{one.words[1:]}",
            record_id=one.attempt_id,
            by=one.by or None,
            body="\n".join(part for part in (one.reason, one.note) if part),
        )


def _assessments(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    for one in assessment_history(viewer, person_id):
        half_way = one.state is AssessmentState.IN_PROGRESS
        level = one.level_in_force or one.level_decided
        words = "half-way" if half_way else RISK_LABELS[level].lower() if level else "finished"
        yield Item(
            kind=Kind.ASSESSMENT,
            at=one.at,
            title=f"{one.title}: {words}",
            record_id=one.id,
            by=one.by or None,
            body="\n".join(part for part in (one.counts_words, f"About {one.pair}") if part),
            endpoint="assessments.assessment",
            key="assessment_id",
        )


def _safeguarding(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    for one in person_safeguarding(viewer, person_id):
        decision = SAFEGUARDING_DECISION_LABELS[one.decision]
        yield Item(
            kind=Kind.SAFEGUARDING,
            at=one.decided_at,
            title=f"Safeguarding, {SAFEGUARDING_KIND_LABELS[one.kind].lower()}: {decision[:1].lower()}{decision[1:]}",
            record_id=one.id,
            by=one.decided_by or None,
            body=one.reason,
            endpoint="assessments.safeguarding.action" if viewer.can(P.SAFEGUARDING_WRITE) else "",
            key="safeguarding_id",
        )


def _referrals(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    for one in person_referrals(viewer, person_id):
        yield Item(
            kind=Kind.REFERRAL,
            at=one.sent_at,
            title=f"Referred to {one.to_service}: {one.state_words.lower()}",
            record_id=one.referral_id,
            by=one.sent_by or None,
            body=one.words,
            endpoint="referrals.referral",
            key="referral_id",
        )


def _cases(viewer: Viewer, person_id: UUID) -> Iterator[Item]:
    """Return steps, notes and incidents of the cases that the viewer may read; five queries however many."""
    of_person = Case.person_id.in_(records_of(person_id))
    moves = db.session.execute(
        select(CaseMove, Case.service_id)
        .join(Case, Case.id == CaseMove.case_id)
        .where(of_person, visible_cases(viewer))
    ).all()
    notes = db.session.scalars(
        select(CaseNote).join(Case, Case.id == CaseNote.case_id).where(of_person, visible_notes(viewer))
    ).all()
    incidents = db.session.scalars(
        select(Incident).join(Case, Case.id == Incident.case_id).where(of_person, visible_cases(viewer))
    ).all()
    services = service_names(viewer, [service_id for _, service_id in moves])
    ids = [move.moved_by for move, _ in moves] + [note.written_by for note in notes]
    names = user_names(viewer, [*ids, *(one.recorded_by for one in incidents)])
    for move, service_id in moves:
        yield _step(move, services.get(service_id, ""), names)
    for note in notes:
        yield _note(note, names)
    for incident in incidents:
        yield _incident(incident, names)


def _step(move: CaseMove, service: str, names: dict[UUID, str]) -> Item:
    words = "referral accepted" if move.from_state is None else CASE_STATE_LABELS[move.to_state].lower()
    if move.from_state is move.to_state:
        words = "given to another worker" if move.worker_id else "given back to the team"
    return Item(
        kind=Kind.CASE,
        at=move.moved_at,
        title=f"{service}: {words}",
        record_id=move.id,
        by=names.get(move.moved_by) if move.moved_by else None,
        body=move.note,
        endpoint="cases.case",
        key="case_id",
        target_id=move.case_id,
    )


def _note(note: CaseNote, names: dict[UUID, str]) -> Item:
    added = "added to a note" if note.corrects_id else "note"
    return Item(
        kind=Kind.NOTE,
        at=note.happened_at,
        title=f"{NOTE_CLASS_LABELS[note.kind]} {added}",
        record_id=note.id,
        by=names.get(note.written_by) if note.written_by else None,
        body=note.body,
        endpoint="cases.case",
        key="case_id",
        target_id=note.case_id,
    )


def _incident(one: Incident, names: dict[UUID, str]) -> Item:
    return Item(
        kind=Kind.INCIDENT,
        at=one.recorded_at,
        title=f"Incident on {one.happened_on.day} {one.happened_on:%B %Y}",
        record_id=one.id,
        by=names.get(one.recorded_by) if one.recorded_by else None,
        body=one.what,
        endpoint="cases.case",
        key="case_id",
        target_id=one.case_id,
    )
