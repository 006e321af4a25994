"""Counts, stop card and MARAC grounds: worked examples, each boundary, and what must always hold."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.assessments.choices import MaracGround
from caseflow.assessments.instruments.loader import instruments
from caseflow.assessments.scoring import counts_of, marac_grounds, stop_card

DASH = instruments()["dash", "1"]
CODES = [item.code for item in DASH.items]
TODAY = date(2026, 11, 23)

some_answers = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no", "dont_know"])).map(
    lambda given: {code: {"answer": answer} for code, answer in given.items()}
)


def answers(yes: int = 0, no: int = 0, unsure: int = 0) -> dict[str, dict[str, str]]:
    words = ["yes"] * yes + ["no"] * no + ["dont_know"] * unsure
    return {code: {"answer": word} for code, word in zip(CODES, words, strict=False)}


def yes_to(*codes: str) -> dict[str, dict[str, str]]:
    return {code: {"answer": "yes" if code in codes else "no"} for code in CODES}


def test_the_line_reads_as_a_worker_says_it() -> None:
    counts = counts_of(DASH, answers(yes=11, unsure=6, no=5))
    assert counts is not None
    assert counts.words == "11 yes, 6 don't know, 2 not asked"
    assert counts.could_be_high and not counts.computed_high


@pytest.mark.parametrize(
    ("yes", "unsure", "no", "computed", "could_be"),
    [
        (14, 0, 10, True, False),
        (13, 0, 11, False, False),
        (13, 1, 10, False, True),
        (13, 0, 10, False, True),
        (24, 0, 0, True, False),
        (0, 14, 10, False, True),
        (0, 13, 11, False, False),
        (0, 0, 10, False, True),
        (0, 0, 11, False, False),
        (5, 4, 11, False, False),
        (5, 4, 10, False, True),
        (0, 0, 0, False, True),
    ],
)
def test_high_is_computed_from_14_yes_and_possible_where_the_three_together_reach_14(
    yes: int, unsure: int, no: int, computed: bool, could_be: bool
) -> None:
    counts = counts_of(DASH, answers(yes, no, unsure))
    assert counts is not None
    assert (counts.computed_high, counts.could_be_high) == (computed, could_be)


def test_below_14_the_words_suggest_no_level() -> None:
    counts = counts_of(DASH, answers(yes=13, no=11))
    assert counts is not None
    assert "suggests no level" in counts.meaning
    assert not any(word in counts.meaning.lower() for word in ("standard", "medium", "low"))


def test_the_stalking_screen_has_no_cut_off_and_no_dont_know() -> None:
    stalking = instruments()["stalking", "1"]
    counts = counts_of(stalking, {item.code: {"answer": "yes"} for item in stalking.items})
    assert counts is not None
    assert counts.words == "11 yes, 0 not asked"
    assert not counts.computed_high and not counts.could_be_high


def test_the_grid_counts_nothing() -> None:
    assert counts_of(instruments()["severity", "1"], {"physical": {"severity": "high"}}) is None


@pytest.mark.parametrize(
    ("codes", "rule"),
    [
        (("15",), "strangulation"),
        (("14",), "threat_to_kill"),
        (("8",), "stalking"),
        (("16",), "sexual_harm"),
        (("5",), "suicide"),
        (("22",), "suicide"),
        (("17",), "honour_based"),
        (("13",), "weapon"),
        (("9",), "pregnancy"),
        (("6", "12", "1"), "separation"),
        (("6", "12", "10"), "separation"),
        (("6", "12", "11"), "separation"),
    ],
)
def test_each_trigger_alone_opens_the_stop_card(codes: tuple[str, ...], rule: str) -> None:
    assert [one.code for one in stop_card(DASH, yes_to(*codes))] == [rule]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("8", "stop card"),
        ("13", "stop card"),
        ("6", "stop card with 12 and one of 1, 10, 11, 13, 15, 16"),
        ("10", "stop card with 6 and 12"),
        ("24", ""),
    ],
)
def test_a_mark_says_whether_a_yes_alone_opens_the_stop_card(item: str, words: str) -> None:
    assert DASH.on_stop_card(item) == words
    assert bool(stop_card(DASH, yes_to(item))) == (words == "stop card")


@pytest.mark.parametrize(
    "codes",
    [(), ("6",), ("12",), ("6", "12"), ("6", "1"), ("12", "1"), ("2", "3", "4", "7", "18", "20", "24")],
)
def test_other_answers_leave_the_stop_card_closed(codes: tuple[str, ...]) -> None:
    assert stop_card(DASH, yes_to(*codes)) == ()


@pytest.mark.parametrize("word", ["no", "dont_know"])
def test_only_a_yes_opens_the_stop_card(word: str) -> None:
    assert stop_card(DASH, {code: {"answer": word} for code in CODES}) == ()


def test_honour_systems_among_the_other_facts_opens_the_stop_card() -> None:
    assert [one.code for one in stop_card(DASH, {}, ["honour_systems"])] == ["honour_based"]
    assert stop_card(DASH, {}, ["isolation"]) == ()


def grounds(**given: object) -> tuple[MaracGround, ...]:
    facts: dict[str, object] = {
        "judgement": False,
        "computed_high": False,
        "police_incidents": None,
        "marac_until": None,
        "today": TODAY,
    }
    return marac_grounds(**(facts | given))  # type: ignore[arg-type]


def test_no_ground_without_anything() -> None:
    assert grounds() == ()


@pytest.mark.parametrize(
    ("fact", "value", "met"),
    [
        ("judgement", True, (MaracGround.JUDGEMENT,)),
        ("computed_high", True, (MaracGround.VISIBLE_HIGH,)),
        ("police_incidents", 2, ()),
        ("police_incidents", 3, (MaracGround.ESCALATION,)),
        ("police_incidents", 0, ()),
        ("marac_until", date(2026, 11, 23), (MaracGround.REPEAT,)),
        ("marac_until", date(2026, 11, 22), ()),
    ],
)
def test_any_one_ground_is_enough(fact: str, value: object, met: tuple[MaracGround, ...]) -> None:
    assert grounds(**{fact: value}) == met


def test_the_escalation_figure_is_a_setting() -> None:
    assert grounds(police_incidents=3, escalation_from=4) == ()
    assert grounds(police_incidents=4, escalation_from=4) == (MaracGround.ESCALATION,)


@given(some_answers, st.sampled_from(CODES))
def test_one_more_yes_never_lowers_anything(given_answers: dict[str, dict[str, str]], code: str) -> None:
    before, after = (
        counts_of(DASH, given_answers),
        counts_of(DASH, {**given_answers, code: {"answer": "yes"}}),
    )
    assert before is not None and after is not None
    assert after.yes >= before.yes
    assert after.computed_high >= before.computed_high
    assert (after.computed_high or after.could_be_high) >= (before.computed_high or before.could_be_high)
    opened = {rule.code for rule in stop_card(DASH, given_answers)}
    assert opened <= {rule.code for rule in stop_card(DASH, {**given_answers, code: {"answer": "yes"}})}


@given(some_answers)
def test_the_counts_and_the_no_make_24(given_answers: dict[str, dict[str, str]]) -> None:
    counts = counts_of(DASH, given_answers)
    assert counts is not None
    refused = sum(1 for one in given_answers.values() if one["answer"] == "no")
    assert counts.yes + counts.unsure + counts.not_asked + refused == counts.of == 24


@given(some_answers, st.sampled_from(CODES))
def test_an_answer_of_no_can_never_make_high_more_likely(
    given_answers: dict[str, dict[str, str]], code: str
) -> None:
    before, after = counts_of(DASH, given_answers), counts_of(DASH, {**given_answers, code: {"answer": "no"}})
    assert before is not None and after is not None
    assert (after.computed_high or after.could_be_high) <= (before.computed_high or before.could_be_high)
