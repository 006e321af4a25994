"""The form of whom one knows."""

from caseflow.web.fields import LongText, Text
from caseflow.web.forms import BaseForm


class AcquaintanceForm(BaseForm):
    """Somebody whom one knows, as far as one can say who they are."""

    name = Text("Name", max=200, hint="First name and surname")
    number = Text("Phone number or e-mail address", max=100)
    address = Text("Address", max=200)
    born = Text("Birth date, year or age", max=40)
    note = LongText("How you know them", max=1000)
