"""Fields that hold words and numbers. Each trims, and refuses what cannot be kept."""

from __future__ import annotations

from typing import Any

import phonenumbers
from wtforms import FileField, widgets
from wtforms.validators import StopValidation

from caseflow.web.field_base import Told
from caseflow.web.typed import has_unseen, many_lines, one_line, read_postcode, read_whole_number

_UNSEEN = (
    "{} held a character that cannot be seen or kept. It has been taken out: check the words and send again"
)


class Text(Told):
    """One line of words."""

    widget: Any = widgets.TextInput()
    lines_allowed = ""

    def __init__(self, label: str | None = None, *args: Any, max: int = 200, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.max = max

    def tidy(self, typed: str) -> str:
        """Return what was typed, trimmed."""
        return one_line(typed)

    def read(self, typed: str) -> Any:
        """Return the words, or None for none."""
        text = self.tidy(typed)
        if has_unseen(text, allowed=self.lines_allowed):
            raise ValueError(_UNSEEN.format(self.called))
        if len(text) > self.max:
            raise ValueError(
                f"{self.called} must be {self.max:,} characters or fewer. You typed {len(text):,}"
            )
        return text or None


class LongText(Text):
    """Words on several lines, in any script."""

    component = "textarea"
    widget = widgets.TextArea()
    lines_allowed = "\n\t"

    def __init__(self, label: str | None = None, *args: Any, max: int = 20_000, **rest: Any) -> None:
        super().__init__(label, *args, max=max, **rest)

    def tidy(self, typed: str) -> str:
        """Return what was typed with its lines kept."""
        return many_lines(typed)


class Email(Text):
    """An e-mail address, checked only so far that a slip of the finger shows."""

    input_type = "email"

    def read(self, typed: str) -> Any:
        """Return the address."""
        text = super().read(typed)
        if text is None:
            return None
        name, at, place = text.rpartition("@")
        if not (name and at and "." in place.strip(".") and " " not in text):
            raise ValueError(f"{self.called} must be an e-mail address, like name@example.com")
        return text


class Phone(Text):
    """A phone number, kept as it was typed; `e164` is the same number for comparing."""

    input_type = "tel"

    def __init__(self, label: str | None = None, *args: Any, max: int = 40, **rest: Any) -> None:
        super().__init__(label, *args, max=max, **rest)

    def read(self, typed: str) -> Any:
        """Return what was typed if it could be a number that rings."""
        text = super().read(typed)
        if text is not None and _number(text) is None:
            raise ValueError(
                f"{self.called} must be a full number in digits, like 07700 900123 or +44 116 496 0123"
            )
        return text

    @property
    def e164(self) -> str | None:
        """Return the number in its international form, or None."""
        number = _number(self.data or "")
        if number is None:
            return None
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _number(text: str) -> phonenumbers.PhoneNumber | None:
    # Invented numbers are possible but never valid, so only the possible is asked for.
    if any(letter.isalpha() for letter in text.lower().replace("ext", "").replace("x", "")):
        return None
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


class Postcode(Text):
    """A UK postcode, given back the way it is written; with `outward` its first half will do."""

    def __init__(self, label: str | None = None, *args: Any, outward: bool = False, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.outward = outward

    def read(self, typed: str) -> Any:
        """Return the postcode."""
        return read_postcode(super().read(typed) or "", self.called, outward=self.outward)


class Integer(Text):
    """A whole number within bounds."""

    input_mode = "numeric"

    def __init__(
        self,
        label: str | None = None,
        *args: Any,
        least: int = 0,
        most: int | None = None,
        example: int = 3,
        **rest: Any,
    ) -> None:
        super().__init__(label, *args, **rest)
        self.least, self.most, self.example = least, most, example

    def read(self, typed: str) -> Any:
        """Return the number."""
        typed = super().read(typed) or ""
        return read_whole_number(typed, self.called, self.least, self.most, self.example)

    @property
    def missing(self) -> bool:
        """Nought is an answer."""
        return self.data is None


class Password(Told):
    """A password: never trimmed, never shown again."""

    component = "password"
    widget = widgets.PasswordInput()

    def __init__(self, label: str | None = None, *args: Any, max: int = 256, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.max = max

    def read(self, typed: str) -> Any:
        """Return it exactly as typed."""
        if len(typed) > self.max:
            raise ValueError(f"{self.called} must be {self.max} characters or fewer")
        if has_unseen(typed):
            raise ValueError(_UNSEEN.format(self.called))
        return typed or None

    @property
    def shown(self) -> str:
        """Return nothing: what was typed is not sent back."""
        return ""


class Code(Text):
    """A code of digits, such as a second factor; spaces between them do not matter."""

    input_mode = "numeric"

    def __init__(self, label: str | None = None, *args: Any, digits: int = 6, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.digits = digits

    def read(self, typed: str) -> Any:
        """Return the digits."""
        text = (super().read(typed) or "").replace(" ", "").replace("-", "")
        if text and not (text.isascii() and text.isdigit() and len(text) == self.digits):
            raise ValueError(f"{self.called} must be {self.digits} digits")
        return text or None

    @property
    def shown(self) -> str:
        """Return nothing: a code is used once."""
        return ""


class Upload(FileField):
    """A file; the form's tag must say `upload=true`."""

    component = "file"

    def __init__(
        self, label: str | None = None, *args: Any, required: bool | str = False, **rest: Any
    ) -> None:
        rest.setdefault("description", rest.pop("hint", ""))
        super().__init__(label, *args, **rest)
        self.required = required

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the file itself, if one was sent."""
        self.data = next((one for one in valuelist if getattr(one, "filename", "")), None)

    def pre_validate(self, form: Any) -> None:
        """Ask for the file if it must be there."""
        if self.data is None and self.required:
            raise StopValidation(self.required if isinstance(self.required, str) else "Choose a file")
