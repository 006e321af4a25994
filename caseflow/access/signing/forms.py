"""The form of the password step."""

from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from caseflow.access.factors.forms import code_field
from caseflow.web.forms import BaseForm


class SignInForm(BaseForm):
    """Sign-in name and password; the code is asked for beside them only where tries are slowed."""

    username = StringField(
        "Sign-in name",
        [
            InputRequired("Enter your sign-in name"),
            Length(max=100, message="At most 100 characters"),
        ],
        render_kw={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"},
    )
    password = PasswordField(
        "Password",
        [
            InputRequired("Enter your password"),
            Length(max=128, message="At most 128 characters"),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    code = code_field(
        "Code from your code app, if you have one",
        "With the right code you need not wait. It is never required here.",
    )
