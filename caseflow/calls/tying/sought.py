"""What somebody who may be known is looked for by. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def sought_in(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what somebody who may be known is looked for by, from the answers of a form."""
    born: date | None = values.get("born")
    birth = born.isoformat() if born else str(values.get("age") or "")
    boxes = {name: values.get(name) or "" for name in ("name", "phone", "email", "postcode")}
    return {**boxes, "birth": birth}
