"""Forms of requests to lower a computed high."""

from caseflow.assessments.choices import LEVEL_LABELS, LEVELS
from caseflow.choices import RiskLevel
from caseflow.web.fields import LongText, Radios
from caseflow.web.forms import BaseForm


class AskForm(BaseForm):
    """Ask to lower a computed high after the assessment was finished."""

    level = Radios(
        "Lower to",
        [level for level in LEVELS if level is not RiskLevel.HIGH],
        LEVEL_LABELS,
        required="Choose the lower level",
    )
    reason = LongText("Reason", max=10_000, required="Give the reason")


class DecideForm(BaseForm):
    """A manager's decision; the button says which."""

    note = LongText("Your reason", max=10_000, required="Give your reason")
