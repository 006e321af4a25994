"""What hangs on the records of the matrix: for each kind that has a predicate of its own, rows in every relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import Boolean, Date, Integer, Uuid

from caseflow import clock
from caseflow.access.viewer import System, Viewer
from caseflow.assessments.choices import AssessmentState
from caseflow.assessments.models import Assessment
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import record
from caseflow.calls.choices import CallState
from caseflow.calls.models import Call, Callback
from caseflow.calls.reaches.models import Reach, StoppedPoint
from caseflow.cases.choices import NoteClass
from caseflow.cases.models import CaseNote
from caseflow.choices import Side
from caseflow.crypto.models import Vault
from caseflow.database import Code, UtcDateTime, db
from caseflow.directory.queries import service_by_code
from caseflow.oversight.glass.models import GlassBreak
from caseflow.oversight.signals.models import Signal
from caseflow.people.apart.models import LeadQuestion
from caseflow.people.models import ContactPoint
from caseflow.referrals.models import Gap, Referral
from prove.matrix_records import Record
from tests.seen import find_viewer
from tests.world import PEOPLE

PROVING = System("prove")
EVERYBODY = frozenset(one.username for one in PEOPLE)


def hanging(app: Flask, there: Iterable[Record], client_id: UUID) -> Iterator[Record]:
    """Make rows of every kind on each record, and beside them what a single clause of a predicate keeps apart."""
    known = {one.name: one for one in there if "person_id" in one.ids and one.name != "erased"}
    users = {one.username: find_viewer(app, one.username).user_id for one in PEOPLE}
    yield from _make(PROVING, known, users, client_id)


@action
def _make(actor: Viewer, known: dict[str, Record], users: dict[str, UUID | None], client_id: UUID) -> Any:
    record(actor, KEYS_CREATED)
    held, hidden = known["of bella"], known["restricted"]
    return [
        *(_on(one) for one in known.values()),
        *_apart(held, hidden, known["of ben"], users, client_id),
        *_about_users(held, users),
    ]


def _on(one: Record) -> Record:
    """Make a row of each kind that hangs on a person, and notes where there is a case."""
    person_id, service_id = one.ids["person_id"], service_by_code(PROVING, one.service)
    of: dict[str, Any] = {"person_id": person_id, "side": one.side}
    ids = {
        "gap_id": _row(Gap, **of, service_id=service_id),
        "reach_id": _row(Reach, **of),
        "stopped_id": _stop(of, service_id),
        "call_id": _row(Call, **of, state=CallState.FINISHED),
        "callback_id": _row(Callback, **of, service_id=service_id),
        "assessment_id": _row(Assessment, **of, state=AssessmentState.FINISHED),
        "half_id": _row(Assessment, **of, state=AssessmentState.IN_PROGRESS),
    }
    if "case_id" in one.ids:
        on = {"case_id": one.ids["case_id"]}
        ids["note_id"] = _row(CaseNote, **on, kind=NoteClass.GENERAL)
        ids["own_note_id"] = _row(CaseNote, **on, kind=NoteClass.THERAPEUTIC)
    return replace(one, ids=ids)


def _apart(
    held: Record, hidden: Record, other: Record, users: dict[str, UUID | None], client_id: UUID
) -> Iterator[Record]:
    """Make rows that another team made of a person in reach, that lie across the wall, or that one still holds."""
    of = {"person_id": held.ids["person_id"], "side": Side.SURVIVOR}
    theirs = service_by_code(PROVING, other.service)
    ids = {"gap_id": _row(Gap, **of, service_id=theirs), "stopped_id": _stop(of, theirs)}
    yield replace(other, name="of another team", worker="", closed_to=frozenset(), ids=ids)
    helpline = service_by_code(PROVING, "helpline")
    sent = _row(
        Referral, **of, from_service_id=service_by_code(PROVING, held.service), to_service_id=helpline
    )
    yield replace(held, name="sent", worker="", ids={"referral_id": sent})
    anonymous = {"call_id": _row(Call, side=Side.SURVIVOR, state=CallState.FINISHED)}
    anonymous["callback_id"] = _row(Callback, side=Side.SURVIVOR, service_id=helpline)
    yield Record("of nobody", Side.SURVIVOR, anonymous, "", "helpline", "helpline")
    across = {"side": Side.PERPETRATOR}
    ids = {
        "gap_id": _row(Gap, **across, person_id=client_id, service_id=helpline),
        "call_id": _row(Call, **across, state=CallState.FINISHED),
        "callback_id": _row(Callback, **across, service_id=helpline),
    }
    yield Record("of a client", Side.PERPETRATOR, ids, "", "helpline", "perpetrator")
    kept = {"call_id": _row(Call, **across, state=CallState.OPEN, taken_by=users["henry"])}
    yield Record("of a client", Side.PERPETRATOR, kept, "", "helpline", "perpetrator")
    on = {"person_id": hidden.ids["person_id"], "side": Side.SURVIVOR}
    kept = {"call_id": _row(Call, **on, state=CallState.OPEN, taken_by=users["henry"])}
    # Whoever holds an unfinished call keeps it, though its person was restricted since; nobody else does.
    apart = EVERYBODY - {"henry", "sofia"}
    yield Record("held", Side.SURVIVOR, kept, "henry", "helpline", "helpline", apart)
    for state, taker in ((CallState.FINISHED, users["henry"]), (CallState.OPEN, None)):
        yield replace(hidden, ids={"call_id": _row(Call, **on, state=state, taken_by=taker)})


def _about_users(held: Record, users: dict[str, UUID | None]) -> Iterator[Record]:
    """Make what is about a user: signals, opened restricted records, and questions to the lead."""
    person_id = held.ids["person_id"]
    for name, side in (("bella", Side.SURVIVOR), ("sofia", Side.SURVIVOR), ("bella", Side.PERPETRATOR)):
        user, now = users[name], clock.now()
        opened = {"person_id": person_id, "side": side, "user_id": user}
        question = {"person_id": person_id, "side": side, "asked_by": user, "worker_id": user}
        base = Record(f"about {name}", side, {}, name, "-", "-")
        yield replace(base, ids={"signal_id": _row(Signal, **opened), "break_id": _row(GlassBreak, **opened)})
        asked = {"asked_id": _row(GlassBreak, **opened, asked_at=now)}
        yield replace(base, ids=asked, closed_to=EVERYBODY - {name, "sofia", "petra"})
        questions = {"question_id": _row(LeadQuestion, **question)}
        yield replace(base, ids=questions, closed_to=EVERYBODY - {name, "sofia"})


def _stop(of: dict[str, Any], service_id: UUID) -> UUID:
    point = _row(ContactPoint, person_id=of["person_id"])
    return _row(StoppedPoint, **of, contact_point_id=point, service_id=service_id)


def _row(model: Any, **given: Any) -> UUID:
    """Make a row with what is given; whatever else it must have is the first that may stand there."""
    columns = model.__table__.columns
    missing = [
        one
        for one in columns
        if not (one.nullable or one.default or one.primary_key or one.name in given or one.name == "vault_id")
    ]
    filled = {one.name: _anything(one.type) for one in missing}
    row = model(id=uuid4(), vault=Vault(), **filled, **given)
    db.session.add(row)
    db.session.flush()
    return UUID(str(row.id))


def _anything(kind: Any) -> Any:
    if isinstance(kind, Code):
        return next(iter(kind.choices)) if kind.choices else "any"
    values: dict[type, Any] = {
        UtcDateTime: clock.now,
        Date: clock.today,
        Integer: int,
        Boolean: bool,
        Uuid: uuid4,
    }
    return next(make() for one, make in values.items() if isinstance(kind, one))
