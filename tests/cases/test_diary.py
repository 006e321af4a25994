"""What is written into a case: notes that lock, corrections, tasks, the plan of two, incidents."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseflow import clock
from caseflow.cases.actions import (
    add_incident,
    add_note,
    add_task,
    change_note,
    correct_note,
    finish_task,
    set_plan,
)
from caseflow.cases.choices import NOTE_CLASSES, ONLY_OWN_SERVICE, NoteClass
from caseflow.cases.diary.queries import case_notes, note_line
from caseflow.cases.models import Case, CaseNote, CasePlan, CaseTask
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.models import Person


@pytest.fixture
def noted(opened, viewer, within):
    _, case_id = opened()
    note_id = within(
        add_note, viewer("bella"), case_id, kind=NoteClass.GENERAL, body="Went to court with her GP."
    )
    return case_id, note_id


def test_a_note_is_changed_by_its_writer_within_a_day(noted, viewer, within, row):
    case_id, note_id = noted
    within(change_note, viewer("bella"), note_id, body="Went to court.", seen=1)
    line = within(case_notes, viewer("bella"), case_id)[0]
    assert line.body == "Went to court." and line.changed_at is not None and line.may_change
    with pytest.raises(Conflict):
        within(change_note, viewer("bruno"), note_id, body="No.", seen=2)


def test_after_a_day_it_is_locked_and_a_correction_is_added(noted, viewer, within, row):
    case_id, note_id = noted
    with time_machine.travel(row(CaseNote, note_id).written_at + timedelta(hours=24)):
        with pytest.raises(Conflict, match="locked"):
            within(change_note, viewer("bella"), note_id, body="Other words.", seen=1)
        within(correct_note, viewer("bruno"), note_id, body="It was the solicitor.")
        line = within(case_notes, viewer("bella"), case_id)
    assert len(line) == 1 and line[0].locked and not line[0].may_change
    assert line[0].body == "Went to court with her GP."
    assert [(one.body, one.by) for one in line[0].corrections] == [
        ("It was the solicitor.", "Bruno Testford")
    ]


def test_a_correction_of_a_correction_stands_with_the_first_note(noted, viewer, within):
    case_id, note_id = noted
    first = within(correct_note, viewer("bella"), note_id, body="One.")
    within(correct_note, viewer("bella"), first, body="Two.")
    lines = within(case_notes, viewer("bella"), case_id)
    assert [one.body for one in lines[0].corrections] == ["One.", "Two."]
    assert within(note_line, viewer("bella"), first)[1].note_id == note_id


def test_two_screens_of_one_writer_lose_no_words(noted, viewer, within):
    _, note_id = noted
    within(change_note, viewer("bella"), note_id, body="From the desk.", seen=1)
    with pytest.raises(Conflict, match="changed since"):
        within(change_note, viewer("bella"), note_id, body="From the phone.", seen=1)


@pytest.mark.parametrize("kind", NOTE_CLASSES[Side.SURVIVOR])
def test_classes_that_stay_in_the_service(kind, noted, viewer, within):
    case_id, _ = noted
    note_id = within(add_note, viewer("bella"), case_id, kind=kind, body="Words of this class.")
    assert note_id in {one.note_id for one in within(case_notes, viewer("bruno"), case_id)}
    leads = {one.note_id for one in within(case_notes, viewer("sofia"), case_id)}
    assert (note_id in leads) is (kind not in ONLY_OWN_SERVICE)
    if note_id not in leads:
        with pytest.raises(Unknown):
            within(note_line, viewer("sofia"), note_id)
    with pytest.raises(Unknown):
        within(case_notes, viewer("cora"), case_id)


def test_an_empty_note_and_one_of_tomorrow_are_refused(noted, viewer, within):
    case_id, _ = noted
    with pytest.raises(Invalid):
        within(add_note, viewer("bella"), case_id, kind=NoteClass.GENERAL, body="")
    with pytest.raises(Invalid):
        within(
            add_note,
            viewer("bella"),
            case_id,
            kind=NoteClass.GENERAL,
            body="Ahead.",
            happened_at=clock.now() + timedelta(days=1),
        )


def test_a_task_is_the_workers_and_is_done_once(opened, viewer, within, row):
    _, case_id = opened()
    task_id = within(add_task, viewer("bruno"), case_id, title="Ring the school", due_on=clock.today())
    assert row(CaseTask, task_id).assigned_to == viewer("bella").user_id
    within(finish_task, viewer("bruno"), task_id)
    with pytest.raises(Conflict) as fault:
        within(finish_task, viewer("bella"), task_id)
    assert fault.value.who == "Bruno Testford"
    with pytest.raises(Unknown):
        within(finish_task, viewer("ben"), task_id)


def test_a_task_for_another_service_or_in_ten_years_is_refused(opened, viewer, within):
    _, case_id = opened()
    with pytest.raises(Invalid) as fault:
        within(
            add_task,
            viewer("bella"),
            case_id,
            title="",
            due_on=clock.today() + timedelta(days=3650),
            assigned_to=viewer("ben").user_id,
        )
    assert set(fault.value.faults) == {"title", "due_on", "assigned_to"}


def test_the_second_who_writes_a_plan_is_told_and_neither_is_lost(opened, viewer, within, row):
    _, case_id = opened()
    within(set_plan, viewer("bella"), case_id, body="Hers.", seen=0)
    with pytest.raises(Conflict) as fault:
        within(set_plan, viewer("bruno"), case_id, body="His.", seen=0)
    assert fault.value.who == "Bella Testford" and fault.value.at is not None
    within(set_plan, viewer("bruno"), case_id, body="Both.", seen=1)
    plans = within(
        lambda: [
            (one.number, one.body)
            for one in db.session.scalars(
                select(CasePlan).where(CasePlan.case_id == case_id).order_by(CasePlan.number)
            )
        ]
    )
    assert plans == [(1, "Hers."), (2, "Both.")]
    assert row(Case, case_id).plan_number == 2


def test_an_incident_makes_the_review_due_today(opened, viewer, within, row):
    person_id, case_id = opened()
    within(add_incident, viewer("bella"), case_id, happened_on=clock.today(), what="He came to the flat.")
    assert row(Person, person_id).review_due_on == clock.today()
    with pytest.raises(Invalid):
        within(
            add_incident,
            viewer("bella"),
            case_id,
            happened_on=clock.today() + timedelta(days=1),
            what="Not yet.",
        )


def test_the_lead_reads_notes_and_writes_none(noted, viewer, within):
    case_id, note_id = noted
    with pytest.raises(NotAllowed):
        within(add_note, viewer("sofia"), case_id, kind=NoteClass.GENERAL, body="No.")
    with pytest.raises(NotAllowed):
        within(correct_note, viewer("sofia"), note_id, body="No.")


def test_what_is_written_is_sealed(noted, within):
    _, note_id = noted
    blob = within(lambda: db.session.scalar(select(CaseNote.body_sealed).where(CaseNote.id == note_id)))
    assert b"court" not in blob
