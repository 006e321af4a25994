"""Forms of erasure."""

from wtforms.validators import ValidationError

from caseflow.people.references import read_reference
from caseflow.privacy.choices import GROUND_LABELS, TOLD_LABELS, Ground, Told
from caseflow.web.fields import LongText, Radios, Text
from caseflow.web.forms import BaseForm


class LookForm(BaseForm):
    """Whose record it is about."""

    reference = Text(
        "Reference", required="Enter a reference", max=20, hint="As on the record, such as 7KX-2RM"
    )

    def validate_reference(self, field: Text) -> None:
        """Take nothing but a reference."""
        if field.data and read_reference(field.data) is None:
            raise ValidationError("A reference is six letters and digits, such as 7KX-2RM")


class ProposeForm(BaseForm):
    """Propose to erase a person."""

    ground = Radios("Why is the record to be erased?", Ground, GROUND_LABELS, required="Choose why")
    told = Radios(
        "Does the record tell of the sexual abuse of a child, at whatever time?",
        Told,
        TOLD_LABELS,
        required="Choose whether it tells of the sexual abuse of a child",
        hint="Such a record is never erased. If you are not sure, it is put on hold.",
    )
    note = LongText("What the second person needs to know", max=2000)


class DecideForm(BaseForm):
    """Refuse a proposal, with the reason, or carry it out; the button says which."""

    answer = LongText("If you refuse: why", max=2000)
