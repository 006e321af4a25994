"""Notes that lock, and the small picture of risk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from caseflow.cases.diary.locking import is_locked, may_change
from caseflow.cases.risk_picture import HEIGHTS, LEFT, MOST, RIGHT, Grade, draw
from caseflow.choices import RiskLevel

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_note_locks_after_24_hours_to_the_second():
    assert not is_locked(AT, AT + timedelta(hours=23, minutes=59, seconds=59))
    assert is_locked(AT, AT + timedelta(hours=24))


def test_only_its_writer_changes_a_note_and_only_within_the_day():
    writer, other = uuid4(), uuid4()
    assert may_change(AT, writer, writer, AT + timedelta(hours=1))
    assert not may_change(AT, writer, other, AT + timedelta(hours=1))
    assert not may_change(AT, writer, writer, AT + timedelta(hours=24))
    assert not may_change(AT, None, None, AT)


def test_no_decided_level_means_no_picture():
    assert draw([], date(2026, 11, 23)) is None
    assert (
        draw([Grade(datetime(2026, 1, 1, 12, tzinfo=UTC), RiskLevel.NOT_ASSESSED)], date(2026, 11, 23))
        is None
    )


def test_levels_stand_in_order_of_time_and_hold_until_the_next():
    later, earlier = (
        Grade(datetime(2026, 11, 1, 12, tzinfo=UTC), RiskLevel.HIGH),
        Grade(datetime(2026, 9, 2, 12, tzinfo=UTC), RiskLevel.STANDARD),
    )
    picture = draw([later, earlier], date(2026, 12, 31))
    assert [dot.y for dot in picture.dots] == [HEIGHTS[RiskLevel.STANDARD], HEIGHTS[RiskLevel.HIGH]]
    assert picture.dots[0].x == LEFT and picture.dots[1].x == LEFT + (RIGHT - LEFT) // 2
    assert picture.path == f"M{LEFT} 80H{picture.dots[1].x}V20H{RIGHT}"
    assert picture.words == "Standard risk, 2 September 2026; High risk, 1 November 2026"


def test_one_assessment_of_today_lies_within_the_picture():
    picture = draw([Grade(datetime(2026, 11, 23, 12, tzinfo=UTC), RiskLevel.MEDIUM)], date(2026, 11, 23))
    assert picture.dots[0].x == LEFT


def test_two_levels_of_one_day_stand_in_the_order_of_their_hours():
    high = Grade(datetime(2026, 11, 26, 4, 54, tzinfo=UTC), RiskLevel.HIGH)
    medium = Grade(datetime(2026, 11, 26, 5, 1, tzinfo=UTC), RiskLevel.MEDIUM)
    picture = draw([medium, high], date(2026, 11, 26))
    assert picture.words == "High risk, 26 November 2026; Medium risk, 26 November 2026"
    assert picture.path.endswith(f"V{HEIGHTS[RiskLevel.MEDIUM]}H{RIGHT}")


def test_only_the_last_dozen_are_drawn():
    grades = [
        Grade(datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=n), RiskLevel.HIGH) for n in range(40)
    ]
    assert len(draw(grades, date(2026, 11, 23)).dots) == MOST
