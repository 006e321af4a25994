"""Forms of the second factor."""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from caseflow.web.forms import BaseForm


def code_field(label: str, hint: str, *, missing: str = "") -> StringField:
    """Return the box for a code."""
    needed = [InputRequired(missing)] if missing else []
    return StringField(
        label,
        [*needed, Length(max=60, message="At most 60 characters")],
        description=hint,
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"},
    )


class SecondStepForm(BaseForm):
    """The second step of a sign-in."""

    code = code_field(
        "Code",
        "Six digits from your code app. If you do not have it, one of your recovery codes.",
        missing="Enter the code",
    )


class ConfirmFactorForm(BaseForm):
    """The first code of a new code app."""

    code = code_field("Code", "The six digits that the app shows now", missing="Enter the six digits")
