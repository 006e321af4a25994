"""What is typed in a call is kept as typed; a screen that is no longer the newest changes nothing and loses nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from caseflow.calls.drafting import (
    Draft,
    differing,
    letters,
    may_save,
    put_aside,
    read_draft,
    typed_in,
    with_typed,
    without_aside,
    write_draft,
)

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TYPED = st.dictionaries(
    st.sampled_from(["name", "narrative", "abuse"]), st.lists(st.text(max_size=20), max_size=3)
)


def aside(draft, typed, page="other"):
    return put_aside(draft, typed, by="Ines", at=AT, page=page)


def test_only_known_fields_that_hold_something_are_kept_as_typed():
    posted = [
        ("name", [" Zara "]),
        ("born-day", ["31"]),
        ("csrf_token", ["x"]),
        ("odd", ["1"]),
        ("phone", [""]),
    ]
    assert typed_in(posted, ["name", "born", "phone", "csrf_token"]) == {
        "name": [" Zara "],
        "born-day": ["31"],
    }


@given(TYPED)
def test_a_draft_reads_as_it_was_written(typed):
    draft = aside(with_typed(Draft(), typed), {"name": ["another"]})
    assert read_draft(write_draft(draft)) == draft


def test_the_newest_screen_may_save():
    assert may_save(4, None, 4, "a")
    assert may_save(9, "a", 4, "a")
    assert not may_save(9, "b", 4, "a")
    assert not may_save(9, "", 4, "")


@given(TYPED, TYPED)
def test_words_of_an_older_screen_are_kept_beside_the_newer_ones(newest, older):
    kept = aside(Draft(newest), older)
    assert kept.typed == newest
    put = kept.asides[0].typed if kept.asides else {}
    for name in differing(newest, older):
        if older.get(name):
            assert put[name] == older[name]


def test_each_screen_has_one_place_aside():
    draft = aside(aside(Draft({"name": ["A"]}), {"name": ["B"]}), {"name": ["C"]})
    assert [one.typed for one in draft.asides] == [{"name": ["C"]}]
    both = aside(draft, {"name": ["D"]}, page="third")
    assert [one.page for one in both.asides] == ["other", "third"]
    assert [one.page for one in without_aside(both, "other").asides] == ["third"]


def test_nothing_is_put_aside_when_nothing_differs():
    assert aside(Draft({"name": ["A"]}), {"name": [" A "]}).asides == ()


def test_line_ends_and_blanks_at_the_edges_do_not_differ():
    assert differing({"narrative": ["a\nb"]}, {"narrative": ["a\r\nb "]}) == ()
    assert differing({"narrative": ["a"]}, {"narrative": ["a"], "name": ["B"]}) == ("name",)


def test_an_untouched_draft_is_empty():
    assert read_draft(None).empty
    assert Draft({"name": ["  "]}).empty
    assert not Draft({"name": ["Z"]}).empty
    assert letters({"a": ["12"], "b": ["3", "4"]}) == 4
