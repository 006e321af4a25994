"""The rules of signals by themselves."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from caseflow.oversight.signals import rules
from caseflow.oversight.signals.choices import OUTCOME_LABELS, SIGNAL_LABELS, Outcome, SignalKind


@pytest.mark.parametrize(
    ("name", "surnames", "said"),
    [
        ("Henry Testwell", ["Testwell"], True),
        ("Henry TESTWELL", ["o’Testwell", "testwell"], True),
        ("Zoë Müller", ["Muller"], True),
        ("Henry Testwell", ["Sample-Testwell"], True),
        ("Henry Testwell", ["Testwellson", ""], False),
        ("", ["Testwell"], False),
    ],
)
def test_own_name(name, surnames, said):
    assert rules.own_name(name, surnames) is said


def test_a_record_is_restricted_from_its_beginning_until_it_is_lifted():
    begun, lifted, again = (datetime(2026, 11, 25, hour) for hour in (10, 12, 15))
    stretches = [(begun, lifted), (again, None)]
    told = [
        rules.restricted_then(stretches, datetime(2026, 11, 25, hour)) for hour in (9, 10, 11, 12, 14, 16)
    ]
    assert told == [False, True, True, False, False, True]
    assert not rules.restricted_then([], begun)


def test_former_client():
    day = date(2026, 11, 25)
    assert rules.former_client(0, date(2026, 8, 1), day)
    assert not rules.former_client(1, date(2026, 8, 1), day)
    assert not rules.former_client(0, date(2026, 11, 1), day)
    assert not rules.former_client(0, None, day)


def test_many_records():
    assert rules.many_records(21, 0, False)
    assert not rules.many_records(20, 0, False)
    assert not rules.many_records(21, 1, False)
    assert not rules.many_records(21, 0, True), "the helpline's work is to look for people"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 25, 6, 59), True),
        (datetime(2026, 11, 25, 7, 0), False),
        (datetime(2026, 11, 25, 20, 59), False),
        (datetime(2026, 11, 25, 21, 0), True),
        (datetime(2026, 11, 28, 12, 0), True),
    ],
)
def test_out_of_hours(at, said):
    assert rules.out_of_hours(at, False) is said
    assert not rules.out_of_hours(at, True)


def test_many_lookers():
    assert rules.many_lookers(10) and not rules.many_lookers(9)


def test_every_kind_and_outcome_has_its_words():
    assert set(SIGNAL_LABELS) == set(SignalKind) and set(OUTCOME_LABELS) == set(Outcome)
