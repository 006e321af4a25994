"""What a reader asks of a report: only what is offered is taken, and what is wrong is said."""

from datetime import date
from uuid import uuid4

from caseflow.choices import Element, Lot, RiskLevel
from caseflow.reports.asked import Offers, day_in, read
from caseflow.reports.choices import RELEASED_BY, By
from caseflow.reports.period import offered, released

TODAY = date(2026, 11, 23)
MINE = str(uuid4())
INSIDE = Offers(
    periods=tuple(offered(TODAY)),
    own_days=True,
    by=(By.SERVICE, By.MONTH),
    elements=(Element.LOCALITY,),
    lots=tuple(Lot),
    services=((MINE, "Willowmere"),),
    risks=tuple(RiskLevel),
    funders=(("pcc", "The commissioner"),),
)
OUTSIDE = Offers(periods=tuple(released(TODAY)), own_days=False, by=RELEASED_BY)


def test_nothing_asked_is_the_usual_question():
    reading = read({}, INSIDE, TODAY)
    assert reading.faults == {}
    assert (reading.asked.period.code, reading.asked.by) == ("last-12", By.SERVICE)


def test_what_is_offered_is_taken_and_said_in_words():
    given = {"period": "fy-2026", "by": "month", "service": MINE, "risk": "high", "lot": "2", "funder": "pcc"}
    asked = read(given, INSIDE, TODAY).asked
    assert str(asked.service_id) == MINE
    assert (asked.by, asked.risk, asked.lot, asked.funder) == (By.MONTH, RiskLevel.HIGH, Lot.TWO, "pcc")
    assert ("Service", "Willowmere") in asked.words
    assert asked.given == given


def test_what_is_not_offered_is_said_and_left_out():
    given = {
        "service": str(uuid4()),
        "element": "accommodation",
        "by": "shoe_size",
        "period": "q-1066-1",
        "risk": "<b>",
        "locality": "x" * 5000,
    }
    reading = read(given, INSIDE, TODAY)
    assert set(reading.faults) == set(given)
    assert reading.asked.service_id is None
    assert set(reading.asked.given) == {"period", "by"}


def test_a_commissioner_can_narrow_nothing():
    given = {
        "service": MINE,
        "risk": "high",
        "lot": "1",
        "funder": "pcc",
        "element": "locality",
        "locality": MINE,
    }
    reading = read(given, OUTSIDE, TODAY)
    assert set(reading.faults) == set(given)
    assert reading.asked.given == {"period": "ry-2026-09", "by": "quarter"}


def test_a_commissioner_cannot_choose_days_or_months():
    for period in ("custom", "last-12", "m-2026-10", "q-2026-2", "fy-2026"):
        given = {"period": period, "from_on": "2026-01-01", "until_on": "2026-01-02"}
        reading = read(given, OUTSIDE, TODAY)
        assert reading.asked.period.code == "ry-2026-09"
        assert "period" in reading.faults


def test_days_of_ones_own_in_three_boxes():
    given = {"period": "custom"}
    given |= {"from_on-day": "1", "from_on-month": "2", "from_on-year": "2026", "until_on": "2026-03-04"}
    asked = read(given, INSIDE, TODAY).asked
    assert (asked.period.from_on, asked.period.until_on) == (date(2026, 2, 1), date(2026, 3, 4))
    assert asked.given["from_on"] == "2026-02-01"


def test_days_that_cannot_be_are_said():
    for from_on, until_on, fault in (
        ("31 2 2026", "2026-03-04", "from_on"),
        ("2026-05-01", "2026-03-04", "from_on"),
        ("2026-05-01", "", "until_on"),
    ):
        reading = read({"period": "custom", "from_on": from_on, "until_on": until_on}, INSIDE, TODAY)
        assert fault in reading.faults
        assert reading.asked.period.code == "last-12"


def test_no_such_day_is_no_day():
    assert day_in({"a-day": "31", "a-month": "2", "a-year": "2026"}, "a") is None
    assert day_in({"a": "yesterday"}, "a") is None
    assert day_in({}, "a") is None
