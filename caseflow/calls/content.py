"""What a finished call says: from the fields of the form to columns and sealed details, and back to words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from caseflow.calls.choices import (
    ABUSE_LABELS,
    CHECK_LABELS,
    DANGER_LABELS,
    DIALLED_LABELS,
    DROP_LABELS,
    SAFE_LABELS,
    AbuseKind,
    CallerCheck,
    CallerType,
    Danger,
    Dialled,
    DropPlan,
    SafeToTalk,
)
from caseflow.choices import FieldState, Side
from caseflow.directory.calendar import LONDON
from caseflow.people.choices import RELATIONSHIP_LABELS, Relationship

ADULT = 18

Details = dict[str, Any]
Line = tuple[str, str]

CALLER = {"caller_name": "Caller's name", "caller_agency": "Organisation", "caller_link": "To the person"}
PLACE = {"where_now": "Where right now", "number_now": "Number now", "again_at": "Call again at"}
DANGER = {
    "dialled": "Who dialled 999",
    "dialled_at": "Dialled at",
    "log_number": "Log number",
    "weapons": "Weapons",
    "danger_children": "Children there",
    "can_hear": "Can be heard",
    "ambulance": "Ambulance",
}
ABOUT = {
    "name": "Name",
    "born": "Born",
    "age": "Age",
    "phone": "Phone",
    "email": "E-mail",
    "postcode": "Postcode",
    "may_call": "May we call it",
    "may_voicemail": "Leave a voicemail",
    "may_text": "Send a text",
    "who_may_answer": "Who may answer",
}
HARM = {
    "harm_name": "Name",
    "harm_relationship": "Relationship",
    "harm_where": "Where now",
    "harm_born": "Born",
    "harm_area": "Address or area",
    "harm_works": "Works where",
    "harm_not_named": "Not named",
}
MORE = {
    "abuse": "Kinds of abuse",
    "children": "Children",
    "children_where": "Where the children are",
    "interpreter": "Interpreter now",
    "interpreter_language": "Language",
    "easier": "What would make this easier",
}
OWN = {
    "own_partner": "Partner or former partner",
    "own_children": "Children",
    "own_contact": "Contact with them now",
    "own_weapons": "Weapons",
    "own_suicide": "Thoughts of suicide",
    "own_wish": "Why now",
}
SECTIONS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("Caller", CALLER),
    ("Where and how", PLACE),
    ("Danger", DANGER),
    ("About", ABOUT),
    ("Who is causing harm", HARM),
    ("More", MORE),
    ("Own behaviour", OWN),
)
NOT_OF_OWN = (*HARM, "abuse")
ASKED = {"yes": "Yes", "no": "No", "unknown": "Don't know"}
WISHES = {
    "own": "Own wish",
    "court": "Court or probation",
    "family": "Family or partner asked",
    "other": "Other",
}
MAY = {FieldState.ALLOWED: "Yes", FieldState.NOT_ALLOWED: "No"}


@dataclass(frozen=True)
class Content:
    """A finished call: plain codes, the sealed parts, and the outcomes."""

    codes: dict[str, Any]
    narrative: str
    drop_plan: dict[str, str] | None
    details: Details
    outcomes: tuple[str, ...]


def content_of(values: Mapping[str, Any]) -> Content:
    """Return what is kept of a form's answers; parts that the caller type does not ask are left out."""
    caller = values.get("caller_type")
    own = caller is CallerType.OWN_BEHAVIOUR
    left_out = set(NOT_OF_OWN) if own else set(OWN)
    if values.get("danger") is not Danger.YES:
        left_out |= set(DANGER)
    if caller is CallerType.SURVIVOR:
        left_out |= set(CALLER)
    fields = [name for _, part in SECTIONS for name in part if name not in left_out]
    details = {name: plain(values[name]) for name in fields if _given(values.get(name))}
    codes = {
        name: values.get(name) for name in ("caller_type", "safe_to_talk", "danger", "check", "locality_id")
    }
    codes["profession"] = values.get("profession") if caller is CallerType.PROFESSIONAL else None
    return Content(
        codes,
        values.get("narrative") or "",
        drop_plan_of(values),
        details,
        tuple(str(one) for one in values.get("outcomes") or ()),
    )


def drop_plan_of(values: Mapping[str, Any]) -> dict[str, str] | None:
    """Return what to do if the line drops, where it was said."""
    if not values.get("drop_plan"):
        return None
    plan = {"plan": str(values["drop_plan"])}
    if values["drop_plan"] is DropPlan.CALL_BACK and values.get("drop_number"):
        plan["number"] = str(values["drop_number"])
    return plan


def _given(value: Any) -> bool:
    return value not in (None, "", [], False)


