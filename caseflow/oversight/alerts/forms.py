"""The form of a risk alert."""

from caseflow.oversight.alerts.choices import ALERT_LABELS, Alert
from caseflow.web.fields import LongText, Radios
from caseflow.web.forms import BaseForm


class AlertForm(BaseForm):
    """What happened with a client."""

    kind = Radios("What happened?", Alert, ALERT_LABELS, required="Choose what happened")
    detail = LongText(
        "What has to be known",
        max=1000,
        hint="It is passed on word for word: write only what keeps somebody safe",
    )
