"""From the form's answers to what is kept of a call, and back to words."""

from datetime import UTC, date, datetime, time

import pytest

from caseflow.calls.choices import (
    AbuseKind,
    CallerCheck,
    CallerType,
    Danger,
    DropPlan,
    Outcome,
    Profession,
    SafeToTalk,
)
from caseflow.calls.content import (
    content_of,
    faults,
    first_lines,
    sections,
    side_fault,
    split_name,
    under_eighteen,
)
from caseflow.choices import Side

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FULL = {
    "caller_type": CallerType.FRIEND,
    "caller_name": "Tam Ashgrove",
    "safe_to_talk": SafeToTalk.YES,
    "danger": Danger.YES,
    "dialled_at": time(9, 5),
    "name": "Zara Fennick",
    "born": date(1990, 3, 27),
    "harm_name": "Col Fennick",
    "abuse": [AbuseKind.PHYSICAL, AbuseKind.STALKING],
    "children": True,
    "own_partner": "not asked of a friend",
    "drop_plan": DropPlan.CALL_BACK,
    "drop_number": "07700 900123",
    "narrative": "What was said",
    "outcomes": [Outcome.INFORMATION, Outcome.REFERRED],
}


def test_all_answers_are_kept():
    content = content_of(FULL)
    assert content.codes["caller_type"] is CallerType.FRIEND
    assert content.narrative == "What was said"
    assert content.drop_plan == {"plan": "call_back", "number": "07700 900123"}
    assert content.outcomes == ("information", "referred")
    assert content.details["born"] == "1990-03-27"
    assert content.details["dialled_at"] == "09:05:00"
    assert "own_partner" not in content.details


def test_own_behaviour_keeps_its_own_short_form_only():
    details = content_of({**FULL, "caller_type": CallerType.OWN_BEHAVIOUR}).details
    assert details["own_partner"] == "not asked of a friend"
    assert "harm_name" not in details and "abuse" not in details


def test_the_danger_strip_is_kept_only_in_danger():
    assert "dialled_at" not in content_of({**FULL, "danger": Danger.NOT_CLEAR}).details


def test_a_survivor_is_their_own_caller():
    assert "caller_name" not in content_of({**FULL, "caller_type": CallerType.SURVIVOR}).details


def test_the_profession_is_that_of_a_professional():
    values = {**FULL, "profession": Profession.POLICE}
    assert content_of(values).codes["profession"] is None
    assert (
        content_of({**values, "caller_type": CallerType.PROFESSIONAL}).codes["profession"]
        is Profession.POLICE
    )


def test_details_read_back_as_words():
    shown = dict(sections(content_of(FULL).details))
    assert ("Born", "27 March 1990") in shown["About"]
    assert ("Kinds of abuse", "Physical, Stalking") in shown["More"]
    assert ("Children", "Yes") in shown["More"]
    assert sections(None) == []


def test_what_was_asked_first_reads_back_as_words():
    lines = first_lines(SafeToTalk.NO, Danger.NOT_CLEAR, CallerCheck.NOT_DONE, {"plan": "do_not_call"})
    assert [words for _, words in lines] == ["No", "Not clear", "Not done", "Do not call"]


def test_only_the_first_row_is_needed_to_finish():
    assert faults({"caller_type": CallerType.PUBLIC}, NOW, None) == {}
    assert faults({}, NOW, None) == {"caller_type": "Choose who is calling"}
    assert "profession" in faults({"caller_type": CallerType.PROFESSIONAL}, NOW, None)


@pytest.mark.parametrize(
    ("day", "begins", "ends", "field"),
    [
        (None, time(9), time(10), "callback_on"),
        (date(2026, 11, 24), None, time(10), "callback_from"),
        (date(2026, 11, 24), time(9), None, "callback_until"),
        (date(2026, 11, 24), time(10), time(9), "callback_until"),
        (date(2026, 11, 22), time(9), time(10), "callback_on"),
        (date(2026, 11, 24), time(9), time(10), None),
    ],
)
def test_a_call_back_needs_a_time_to_come(day, begins, ends, field):
    values = {
        "caller_type": CallerType.SURVIVOR,
        "outcomes": [Outcome.CALL_BACK],
        "callback_on": day,
        "callback_from": begins,
        "callback_until": ends,
    }
    booked = None
    if day and begins and ends:
        booked = (datetime.combine(day, begins, UTC), datetime.combine(day, ends, UTC))
    found = faults(values, NOW, booked)
    assert list(found) == ([field] if field else [])


@pytest.mark.parametrize(
    ("born", "age", "wanted"),
    [
        (date(2008, 11, 24), None, True),
        (date(2008, 11, 23), None, False),
        (None, 17, True),
        (None, 18, False),
        (None, None, False),
        (date(2008, 11, 23), 12, False),
    ],
)
def test_under_eighteen_goes_by_the_birth_date_then_by_the_age(born, age, wanted):
    assert under_eighteen(born, age, NOW.date()) is wanted


def test_a_call_is_not_tied_across_the_wall():
    assert side_fault(Side.SURVIVOR, Side.SURVIVOR) is None
    assert side_fault(Side.PERPETRATOR, Side.SURVIVOR)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Zara", ("Zara", "")),
        ("Zara Fennick", ("Zara", "Fennick")),
        (" Zara  Lou Fennick ", ("Zara  Lou", "Fennick")),
    ],
)
def test_a_typed_name_is_taken_apart(typed, wanted):
    assert split_name(typed) == wanted
