"""The parent of all forms: CSRF token, one-time key, and errors of an action shown beside its fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseflow.errors import Invalid

ONCE = "once"


def new_once() -> str:
    """Return a one-time key for a form."""
    return uuid4().hex


class BaseForm(FlaskForm):
    """A form of caseflow. Its one-time key makes the same post twice have one effect."""

    once = HiddenField(default=new_once)

    own_fields = ("csrf_token", ONCE)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Put the faults that an action finds beside the fields they are about, keeping what was typed."""
        try:
            yield
        except Invalid as fault:
            self.refuse(fault.faults)

    def refuse(self, faults: dict[str, str]) -> None:
        """Add messages to fields; a name that is no field goes to the top of the form."""
        for name, message in faults.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, message]
            else:
                self.form_errors.append(message)

    def values(self) -> dict[str, Any]:
        """Return what was typed, by field, without the form's own fields."""
        return {name: value for name, value in self.data.items() if name not in self.own_fields}


class PressForm(BaseForm):
    """A form that is only a button."""


def token_holds(token: str | None) -> bool:
    """Tell whether a posted CSRF token is this session's."""
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True
