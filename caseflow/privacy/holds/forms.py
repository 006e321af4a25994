"""The form of a hold."""

from caseflow.privacy.choices import HOLD_LABELS, HoldGround
from caseflow.web.fields import LongText, Radios
from caseflow.web.forms import BaseForm


class HoldForm(BaseForm):
    """Put a record on hold."""

    ground = Radios("Why must this record be kept?", HoldGround, HOLD_LABELS, required="Choose why")
    note = LongText("What others need to know", max=2000)
