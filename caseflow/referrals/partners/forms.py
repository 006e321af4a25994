"""The form of a partner whom a professional names."""

from uuid import UUID

from caseflow.choices import FieldState
from caseflow.web.fields import DatePart, Integer, LongText, Phone, Postcode, Radios, Select, Text
from caseflow.web.forms import BaseForm

MAY = [(FieldState.ALLOWED, "Yes"), (FieldState.NOT_ALLOWED, "No")]


class PartnerForm(BaseForm):
    """A partner or former partner, as the professional tells of them."""

    name = Text("Name of the partner", called="The name")
    born = DatePart("Born", past=True, called="The birth date")
    age = Integer("Or age", most=120, example=34, called="The age")
    postcode = Postcode("Postcode", outward=True, called="The postcode")
    locality_id = Select("Staying in", empty="Not known", coerce=UUID)
    phone = Phone("Number that is said to be safe", called="The number")
    may_call = Radios("May we call it?", MAY)
    may_voicemail = Radios("Leave a voicemail?", MAY)
    may_text = Radios("Send a text?", MAY)
    who_may_answer = Text("Who else may answer?")
    harm_name = Text(
        "Who is referred for their own behaviour", hint="The name as partner support should know it"
    )
    harm_born = Text(
        "Their birth date, year or age",
        hint="By both together the safeguarding lead learns that the two records belong together",
        max=40,
    )
    summary = LongText(
        "What partner support has to know",
        required=True,
        called="What partner support has to know",
        hint="What the professional says of the partner, and of children",
        max=2000,
    )
    who = Text("Who this is", max=40)
    not_these = Text("Shown as likely", max=2_000)
