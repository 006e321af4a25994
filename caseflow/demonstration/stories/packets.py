"""The packet of a referral in a story: the least that the receiver needs, the contact rule before the number."""

from __future__ import annotations

from datetime import date
from typing import Any

from caseflow.choices import RISK_LABELS, Element, RiskLevel, Side
from caseflow.demonstration.ground import Team
from caseflow.demonstration.stories.telling import Someone, Telling
from caseflow.demonstration.words import ANSWERS, HAPPENED, OWN_BEHAVIOUR, WISHES
from caseflow.people.choices import CONTACT_KIND_LABELS, ContactKind
from caseflow.people.contact_rules import rule_today
from caseflow.referrals.choices import Part
from caseflow.referrals.packet import Packet, Point, Section, section, ticked, write


def packet_content(tell: Telling, someone: Someone, team: Team, on: date) -> dict[str, Any]:
    """Return what the receiver reads, the way it is sealed."""
    answers = _answers(tell, team.element)
    wanted = ticked(team.element, someone.side)
    sections = [
        section(Part.SUMMARY, [("", _summary(tell, someone))]),
        section(Part.PERSON, _person(someone)),
        section(Part.RISK, [("Level", RISK_LABELS[someone.risk])]) if _has_risk(someone) else None,
        section(Part.HARM, [(someone.harm_name, "Nothing more is known")]) if someone.harm_name else None,
        section(Part.CHILDREN, [("Child", child) for child in someone.children]),
        section(Part.QUESTIONS, [(label, words) for label, words in answers.values()]),
    ]
    kept: list[Section] = [
        one for one in sections if one and (one.code in wanted or one.code in (Part.SUMMARY, Part.QUESTIONS))
    ]
    packet = Packet(
        known_as=someone.known_as,
        age=str(someone.age),
        reference=someone.row["reference"],
        sections=tuple(kept),
        points=_points(someone, on),
        answers={code: words for code, (_, words) in answers.items()},
    )
    return write(packet)


def _has_risk(someone: Someone) -> bool:
    return someone.side is Side.SURVIVOR and someone.risk is not RiskLevel.NOT_ASSESSED


def _summary(tell: Telling, someone: Someone) -> str:
    if someone.side is Side.PERPETRATOR:
        return tell.chance.pick(OWN_BEHAVIOUR)
    return f"{tell.chance.pick(HAPPENED)} {tell.chance.pick(WISHES)}"


def _person(someone: Someone) -> list[tuple[str, str | None]]:
    return [
        ("Known as", someone.known_as),
        ("Age", str(someone.age)),
        ("Staying in", someone.place.name if someone.place else None),
        ("Usual home in", someone.usual.name if someone.usual else None),
    ]


def _points(someone: Someone, on: date) -> tuple[Point, ...]:
    if someone.rule is None:
        return ()
    today = rule_today(someone.rule, on)
    return (
        Point(
            kind=CONTACT_KIND_LABELS[ContactKind.PHONE],
            value=someone.phone,
            state=today.state.value,
            rule=today.rule,
            allowed=today.allowed,
            not_allowed=today.not_allowed,
            steps=today.steps,
            say_we_are=someone.rule.say_we_are,
            safe_times=someone.rule.safe_times,
            id=str(someone.point_id or ""),
        ),
    )


def _answers(tell: Telling, element: Element) -> dict[str, tuple[str, str]]:
    """Return answers to the element's own questions: its label and what was said, by code."""
    return {
        code: (label, tell.chance.pick(ANSWERS[code]))
        for code, label in tell.ground.questions.get(element, ())
        if code in ANSWERS
    }
