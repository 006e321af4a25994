"""Signals: reckoned from the audit as it grows, read by a few, each with its outcome."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.audit.record import record_now
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.oversight.restricting.actions import lift_restriction, restrict_record
from caseflow.oversight.signals.actions import note_outcome, reckon
from caseflow.oversight.signals.choices import Outcome, SignalKind
from caseflow.oversight.signals.models import Signal
from caseflow.oversight.signals.queries import one_signal, signals_page
from caseflow.people.events import DETAILS_READ
from caseflow.people.models import Person
from caseflow.staff.actions import give_role

SIGNALS = System("signals")


def caught_up() -> None:
    while reckon(SIGNALS):
        pass


def kinds() -> dict[SignalKind, int]:
    rows = db.session.execute(select(Signal.kind, Signal.count)).all()
    return {row[0]: row[1] for row in rows}


def looked_at(user, person_id: UUID, times: int = 1) -> None:
    for _ in range(times):
        record_now(user, DETAILS_READ, "person", person_id, person_id=person_id)


def test_each_rule_raises_its_signal(signed_in, person, viewer, within):
    bella, adam, sofia = (viewer(name) for name in ("bella", "adam", "sofia"))
    namesake = person("Nina", surname="Testwell")
    hidden = person("Hidden")
    many = [person(f"Number {number}") for number in range(21)]
    within(caught_up)
    before = within(kinds)
    within(lambda: restrict_record(sofia, hidden, reason="A colleague's sister"))
    assert signed_in("bella").get(f"/people/{hidden}").status_code == 404
    signed_in("henry").get(f"/people/{namesake}/details")

    def more() -> None:
        for one in many:
            looked_at(bella, one)
        for name in ("harriet", "hugo", "sofia", "mona", "bruno", "ben", "cora", "dina", "pam", "petra"):
            looked_at(viewer(name), many[0])
        give_role(adam, adam.user_id, role=Role.AUDITOR)

    within(more)
    within(caught_up)
    found = within(kinds)
    wanted = (
        SignalKind.OWN_NAME,
        SignalKind.RESTRICTED,
        SignalKind.MANY_RECORDS,
        SignalKind.MANY_LOOKERS,
        SignalKind.OWN_ROLE,
    )
    assert SignalKind.RESTRICTED not in before
    assert set(wanted) <= set(found), found
    page = within(lambda: signals_page(sofia))
    names = {line.reason: (line.who, line.about) for line in page.lines}
    assert names["Looked at somebody with their own surname"][0] in ("Henry Testwell", "Harriet Testwell")
    assert names["Looked at many people in a day without holding a case"] == ("Bella Testford", "")
    assert names["Asked for a restricted record and was refused"][0] == "Bella Testford"
    assert page.behind == 0


def test_a_refusal_is_judged_by_what_stood_when_it_was_made(signed_in, person, viewer, within):
    sofia, bella = viewer("sofia"), signed_in("bella")
    later, lifted = person("Later"), person("Lifted")
    within(lambda: restrict_record(sofia, lifted, reason="A colleague's sister"))
    for one in (later, lifted):
        assert bella.get(f"/people/{one}").status_code == 404
    within(lambda: restrict_record(sofia, later, reason="A colleague's brother"))
    within(lambda: lift_restriction(sofia, lifted, reason="They left"))
    within(caught_up)
    asked_for = select(Signal.person_id).where(Signal.kind == SignalKind.RESTRICTED)
    assert within(lambda: db.session.scalars(asked_for).all()) == [lifted]


@pytest.mark.engines("sqlite")
def test_the_work_is_bounded_and_a_second_look_adds_nothing(person, viewer, within):
    namesake = person("Nina", surname="Testwell")
    within(lambda: looked_at(viewer("henry"), namesake, 3))
    within(caught_up)
    once = within(lambda: db.session.execute(select(Signal.user_id, Signal.count)).all())
    assert within(lambda: reckon(SIGNALS)) == 0
    assert within(lambda: db.session.execute(select(Signal.user_id, Signal.count)).all()) == once
    within(lambda: looked_at(viewer("henry"), namesake))
    within(caught_up)
    assert within(kinds)[SignalKind.OWN_NAME] >= 1
    with pytest.raises(NotAllowed):
        within(lambda: reckon(viewer("petra")))


@pytest.mark.engines("sqlite")
def test_an_outcome_is_sealed_noted_once_and_audited(signed_in, person, viewer, within):
    namesake = person("Nina", surname="Testwell", by="henry")
    within(caught_up)
    browser = signed_in("petra")
    assert "Looked at somebody with their own surname" in browser.get("/oversight/signals").text
    petra = viewer("petra")
    line = within(lambda: signals_page(petra)).lines[0]
    address = f"/oversight/signals/{line.signal_id}"
    assert "Choose what came of it" in browser.post(address, data={"note": ""}).text
    typed = {"outcome": "explained", "note": "Her sister-in-law; he told his manager at once."}
    assert browser.post(address, data={**typed, "once": uuid4().hex}).status_code == 302
    read = within(lambda: one_signal(petra, line.signal_id))
    assert (read.outcome, read.note, read.noted_by) == (
        "There was a good reason",
        typed["note"],
        "Petra Testfield",
    )
    assert within(lambda: signals_page(petra)).lines == ()
    assert within(lambda: signals_page(petra, answered=True)).shown == [line.signal_id]
    with pytest.raises(Conflict):
        within(lambda: note_outcome(petra, line.signal_id, outcome=Outcome.EXPLAINED, note="again"))
    with pytest.raises(Invalid):
        within(lambda: note_outcome(petra, line.signal_id, outcome=Outcome.EXPLAINED, note=""))
    event = select(AuditRow.person_id).where(AuditRow.event == "oversight:signal:noted")
    assert within(lambda: db.session.scalars(event).all()) == [namesake]


@pytest.mark.engines("sqlite")
def test_the_wall_and_ones_own_signals(signed_in, person, viewer, within):
    person("Nina", surname="Testow", by="ezra", side=Side.PERPETRATOR)
    person("Nora", surname="Testfield", by="henry")

    def look() -> None:
        looked_at(
            viewer("petra"), db.session.scalars(select(Person.id).where(Person.side == Side.SURVIVOR)).one()
        )

    within(look)
    within(caught_up)
    rows = within(lambda: db.session.execute(select(Signal.id, Signal.side, Signal.user_id)).all())
    other = next(row.id for row in rows if row.side is Side.PERPETRATOR)
    own = next(row.id for row in rows if row.user_id == viewer("petra").user_id)
    browser = signed_in("petra")
    for one in (other, own, uuid4()):
        assert browser.get(f"/oversight/signals/{one}").status_code == 404
        with pytest.raises(Unknown):
            within(lambda one=one: note_outcome(viewer("petra"), one, outcome=Outcome.EXPLAINED, note="x"))
    assert signed_in("otto").get("/oversight/signals").status_code == 403


@pytest.mark.engines("sqlite")
def test_a_command_looks_through_the_audit(app):
    answer = app.test_cli_runner().invoke(args=["audit", "signals"])
    assert answer.exit_code == 0 and "rows of the audit were looked through" in answer.output
