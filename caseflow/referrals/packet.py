"""The packet: what the receiver will see, part by part, and which parts an element gets by default. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from caseflow.choices import Element, Side
from caseflow.people.contact_rules import PointState
from caseflow.referrals.choices import PART_LABELS, Part

Lines = tuple[tuple[str, str], ...]

SURVIVOR_PARTS = (
    Part.PERSON,
    Part.CONTACT,
    Part.RISK,
    Part.HARM,
    Part.CHILDREN,
    Part.LANGUAGE,
    Part.ACCESS,
    Part.CIRCUMSTANCES,
    Part.SAID,
)
CLIENT_PARTS = (Part.PERSON, Part.CONTACT, Part.LANGUAGE, Part.ACCESS, Part.CIRCUMSTANCES, Part.SAID)
"""On the perpetrator side: nothing of any survivor, no risk of theirs, no children as they told of them."""

CORE = frozenset({Part.PERSON, Part.CONTACT, Part.LANGUAGE, Part.ACCESS})
BY_ELEMENT: Mapping[Element, frozenset[Part]] = {
    Element.HELPLINE: frozenset({Part.PERSON, Part.CONTACT, Part.RISK}),
    Element.LOCALITY: CORE | {Part.RISK, Part.HARM, Part.CHILDREN},
    Element.SEXUAL_VIOLENCE: CORE | {Part.RISK},
    Element.ACCOMMODATION: CORE | {Part.RISK, Part.HARM, Part.CHILDREN},
    # Of a client nothing of it may go (CLIENT_PARTS); of a survivor it goes to partner support.
    Element.PERPETRATOR: CORE | {Part.RISK, Part.HARM, Part.CHILDREN},
    Element.OUTSIDE: frozenset({Part.PERSON, Part.CONTACT}),
}
"""The least that each element needs: ticked on the page, and each tick can be taken out."""


def offered(side: Side) -> tuple[Part, ...]:
    """Return the parts that may go into a packet of this side at all."""
    return SURVIVOR_PARTS if side is Side.SURVIVOR else CLIENT_PARTS


def ticked(element: Element, side: Side) -> frozenset[Part]:
    """Return the parts that go to an element unless the sender leaves them out."""
    return BY_ELEMENT[element] & frozenset(offered(side))


@dataclass(frozen=True)
class Section:
    """One part of a packet with its lines, each a label and what is said."""

    code: Part
    lines: Lines

    @property
    def title(self) -> str:
        """Return the part's heading."""
        return PART_LABELS[self.code]


@dataclass(frozen=True)
class Point:
    """A contact point that travels with its rule, the rule first; neither ever travels alone."""

    kind: str
    value: str
    state: str
    rule: str
    allowed: tuple[str, ...] = ()
    not_allowed: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    may_answer: str = ""
    say_we_are: str = ""
    safe_times: str = ""
    code_word: str = ""
    id: str = ""
    """The contact point on the record, whose rule may change after this was sent."""
    changed_at: datetime | None = None
    """When the rule was found changed since this was sent."""

    @property
    def closed(self) -> bool:
        """Tell whether the value is not to be shown: it may not be used at all."""
        return self.state == PointState.STOPPED


@dataclass(frozen=True)
class Packet:
    """What the receiver reads."""

    known_as: str
    age: str
    reference: str
    sections: tuple[Section, ...]
    points: tuple[Point, ...]
    answers: Mapping[str, str]
    """The answers to the element's questions in words, by code: an inbox shows some of them."""


def section(code: Part, lines: Iterable[tuple[str, str | None]]) -> Section | None:
    """Return a part with the lines that say something, or nothing if none does."""
    said = tuple((label, str(value).strip()) for label, value in lines if value and str(value).strip())
    return Section(code, said) if said else None


def assemble(
    known: Mapping[Part, Section],
    wanted: Iterable[Part],
    *,
    known_as: str,
    age: str,
    reference: str,
    points: Iterable[Point],
    questions: Section | None,
    answers: Mapping[str, str],
    summary: str,
) -> Packet:
    """Return the packet that holds the wanted parts and no other; contact points only with the contact part."""
    chosen = frozenset(wanted)
    parts = [part for part in SURVIVOR_PARTS if part in chosen and part in known]
    sections = [known[part] for part in parts]
    summed = section(Part.SUMMARY, [("", summary)])
    sections = [*([summed] if summed else []), *sections, *([questions] if questions else [])]
    return Packet(
        known_as=known_as,
        age=age,
        reference=reference,
        sections=tuple(sections),
        points=tuple(points) if Part.CONTACT in chosen else (),
        answers=dict(answers),
    )


GONE = "Put right or taken away after this was sent. Do not use it: ask the sender."


def with_rules(packet: Packet, now: Mapping[str, Point | None], at: datetime) -> Packet:
    """Return a packet whose contact points have the rules of now, by id; one that is None there is closed for good."""
    return replace(
        packet,
        points=tuple(_with_rule(one, now[one.id], at) if one.id in now else one for one in packet.points),
    )


def _with_rule(sent: Point, now: Point | None, at: datetime) -> Point:
    if now is None:
        now = Point(kind=sent.kind, value="", state=PointState.STOPPED, rule=GONE, id=sent.id)
    # The sentence counts the days since a yes has lapsed: that it says another number is no change of the rule.
    same = replace(now, changed_at=sent.changed_at, rule=sent.rule)
    return sent if same == sent else replace(now, changed_at=at)


def write(packet: Packet) -> dict[str, Any]:
    """Return a packet the way it is sealed."""
    return {
        "known_as": packet.known_as,
        "age": packet.age,
        "reference": packet.reference,
        "sections": [
            {"code": one.code.value, "lines": [list(line) for line in one.lines]} for one in packet.sections
        ],
        "points": [
            {
                "kind": one.kind,
                "value": one.value,
                "state": one.state,
                "rule": one.rule,
                "allowed": list(one.allowed),
                "not_allowed": list(one.not_allowed),
                "steps": list(one.steps),
                "may_answer": one.may_answer,
                "say_we_are": one.say_we_are,
                "safe_times": one.safe_times,
                "code_word": one.code_word,
                "id": one.id,
                "changed_at": one.changed_at.isoformat() if one.changed_at else None,
            }
            for one in packet.points
        ],
        "answers": dict(packet.answers),
    }


def read(content: Mapping[str, Any]) -> Packet:
    """Return a packet from what was sealed."""
    sections = tuple(
        Section(Part(one["code"]), tuple((label, words) for label, words in one["lines"]))
        for one in content.get("sections", ())
    )
    points = tuple(_point(one) for one in content.get("points", ()))
    return Packet(
        known_as=content.get("known_as", ""),
        age=content.get("age", ""),
        reference=content.get("reference", ""),
        sections=sections,
        points=points,
        answers=dict(content.get("answers", {})),
    )


def _point(stored: Mapping[str, Any]) -> Point:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
    }
    changed_at = values.get("changed_at")
    values["changed_at"] = datetime.fromisoformat(changed_at) if changed_at else None
    return Point(**values)
