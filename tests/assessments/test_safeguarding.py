"""A safeguarding action is recorded also when it is no, and a yes is chased until it is answered."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from caseflow import clock
from caseflow.assessments.choices import SafeguardingDecision, SafeguardingKind, SafeguardingState
from caseflow.assessments.safeguarding.actions import (
    answer_safeguarding,
    chase_safeguarding,
    record_safeguarding_decision,
    send_safeguarding,
)
from caseflow.assessments.safeguarding.models import SafeguardingAction
from caseflow.assessments.safeguarding.queries import person_safeguarding, safeguarding_chases
from caseflow.calls.actions import open_call
from caseflow.calls.tying.actions import tie_call
from caseflow.errors import Conflict, Invalid, Unknown

YES, NO = SafeguardingDecision.YES, SafeguardingDecision.NO


@pytest.fixture
def decide(within, viewer, survivor):
    """Record a safeguarding decision about one survivor."""
    person_id = survivor()

    def make(decision=YES, who="harriet", **more):
        more.setdefault("reason", "Two children in the home.")
        return within(
            record_safeguarding_decision,
            viewer(who),
            person_id,
            kind=SafeguardingKind.CHILD,
            decision=decision,
            **more,
        ), person_id

    return make


def chased(within, viewer, who="henry"):
    return [line.id for line in within(safeguarding_chases, viewer(who))]


def test_a_no_is_kept_with_its_reason_and_chased_by_nobody(decide, within, viewer, stored):
    made, person_id = decide(NO, reason="Children's services hold a plan already.")
    (line,) = within(person_safeguarding, viewer("harriet"), person_id)
    assert (line.decision, line.reason, line.decided_by) == (
        NO,
        "Children's services hold a plan already.",
        "Harriet Testwell",
    )
    with stored(SafeguardingAction, made) as row:
        assert row.state is SafeguardingState.NOT_RAISED and row.chase_on is None
        assert b"plan already" not in row.reason_sealed
    assert chased(within, viewer) == []


def test_a_yes_that_is_not_sent_needs_someone_at_once(decide, within, viewer):
    made, _person_id = decide()
    assert chased(within, viewer) == [made]
    assert chased(within, viewer, "bella") == []


def test_of_a_long_list_it_is_told_how_many_are_left(decide, within, viewer):
    decide()
    decide()
    first = within(safeguarding_chases, viewer("henry"), 1)
    assert (len(first), first.total, first.left) == (1, 2, 1)


def test_sent_is_chased_on_its_day_until_it_is_answered(decide, within, viewer, audited):
    made, person_id = decide(sent_to="Children's services", reference="CS-1")
    assert chased(within, viewer) == []
    two_days_on = clock.now() + timedelta(days=2)
    with time_machine.travel(two_days_on, tick=False):
        assert chased(within, viewer) == [made]
        within(chase_safeguarding, viewer("henry"), made, note="Rang, no answer.")
        assert chased(within, viewer) == []
    with time_machine.travel(two_days_on + timedelta(days=2), tick=False):
        assert chased(within, viewer) == [made]
        within(answer_safeguarding, viewer("henry"), made, answer="Assessment opened.", reference="CS-2")
        assert chased(within, viewer) == []
    (line,) = within(person_safeguarding, viewer("harriet"), person_id)
    assert (line.state, line.answer, line.reference) == (
        SafeguardingState.ANSWERED,
        "Assessment opened.",
        "CS-2",
    )
    assert "Rang, no answer." in line.chase_note
    assert audited(made)[-2:] == ["assessments:safeguarding:chased", "assessments:safeguarding:answered"]


def test_it_is_sent_later(decide, within, viewer):
    made, _person_id = decide()
    on = clock.today() + timedelta(days=1)
    within(send_safeguarding, viewer("henry"), made, sent_to="Children's services", chase_on=on)
    assert chased(within, viewer) == []
    with pytest.raises(Conflict):
        within(send_safeguarding, viewer("henry"), made, sent_to="Twice")


def test_nothing_is_sent_when_it_is_not_raised(decide):
    with pytest.raises(Invalid):
        decide(NO, sent_to="Children's services")


def test_an_answer_needs_that_it_was_sent(decide, within, viewer):
    made, _person_id = decide()
    for act in (answer_safeguarding, chase_safeguarding):
        words = {"answer": "x"} if act is answer_safeguarding else {"note": "x"}
        with pytest.raises(Conflict):
            within(act, viewer("henry"), made, **words)


def test_who_may_not_see_the_person_knows_of_no_safeguarding(decide, within, viewer):
    made, person_id = decide(sent_to="Children's services")
    assert within(person_safeguarding, viewer("bella"), person_id) == []
    with pytest.raises(Unknown):
        within(answer_safeguarding, viewer("bella"), made, answer="x")


def test_a_call_about_somebody_else_is_not_tied_to_it(decide, within, viewer, survivor):
    stranger = survivor("Testora")
    call_id = within(open_call, viewer("harriet"))
    within(tie_call, viewer("harriet"), call_id, stranger)
    for unknown in (call_id, uuid4()):
        with pytest.raises(Unknown):
            decide(NO, call_id=unknown)
