"""The order of a desk: what could hurt somebody first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from caseflow.choices import RiskLevel
from caseflow.desk.order import MORE_WORDS, MOST, Band, Group, Row, arrange, band, is_late
from caseflow.desk.page import Section

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HIGH, STANDARD, UNKNOWN = RiskLevel.HIGH, RiskLevel.STANDARD, RiskLevel.NOT_ASSESSED


def row(why="why", **more) -> Row:
    more.setdefault("group", Group.CASE)
    more.setdefault("record_id", uuid4())
    group = more.pop("group")
    return Row(group, why, "Testina", "Open", "cases.case", "case_id", **more)


def test_the_bands():
    assert band(row(urgent=True), NOW) is Band.NOW
    assert band(row(risk=HIGH, due_at=NOW - HOUR), NOW) is Band.DANGEROUS_AND_LATE
    assert band(row(risk=UNKNOWN, due_at=NOW - HOUR), NOW) is Band.DANGEROUS_AND_LATE
    assert band(row(risk=HIGH, held_by_nobody=True), NOW) is Band.DANGEROUS_AND_LATE
    assert band(row(risk=STANDARD, due_at=NOW - HOUR), NOW) is Band.LATE
    assert band(row(held_by_nobody=True), NOW) is Band.LATE
    assert band(row(risk=HIGH, due_at=NOW + HOUR), NOW) is Band.DANGEROUS
    assert band(row(risk=STANDARD, due_at=NOW + HOUR), NOW) is Band.REST
    assert is_late(row(due_at=NOW), NOW) and not is_late(row(due_at=NOW + HOUR / 60), NOW)


def test_a_desk_of_one_of_each_stands_in_order_of_danger():
    expected = [
        row("safe tonight", urgent=True, due_at=NOW + HOUR),
        row("high, two hours late", risk=HIGH, due_at=NOW - 2 * HOUR),
        row("not assessed, an hour late", risk=UNKNOWN, due_at=NOW - HOUR),
        row("standard, a week late", risk=STANDARD, due_at=NOW - 168 * HOUR),
        row("came back", risk=STANDARD, held_by_nobody=True, since_at=NOW - HOUR),
        row("high, in an hour", risk=HIGH, due_at=NOW + HOUR),
        row("standard, in an hour", risk=STANDARD, due_at=NOW + HOUR),
        row("no clock at all"),
    ]
    assert list(arrange(reversed(expected), NOW).rows) == expected


def test_one_record_stands_once_where_it_is_most_dangerous():
    same = uuid4()
    ordered = arrange(
        [
            row("waits", risk=HIGH, record_id=same, due_at=NOW + HOUR),
            row("nobody", urgent=True, record_id=same),
        ],
        NOW,
    )
    assert [one.why for one in ordered.rows] == ["nobody"] and ordered.more == ()


def test_what_is_left_out_is_counted_by_kind_and_never_hidden():
    rows = [row(str(n), due_at=NOW + n * HOUR) for n in range(MOST + 3)]
    rows += [row(group=Group.SAFEGUARDING), row(group=Group.SAFEGUARDING)]
    ordered = arrange(rows, NOW, {Group.CASE: 20, Group.INBOX: 0})
    assert len(ordered.rows) == MOST
    assert [(one.number, one.words) for one in ordered.more] == [
        (23, "23 more cases"),
        (2, "2 more safeguarding actions"),
    ]
    assert ordered.more[0].endpoint == "cases.mine"
    assert arrange(rows[:1], NOW, {Group.TASK: 1}).more[0].words == "1 more task"


def test_every_kind_has_its_words():
    assert set(MORE_WORDS) == set(Group)


@given(
    st.lists(
        st.builds(
            row,
            risk=st.sampled_from([None, *RiskLevel]),
            due_at=st.one_of(st.none(), st.integers(-99, 99).map(lambda n: NOW + n * HOUR)),
            urgent=st.booleans(),
            held_by_nobody=st.booleans(),
            group=st.sampled_from(Group),
        ),
        max_size=60,
    )
)
def test_nothing_is_lost_and_nobody_in_more_danger_stands_lower(rows):
    ordered = arrange(rows, NOW)
    assert len(ordered.rows) + sum(one.number for one in ordered.more) == len(rows)
    bands = [band(one, NOW) for one in ordered.rows]
    assert bands == sorted(bands)
    left_out = [one for one in rows if one not in ordered.rows]
    if left_out:
        assert min(band(one, NOW) for one in left_out) >= bands[-1]


def test_a_list_that_is_not_counted_to_its_end_says_so():
    one, other = (arrange([], NOW, {Group.CASE: 1}, beyond=beyond).more for beyond in ((), {Group.CASE}))
    assert [more.words for more in (*one, *other)] == ["1 more case", "more than 1 more cases"]
    section = Section("reviews", "Reviews", "Look", 100, (), beyond=True)
    assert (section.total_words, section.more_words) == ("more than 100", "more than 100 more")
    assert (
        replace(section, beyond=False, total=0).total_words,
        replace(section, beyond=False, total=0).more_words,
    ) == (
        "0",
        "",
    )
