"""Two versions of one assessment: what differs, and that joining them loses nobody's words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.assessments.content import CHOSEN, WORDS, Content, both_words, differences, joined

words = st.text(alphabet="abc xyz", max_size=12)
chosen = st.sampled_from([None, "a", "b"])
contents = st.builds(
    Content,
    answers=st.dictionaries(
        st.sampled_from("123"), st.dictionaries(st.just("answer"), st.sampled_from(["yes", "no"]), min_size=1)
    ),
    notes=st.dictionaries(st.sampled_from("123"), words.filter(bool)),
    facts=st.lists(st.sampled_from(["isolation", "language"]), unique=True).map(tuple),
    reason=words,
    wishes=words,
    level=chosen,
    marac_judgement=st.booleans(),
    police_incidents=st.none() | st.integers(0, 5),
)


@given(contents)
def test_what_is_stored_is_read_back(content: Content) -> None:
    assert Content.read(json.loads(json.dumps(content.stored()))) == content


def test_an_empty_assessment_stores_nothing() -> None:
    assert Content().stored() == {}
    assert Content.read(None) == Content()


def test_a_stored_part_that_this_version_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        Content.read({"colour": "red"})


@given(contents)
def test_a_version_does_not_differ_from_itself(content: Content) -> None:
    assert differences(content, content) == ()
    assert joined(content, content).stored() == content.stored()


@given(contents, contents)
def test_no_word_and_no_single_answer_is_lost(theirs: Content, mine: Content) -> None:
    both = joined(theirs, mine)
    for version in (theirs, mine):
        for name in WORDS:
            assert getattr(version, name) in getattr(both, name)
        for item, note in version.notes.items():
            assert note in both.notes[item]
        assert set(version.facts) <= set(both.facts)
        assert both.marac_judgement >= version.marac_judgement
    for name in CHOSEN:
        left, right = getattr(theirs, name), getattr(mine, name)
        expected = left if right is None or left == right else (right if left is None else None)
        assert getattr(both, name) == expected


@given(contents, contents)
def test_two_different_answers_are_left_open_and_named(theirs: Content, mine: Content) -> None:
    both = joined(theirs, mine)
    named = {one.place for one in differences(theirs, mine)}
    for item in set(theirs.answers) & set(mine.answers):
        if theirs.answers[item] != mine.answers[item]:
            assert item not in both.answers
            assert f"answers.{item}.answer" in named


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        ("", "new", "new"),
        ("old", "", "old"),
        ("old", "old and new", "old and new"),
        ("one", "two", "one\n\ntwo"),
    ],
)
def test_both_texts_are_kept(theirs: str, mine: str, both: str) -> None:
    assert both_words(theirs, mine) == both


def test_none_known_gives_way_to_something_known() -> None:
    both = joined(Content(stop_none_known=True), Content(stop_ticked=("stalking",)))
    assert both.stop_ticked == ("stalking",) and not both.stop_none_known


def test_choosing_high_answers_the_stop_card():
    typed = Content(level="high", stop_answer="not_high", stop_because="half typed")
    assert typed.settled().stop_answer == "high"
    assert Content(level="medium", stop_answer="not_high").settled().stop_answer == "not_high"
    assert Content(level="high").settled().stop_answer is None
