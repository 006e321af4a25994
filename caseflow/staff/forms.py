"""Forms of the administration of users."""

import re
from typing import Any
from uuid import UUID

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length, ValidationError

from caseflow.access.policy import ROLE_LABELS, Role
from caseflow.choices import SIDE_LABELS, Side
from caseflow.staff.queries import Offer
from caseflow.web.fields import Radios, Select, Text, Tick
from caseflow.web.forms import BaseForm

USERNAME = re.compile(r"[A-Za-z0-9._@+-]{3,100}")


class AddUserForm(BaseForm):
    """A new user."""

    name = Text("Name", required="Enter the person's name", max=100)
    username = Text(
        "Sign-in name",
        required="Enter a sign-in name",
        max=100,
        hint="3 or more letters, digits, dots or dashes",
    )

    def validate_username(self, field: Any) -> None:
        """Keep sign-in names easy to type."""
        if field.data and not USERNAME.fullmatch(field.data):
            raise ValidationError(
                "A sign-in name has 3 or more letters, digits, dots or dashes, and no spaces"
            )


class RoleForm(BaseForm):
    """A role to give."""

    role = Radios("Role", Role, ROLE_LABELS, required="Choose a role")
    service_id = Select("Service", [], coerce=UUID, empty="No service")
    side = Radios(
        "Side",
        Side,
        SIDE_LABELS,
        hint="For the helpline, and for roles without a service; others have their service's side.",
    )
    deputy = Tick("As deputy", hint="Only for the safeguarding lead: the same rights, and shown as deputy")
    funder = Select("Funder", [], empty="No funder", hint="Only for a commissioner")

    def offer(self, offer: Offer) -> None:
        """Offer the services and funders of the area."""
        self.service_id.offer([(one, name) for one, name in offer.services])
        self.funder.offer(list(offer.funders))


class NewPasswordForm(BaseForm):
    """A new password, typed twice, by whoever holds a reset link."""

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
