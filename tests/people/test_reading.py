"""What one find box understands."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.people.finding.reading import Boxes, read_question
from caseflow.people.phones import normal_email, normal_phone

TODAY = date(2026, 11, 23)


def read(text: str, **boxes: str):
    given = Boxes(text, **boxes)
    return read_question(given, today=TODAY, normal_phone=normal_phone, normal_email=normal_email)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("asha sample", ("name",)),
        ("asha 27/3/1990", ("birth date or age", "name")),
        ("asha sample 27 march 1990", ("birth date or age", "name")),
        ("27 march 1990 asha", ("birth date or age", "name")),
        ("asha 07700 900123", ("phone number", "name")),
        ("+44 7700 900123", ("phone number",)),
        ("sample@example.com", ("e-mail address",)),
        ("K7Q-4MD", ("reference",)),
        ("hbn-myp", ("reference",)),
        ("anne-may", ("name",)),
        ("asha le1 1ab", ("postcode", "name")),
        ("LE11AB", ("postcode",)),
        ("le3", ("postcode",)),
        ("B37 7WD", ("reference", "postcode")),
        ("asha, 34", ("birth date or age", "name")),
        ("   ", ()),
        ("🙂", ()),
        ("\x00\x07", ()),
    ],
)
def test_one_box_understands_everything(typed, understood):
    assert read(typed).understood == understood


def test_the_boxes_are_read_each_for_itself():
    question = read("", name="asha", birth="34", phone="sample@example.com", postcode="le1 1ab")
    assert question.understood == ("e-mail address", "birth date or age", "postcode", "name")
    assert question.postcodes == ("LE11AB",)
