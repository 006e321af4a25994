"""What is known of a person, put into the parts of a packet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from caseflow.choices import RISK_LABELS, RiskLevel, Side
from caseflow.people.choices import BIRTH_KIND_LABELS, BirthKind
from caseflow.people.details.questions import ACCESS_LABELS, RECOURSE_LABELS, RELAY_LABELS
from caseflow.people.values import ChildLine, HarmLine, PersonBrief, RevealedPoint
from caseflow.referrals.choices import Part
from caseflow.referrals.packet import Point, Section, section

WORDS = {
    **{code.value: words for code, words in ACCESS_LABELS.items()},
    **{code.value: words for code, words in RELAY_LABELS.items()},
    **{code.value: words for code, words in RECOURSE_LABELS.items()},
    "yes": "Yes",
    "no": "No",
}


def known_parts(
    brief: PersonBrief,
    harms: Iterable[HarmLine],
    assessed: str,
    said: Iterable[tuple[str, str]],
) -> dict[Part, Section]:
    """Return every part of which something is known."""
    made = (
        section(Part.PERSON, _person(brief)),
        section(Part.RISK, _risk(brief, assessed)) if brief.side is Side.SURVIVOR else None,
        section(Part.HARM, [_harm(one) for one in harms]) if brief.side is Side.SURVIVOR else None,
        section(Part.CHILDREN, [_child(one) for one in brief.children]),
        section(Part.LANGUAGE, _details(brief.sections.get("language", {}))),
        section(Part.ACCESS, _details(brief.sections.get("access", {}))),
        section(Part.CIRCUMSTANCES, _details(brief.sections.get("circumstances", {}))),
        section(Part.SAID, said),
    )
    return {one.code: one for one in made if one is not None}


def carried(revealed: RevealedPoint) -> Point:
    """Return a contact point as it travels: its rule, and then its value."""
    card = revealed.card
    return Point(
        kind=card.kind_words,
        value=revealed.value,
        state=card.state.value,
        rule=card.rule,
        allowed=card.allowed,
        not_allowed=card.not_allowed,
        steps=card.steps,
        may_answer=card.who_may_answer,
        say_we_are=card.say_we_are,
        safe_times=card.safe_times,
        code_word=revealed.code_word,
        id=str(card.id),
    )


def _person(brief: PersonBrief) -> list[tuple[str, str | None]]:
    lines: list[tuple[str, str | None]] = [("Known as", brief.known_as)]
    if brief.full_name != brief.known_as:
        lines.append(("Full name", brief.full_name))
    if brief.born and brief.birth_kind is BirthKind.EXACT:
        lines.append(("Born", _day(brief.born)))
    elif brief.age:
        lines.append(("Age", f"{brief.age} ({BIRTH_KIND_LABELS[brief.birth_kind].lower()})"))
    return [*lines, ("Staying in", brief.locality), ("Usual home in", brief.usual_locality)]


def _risk(brief: PersonBrief, assessed: str) -> list[tuple[str, str | None]]:
    level = RISK_LABELS[brief.risk]
    if brief.risk is not RiskLevel.NOT_ASSESSED and brief.risk_on:
        level = f"{level}, decided {_day(brief.risk_on)}"
    standard = "Still abuse; can change fast" if brief.risk is RiskLevel.STANDARD else None
    marac = f"Until {_day(brief.marac_until_on)}" if brief.marac_until_on else None
    return [("Level", level), ("", standard), ("Assessment", assessed), ("MARAC in 12 months", marac)]


def _harm(one: HarmLine) -> tuple[str, str]:
    parts = (
        one.relationship_words or one.relationship,
        f"also known as {one.alias}" if one.alias else "",
        f"born {one.born}" if one.born else "",
        f"lives: {one.address}" if one.address else "",
        f"now: {one.where_now}" if one.where_now else "",
        f"works: {one.works_where}" if one.works_where else "",
    )
    return one.shown_name, "; ".join(part for part in parts if part) or "Nothing more is known"


def _child(one: ChildLine) -> tuple[str, str]:
    parts = (one.age or one.born, one.sex, f"now: {one.where}" if one.where else "", one.note)
    return one.name or "Child", "; ".join(part for part in parts if part) or "Nothing more is known"


def _details(content: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    return [(name.replace("_", " ").capitalize(), _words(value)) for name, value in content.items()]


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else ""
    return WORDS.get(str(value), str(value)) if value is not None else ""


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
