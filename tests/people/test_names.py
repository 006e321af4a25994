"""Names fold alike however they are typed; references and numbers have one normal form."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.people.names import folded, full_name, name_parts, searchable_parts
from caseflow.people.phones import normal_email, normal_phone, spoken_phone
from caseflow.people.references import new_reference, read_reference


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", "zoe"),
        ("O’Sample", "o'sample"),
        ("Łukasz", "lukasz"),
        ("STRASSE", "Straße"),
        ("Ångström", "angstrom"),
    ],
)
def test_two_ways_to_write_a_name_fold_alike(one, other):
    assert folded(one) == folded(other)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    parts = name_parts(text)
    assert name_parts(" ".join(parts)) == parts


def test_a_joined_name_is_found_joined_and_apart():
    assert searchable_parts("Mary-Jane Sample") == ("mary", "jane", "sample", "maryjane")


def test_a_full_name_is_whatever_is_there():
    assert full_name(" Asha ", "Sample") == "Asha Sample"
    assert full_name("", "Sample") == "Sample"


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "07700-900-123",
        "0044 7700 900123",
    ],
)
def test_a_number_has_one_normal_form(typed):
    assert normal_phone(typed) == "+447700900123"
    assert spoken_phone(typed) == "07700 900123"


@pytest.mark.parametrize("typed", ["", "asha", "123", "none given", "0"])
def test_what_is_no_number_is_none(typed):
    assert normal_phone(typed) is None


def test_an_email_has_one_normal_form():
    assert normal_email(" Sample@Example.COM ") == "sample@example.com"
    assert normal_email("sample at example") is None


def test_a_reference_is_read_however_it_is_said():
    assert read_reference("k7q 4md") == read_reference("K7Q-4MD") == read_reference(" k7q4md ") == "K7Q-4MD"
    assert read_reference("asha") is None and read_reference("K7Q-4MDX") is None


@settings(deadline=None)
@given(st.integers())
def test_a_new_reference_can_be_read_back(seed):
    reference = new_reference(random.Random(seed).choice)
    assert read_reference(reference.lower()) == reference
