"""What a draft's texts mean before the form has checked them, and how they are shown side by side. Pure."""

from __future__ import annotations

from datetime import date

from caseflow.calls.choices import (
    ABUSE_LABELS,
    ASKED_CALLERS,
    CALLER_LABELS,
    CHECK_LABELS,
    DANGER_LABELS,
    DROP_LABELS,
    OUTCOME_LABELS,
    PROFESSION_LABELS,
    SAFE_LABELS,
)
from caseflow.calls.content import ABOUT, CALLER, DANGER, HARM, MORE, OWN, PLACE
from caseflow.calls.drafting import Typed

FIRST = {
    "caller_type": "Who is calling",
    "profession": "Organisation type",
    "channel": "Came by",
    "direction": "Direction",
    "safe_to_talk": "Safe to talk",
    "danger": "Immediate danger",
    "drop_plan": "If the line drops",
    "drop_number": "Call back on",
    "locality_id": "Staying in",
    "check": "Caller check",
    "who": "Who it is about",
    "narrative": "What was said",
    "outcomes": "What came of it",
    "callback_on": "Call-back: day",
    "callback_from": "Call-back: from",
    "callback_until": "Call-back: until",
    "callback_number": "Call-back: number",
    "callback_agreed": "Call-back: within the agreed times",
}
WORDS = {**FIRST, **CALLER, **PLACE, **ABOUT, **MORE}
WORDS |= {name: f"Danger: {words}" for name, words in DANGER.items()}
WORDS |= {name: f"Causing harm: {words}" for name, words in HARM.items()}
WORDS |= {name: f"Own behaviour: {words}" for name, words in OWN.items()}
CODES = {
    "caller_type": {str(one): CALLER_LABELS[one] for one in ASKED_CALLERS},
    "profession": {str(one): words for one, words in PROFESSION_LABELS.items()},
    "check": {str(one): words for one, words in CHECK_LABELS.items()},
    "danger": {str(one): words for one, words in DANGER_LABELS.items()},
    "drop_plan": {str(one): words for one, words in DROP_LABELS.items()},
    "safe_to_talk": {str(one): words for one, words in SAFE_LABELS.items()},
    "outcomes": {str(one): words for one, words in OUTCOME_LABELS.items()},
    "abuse": {str(one): words for one, words in ABUSE_LABELS.items()},
}
PARTS = ("day", "month", "year")


MOST_OF_A_NAME = 40
"""More of a name than tells two calls apart would only push the rest off the line."""


def short_name(name: str) -> str:
    """Return a typed name as tabs and lists show it: on one line, and cut where it is far too long."""
    plain = " ".join(name.split())
    return plain if len(plain) <= MOST_OF_A_NAME else plain[: MOST_OF_A_NAME - 1].rstrip() + "…"


def field_words(name: str) -> str:
    """Return what a box is called on the screen."""
    whole, _, part = name.rpartition("-")
    if part in PARTS:
        return f"{WORDS.get(whole, whole)}, {part}"
    return WORDS.get(name, name.replace("_", " "))


def shown_text(name: str, texts: list[str] | None) -> str:
    """Return what was typed or chosen in a box, in words."""
    words = CODES.get(name, {})
    return ", ".join(words.get(text, "Yes" if text == "y" else text) for text in texts or () if text)


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()


def birth_text(typed: Typed) -> str:
    """Return what was typed of a birth the way the finder reads it: a date, a year or an age."""
    parts = [_one(typed, f"born-{part}") for part in PARTS]
    if all(parts):
        return " ".join(parts) if not parts[1].isdigit() else "/".join(parts)
    return parts[2] or parts[0] or _one(typed, "age")


def born_typed(typed: Typed) -> date | None:
    """Return the birth date in the three boxes, if it is a real one in figures."""
    parts = [_one(typed, f"born-{part}") for part in PARTS]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def age_typed(typed: Typed) -> int | None:
    """Return the age that was typed, if it is one."""
    text = _one(typed, "age")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None
