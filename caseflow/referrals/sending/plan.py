"""What a worker decided on the refer page, and what is wrong with it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caseflow.choices import Element
from caseflow.directory.choices import NEED_LABELS, Need, QuestionKind
from caseflow.directory.lines import QuestionLine
from caseflow.people.giving_away import given_away
from caseflow.referrals.choices import PART_LABELS, Agreement, Basis, Part
from caseflow.referrals.situation import Answer, Situation

YES_NO = {"yes": "Yes", "no": "No", "unknown": "Don't know"}
RELATIONS = {"my", "his", "her", "the", "wife", "husband", "partner", "ex", "girlfriend", "boyfriend"}
"""What stands beside a name where somebody is asked for their partner."""
Answers = Mapping[str, object]
NO_NUMBER = (
    "There is no number yet: the service cannot ring. Add one, or say in the summary how they can be reached"
)
NONE_TRAVELS = (
    "No number or address is chosen to travel: the service cannot ring. "
    "Choose one, or say in the summary how they can be reached"
)


@dataclass(frozen=True)
class Plan:
    """Everything that one sending holds: the situation, the services, the packet, agreement."""

    situation: Situation
    services: tuple[UUID, ...] = ()
    answers: Mapping[Element, Answers] = field(default_factory=dict)
    parts: Mapping[Element, frozenset[Part]] = field(default_factory=dict)
    points: frozenset[UUID] = frozenset()
    summary: str = ""
    agreement: Agreement | None = None
    basis: Basis | None = None
    basis_detail: str = ""
    call_id: UUID | None = None
    again_id: UUID | None = None
    """The declined referral that this one follows."""


def parts_name(element: Element) -> str:
    """Return the name of the field in which an element's parts are ticked."""
    return f"parts_{element}"


def question_name(element: Element, code: str) -> str:
    """Return the name of the field in which a question is answered."""
    return f"q_{element}_{code}"


def faults(
    plan: Plan,
    answer: Answer,
    questions: Mapping[Element, list[QuestionLine]],
    usable: frozenset[UUID],
) -> dict[str, str]:
    """Return what is wrong with a plan, by field; `usable` are the ways by which the person can be reached."""
    found: dict[str, str] = {}
    offers = {offer.team.id: offer for offer in answer.offers}
    if not plan.situation.needs:
        found["needs"] = "Choose what is needed"
    without = answer.unanswered(plan.services)
    if without:
        found["services"] = _choose(without)
    elif not plan.services and not answer.gaps:
        found["services"] = "Choose at least one service"
    if any(service not in offers for service in plan.services):
        found["services"] = (
            "One of these services is no longer offered for what is needed. Look again and choose"
        )
    chosen = {offers[service].team.element for service in plan.services if service in offers}
    for element in chosen:
        for line in questions.get(element, ()):
            if line.required and not answered(plan.answers.get(element, {}).get(line.code)):
                found[question_name(element, line.code)] = f"Answer “{line.label}”"
    if chosen and not plan.summary.strip() and not _reachable(plan, chosen, usable):
        found["summary"] = NONE_TRAVELS if usable else NO_NUMBER
    return found | _agreement_faults(plan)


def told_of_partner(plan: Plan, elements: Iterable[Element], narrative: str, partner: str) -> dict[str, str]:
    """Return where a client's packets would name the partner whom they told of, by field.

    Of whoever is harmed nothing reaches the side that works with who harms: their name would say where to look.
    """
    names = [_name_in(partner)]
    found = {}
    if said := given_away(plan.summary, names, []):
        found["summary"] = _names_them(said)
    for element in elements:
        carried = Part.SAID in plan.parts.get(element, frozenset())
        if carried and (said := given_away(narrative, names, [])):
            found[parts_name(element)] = f"{_names_them(said)}, or untick “{PART_LABELS[Part.SAID]}”"
        for code, answer in plan.answers.get(element, {}).items():
            if isinstance(answer, str) and (said := given_away(answer, names, [])):
                found[question_name(element, code)] = _names_them(said)
    return found


def _name_in(partner: str) -> str:
    """Return the names out of what was written of a partner, without what they are and where they live."""
    words = re.split(r"[,;(\d]", partner)[0].split()
    return " ".join(word for word in words if word[:1].isupper() and word.casefold() not in RELATIONS)


def _names_them(said: Sequence[str]) -> str:
    return (
        f"This names who is harmed, and goes to who works with the person harming: take out {', '.join(said)}"
    )


def _reachable(plan: Plan, chosen: Iterable[Element], usable: frozenset[UUID]) -> bool:
    """Tell whether every packet carries a way to reach the person."""
    carried = all(Part.CONTACT in plan.parts.get(element, frozenset()) for element in chosen)
    return carried and bool(plan.points & usable)


def short_need(need: Need) -> str:
    """Return a need as it stands within a sentence, without what its label adds after a comma."""
    words = NEED_LABELS[need].split(",")[0]
    return words[:1].lower() + words[1:]


def _choose(needs: Sequence[Need]) -> str:
    """Name each need that has no service yet."""
    names = [short_need(need) for need in needs]
    untick = "untick the need" if len(names) == 1 else "untick what is not needed"
    return f"Choose a service for {', and one for '.join(names)}, or {untick}"


def _agreement_faults(plan: Plan) -> dict[str, str]:
    if plan.agreement is None:
        return {"agreement": "Say whether the person agreed"}
    if plan.agreement is Agreement.GIVEN:
        return {}
    found = {}
    if plan.basis is None:
        found["basis"] = "Choose on what basis this is sent without agreement"
    if not plan.basis_detail.strip():
        found["basis_detail"] = "Say why it is necessary and proportionate"
    return found


def answered(value: object) -> bool:
    """Tell whether a question has an answer."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], ())


def in_words(line: QuestionLine, value: object) -> str:
    """Return an answer as the receiver reads it."""
    labels = dict(line.options)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if line.kind is QuestionKind.CHOICE:
        return labels.get(str(value), str(value))
    if line.kind is QuestionKind.YES_NO:
        return YES_NO.get(str(value), str(value))
    return str(value).strip()
