"""The form that asks for the proof again."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from caseflow.web.forms import BaseForm


class ConfirmForm(BaseForm):
    """The password of whoever is signed in."""

    password = PasswordField(
        "Password",
        [InputRequired("Enter your password"), Length(max=128, message="At most 128 characters")],
        render_kw={"autocomplete": "current-password"},
    )
