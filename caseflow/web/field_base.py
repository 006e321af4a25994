"""What every field of ours has in common: it keeps what was typed and says plainly what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from caseflow.web.typed import sentence_part, without_unseen


class Told(Field):
    """A field that names itself in its messages, knows whether it must be answered, and keeps what was typed."""

    component = "text"
    ask = "Enter {part}"

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] = (),
        *,
        required: bool | str = False,
        called: str | None = None,
        hint: str = "",
        **rest: Any,
    ) -> None:
        rest.setdefault("description", hint)
        super().__init__(label, list(validators), **rest)
        self.required = required
        self.called = called or str(self.label.text).rstrip("?: ")

    @property
    def shown(self) -> str:
        """Return what belongs in the box: what was typed if anything was, else the value."""
        if self.raw_data is not None:
            return without_unseen(str(self.raw_data[0])) if self.raw_data else ""
        return self.written()

    def written(self) -> str:
        """Return the value the way a person would type it."""
        return "" if self.data is None else str(self.data)

    def _value(self) -> str:
        return self.shown

    @property
    def missing(self) -> bool:
        """Say whether nothing was given."""
        return self.data in (None, "", [], False)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the value out of what was sent; nothing sent is nothing given."""
        self.data = None
        if valuelist:
            self.data = self.read(str(valuelist[0]))

    def read(self, typed: str) -> Any:
        """Return the value in what was typed, or raise ValueError with a message for the screen."""
        raise NotImplementedError

    def pre_validate(self, form: Any) -> None:
        """Stop at the first fault, so that one field never says two things at once."""
        if self.process_errors:
            raise StopValidation()
        if self.missing and self.required:
            raise StopValidation(self.asking())

    def asking(self) -> str:
        """Return the message for a field that must be answered and was not."""
        if isinstance(self.required, str):
            return self.required
        return self.ask.format(part=sentence_part(self.called), label=self.label.text)
