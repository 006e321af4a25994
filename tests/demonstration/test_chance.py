"""Chance that is the same on every machine."""

from datetime import UTC, date, datetime

from caseflow.demonstration.chance import CALL_HOURS, Chance


def test_the_same_story_has_the_same_chance_wherever_it_is_told():
    chance = Chance(1, "life/3")
    drawn = [
        chance.whole(0, 999),
        chance.pick("abcdef"),
        round(chance.between(0, 1), 6),
        chance.of({"x": 1, "y": 9}),
    ]
    assert drawn == [467, "e", 0.484111, "y"]


def test_moments_lie_on_their_day_in_england():
    chance = Chance(1, "summer")
    for _ in range(50):
        at = chance.moment(date(2026, 7, 1), CALL_HOURS)
        assert datetime(2026, 7, 1, 7, tzinfo=UTC) <= at < datetime(2026, 7, 1, 19, tzinfo=UTC)


def test_ages_are_those_that_were_asked_for():
    chance, today = Chance(1, "ages"), date(2026, 2, 28)
    for years in range(0, 90, 7):
        born = chance.age(today, years)
        assert today.year - born.year - ((today.month, today.day) < (born.month, born.day)) == years
