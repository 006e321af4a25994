"""Reads of the directory on both databases."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from caseflow.access.viewer import System
from caseflow.choices import Element, RiskLevel, Side
from caseflow.database import end_reading
from caseflow.directory.choices import ClockCode, Need
from caseflow.directory.queries import (
    funded_services,
    helpline_clocks,
    localities,
    localities_for_postcode,
    locality_choices,
    out_of_hours_card,
    questions,
    service_by_code,
    service_clocks,
    service_line,
    service_lines,
    service_names,
)
from caseflow.directory.snapshots.queries import directory_snapshot
from caseflow.errors import Invalid, Unknown
from tests.referrals.area import llr

ACTOR = System("tests")


@pytest.fixture
def reading(app: Flask):
    with app.app_context():
        yield
        end_reading()


@pytest.mark.parametrize(
    ("typed", "clear", "names", "outside"),
    [
        ("LE1 5WW", True, ["Leicester"], False),
        ("le11 3tu", True, ["Charnwood"], False),
        ("LE12 7AB", False, ["Charnwood", "North West Leicestershire"], True),
        ("LE127AB", False, ["Charnwood", "North West Leicestershire"], True),
        ("LE12", False, ["Charnwood", "North West Leicestershire"], True),
        ("PE9 1AA", False, ["Rutland"], True),
        ("SW1A 1AA", False, [], True),
    ],
)
def test_an_outward_code_offers_candidates_and_only_a_clear_one_is_sure(
    reading, typed, clear, names, outside
):
    answer = localities_for_postcode(ACTOR, typed)
    assert (answer.clear, [one.name for one in answer.candidates]) == (clear, names)
    assert answer.reaches_outside is outside


def test_services_by_side_and_day(reading):
    survivor = {one.code for one in service_lines(ACTOR, side=Side.SURVIVOR, outside=False)}
    assert survivor == {"helpline", "b1", "b2", "c", "d1", "d2", "partner_support"}
    assert {one.code for one in service_lines(ACTOR, side=Side.PERPETRATOR)} == {"e", "e_young"}
    assert service_lines(ACTOR, on=date(2022, 3, 31)) == []
    line = service_line(ACTOR, service_by_code(ACTOR, "b1"))
    assert line.element is Element.LOCALITY and line.organisation == "Willowmere Support (invented)"
    with pytest.raises(Unknown):
        service_line(ACTOR, localities(ACTOR)[0].id)
    with pytest.raises(Invalid):
        service_by_code(ACTOR, "nowhere")


def test_questions_come_in_the_order_of_the_pack(reading):
    asked = questions(ACTOR, Element.SEXUAL_VIOLENCE)
    assert [one.code for one in asked] == ["when", "reported", "forensic_window", "parent_contact"]
    assert asked[0].required and ("childhood", "In childhood") in asked[0].options


def test_clocks_use_the_hours_of_the_service(reading):
    friday = datetime(2026, 11, 6, 16, 45, tzinfo=UTC)
    b1, b2 = (service_clocks(ACTOR, service_by_code(ACTOR, code)) for code in ("b1", "b2"))
    assert b1.due_at(ClockCode.REFER, RiskLevel.MEDIUM, friday) == datetime(2026, 11, 9, 16, 45, tzinfo=UTC)
    assert b2.due_at(ClockCode.REFER, RiskLevel.MEDIUM, friday) == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert helpline_clocks(ACTOR).span_words(ClockCode.REFER, RiskLevel.NOT_ASSESSED) == "2 hours"
    assert b1.span_words(ClockCode.REFER, RiskLevel.STANDARD) == "1 working day"


def test_the_out_of_hours_card_is_dated(reading):
    for line in localities(ACTOR):
        card = out_of_hours_card(ACTOR, line.id)
        assert card.locality == line.name and len(card.numbers) == 4
        assert all(number.checked_on == date(2026, 11, 2) for number in card.numbers)
    assert len(locality_choices(ACTOR)) == 9


def test_a_funder_sees_the_services_it_pays_for(reading):
    def codes(funder: str, begins: date, ends: date) -> set[str]:
        found = funded_services(ACTOR, funder, begins, ends)
        names = service_names(ACTOR, found)
        return {one.code for one in service_lines(ACTOR) if one.id in names}

    year = (date(2026, 4, 1), date(2027, 3, 31))
    assert codes("leicestershire_cc", *year) == {"helpline", "b1", "c", "d1"}
    assert codes("rutland_cc", *year) == {"helpline", "b1", "c"}
    assert codes("pcc", date(2020, 1, 1), date(2022, 3, 31)) == set()


def test_the_snapshot_says_what_the_pack_says(reading):
    stored, paper = directory_snapshot(ACTOR, date(2026, 11, 23)), llr()
    by_code = {team.code: team for team in stored.teams}
    for team in paper.teams:
        found = by_code[team.code]
        for name in (
            "name",
            "element",
            "lot",
            "side",
            "needs",
            "fits",
            "min_age",
            "max_age",
            "outside",
            "paid",
        ):
            assert getattr(found, name) == getattr(team, name), (team.code, name)
        assert len(found.covers) == len(team.covers)
    assert {gap.need for gap in stored.gaps} == {Need.SAFE_HOUSING, Need.STAY_AT_HOME}
    assert by_code["b1"].staffed and not by_code["d2"].staffed
    names = {place.id: place.name for place in stored.places.values()}
    rutland = next(place for place in stored.places.values() if place.name == "Rutland")
    assert {names[one] for one in rutland.neighbours} == {"Harborough", "Melton"}


def test_the_services_page_and_what_a_service_has_free(signed_in):
    dina = signed_in("dina")
    page = dina.get("/services").get_data(as_text=True)
    assert "Say what is free" in page and "Rutland, homelessness out of hours" in page
    link = page.split('/availability"')[0].rsplit('"', 1)[1] + "/availability"
    assert "What is free now" in dina.get(link).get_data(as_text=True)
    wrong = dina.post(link, data={"free_places": "lots"}).get_data(as_text=True)
    assert "There is a problem" in wrong and 'value="lots"' in wrong
    assert dina.post(link, data={"free_places": "0", "waiting_days": "12"}).status_code == 302
    assert "Full" in dina.get("/services").get_data(as_text=True)
    assert signed_in("bella").get(link).status_code == 404
    assert signed_in("carl").get("/services").status_code == 403
