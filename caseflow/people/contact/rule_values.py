"""A contact point's rule as its form shows it, and as it is recorded now. Pure."""

from typing import Any

from caseflow.choices import FIELD_STATE_LABELS, FieldState
from caseflow.people.choices import ContactKind

RULE_TEXTS = ("may_answer", "safe_times", "say_we_are", "code_word")
"""The attributes of a contact point's rule that hold words."""

STATES = (
    "may_call",
    "may_voicemail",
    "may_text",
    "may_email",
    "may_post",
    "withhold_number",
    "shared_device",
)


def recorded_rule(point: Any) -> dict[str, Any]:
    """Return all that the form of a contact point shows."""
    values: dict[str, Any] = {name: getattr(point, name) for name in STATES}
    values |= {name: getattr(point, name) or "" for name in RULE_TEXTS}
    return values | {"value": point.value, "label": point.label}


LABELS = {
    "may_call": "May we call?",
    "may_voicemail": "May we leave a voicemail?",
    "may_text": "May we send a text?",
    "may_email": "May we send an e-mail?",
    "may_post": "May we send a letter?",
    "withhold_number": "Withhold our number?",
    "shared_device": "Does nobody else see it?",
    "may_answer": "Who may answer",
    "safe_times": "Safe days and hours",
    "say_we_are": "Who to say we are",
    "code_word": "Code word",
}

ASKED = {
    ContactKind.PHONE: (
        "may_call",
        "may_voicemail",
        "may_text",
        "withhold_number",
        "shared_device",
        *RULE_TEXTS,
    ),
    ContactKind.EMAIL: ("may_email", "shared_device", "say_we_are", "code_word"),
    ContactKind.ADDRESS: ("may_post", "shared_device", "say_we_are"),
}
"""What is asked about each kind of contact point, in order."""

STATE_WORDS = {
    "withhold_number": {
        FieldState.ALLOWED: "Yes, withhold it",
        FieldState.NOT_ALLOWED: "No, let it show",
        FieldState.NOT_ASKED: "Not yet asked",
    },
    "shared_device": {
        FieldState.ALLOWED: "Nobody else sees it",
        FieldState.NOT_ALLOWED: "Somebody else can see it",
        FieldState.NOT_ASKED: "Not yet asked",
    },
}


def state_words(name: str) -> dict[FieldState, str]:
    """Return the words for the three states of one part of a rule."""
    return STATE_WORDS.get(name, FIELD_STATE_LABELS)


def rule_rows(kind: ContactKind, recorded: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return a recorded rule in words."""
    return [
        (LABELS[name], state_words(name)[recorded[name]] if name in STATES else recorded[name] or None)
        for name in ASKED[kind]
    ]
