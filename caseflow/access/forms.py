"""The form of a change of one's own password."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length, ValidationError

from caseflow.web.forms import BaseForm


class PasswordForm(BaseForm):
    """The present password and the new one, typed twice."""

    current = PasswordField(
        "Present password",
        [
            InputRequired("Enter your present password"),
            Length(max=128, message="At most 128 characters"),
        ],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        "New password",
        [
            InputRequired("Enter a new password"),
            Length(max=128, message="Password must be 128 characters or fewer."),
        ],
        description="15 characters or more. Three or four unrelated words are easy to remember.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, field: PasswordField) -> None:
        """Refuse two different entries."""
        if field.data != self.new.data:
            raise ValidationError("The two new passwords differ.")
