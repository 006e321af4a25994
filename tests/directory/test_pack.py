"""An area pack says every fault with its place, and never stops at the first."""

# ruff: noqa: E501 (a table of faults reads best with each on a line of its own)

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.choices import Element, RiskLevel
from caseflow.directory.areas import llr_text
from caseflow.directory.choices import ClockCode, Funding, Unit
from caseflow.directory.clocks import Rule
from caseflow.directory.pack import BadPack, read

LLR = llr_text()


def faults(text: str) -> list[str]:
    with pytest.raises(BadPack) as bad:
        read(text)
    return [str(fault) for fault in bad.value.faults]


def with_change(old: str, new: str, count: int = 1) -> str:
    assert old in LLR
    return LLR.replace(old, new, count)


def test_the_llr_pack_holds_the_facts_of_the_area() -> None:
    pack = read(LLR)
    assert {one.gss for one in pack.localities} == {
        "E06000016",
        "E06000017",
        *(f"E0700{n:04}" for n in range(129, 136)),
    }
    elements = {one.element for one in pack.services}
    assert elements == set(Element)
    lots = {(one.element.value, one.lot.value) for one in pack.services if one.lot}
    assert lots == {("locality", "1"), ("locality", "2"), ("accommodation", "1"), ("accommodation", "2")}
    assert {one.code for one in pack.funders} == {"pcc", "leicestershire_cc", "leicester_cc", "rutland_cc"}
    contracts = [row for one in pack.services for row in one.contracts]
    assert contracts and all(str(row.from_on) == "2022-04-01" for row in contracts)
    assert Rule(None, ClockCode.ANSWER, RiskLevel.NOT_ASSESSED, 4, Unit.HOURS) in pack.clocks
    clear = {one.outward for one in pack.postcodes if one.clear}
    assert clear == {"LE1", "LE11", "LE13", "LE18", "LE19", "LE65", "CV13"}
    reaching = {one.outward for one in pack.postcodes if one.reaches_outside}
    assert {"LE12", "LE14", "PE9", "LE16"} <= reaching


def test_leicestershire_and_rutland_buy_programme_places_one_by_one() -> None:
    programme = next(one for one in read(LLR).services if one.code == "e")
    funding = {gss: row.funding for row in programme.coverage for gss in row.localities}
    assert funding.pop("E06000016") is Funding.COVERED
    assert set(funding.values()) == {Funding.DECISION} and len(funding) == 8
    assert {row.funder for row in programme.contracts} == {"leicester_cc", "pcc"}


