"""Forms of releases."""

from caseflow.oversight.releases.choices import CONSENT_LABELS, ITEM_LABELS, Consent, Item
from caseflow.people.apart.choices import LeadAnswer
from caseflow.web.fields import DatePart, LongText, Radios, Text
from caseflow.web.forms import BaseForm


class ReleaseForm(BaseForm):
    """One item to be released."""

    kind = Radios("What is it?", Item, ITEM_LABELS, required="Choose what it is")
    text = LongText(
        "What the other side reads",
        required="Enter what the other side is to read",
        max=500,
        hint="Word for word, and with no name, number or place of the person’s",
    )
    consent = Radios("On what does it rest?", Consent, CONSENT_LABELS, required="Choose on what it rests")
    agreed_on = DatePart("Agreed on", called="The day on which the person agreed")
    agreed_how = LongText("How they agreed, and to whom", max=500)
    reason = LongText("Why it is needed without their agreement", max=1000)


class DecideForm(BaseForm):
    """Whether it is released, and to whose record."""

    answer = Radios(
        "Is it released?",
        [(LeadAnswer.ALLOWED, "Yes"), (LeadAnswer.REFUSED, "No")],
        required="Choose yes or no",
    )
    reference = Text("Reference of the record on the other side", max=20, hint="Needed for a yes")
    note = LongText("Why", hint="Sealed, and read on this side only", max=2000)
