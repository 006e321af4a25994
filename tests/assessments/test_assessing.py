"""Begin, save half-way, finish: what an assessment does to the record, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from caseflow import clock
from caseflow.access.policy import P
from caseflow.assessments.actions import (
    FINISHED,
    KEPT_APART,
    SAVED,
    finish_assessment,
    judge_without_checklist,
    save_progress,
    start_assessment,
)
from caseflow.assessments.choices import AssessmentState, Purpose, SafeguardingDecision, SafeguardingKind
from caseflow.assessments.content import Content, joined
from caseflow.assessments.models import Assessment
from caseflow.assessments.queries import assessment_history, reviews_due
from caseflow.assessments.reading.queries import compare_page, finished_page
from caseflow.assessments.safeguarding.actions import record_safeguarding_decision
from caseflow.assessments.working.queries import work_page
from caseflow.calls.actions import open_call
from caseflow.choices import RiskLevel
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.people.actions import change_person
from caseflow.people.models import Person
from tests.assessments.conftest import answered, decided

HIGH, MEDIUM, STANDARD = RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.STANDARD


@pytest.fixture
def begun(within, viewer, survivor, harm):
    """A half-done DASH about one pair, begun by Harriet: its id, the person and the pair."""
    person_id = survivor()
    pair = harm(person_id)
    assessment_id = within(
        start_assessment,
        viewer("harriet"),
        person_id,
        instrument_code="dash",
        purpose=Purpose.INTAKE,
        harm_id=pair,
    )
    return assessment_id, person_id, pair


@pytest.fixture
def assess(within, viewer):
    """Make a finished DASH of a pair in one go."""

    def make(person_id, content, pair=None, who="harriet", purpose=Purpose.REVIEW):
        actor = viewer(who)
        made = within(
            start_assessment, actor, person_id, instrument_code="dash", purpose=purpose, harm_id=pair
        )
        assert within(finish_assessment, actor, made, content=content, seen=1, page_id=uuid4()) == FINISHED
        return made

    return make


def test_a_finished_assessment_writes_level_date_and_review_on_the_person(
    begun, within, viewer, stored, audited
):
    assessment_id, person_id, _pair = begun
    content = decided("medium", yes=9)
    within(finish_assessment, viewer("harriet"), assessment_id, content=content, seen=1, page_id=uuid4())
    with stored(Person, person_id) as person:
        assert person.risk_level is MEDIUM
        assert person.risk_on == clock.today()
        assert person.review_due_on == clock.today() + timedelta(weeks=8)
    with stored(Assessment, assessment_id) as row:
        assert row.state is AssessmentState.FINISHED
        assert row.counts == {"high_by_count": False, "yes": 9, "unsure": 0, "not_asked": 0, "of": 24}
        assert b"What was said" not in (row.reason_sealed + row.content_sealed)
    assert audited(assessment_id) == ["assessments:assessment:started", "assessments:assessment:finished"]


def test_half_way_is_kept_and_begun_again_goes_on_with_it(begun, within, viewer):
    assessment_id, person_id, pair = begun
    half = Content(answers=answered(yes=2), notes={"1": "The left arm."}, level="high")
    page = uuid4()
    assert (
        within(save_progress, viewer("harriet"), assessment_id, content=half, seen=1, page_id=page) == SAVED
    )
    again = within(
        start_assessment,
        viewer("henry"),
        person_id,
        instrument_code="dash",
        purpose=Purpose.REVIEW,
        harm_id=pair,
    )
    assert again == assessment_id
    found = within(work_page, viewer("henry"), again)
    assert found.content == half
    assert found.saved_by == "Harriet Testwell"
    assert within(assessment_history, viewer("harriet"), person_id)[0].state is AssessmentState.IN_PROGRESS


def test_one_page_saves_again_and_again(begun, within, viewer):
    assessment_id = begun[0]
    page, harriet = uuid4(), viewer("harriet")
    for yes in (1, 2, 3):
        content = Content(answers=answered(yes=yes))
        assert within(save_progress, harriet, assessment_id, content=content, seen=1, page_id=page) == SAVED
    assert len(within(work_page, harriet, assessment_id).content.answers) == 3


def test_of_two_who_edit_the_second_sees_both_and_no_words_vanish(begun, within, viewer):
    assessment_id = begun[0]
    first = Content(answers={"1": {"answer": "yes"}, "2": {"answer": "no"}}, notes={"1": "Said by phone."})
    second = Content(answers={"1": {"answer": "no"}, "3": {"answer": "yes"}}, notes={"1": "Said in person."})
    within(save_progress, viewer("harriet"), assessment_id, content=first, seen=1, page_id=uuid4())
    told = within(save_progress, viewer("henry"), assessment_id, content=second, seen=1, page_id=uuid4())
    assert told == KEPT_APART
    page = within(work_page, viewer("henry"), assessment_id)
    assert page.content == first
    assert page.own_version.content == second
    assert {(line.label, line.theirs, line.mine, line.open) for line in page.own_version.lines} >= {
        ("1 Injury this time", "Yes", "No", True),
        ("Note on 1 Injury this time", "Said by phone.", "Said in person.", False),
    }
    both = joined(page.content, page.own_version.content)
    assert both.notes["1"] == "Said by phone.\n\nSaid in person."
    saved = within(
        save_progress,
        viewer("henry"),
        assessment_id,
        content=both,
        seen=page.version,
        page_id=uuid4(),
        joining=True,
    )
    assert saved == SAVED
    after = within(work_page, viewer("henry"), assessment_id)
    assert after.content == both and after.own_version is None


def test_finishing_a_stale_page_keeps_both_and_finishes_nothing(begun, within, viewer, stored):
    assessment_id = begun[0]
    first = Content(answers=answered(yes=1))
    within(save_progress, viewer("harriet"), assessment_id, content=first, seen=1, page_id=uuid4())
    told = within(
        finish_assessment, viewer("henry"), assessment_id, content=decided("medium"), seen=1, page_id=uuid4()
    )
    assert told == KEPT_APART
    with stored(Assessment, assessment_id) as row:
        assert row.state is AssessmentState.IN_PROGRESS
        assert Content.read(row.content) == first


def test_a_finished_assessment_is_never_changed(begun, within, viewer):
    assessment_id = begun[0]
    content = decided("medium")
    within(finish_assessment, viewer("harriet"), assessment_id, content=content, seen=1, page_id=uuid4())
    late = decided("standard", reason="Typed on another screen.")
    for act in (save_progress, finish_assessment):
        told = within(act, viewer("henry"), assessment_id, content=late, seen=99, page_id=uuid4())
        assert told == KEPT_APART
    page = within(finished_page, viewer("henry"), assessment_id)
    assert page.content == content and page.has_own_version
    assert within(work_page, viewer("henry"), assessment_id).own_version.content == late


def test_finished_twice_with_the_same_words_says_who_and_when(begun, within, viewer):
    assessment_id = begun[0]
    content = decided("medium")
    within(finish_assessment, viewer("harriet"), assessment_id, content=content, seen=1, page_id=uuid4())
    with pytest.raises(Conflict) as told:
        within(finish_assessment, viewer("henry"), assessment_id, content=content, seen=2, page_id=uuid4())
    assert told.value.who == "Harriet Testwell" and told.value.at is not None


def test_the_same_post_twice_has_one_effect(begun, within, viewer, audited):
    assessment_id = begun[0]
    actor = viewer("harriet", once=uuid4().hex)
    for _ in range(2):
        told = within(
            finish_assessment, actor, assessment_id, content=decided("high"), seen=1, page_id=uuid4()
        )
        assert told == FINISHED
    assert audited(assessment_id).count("assessments:assessment:finished") == 1


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (decided("medium", yes=15, stop_answer=None), "stop_answer"),
        (decided("medium", yes=1, reason=" "), "reason"),
        (Content(answers=answered(yes=1), reason="x"), "level"),
        (Content(level="high", reason="x"), "items"),
        (decided("high", review_on="2020-01-01"), "review_on"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_finished(
    begun, within, viewer, stored, content, field
):
    with pytest.raises(Invalid) as told:
        within(finish_assessment, viewer("harriet"), begun[0], content=content, seen=1, page_id=uuid4())
    assert list(told.value.faults) == [field]
    with stored(Assessment, begun[0]) as row:
        assert row.state is AssessmentState.IN_PROGRESS
    with stored(Person, begun[1]) as person:
        assert person.risk_level is RiskLevel.NOT_ASSESSED


def test_two_pairs_are_two_assessments_and_the_higher_level_is_shown(assess, survivor, harm, stored):
    person_id = survivor()
    first, second = harm(person_id, "Rex Testman"), harm(person_id, "Max Testman")
    assess(person_id, decided("high"), first)
    assess(person_id, decided("standard"), second)
    with stored(Person, person_id) as person:
        assert person.risk_level is HIGH
        assert person.review_due_on == clock.today() + timedelta(weeks=4)
    assess(person_id, decided("medium"), first)
    with stored(Person, person_id) as person:
        assert person.risk_level is MEDIUM


def test_a_new_one_is_compared_with_the_earlier(assess, within, viewer, survivor, harm):
    person_id = survivor()
    pair = harm(person_id)
    before = assess(person_id, decided("high", yes=12), pair)
    after = assess(person_id, decided("medium", yes=4), pair)
    page = within(compare_page, viewer("harriet"), after, before)
    assert (page.earlier.level_in_force, page.later.level_in_force) == (HIGH, MEDIUM)
    assert sum(row.changed for row in page.items) == 8
    assert within(finished_page, viewer("harriet"), after).previous_id == before


def test_two_pairs_cannot_be_compared(assess, within, viewer, survivor, harm):
    person_id = survivor()
    first = assess(person_id, decided("high"), harm(person_id, "Rex Testman"))
    second = assess(person_id, decided("high"), harm(person_id, "Max Testman"))
    with pytest.raises(Conflict):
        within(compare_page, viewer("harriet"), first, second)
    stranger = survivor("Testora")
    with pytest.raises(Unknown):
        within(compare_page, viewer("harriet"), first, assess(stranger, decided("high")))


def test_judgement_alone_decides_in_one_go(within, viewer, survivor, stored):
    person_id = survivor()
    content = Content(level="high", reason="Three minutes on the phone.", stop_ticked=("stalking",))
    made = within(
        judge_without_checklist, viewer("harriet"), person_id, content=content, harm_name="Rex Testman"
    )
    page = within(finished_page, viewer("harriet"), made)
    assert (page.level_in_force, page.pair, page.judgement_only) == (HIGH, "Rex Testman", True)
    assert page.purpose is Purpose.INTAKE and page.stop_labels == ("Stalking",)
    with stored(Person, person_id) as person:
        assert person.risk_level is HIGH


def test_judgement_alone_answers_the_stop_questions(within, viewer, survivor):
    person_id = survivor()
    for content, field in [
        (Content(level="medium", reason="x"), "stop_ticked"),
        (Content(level="medium", reason="x", stop_ticked=("weapon",)), "stop_answer"),
        (Content(level="medium", stop_none_known=True), "reason"),
    ]:
        with pytest.raises(Invalid) as told:
            within(judge_without_checklist, viewer("harriet"), person_id, content=content)
        assert list(told.value.faults) == [field]


def test_under_18_a_child_safeguarding_decision_comes_first(within, viewer, survivor):
    person_id = survivor(age=15)
    harriet = viewer("harriet")
    judged = Content(level="high", reason="x", stop_none_known=True)
    with pytest.raises(Conflict, match="safeguarding decision first"):
        within(start_assessment, harriet, person_id, instrument_code="dash", purpose=Purpose.INTAKE)
    with pytest.raises(Conflict, match="safeguarding decision first"):
        within(judge_without_checklist, harriet, person_id, content=judged)
    no = {"decision": SafeguardingDecision.NO, "reason": "Known to children's services already."}
    within(record_safeguarding_decision, harriet, person_id, kind=SafeguardingKind.ADULT, **no)
    with pytest.raises(Conflict):
        within(judge_without_checklist, harriet, person_id, content=judged)
    within(record_safeguarding_decision, harriet, person_id, kind=SafeguardingKind.CHILD, **no)
    assert within(judge_without_checklist, harriet, person_id, content=judged)


def test_one_who_turns_out_to_be_under_18_is_not_finished_without_it(begun, within, viewer, app):
    within(change_person, viewer("harriet"), begun[1], birth_on=clock.today() - timedelta(days=16 * 365))
    with pytest.raises(Conflict, match="safeguarding decision first"):
        within(
            finish_assessment, viewer("harriet"), begun[0], content=decided("high"), seen=1, page_id=uuid4()
        )


def test_nobody_under_13_is_assessed(within, viewer, survivor):
    with pytest.raises(Conflict, match="children's services"):
        within(
            start_assessment,
            viewer("harriet"),
            survivor(age=9),
            instrument_code="dash",
            purpose=Purpose.INTAKE,
        )


def test_the_pair_must_be_of_this_record(within, viewer, survivor, harm):
    stranger = harm(survivor("Testora"))
    with pytest.raises(Invalid):
        within(
            start_assessment,
            viewer("harriet"),
            survivor(),
            instrument_code="dash",
            purpose=Purpose.INTAKE,
            harm_id=stranger,
        )


def test_nobody_without_the_person_in_scope_knows_of_it(begun, within, viewer, assess, survivor):
    finished = assess(survivor("Testora"), decided("high"))
    for who in ("bella", "ezra", "pam"):
        for read, one in ((work_page, begun[0]), (finished_page, finished)):
            with pytest.raises(Unknown):
                within(read, viewer(who), one)
        with pytest.raises(Unknown):
            within(start_assessment, viewer(who), begun[1], instrument_code="dash", purpose=Purpose.INTAKE)
        assert within(assessment_history, viewer(who), begun[1]) == []


def test_a_review_is_listed_a_week_before_it_is_due(assess, within, viewer, survivor):
    soon = (clock.today() + timedelta(days=7)).isoformat()
    later = (clock.today() + timedelta(days=8)).isoformat()
    due = survivor("Testina")
    assess(due, decided("medium", review_on=soon))
    assess(survivor("Testora"), decided("medium", review_on=later))
    assert [line.person_id for line in within(reviews_due, viewer("henry"))] == [due]
    assert within(reviews_due, viewer("bella")) == []


def test_a_review_falls_on_the_day_that_was_chosen(assess, survivor, stored):
    person_id = survivor()
    chosen = clock.today() + timedelta(days=3)
    assess(person_id, decided("medium", review_on=chosen.isoformat()))
    with stored(Person, person_id) as person:
        assert person.review_due_on == chosen and isinstance(chosen, date)


def test_what_was_said_in_the_call_stands_beside_it_for_who_may_read_calls(within, viewer, survivor, stored):
    harriet, person_id = viewer("harriet"), survivor()
    call_id = within(open_call, harriet, person_id=person_id)
    made = within(
        start_assessment, harriet, person_id, instrument_code="dash", purpose=Purpose.INTAKE, call_id=call_id
    )
    with stored(Assessment, made) as row:
        assert row.call_id == call_id
    assert within(work_page, harriet, made).call_id == call_id
    sees_no_calls = replace(harriet, permissions=harriet.permissions - {P.CALLS_READ})
    page = within(work_page, sees_no_calls, made)
    assert (page.call_id, page.said) == (None, "")
