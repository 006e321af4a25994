"""The form of a signal's outcome."""

from caseflow.oversight.signals.choices import OUTCOME_LABELS, Outcome
from caseflow.web.fields import LongText, Radios
from caseflow.web.forms import BaseForm


class OutcomeForm(BaseForm):
    """What came of asking."""

    outcome = Radios("What came of it", Outcome, OUTCOME_LABELS, required="Choose what came of it")
    note = LongText(
        "What was asked and answered", required="Say what you asked and what you were told", hint="Sealed"
    )
