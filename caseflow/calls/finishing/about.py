"""What a call must say about whom it is about before it is finished. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TOLD = ("name", "born", "age", "phone", "email")


def about_faults(values: Mapping[str, Any]) -> dict[str, str]:
    """Say that nobody was chosen although something was typed about somebody, or nothing."""
    told = any(values.get(name) not in (None, "") for name in TOLD)
    if not told or values.get("who"):
        return {}
    return {"who": "Choose who this is about: someone known, a new person, or stay anonymous"}
