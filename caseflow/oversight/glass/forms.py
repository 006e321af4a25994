"""Forms of break-glass."""

from caseflow.oversight.glass.choices import (
    GLASS_OUTCOME_LABELS,
    GLASS_REASON_LABELS,
    GlassOutcome,
    GlassReason,
)
from caseflow.web.fields import LongText, Radios, Text
from caseflow.web.forms import BaseForm


class BreakForm(BaseForm):
    """Which restricted record has to be opened, and why."""

    which = Text("Reference", required="Enter the reference", max=120, hint="Like BCD-234")
    reason = Radios("Why now?", GlassReason, GLASS_REASON_LABELS, required="Choose why")
    detail = LongText(
        "What happened", required="Say what happened", max=2000, hint="Sealed; read by whoever reviews this"
    )


class AskForm(BaseForm):
    """What the reviewer wants to know."""

    question = LongText("What do you want to know?", max=1000)


class AnswerForm(BaseForm):
    """What whoever opened the record answers."""

    answer = LongText("Your answer", max=2000)


class ReviewForm(BaseForm):
    """What the review came to."""

    outcome = Radios("Outcome", GlassOutcome, GLASS_OUTCOME_LABELS, required="Choose an outcome")
    note = LongText("Note", max=2000)
