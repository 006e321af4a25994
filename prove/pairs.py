"""Linked pairs: a survivor and who causes her harm, each on one side, full of words that the other may not see."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from caseflow import clock
from caseflow.access.viewer import System, Viewer
from caseflow.cases.actions import accept_referral, add_note
from caseflow.cases.choices import NoteClass
from caseflow.choices import Element, FieldState, RiskLevel, Side
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need, QuestionKind
from caseflow.directory.queries import localities, questions, service_by_code
from caseflow.people.actions import (
    add_child,
    add_person,
    add_person_causing_harm,
    save_section,
    set_risk_summary,
)
from caseflow.people.choices import ContactKind, Section
from caseflow.people.models import Person
from caseflow.referrals.actions import send_referrals
from caseflow.referrals.choices import Agreement
from caseflow.referrals.sending.plan import Plan
from caseflow.referrals.situation import Situation
from tests.seen import find_viewer

PROVING = System("prove")
CONSONANTS, VOWELS = "bdfgklmnprtvz", "aiou"
SAID = {QuestionKind.YES_NO: "yes", QuestionKind.DATE: "2026-01-01"}
NEEDS = {
    Side.SURVIVOR: (Need.DOMESTIC_ABUSE, "b1"),
    Side.PERPETRATOR: (Need.OWN_BEHAVIOUR, "e"),
}


@dataclass(frozen=True)
class Half:
    """One of a couple, as they stand on record, and the words that stand there only."""

    person_id: UUID
    reference: str
    number: str
    name: str
    words: tuple[str, ...]
    ids: dict[str, UUID]
    told: int = 0
    """How many of the words, from the first, the other half tells of too: his name is hers to tell."""

    @property
    def canaries(self) -> tuple[str, ...]:
        """Return what must stand in no byte that the other side gets."""
        return (*self.words[self.told :], self.reference)


@dataclass(frozen=True)
class Pair:
    """A couple: her record on the one side, his on the other."""

    halves: dict[Side, Half]


class Words:
    """Words that stand nowhere else, from a chance that is the same in each run."""

    def __init__(self) -> None:
        self.chance = random.Random(8)
        self.given: set[str] = set()

    def next(self) -> str:
        """Return a new word of five syllables."""
        while True:
            word = (
                "".join(self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS) for _ in range(5)) + "q"
            )
            if word not in self.given:
                self.given.add(word)
                return word


def linked_pairs(app: Flask, count: int) -> list[Pair]:
    """Put so many couples on record, referred and held on their own sides, sharing a number."""
    words = Words()
    with app.app_context():
        advisers = {
            Side.SURVIVOR: find_viewer(app, "harriet"),
            Side.PERPETRATOR: find_viewer(app, "ezra"),
        }
        plans = {side: _planner(side) for side in Side}
        return [_pair(app, number, words, advisers, plans) for number in range(count)]


Planner = Callable[[UUID, str], Plan]


def _planner(side: Side) -> Planner:
    need, code = NEEDS[side]
    place = next(one.id for one in localities(PROVING) if one.name == "Charnwood")
    service = service_by_code(PROVING, code)
    assert service is not None
    answers = {
        element: {
            one.code: SAID.get(one.kind, one.options[0][0] if one.options else "said")
            for one in questions(PROVING, element)
        }
        for element in Element
    }

    def plan(_person_id: UUID, summary: str) -> Plan:
        risk = RiskLevel.HIGH if side is Side.SURVIVOR else RiskLevel.NOT_ASSESSED
        situation = Situation((need,), clock.today(), stay=place, home=place, age=36, risk=risk, side=side)
        return Plan(
            situation, services=(service,), answers=answers, summary=summary, agreement=Agreement.GIVEN
        )

    return plan


def _pair(
    app: Flask, number: int, words: Words, advisers: dict[Side, Viewer], plans: dict[Side, Planner]
) -> Pair:
    phone = (
        f"07700 9{number // 1000 % 100:02d}{number % 1000:03d}"
        if number >= 1000
        else f"07700 900{number:03d}"
    )
    own = {side: [words.next() for _ in range(8)] for side in Side}
    him, born = own[Side.PERPETRATOR], date(1980, 1, 1) + timedelta(days=number)
    halves = {}
    for side in (Side.PERPETRATOR, Side.SURVIVOR):
        halves[side] = _half(app, side, own[side], phone, advisers[side], plans[side], born)
    her = halves[Side.SURVIVOR]
    # What she tells of him is hers: his name may stand on his side, her word for him may not.
    told = words.next()
    add_person_causing_harm(
        PROVING,
        her.person_id,
        name=f"{him[0]} {him[1]}".title(),
        alias=told,
        relationship="ex-partner",
        born=born.isoformat(),
        where_now=f"with {told}",
    )
    halves[Side.SURVIVOR] = Half(
        her.person_id, her.reference, her.number, her.name, (*her.words, told), her.ids
    )
    return Pair(halves)


def _half(
    app: Flask, side: Side, own: Sequence[str], phone: str, adviser: Viewer, plan: Planner, born: date
) -> Half:
    bella = find_viewer(app, "bella")
    given, surname, street, spoken, asked, noted, child, town = own
    home = {"kind": ContactKind.ADDRESS, "value": f"4 {street} Road, {town}"}
    ring = {"kind": ContactKind.PHONE, "value": phone, "may_call": FieldState.ALLOWED}
    person_id = add_person(
        adviser, side=side, given=given.title(), surname=surname.title(), birth_on=born, contacts=[ring, home]
    )
    add_child(PROVING, person_id, name=child)
    save_section(PROVING, person_id, Section.LANGUAGE, {"language": spoken}, seen=None)
    if side is Side.SURVIVOR:
        set_risk_summary(PROVING, person_id, level=RiskLevel.HIGH, on=clock.today(), review_due_on=None)
    referral = send_referrals(adviser, person_id, plan(person_id, f"Ring; asked for {asked} and {noted}"))[0]
    ids = {"person_id": person_id, "referral_id": referral}
    if side is Side.SURVIVOR:  # a place on a programme waits for somebody to pay
        ids["case_id"] = accept_referral(bella, referral, allocate_to="me")
        add_note(bella, ids["case_id"], kind=NoteClass.GENERAL, body=f"Spoke of {noted}")
    with app.app_context():
        reference = db.session.scalars(select(Person.reference).where(Person.id == person_id)).one()
        end_reading()
    told = 2 if side is Side.PERPETRATOR else 0
    return Half(person_id, reference, phone, given, tuple(own), ids, told)
