"""The model of matching: names as many customs write them, births and postcodes, and reasons in plain words."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.people.births import BirthSought
from caseflow.people.matching.alike import Alike, likeness
from caseflow.people.matching.birth_alike import BirthAlike, birth_likeness, near_births
from caseflow.people.matching.evidence import Asked, Evidence, Known, probability, rarity, total, weigh
from caseflow.people.matching.name_parts import asked_parts, field_parts, parts_of
from caseflow.people.matching.naming_customs import without_titles
from caseflow.people.matching.postcodes import PostcodeAlike, postcode_likeness, postcodes_in, read_postcode

DAY = date(1990, 3, 27)


def parts(given: str, surname: str):
    return parts_of(field_parts(given), field_parts(surname), whole=True)


def weighed(asked: tuple[str, str], known: tuple[str, str]) -> list[Evidence]:
    return weigh(Asked(asked_parts(*asked)), Known(parts(*known)), lambda _word: 9.0)


@pytest.mark.parametrize(
    ("asked", "known", "alike"),
    [
        ("kate", "kate", Alike.SAME),
        ("bill", "william", Alike.FORM),
        ("mohammed", "muhammad", Alike.FORM),
        ("kasia", "katarzyna", Alike.FORM),
        ("femi", "oluwafemi", Alike.FORM),
        ("kowalska", "kowalski", Alike.FORM),
        ("kazlauskiene", "kazlauskas", Alike.FORM),
        ("ivanova", "ivanov", Alike.FORM),
        ("kovalski", "kowalska", Alike.SOUND),
        ("shimanski", "szymanska", Alike.SOUND),
        ("kathryn", "catherine", Alike.SOUND),
        ("sample", "sampel", Alike.SOUND),
        ("tomas", "tobas", Alike.ONE_LETTER),
        ("anna", "annabel", Alike.BEGINNING),
        ("wellington", "welminton", Alike.FEW_LETTERS),
        ("a", "asha", Alike.INITIAL),
        ("ali", "ella", Alike.DIFFERENT),
        ("joan", "ruth", Alike.DIFFERENT),
    ],
)
def test_parts_of_names_are_alike_in_their_ways(asked, known, alike):
    assert likeness(asked, known) is alike


def test_what_is_closer_says_more():
    asked = ("Ewa", "Kowalska")
    others = [("Ewa", "Kowalska"), ("Ewa", "Kovalski"), ("Kowalska", "Ewa"), ("Ewa", ""), ("Ewa", "Sample")]
    sums = [total(weighed(asked, other)) for other in others]
    assert sums == sorted(sums, reverse=True) and sums[0] > sums[-1] + 10


def test_reasons_are_plain_words():
    said = [one.words for one in weighed(("Asha", "Kowalska"), ("Asha", "Kovalski"))]
    assert said == ["Given name: Asha", "Surname sounds alike: Kovalski for Kowalska"]
    said = [one.words for one in weighed(("Sample", "Asha"), ("Asha", "Sample"))]
    assert all(one.endswith("given name and surname swapped") for one in said)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (("Harpreet Kaur", "Sample"), ("Harpreet", "Sample")),
        (("Mohammed Yusuf", "Sample"), ("Yusuf", "Sample")),
        (("Dr Asha", "Sample"), ("Asha", "Sample")),
        (("Anna Ivanovna", "Sample"), ("Anna", "Sample")),
    ],
)
def test_parts_that_say_little_cost_nothing_when_they_are_left_out(asked, known):
    assert all(one.bits > 0 for one in weighed(asked, known))


def test_names_may_be_double_joined_or_apart():
    for asked in (
        ("Asha", "Test-Pattern"),
        ("Asha", "Pattern"),
        ("Asha", "Testpattern"),
        ("Asha", "Test Pattern"),
    ):
        assert total(weighed(asked, ("Asha", "Test-Pattern"))) > 14, asked
    assert total(weighed(("Abdulkadir", "Sample"), ("Abdul Kadir", "Sample"))) > 14


def test_titles_go_unless_there_is_nothing_else():
    assert without_titles(("mrs", "sample")) == ("sample",)
    assert without_titles(("mrs",)) == ("mrs",)


def test_a_rare_name_says_more_and_a_few_bearers_more_or_less_say_nothing():
    assert rarity(10, 200_000) > rarity(5_000, 200_000)
    assert rarity(0, 200_000) == rarity(3, 200_000)
    assert probability(5.0, 200_000) < probability(25.0, 200_000) < probability(25.0, 1_000)


@pytest.mark.parametrize(
    ("known", "alike"),
    [
        (date(1990, 3, 27), BirthAlike.SAME),
        (date(1990, 3, 21), BirthAlike.ONE_DIGIT),
        (date(1991, 3, 27), BirthAlike.ONE_DIGIT),
        (date(1981, 3, 27), BirthAlike.TWO_DIGITS),
        (date(1990, 11, 5), BirthAlike.SAME_YEAR),
        (date(1971, 11, 5), BirthAlike.DIFFERS),
    ],
)
def test_births_are_alike_in_their_ways(known, alike):
    assert birth_likeness(BirthSought(day=DAY), known.toordinal(), True) is alike


def test_day_and_month_may_be_swapped_and_a_year_may_stand_for_a_day():
    fourth_of_march = BirthSought(day=date(1990, 3, 4))
    assert birth_likeness(fourth_of_march, date(1990, 4, 3).toordinal(), True) is BirthAlike.SWAPPED
    assert date(1990, 4, 3).toordinal() in near_births(fourth_of_march)
    assert birth_likeness(fourth_of_march, date(1991, 1, 1).toordinal(), False) is BirthAlike.YEAR_NEAR
    assert birth_likeness(BirthSought(years=(1990,)), DAY.toordinal(), True) is BirthAlike.YEAR_FITS


@pytest.mark.parametrize(
    "day", [DAY, date(1990, 3, 3), date(2000, 2, 29), date(1912, 12, 11), date(1999, 10, 1)]
)
def test_the_days_near_a_birth_are_all_that_are_alike_and_as_the_model_says(day):
    sought = BirthSought(day=day)
    near = near_births(sought)
    close = (BirthAlike.SAME, BirthAlike.SWAPPED, BirthAlike.ONE_DIGIT)
    from_to = range(date(1900, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
    alike = {known: birth_likeness(sought, known, True) for known in from_to}
    assert {one for one, how in alike.items() if how in close} == near.keys() & set(from_to)
    assert all(birth_likeness(sought, one, True) is how for one, how in near.items())


def test_a_month_stands_for_its_days():
    near = near_births(BirthSought(month=2, years=(2000,)))
    assert len(near) == 29 and set(near.values()) == {BirthAlike.MONTH_FITS}


def test_postcodes_are_read_and_compared():
    assert postcodes_in("12 Sample Road, Leicester LE1 1AA") == ("LE11AA",)
    assert (postcodes_in("2710"), postcodes_in("D02 X285"), postcodes_in("12 Elm")) == (
        ("2710",),
        ("D02X285",),
        (),
    )
    assert (read_postcode("le1 1aa"), read_postcode("le1"), read_postcode("asha")) == ("LE11AA", "LE1", None)
    assert postcode_likeness("LE11AA", "LE11AB") is PostcodeAlike.NEAR
    assert postcode_likeness("LE1", "LE11AB") is PostcodeAlike.AREA
    assert postcode_likeness("LE11AA", "NG93ZZ") is PostcodeAlike.DIFFERS


@pytest.mark.parametrize("name", ["", "A", "x" * 200, "🙂", "\u202eahsA", "Mr Mrs Dr", "--", "李 小龙"])
def test_any_name_can_be_compared(name):
    assert weigh(Asked(asked_parts(name, name)), Known(parts(name, "Sample")), lambda _word: 9.0) is not None
