"""The form of the desk: one press, nothing typed."""

from caseflow.web.forms import BaseForm


class PressForm(BaseForm):
    """A post of one press, with its token and its one-time key."""
