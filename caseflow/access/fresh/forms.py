"""Forms that ask for the proof again."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from caseflow.access.factors.forms import code_field
from caseflow.web.forms import BaseForm


class UnlockForm(BaseForm):
    """The password of whoever locked the session, or left it idle."""

    password = PasswordField(
        "Password",
        [InputRequired("Enter your password"), Length(max=128, message="At most 128 characters")],
        render_kw={"autocomplete": "current-password"},
    )


class ConfirmForm(UnlockForm):
    """The whole proof again: the code is asked for where there is a second factor."""

    code = code_field("Code", "Six digits from your code app, or one of your recovery codes")
