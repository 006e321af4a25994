"""Forms of safeguarding actions."""

from typing import Any

from caseflow.assessments.choices import (
    SAFEGUARDING_DECISION_LABELS,
    SAFEGUARDING_KIND_LABELS,
    SafeguardingDecision,
    SafeguardingKind,
)
from caseflow.web.fields import DatePart, LongText, Radios, Text, Tick
from caseflow.web.forms import BaseForm


class SafeguardingForm(BaseForm):
    """Record a safeguarding decision, also when it is no."""

    kind = Radios(
        "Whom is it about?", SafeguardingKind, SAFEGUARDING_KIND_LABELS, required="Choose whom it is about"
    )
    about = Text("Who, if not the person", max=200, hint="For example a child in the home")
    decision = Radios(
        "Raise it?", SafeguardingDecision, SAFEGUARDING_DECISION_LABELS, required="Choose the decision"
    )
    reason = LongText("Reason", required="Give the reason", max=10_000)
    sent_to = Text("Sent to", max=200, hint="Leave empty if it is still to be sent")
    reference = Text("Their reference", max=80)
    chase_on = DatePart("Chase an answer on", future=True, hint="Two days from now if left empty")

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {
            "kind": self.kind.data,
            "decision": self.decision.data,
            "reason": self.reason.data,
            "about": self.about.data or "",
            "sent_to": self.sent_to.data or "",
            "reference": self.reference.data or "",
            "chase_on": self.chase_on.data,
        }


class SendForm(BaseForm):
    """It was sent."""

    sent_to = Text("Sent to", max=200, required="Enter where it was sent")
    reference = Text("Their reference", max=80)
    chase_on = DatePart("Chase an answer on", future=True, hint="Two days from now if left empty")

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {
            "sent_to": self.sent_to.data,
            "reference": self.reference.data or "",
            "chase_on": self.chase_on.data,
        }


class AnswerForm(BaseForm):
    """An answer came, or it was chased and has not come yet."""

    answered = Tick("They have answered")
    note = LongText(
        "What they said, or what was tried", max=10_000, required="Say what they said, or what was tried"
    )
    reference = Text("Their reference", max=80)
    chase_on = DatePart("Chase again on", future=True, hint="Only if they have not answered")

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {
            "note": self.note.data,
            "reference": self.reference.data or "",
            "chase_on": self.chase_on.data,
        }