def plain(value: Any) -> Any:
    """Return a form's value as it can be kept in a sealed dictionary."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def sections(details: Details | None) -> list[tuple[str, list[Line]]]:
    """Return the details in words, by section; sections without an answer are left out."""
    kept = details or {}
    found = []
    for title, part in SECTIONS:
        lines = [(label, words_of(name, kept[name])) for name, label in part.items() if name in kept]
        if lines:
            found.append((title, lines))
    return found


def words_of(name: str, value: Any) -> str:
    """Return one kept answer in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "abuse":
        return ", ".join(abuse_words(value))
    if name == "dialled":
        return DIALLED_LABELS[Dialled(value)]
    if name == "harm_relationship":
        return RELATIONSHIP_LABELS[Relationship(value)]
    if name in ("may_call", "may_voicemail", "may_text"):
        return MAY[FieldState(value)]
    if name == "own_wish":
        return WISHES.get(str(value), str(value))
    if name == "born":
        return _day(str(value))
    return ASKED.get(str(value), str(value))


def abuse_words(codes: Iterable[str]) -> list[str]:
    """Return kinds of abuse in words."""
    return [ABUSE_LABELS[AbuseKind(code)] for code in codes]


def first_lines(
    safe: SafeToTalk | None, danger: Danger | None, check: CallerCheck | None, plan: Mapping[str, str] | None
) -> list[Line]:
    """Return what was asked first, in words."""
    lines: list[Line] = []
    if safe:
        lines.append(("Safe to talk", SAFE_LABELS[safe]))
    if danger:
        lines.append(("Immediate danger", DANGER_LABELS[danger]))
    if check:
        lines.append(("Caller check", CHECK_LABELS[check]))
    if plan:
        number = f" on {plan['number']}" if plan.get("number") else ""
        lines.append(("If the line drops", f"{DROP_LABELS[DropPlan(plan['plan'])]}{number}"))
    return lines


def _day(value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B %Y}"


def years_old(born: date | None, age: int | None, today: date) -> int | None:
    """Return how old somebody is, by birth date or by the age that was said."""
    if born is not None and born <= today:
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age


def under_eighteen(born: date | None, age: int | None, today: date) -> bool:
    """Tell whether a child-safeguarding decision comes first."""
    years = years_old(born, age, today)
    return years is not None and years < ADULT


def faults(
    values: Mapping[str, Any], now: datetime, booked: tuple[datetime, datetime] | None
) -> dict[str, str]:
    """Say what keeps a call from being finished, field by field: only the first row must be answered."""
    found: dict[str, str] = {}
    if not values.get("caller_type"):
        found["caller_type"] = "Choose who is calling"
    elif values["caller_type"] is CallerType.PROFESSIONAL and not values.get("profession"):
        found["profession"] = "Choose the kind of organisation"
    outcomes = values.get("outcomes") or ()
    if "call_back" in outcomes:
        found |= _callback_faults(values, now, booked)
    return found


def _callback_faults(
    values: Mapping[str, Any], now: datetime, booked: tuple[datetime, datetime] | None
) -> dict[str, str]:
    for name, message in (
        ("callback_on", "Enter the day of the call-back"),
        ("callback_from", "Enter from when we may ring"),
        ("callback_until", "Enter until when we may ring"),
    ):
        if not values.get(name):
            return {name: message}
    if booked is None or booked[1] <= booked[0]:
        return {"callback_until": "The call-back must end after it begins"}
    if booked[1] <= now:
        return {"callback_on": "The call-back must be in the future"}
    return {}


def side_fault(side: Side, person_side: Side) -> str | None:
    """Say why a call cannot be tied to a person across the wall, or nothing."""
    if side is person_side:
        return None
    return (
        "This caller type belongs to the other side. Untie the person first, or choose the caller type again"
    )


def split_name(name: str) -> tuple[str, str]:
    """Return a typed name as given name and surname: the last word is the surname, if there are several."""
    given, _, surname = name.strip().rpartition(" ")
    return (given.strip(), surname) if given else (surname, "")


RULE = {
    "may_call": "may_call",
    "may_voicemail": "may_voicemail",
    "may_text": "may_text",
    "who_may_answer": "may_answer",
}


def rule_said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rule of a number as far as it was asked; the rest stays not yet asked."""
    return {rule: values[name] for name, rule in RULE.items() if values.get(name)}


def booked_between(values: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """Return from when to when a call-back was booked, by the clock on the wall in England."""
    day, begins, ends = (values.get(name) for name in ("callback_on", "callback_from", "callback_until"))
    if not (isinstance(day, date) and isinstance(begins, time) and isinstance(ends, time)):
        return None
    return datetime.combine(day, begins, LONDON), datetime.combine(day, ends, LONDON)
