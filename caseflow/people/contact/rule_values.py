"""A contact point's rule as its form shows it, and as it is recorded now. Pure."""

from typing import Any

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
