"""A token for what a page showed when it was opened, so that nobody saves over what they have not seen. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from caseflow.errors import Invalid

OVERTAKEN = (
    "Somebody else changed this while you had it open. What is recorded now is shown beside what you typed: "
    "check both, then save again."
)


def seen_token(values: Mapping[str, Any]) -> str:
    """Return a token that is the same for the same values only."""
    written = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:24]


def refuse_overtaken(seen: str | None, now_recorded: Mapping[str, Any]) -> None:
    """Raise Invalid if the values are no longer those that were seen; a program that saw no page gives none."""
    if seen is not None and seen != seen_token(now_recorded):
        raise Invalid({"seen": OVERTAKEN})
