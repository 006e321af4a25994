"""A computed high is lowered only by another person, a manager, and stays high meanwhile."""

from __future__ import annotations

from uuid import uuid4

import pytest

from caseflow.assessments.actions import finish_assessment, judge_without_checklist, start_assessment
from caseflow.assessments.choices import LoweringState, Purpose
from caseflow.assessments.content import Content
from caseflow.assessments.lowering.actions import approve_lowering, ask_lowering, refuse_lowering
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.lowering.queries import waiting_lowerings
from caseflow.assessments.reading.queries import finished_page
from caseflow.choices import RiskLevel
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people.models import Person
from tests.assessments.conftest import answered, decided

HIGH, MEDIUM = RiskLevel.HIGH, RiskLevel.MEDIUM


@pytest.fixture
def assess(within, viewer, survivor):
    """Make a finished DASH of one survivor, not named who is causing harm."""
    person_id = survivor()

    def make(content, who="harriet"):
        actor = viewer(who)
        made = within(start_assessment, actor, person_id, instrument_code="dash", purpose=Purpose.REVIEW)
        within(finish_assessment, actor, made, content=content, seen=1, page_id=uuid4())
        return made, person_id

    return make


def level_of(stored, person_id):
    with stored(Person, person_id) as person:
        return person.risk_level


def waiting(within, viewer, who="hugo"):
    return within(waiting_lowerings, viewer(who))


def test_a_lower_level_than_computed_stays_high_until_approved(assess, within, viewer, stored, audited):
    made, person_id = assess(decided("medium", yes=15))
    assert level_of(stored, person_id) is HIGH
    (asked,) = waiting(within, viewer)
    assert (asked.to_level, asked.asked_by, asked.own) == (MEDIUM, "Harriet Testwell", False)
    within(approve_lowering, viewer("hugo"), asked.id, note="Both abusers are in prison.")
    assert level_of(stored, person_id) is MEDIUM
    page = within(finished_page, viewer("harriet"), made)
    assert (page.level_decided, page.level_in_force) == (MEDIUM, MEDIUM)
    assert page.lowerings[0].decided_by == "Hugo Testman"
    assert waiting(within, viewer) == []
    assert audited(asked.id) == ["assessments:lowering:asked", "assessments:lowering:approved"]


def test_a_refused_one_stays_high_and_may_be_asked_again(assess, within, viewer, stored):
    made, person_id = assess(decided("medium", yes=14))
    (asked,) = waiting(within, viewer)
    within(refuse_lowering, viewer("hugo"), asked.id, note="Too soon.")
    assert level_of(stored, person_id) is HIGH
    again = within(ask_lowering, viewer("harriet"), made, level=MEDIUM, reason="Three months on.")
    assert [one.id for one in waiting(within, viewer)] == [again]
    with pytest.raises(Conflict):
        within(ask_lowering, viewer("henry"), made, level=MEDIUM, reason="Me too.")


def test_nobody_decides_what_they_asked(assess, within, viewer, stored):
    _made, person_id = assess(decided("medium", yes=20), who="hugo")
    (asked,) = waiting(within, viewer)
    assert asked.own
    for decide in (approve_lowering, refuse_lowering):
        with pytest.raises(NotAllowed):
            within(decide, viewer("hugo"), asked.id, note="Fine.")
    assert level_of(stored, person_id) is HIGH
    within(approve_lowering, viewer("sofia"), asked.id, note="Seen with the file.")
    assert level_of(stored, person_id) is MEDIUM


def test_the_second_manager_is_told_who_and_when(assess, within, viewer):
    assess(decided("medium", yes=15))
    (asked,) = waiting(within, viewer)
    within(refuse_lowering, viewer("hugo"), asked.id, note="No.")
    with pytest.raises(Conflict) as told:
        within(approve_lowering, viewer("sofia"), asked.id, note="Yes.")
    assert told.value.who == "Hugo Testman" and told.value.at is not None


def test_a_decision_needs_a_reason(assess, within, viewer):
    assess(decided("medium", yes=15))
    (asked,) = waiting(within, viewer)
    with pytest.raises(Invalid):
        within(approve_lowering, viewer("hugo"), asked.id, note="  ")
    assert len(waiting(within, viewer)) == 1


@pytest.mark.parametrize("way", ["judgement", "too_much_unknown"])
def test_there_is_no_way_round_the_manager(assess, within, viewer, stored, way):
    _made, person_id = assess(decided("high", yes=16))
    if way == "judgement":
        easy = Content(level="standard", reason="Feels better.", stop_none_known=True)
        within(judge_without_checklist, viewer("harriet"), person_id, content=easy)
    else:
        assess(decided("standard", answers=answered(yes=1)))
    assert level_of(stored, person_id) is HIGH
    assert len(waiting(within, viewer)) == 1


def test_a_whole_new_checklist_below_14_is_new_evidence(assess, within, viewer, stored):
    _made, person_id = assess(decided("high", yes=16))
    assess(decided("medium", yes=5))
    assert level_of(stored, person_id) is MEDIUM
    assert waiting(within, viewer) == []


def test_a_newer_assessment_overtakes_a_request_that_waits(assess, within, viewer, stored):
    assess(decided("medium", yes=15))
    (first,) = waiting(within, viewer)
    assess(decided("standard", yes=17))
    (second,) = waiting(within, viewer)
    assert second.id != first.id
    with stored(RiskLowering, first.id) as row:
        assert row.state is LoweringState.OVERTAKEN
    with pytest.raises(Conflict):
        within(approve_lowering, viewer("hugo"), first.id, note="Late.")


def test_only_a_computed_high_of_the_newest_is_asked_to_be_lowered(assess, within, viewer):
    old, _person_id = assess(decided("high", yes=15))
    new, _person_id = assess(decided("high", yes=3))
    for made in (old, new):
        with pytest.raises(Conflict):
            within(ask_lowering, viewer("harriet"), made, level=MEDIUM, reason="Lower.")


def test_a_manager_of_another_service_knows_nothing_of_it(assess, within, viewer):
    assess(decided("medium", yes=15))
    (asked,) = waiting(within, viewer)
    assert waiting(within, viewer, "mona") == []
    assert waiting(within, viewer, "harriet") == []
    with pytest.raises(Unknown):
        within(approve_lowering, viewer("mona"), asked.id, note="Mine?")
