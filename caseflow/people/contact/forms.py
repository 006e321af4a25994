"""The forms of contact points: the kind first, then only what is asked about that kind."""

from functools import cache
from typing import Any, ClassVar

from caseflow.choices import FieldState
from caseflow.people.choices import STOP_LABELS, ContactKind, StopReason
from caseflow.people.contact.rule_values import ASKED, LABELS, STATES, state_words
from caseflow.web.fields import Email, Hidden, LongText, Phone, Radios, Text, Tick
from caseflow.web.forms import BaseForm

VALUE = {
    ContactKind.PHONE: lambda: Phone("Phone number", required="Enter the phone number"),
    ContactKind.EMAIL: lambda: Email("E-mail address", required="Enter the e-mail address", max=250),
    ContactKind.ADDRESS: lambda: LongText("Address", required="Enter the address", max=1_000),
}
HINTS = {
    "may_answer": "Nobody else. Anyone who answers and is not named here stops the number",
    "safe_times": "In the person’s words, like “weekday mornings while the children are at school”",
    "say_we_are": "If somebody else answers",
    "code_word": "Asked for before anything is said; shown only together with the number",
}


class PointForm(BaseForm):
    """A contact point with its rule."""

    asked: ClassVar[tuple[str, ...]] = ()

    label = Text("What it is", max=60, hint="Like “mobile”, “work”, “mother’s”")
    confirmed_now = Tick("The person has just said that this holds today")
    seen = Hidden()

    def typed(self) -> dict[str, Any]:
        """Return the point as the actions take it, without the day on which it was confirmed."""
        values = {
            name: value for name, value in self.values().items() if name not in ("seen", "confirmed_now")
        }
        return {**values, "label": values["label"] or ""}


class StopForm(BaseForm):
    """Stop a contact point."""

    reason = Radios("Why?", StopReason, STOP_LABELS, required="Choose why it is stopped")


@cache
def point_form(kind: ContactKind) -> type[PointForm]:
    """Return the form of a contact point of one kind."""
    fields: dict[str, Any] = {"asked": ASKED[kind], "value": VALUE[kind]()}
    for name in ASKED[kind]:
        if name in STATES:
            fields[name] = Radios(LABELS[name], FieldState, state_words(name))
        else:
            fields[name] = Text(LABELS[name], max=300, hint=HINTS.get(name, ""))
    return type(f"{kind.value.title()}Form", (PointForm,), fields)
