"""The forms of merges."""

from functools import cache
from typing import Any

from caseflow.privacy.merging.fields import LABELS
from caseflow.web.fields import Hidden, Radios, Text
from caseflow.web.forms import BaseForm

KEPT, OTHER = "kept", "other"


class CompareForm(BaseForm):
    """Which of two values stays, for each that differs."""

    seen = Hidden()

    def taken(self) -> list[str]:
        """Return the values that are taken over from the record that is merged."""
        return [name for name in LABELS if self[f"take_{name}"].data == OTHER]


@cache
def compare_form() -> type[CompareForm]:
    """Return the form with a choice for each value of a person."""
    options = [(KEPT, "As on the first"), (OTHER, "As on the second")]
    fields: dict[str, Any] = {f"take_{name}": Radios(label, options) for name, label in LABELS.items()}
    return type("ChoicesForm", (CompareForm,), fields)


class OtherForm(BaseForm):
    """Look for the other record of a person."""

    sought = Text("Find the other record", max=200, hint="Name, birth date, phone number or reference")
