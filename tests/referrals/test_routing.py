"""Every row of the routing table of the domain facts, as worked examples on the real area."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.choices import RiskLevel, Side
from caseflow.directory.choices import OFFERED, ClockCode, Fit, Funding, Need
from caseflow.directory.snapshot import Directory
from caseflow.referrals.choices import GapKind, StayElsewhere
from caseflow.referrals.homes import FAR, steps
from caseflow.referrals.routing import rank
from caseflow.referrals.situation import Answer, Signpost, Situation, Standing
from tests.referrals.area import DISTRICTS, FREE, FULL, TODAY, llr, place

OUTSIDE, UNKNOWN = StayElsewhere.OUTSIDE, StayElsewhere.UNKNOWN
LLR = llr()
EVERYWHERE = ["Leicester", "Rutland", *DISTRICTS]


def ask(need: Need, stay: str | StayElsewhere, directory: Directory = LLR, **more: object) -> Answer:
    where = stay if isinstance(stay, StayElsewhere) else place(stay)
    values: dict[str, object] = {"age": 34, "home": where, "on": TODAY, **more}
    return rank(Situation(needs=(need,), stay=where, **values), directory)  # type: ignore[arg-type]


def codes(answer: Answer) -> list[str]:
    return [offer.team.code for offer in answer.offers]


def kinds(answer: Answer) -> list[GapKind]:
    return [gap.kind for gap in answer.gaps]


ROWS = [
    # need, where, service codes in order
    (Need.DOMESTIC_ABUSE, "Leicester", ["b2"]),
    *((Need.DOMESTIC_ABUSE, name, ["b1"]) for name in [*DISTRICTS, "Rutland"]),
    (Need.DOMESTIC_ABUSE, OUTSIDE, ["home_service"]),
    *((Need.SEXUAL_VIOLENCE, name, ["c"]) for name in EVERYWHERE),
    (Need.SEXUAL_VIOLENCE, OUTSIDE, ["home_service"]),
    *((Need.STAY_AT_HOME, name, ["d1"]) for name in DISTRICTS),
    (Need.STAY_AT_HOME, "Leicester", ["d2"]),
    (Need.STAY_AT_HOME, "Rutland", []),
    (Need.STAY_AT_HOME, OUTSIDE, ["home_service"]),
    *((Need.PARTNER_SUPPORT, name, ["partner_support"]) for name in EVERYWHERE),
    *((Need.ENGAGEMENT, name, ["helpline"]) for name in EVERYWHERE),
    *((Need.COUNSELLING, name, ["counselling"]) for name in EVERYWHERE),
    *((Need.HEALTH, name, ["health"]) for name in EVERYWHERE),
    *((Need.DRUGS_ALCOHOL, name, ["drugs_alcohol"]) for name in EVERYWHERE),
    *((Need.MENTAL_HEALTH, name, ["mental_health"]) for name in EVERYWHERE),
    (Need.CHILD_SAFETY, "Leicester", ["children_leicester"]),
    (Need.CHILD_SAFETY, "Rutland", ["children_rutland"]),
    *((Need.CHILD_SAFETY, name, ["children_leicestershire"]) for name in DISTRICTS),
]


@pytest.mark.parametrize(("need", "where", "expected"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_each_row_of_the_routing_table(need: Need, where: str | StayElsewhere, expected: list[str]) -> None:
    answer = ask(need, where)
    assert codes(answer) == expected
    if where is OUTSIDE:
        assert Signpost.HOME_AREA in answer.signposts


@pytest.mark.parametrize("where", [*EVERYWHERE, OUTSIDE, UNKNOWN])
def test_safe_housing_goes_to_both_lots_wherever_the_person_lives(where: str | StayElsewhere) -> None:
    answer = ask(Need.SAFE_HOUSING, where, llr(d1=FREE, d2=FREE))
    assert sorted(codes(answer)) == ["d1", "d2"]
    assert kinds(answer) == ([GapKind.NO_LOT] if where == "Rutland" else [])


def test_rutland_has_its_own_duty_beside_both_lots() -> None:
    for need in (Need.SAFE_HOUSING, Need.SAFE_TONIGHT):
        gap = ask(need, "Rutland").gaps[0]
        assert (gap.kind, gap.decider, gap.decider_name) == (
            GapKind.NO_LOT,
            "rutland_cc",
            "Rutland County Council",
        )
        assert "no accommodation lot of its own" in gap.says and gap.clock is ClockCode.GAP


def test_staying_at_home_in_rutland_is_an_owned_task() -> None:
    answer = ask(Need.STAY_AT_HOME, "Rutland")
    assert kinds(answer) == [GapKind.NO_LOT] and answer.gaps[0].decider == "rutland_cc"


@pytest.mark.parametrize(
    ("where", "funding", "decider"),
    [
        ("Leicester", Funding.COVERED, None),
        *((name, Funding.DECISION, "leicestershire_cc") for name in DISTRICTS),
        ("Rutland", Funding.DECISION, "rutland_cc"),
    ],
)
def test_own_behaviour_waits_for_a_funding_decision_outside_leicester(
    where: str, funding: Funding, decider: str | None
) -> None:
    answer = ask(Need.OWN_BEHAVIOUR, where, side=Side.PERPETRATOR)
    assert codes(answer) == ["e"]
    assert (answer.offers[0].funding, answer.offers[0].decider) == (funding, decider)
    assert any("funding decision" in why for why in answer.offers[0].why) == (decider is not None)


def test_own_behaviour_outside_the_area_is_signposted() -> None:
    assert codes(ask(Need.OWN_BEHAVIOUR, OUTSIDE, side=Side.PERPETRATOR)) == ["home_service"]
    assert codes(ask(Need.OWN_BEHAVIOUR, OUTSIDE, side=Side.PERPETRATOR, age=15)) == ["home_service"]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_own_behaviour_under_18(where: str) -> None:
    answer = ask(Need.OWN_BEHAVIOUR, where, side=Side.PERPETRATOR, age=16)
    authority = {"Leicester": "leicester", "Rutland": "rutland"}.get(where, "leicestershire")
    assert codes(answer) == [f"children_{authority}", "e_young"]
    assert answer.offers[1].funding is Funding.DECISION
    assert answer.offers[1].decider == ("leicestershire_cc" if where in DISTRICTS else f"{authority}_cc")
    assert {Signpost.PARENT, Signpost.SAFEGUARDING_FIRST} <= set(answer.signposts)


@pytest.mark.parametrize(
    "need", [Need.DOMESTIC_ABUSE, Need.SEXUAL_VIOLENCE, Need.SAFE_HOUSING, Need.COUNSELLING]
)
@pytest.mark.parametrize(("age", "adult_service"), [(0, False), (12, False), (13, True)])
def test_under_13_goes_to_childrens_services_only(need: Need, age: int, adult_service: bool) -> None:
    answer = ask(need, "Blaby", age=age)
    assert any(not offer.team.code.startswith("children") for offer in answer.offers) is (
        adult_service and need is not Need.SAFE_HOUSING
    )
    if not adult_service:
        assert codes(answer) == ["children_leicestershire"]


def test_13_to_17_needing_a_home_goes_to_childrens_services_and_says_who_was_ruled_out() -> None:
    answer = ask(Need.SAFE_HOUSING, "Leicester", age=15)
    assert codes(answer) == ["children_leicester"]
    assert {one.team.code for one in answer.ruled_out} == {"d1", "d2"}
    assert "16 and over; the person is 15" in next(
        one.why for one in answer.ruled_out if one.team.code == "d1"
    )
    assert codes(ask(Need.SAFE_HOUSING, "Leicester", age=16)) == ["d1", "children_leicester"]


def test_living_here_now_with_a_home_outside_is_as_here_and_marac_to_marac_if_high() -> None:
    high = ask(Need.DOMESTIC_ABUSE, "Melton", home=OUTSIDE, risk=RiskLevel.HIGH)
    assert codes(high) == ["b1"] and kinds(high) == [GapKind.MARAC_TRANSFER]
    assert kinds(ask(Need.DOMESTIC_ABUSE, "Melton", home=OUTSIDE, risk=RiskLevel.MEDIUM)) == []
    assert kinds(ask(Need.DOMESTIC_ABUSE, "Melton", risk=RiskLevel.HIGH)) == []


def test_where_is_not_known_offers_every_lot_and_asks() -> None:
    answer = ask(Need.DOMESTIC_ABUSE, UNKNOWN)
    assert sorted(codes(answer)) == ["b1", "b2"] and Signpost.ASK_WHERE in answer.signposts


def test_safe_tonight_comes_first_whatever_was_ticked_first() -> None:
    situation = Situation(
        needs=(Need.DOMESTIC_ABUSE, Need.SEXUAL_VIOLENCE, Need.SAFE_TONIGHT, Need.SAFE_HOUSING),
        on=TODAY,
        stay=place("Leicester"),
        home=place("Leicester"),
        age=30,
    )
    answer = rank(situation, llr(d1=FREE, d2=FREE))
    assert codes(answer)[2:] == ["b2", "c"] and set(codes(answer)[:2]) == {"d1", "d2"}
    assert all(offer.phone_first for offer in answer.offers[:2])
    assert not any(offer.phone_first for offer in answer.offers[2:])
    assert answer.offers[0].needs == (Need.SAFE_TONIGHT, Need.SAFE_HOUSING)
    assert {Signpost.PHONE_FIRST, Signpost.HOMELESSNESS_DUTY} <= set(answer.signposts)


def test_a_home_far_from_the_danger_comes_before_a_near_one() -> None:
    both = llr(d1=FREE, d2=FREE)
    assert codes(ask(Need.SAFE_HOUSING, "Blaby", both, harm_locality=place("Leicester"))) == ["d1", "d2"]
    near_charnwood = ask(Need.SAFE_HOUSING, "Blaby", both, harm_locality=place("Rutland"))
    assert near_charnwood.offers[0].distance == near_charnwood.offers[1].distance == 2
    far = ask(Need.SAFE_HOUSING, "Blaby", both, harm_locality=place("North West Leicestershire"))
    assert codes(far) == ["d2", "d1"]
    assert "Next to where the person causing harm is" in far.offers[1].why


def test_homes_in_an_unsafe_place_or_beside_the_danger_come_last_with_the_reason() -> None:
    both = llr(d1=FREE, d2=FULL)
    unsafe = ask(Need.SAFE_HOUSING, "Blaby", both, unsafe=frozenset({place("Charnwood")}))
    assert codes(unsafe) == ["d2", "d1"]
    assert unsafe.offers[1].standing is Standing.TOO_NEAR
    assert "In Charnwood, which is not safe for the person" in unsafe.offers[1].why
    same = ask(Need.SAFE_HOUSING, "Blaby", both, harm_locality=place("Charnwood"))
    assert same.offers[1].standing is Standing.TOO_NEAR


def test_a_home_that_does_not_fit_comes_after_one_that_does() -> None:
    both = llr(d1=FREE, d2=FREE)
    pets = ask(Need.SAFE_HOUSING, "Blaby", both, fits=frozenset({Fit.PETS}))
    assert codes(pets) == ["d1", "d2"] and "Cannot take: pets" in pets.offers[1].why
    funds = ask(Need.SAFE_HOUSING, "Blaby", both, fits=frozenset({Fit.NO_PUBLIC_FUNDS}))
    assert codes(funds) == ["d2", "d1"]
    five = ask(Need.SAFE_HOUSING, "Blaby", both, people=5)
    assert codes(five) == ["d1", "d2"] and "Its largest home takes 4; 5 need a place" in five.offers[1].why


def test_a_full_service_is_still_listed_after_the_others_with_when_it_was_checked() -> None:
    answer = ask(Need.SAFE_HOUSING, "Blaby", llr(d1=FULL, d2=FREE))
    assert codes(answer) == ["d2", "d1"]
    assert "No places free, checked today" in answer.offers[1].why
    assert "2 places free, checked today" in answer.offers[0].why


def test_no_room_at_all_is_an_owned_task_with_a_short_clock_tonight() -> None:
    full = llr(d1=FULL, d2=FULL)
    tonight = ask(Need.SAFE_TONIGHT, "Blaby", full)
    assert kinds(tonight) == [GapKind.NO_ROOM] and tonight.gaps[0].clock is ClockCode.ANSWER_TONIGHT
    assert codes(tonight) == ["d1", "d2"] or codes(tonight) == ["d2", "d1"]
    assert ask(Need.SAFE_HOUSING, "Blaby", full).gaps[0].clock is ClockCode.GAP
    assert kinds(ask(Need.SAFE_TONIGHT, "Blaby", llr(d1=FULL, d2=FREE))) == []


def test_a_wait_is_shown_and_does_not_hide_the_service() -> None:
    answer = ask(Need.SEXUAL_VIOLENCE, "Blaby", llr(c={**FREE, "free_places": None, "waiting_days": 21}))
    assert answer.offers[0].standing is Standing.WAITING
    assert "Takes about 21 days now, checked today" in answer.offers[0].why


def test_a_service_with_nobody_in_it_is_shown_as_such() -> None:
    answer = ask(Need.DOMESTIC_ABUSE, "Leicester", llr(b2={"staffed": False}))
    assert answer.offers[0].standing is Standing.NOBODY
    assert "a referral goes to the managers" in answer.offers[0].why[-1]
    outside = ask(Need.COUNSELLING, "Leicester", llr(counselling={"staffed": False}))
    assert outside.offers[0].standing is Standing.READY


def test_no_contract_no_referral() -> None:
    day = date(2022, 4, 1)
    assert codes(ask(Need.DOMESTIC_ABUSE, "Leicester", on=day)) == ["b2"]
    before = ask(Need.DOMESTIC_ABUSE, "Leicester", on=day - timedelta(days=1))
    assert codes(before) == [] and kinds(before) == [GapKind.NO_SERVICE]
    ended = llr(b2={"paid": ((day, date(2026, 3, 31)),)})
    assert codes(ask(Need.DOMESTIC_ABUSE, "Leicester", ended, on=date(2026, 3, 31))) == ["b2"]
    assert codes(ask(Need.DOMESTIC_ABUSE, "Leicester", ended, on=date(2026, 4, 1))) == []


def test_the_age_is_asked_where_it_is_not_known() -> None:
    answer = ask(Need.SEXUAL_VIOLENCE, "Melton", age=None)
    assert Signpost.ASK_AGE in answer.signposts
    assert "Age not known; this service is for 13 and over" in answer.offers[0].why


def test_the_wall_no_survivor_service_is_offered_to_a_client_and_none_of_his_to_a_survivor() -> None:
    for age, where in product((10, 16, 40), [place("Leicester"), OUTSIDE, UNKNOWN]):
        for side in Side:
            situation = Situation(tuple(Need), on=TODAY, stay=where, home=where, age=age, side=side)
            for offer in rank(situation, LLR).offers:
                assert offer.team.outside or offer.team.side is side


def test_a_service_that_answers_two_needs_stands_there_once() -> None:
    situation = Situation((Need.SAFE_HOUSING, Need.STAY_AT_HOME), on=TODAY, stay=place("Blaby"), age=40)
    answer = rank(situation, llr(d1=FREE, d2=FREE))
    assert len(codes(answer)) == len(set(codes(answer))) == 2
    offer = next(one for one in answer.offers if one.team.code == "d1")
    assert offer.needs == (Need.SAFE_HOUSING, Need.STAY_AT_HOME)


def test_distances_are_counted_in_borders() -> None:
    places = LLR.places
    assert steps(places, place("Rutland"), place("Rutland")) == 0
    assert steps(places, place("Rutland"), place("Melton")) == 1
    assert steps(places, place("Rutland"), place("Hinckley and Bosworth")) == 3
    assert steps(places, place("Rutland"), UUID(int=7)) == FAR


wheres = st.sampled_from([*(place(name) for name in EVERYWHERE), OUTSIDE, UNKNOWN])
situations = st.builds(
    Situation,
    needs=st.lists(st.sampled_from(list(OFFERED[Side.SURVIVOR])), min_size=1, max_size=5).map(tuple),
    on=st.dates(date(2022, 4, 1), date(2030, 1, 1)),
    stay=wheres,
    home=wheres,
    age=st.none() | st.integers(0, 99),
    risk=st.sampled_from(RiskLevel),
    harm_locality=st.none() | st.sampled_from([place(name) for name in EVERYWHERE]),
    people=st.integers(1, 9),
    fits=st.frozensets(st.sampled_from(Fit)),
)


@given(situations)
def test_nobody_is_left_without_an_answer(situation: Situation) -> None:
    answer = rank(situation, LLR)
    assert answer.offers or answer.gaps
    assert answer == rank(situation, LLR)
    assert all(gap.decider and gap.decider_name and gap.says for gap in answer.gaps)
    assert len({offer.team.id for offer in answer.offers}) == len(answer.offers)
    assert not {one.team.id for one in answer.ruled_out} & {one.team.id for one in answer.offers}
