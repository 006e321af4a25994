"""Language and interpreter: what is asked, and the flags that follow from the answers. Pure."""

from collections.abc import Mapping
from typing import Any

from caseflow.people.details.questions import RELAY_LABELS, Relay

YES = "yes"


def interpreter_flags(language: Mapping[str, Any]) -> list[str]:
    """Return the flags that stand on the identity bar: an interpreter with the language, and a relay."""
    flags = []
    if language.get("interpreter") == YES:
        spoken = str(language.get("language") or "").strip()
        flags.append(f"Interpreter: {spoken}" if spoken else "Interpreter")
    flags += [RELAY_LABELS[one] for one in Relay if one.value in (language.get("relay") or ())]
    return flags