FAULTY = [
    # what is changed, what it becomes, the whole fault
    ('lot = "1"', 'lot = "3"', "service 'b1', lot: must be one of 1, 2, not '3'"),
    ('side = "survivor"', 'side = "other"', "service 'helpline', side: must be one of survivor, perpetrator, not 'other'"),
    ("min_age = 13", 'min_age = "13"', "service 'b1', min_age: must be a whole number, not '13'"),
    ("min_age = 13", "min_age = 130", "service 'b1', min_age: must be between 0 and 120, not 130"),
    ("from = 2022-04-01", 'from = "1 April"', "service 'helpline', from: must be a date such as 2022-04-01 without quotes, not '1 April'"),
    ('needs = ["engagement"]', "needs = []", "service 'helpline', needs: is empty, so no referral would ever find this service"),
    ('needs = ["engagement"]', 'needs = ["help"]', "service 'helpline', needs: must be one of safe_tonight"),
    ('organisation = "willowmere"', 'organisation = "willow"', "service 'b1', organisation: names the organisation 'willow', which is not in the pack"),
    ('funder = "pcc"', 'funder = "pc"', "service 'helpline', contract 'pc', funder: names the funder 'pc', which is not in the pack"),
    ("share = 92", "share = 93", "service 'b1', contract: the shares on 2022-04-01 add up to 101, more than 100"),
    ('mon = "08:00-20:00"', 'mon = "20:00-08:00"', "service 'helpline', open: mon must be such as 09:00-17:00 with the opening first, not '20:00-08:00'"),
    ('mon = "08:00-20:00"', 'monday = "08:00-20:00"', "service 'helpline', open: knows the days mon, tue, wed, thu, fri, sat, sun, not 'monday'"),
    ('high = "2 h"', 'high = "2 hours"', "clock 'refer', high: must be such as \"4 h\" or \"2 wd\", not '2 hours'"),
    ('clock = "assessed"', 'clock = "assess"', "clock 'assessed': is missing: every clock needs one entry without an element"),
    ('gss = "E06000016"', 'gss = "E0600016"', "locality 'Leicester', gss: must be a letter and eight digits such as E06000016, not 'E0600016'"),
    ('authority = "rutland_cc"', 'authority = "rutland"', "locality 'Rutland', authority: names the funder 'rutland', which is not in the pack"),
    ("outside = true", "outsid = true", "service 'counselling', outsid: is not known here; did you mean outside?"),
    ("clear = true", "clear = true\nreaches_outside = true", "postcode 'LE1', clear: a clear outward code has one locality and does not reach outside the area"),
    ('outward = "LE10"', 'outward = "le10"', "postcode 'le10', outward: must be the first half of a postcode in capitals such as LE12, not 'le10'"),
    ("checked = 2026-11-02", 'checked = "today"', "out_of_hours 'housing', checked: must be a date"),
    ('decider = "rutland_cc"', 'decider = "rutland"', "decider: names the funder 'rutland', which is not in the pack"),
    ('version = "2026-11-23"', "", "area, version: is missing"),
    ('code = "llr"', 'code = "LLR"', "area, code: must be small letters, digits and underscores with a letter first, not 'LLR'"),
    ('name = "Leicester"', 'name = "Leicester\\u0007"', "name: must be one line without control characters"),
    ('element = "helpline"', 'element = "locality"', "service: an area has exactly one service of the element helpline"),
    ('kind = "choices"', 'kind = "text"', "question 'justice', options: belong to the kinds choice and choices, and only to them"),
    ('place_locality = "E06000016"', "", "service 'd2', place_locality: is missing: accommodation is ranked by distance"),
    ("[[funder]]", "[funder]", "file: is not TOML"),
    ("[area]", "[[area]]", "area, code: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "fault"), FAULTY, ids=[f"{old[:24]}→{new[:24]}" for old, new, _ in FAULTY]
)
def test_each_fault_is_said_with_its_place(old: str, new: str, fault: str) -> None:
    found = faults(with_change(old, new))
    assert any(fault in one for one in found), found


def test_every_fault_is_said_at_once() -> None:
    text = LLR
    for old, new, _ in FAULTY[:12]:
        text = text.replace(old, new, 1)
    found = faults(text)
    said = sum(any(fault in one for one in found) for _, _, fault in FAULTY[:12])
    assert said >= 9, found  # three of them change the same line twice


def test_a_locality_covered_twice_on_a_day_is_a_fault() -> None:
    block = '[[service.coverage]]\nlocalities = ["E06000016"]\nfrom = 2022-04-01\n'
    later = block.replace("2022-04-01", "2024-04-01")
    assert any(
        "service 'b2', coverage: covers E06000016 twice on the same day" in one
        for one in faults(LLR.replace(block, block + "\n" + later, 1))
    )
    ended = block.replace("from = 2022-04-01", "from = 2022-04-01\nuntil = 2024-03-31")
    assert read(LLR.replace(block, ended + "\n" + later, 1))


def test_doubles_are_faults() -> None:
    funder = '[[funder]]\ncode = "pcc"\nname = "Police and Crime Commissioner"\n'
    assert "funder 'pcc': stands in the pack 2 times" in faults(LLR.replace(funder, funder * 2, 1))


def test_an_outside_row_and_a_one_sided_neighbour_are_faults() -> None:
    found = faults(
        re.sub(r"neighbours = \[\"E06000017\", \"E07000130\"", 'neighbours = ["E07000130"', LLR, count=1)
    )
    assert "locality 'Melton', neighbours: leaves out E06000017, which names it" in found


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_faults(text: str) -> None:
    try:
        read(text)
    except BadPack as bad:
        assert bad.faults and all(fault.place and fault.words for fault in bad.faults)


@given(st.integers(0, len(LLR) - 400), st.integers(1, 400))
def test_a_pack_with_a_hole_is_read_or_refused_with_faults(start: int, length: int) -> None:
    try:
        read(LLR[:start] + LLR[start + length :])
    except BadPack as bad:
        assert bad.faults
