"""The timeline: newest first, one kind or all, a page at a time, nothing lost between pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.dossier.timeline import Item, Kind, arrange, kind_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def item(hours: int, kind: Kind = Kind.CALL) -> Item:
    return Item(kind, NOON - timedelta(hours=hours), f"{hours} hours ago", uuid4())


def test_newest_first_with_counts_of_every_kind():
    story = arrange([item(3), item(1, Kind.NOTE), item(2)])
    assert [one.title for one in story.items] == ["1 hours ago", "2 hours ago", "3 hours ago"]
    assert [(one.kind, one.count, one.chosen) for one in story.choices] == [
        (Kind.CALL, 2, False),
        (Kind.NOTE, 1, False),
    ]


def test_one_kind_only_and_the_counts_stay():
    story = arrange([item(3), item(1, Kind.NOTE)], Kind.NOTE)
    assert [one.kind for one in story.items] == [Kind.NOTE]
    assert [(one.kind, one.chosen) for one in story.choices] == [(Kind.CALL, False), (Kind.NOTE, True)]


def test_an_empty_timeline_has_one_empty_page():
    story = arrange([])
    assert (story.items, story.choices, story.page, story.pages, story.earlier, story.later) == (
        (),
        (),
        1,
        1,
        None,
        None,
    )


def test_a_page_that_does_not_exist_is_the_nearest():
    items = [item(hours) for hours in range(30)]
    assert arrange(items, page=99, size=10).page == 3
    assert arrange(items, page=-1, size=10).page == 1
    middle = arrange(items, page=2, size=10)
    assert (middle.later, middle.earlier) == (1, 3)


def test_only_known_kinds_are_taken_from_an_address():
    assert kind_of("note") is Kind.NOTE
    assert kind_of("drop table") is None and kind_of(None) is None and kind_of("") is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(Kind)), max_size=60), st.integers(1, 9))
def test_all_pages_together_hold_everything_once(made, size):
    items = [item(hours, kind) for hours, kind in made]
    pages = arrange(items, size=size).pages
    shown = [
        one.record_id for page in range(1, pages + 1) for one in arrange(items, page=page, size=size).items
    ]
    assert sorted(shown) == sorted(one.record_id for one in items)
