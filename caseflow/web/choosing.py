"""Fields that offer a list: radios, checkboxes, select. Nothing is ever chosen beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from wtforms import widgets
from wtforms.validators import StopValidation

from caseflow.web.field_base import Told

Offered = type[Enum] | Iterable[Any]
_MOST = 400


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: its stored code and the words shown for it."""

    value: str
    label: str


class Answer(StrEnum):
    """The three answers to a question that may not be known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def _options(choices: Offered, labels: Mapping[Any, str] | None) -> list[Option]:
    if isinstance(choices, type) and issubclass(choices, Enum):
        words = labels or {}
        return [Option(str(one.value), words.get(one, str(one.value))) for one in choices]
    options = []
    for one in choices:
        if isinstance(one, Option):
            options.append(one)
        elif isinstance(one, Enum):
            options.append(Option(str(one.value), (labels or {}).get(one, str(one.value))))
        else:
            code, words_shown = one[0], one[1]
            options.append(Option(str(getattr(code, "value", code)), str(words_shown)))
    return options


class Radios(Told):
    """One choice of several, given back as the member of its list."""

    component = "radios"
    ask = "Choose an answer for “{label}”"
    many = False

    def __init__(
        self,
        label: str | None = None,
        choices: Offered = (),
        labels: Mapping[Any, str] | None = None,
        *,
        hints: Mapping[Any, str] | None = None,
        coerce: Callable[[str], Any] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(label, **rest)
        self.hints = {str(getattr(code, "value", code)): words for code, words in (hints or {}).items()}
        self._coerce = coerce
        self._given: list[str] | None = None
        self.offer(choices, labels)
        if not self.many:
            self.label.field_id = self.id

    def offer(self, choices: Offered, labels: Mapping[Any, str] | None = None) -> None:
        """Put another list in place, before or after the answer has come in."""
        self.options = _options(choices, labels)
        self._turn = self._coerce or self._member_of(choices) or str
        if self._given is not None:
            self._resolve()

    @staticmethod
    def _member_of(choices: Offered) -> Callable[[str], Any] | None:
        if isinstance(choices, type) and issubclass(choices, Enum):
            return choices
        listed = list(choices) if isinstance(choices, list | tuple) else []
        codes = [
            one if isinstance(one, Enum) else one[0] for one in listed if isinstance(one, Enum | tuple | list)
        ]
        if codes and all(isinstance(code, Enum) for code in codes):
            return type(codes[0])
        return None

    def process_data(self, value: Any) -> None:
        """Take the value that the form begins with."""
        values = [] if value is None else list(value) if self.many else [value]
        self._given = [str(getattr(one, "value", one)) for one in values if one not in (None, "")]
        self._resolve()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the codes that were sent; whether they are on the list is seen at validation."""
        sent = [str(code) for code in valuelist[:_MOST] if code != ""]
        self._given = list(dict.fromkeys(sent)) if self.many else sent[:1]
        self._resolve()

    def _resolve(self) -> None:
        known = {option.value for option in self.options}
        chosen = [self._turn(code) for code in self._given or () if code in known]
        self.data = chosen if self.many else (chosen[0] if chosen else None)

    @property
    def chosen(self) -> frozenset[str]:
        """Return the codes that are ticked now."""
        known = {option.value for option in self.options}
        return frozenset(code for code in self._given or () if code in known)

    def pre_validate(self, form: Any) -> None:
        """Refuse a code that is not on the list, whoever sent it."""
        known = {option.value for option in self.options}
        if any(code not in known for code in self._given or ()):
            raise StopValidation(f"“{self.called}” has an answer that is not on the list. Choose again")
        super().pre_validate(form)


class Select(Radios):
    """One choice of a long list, in a box; `empty` is the first line, for no choice."""

    component = "select"

    def __init__(
        self, label: str | None = None, choices: Offered = (), *args: Any, empty: str = "", **rest: Any
    ) -> None:
        super().__init__(label, choices, *args, **rest)
        self.empty = empty


class Checkboxes(Radios):
    """Any number of choices; the value is always a list."""

    component = "checkboxes"
    ask = "Choose at least one answer for “{label}”"
    many = True


class YesNoUnknown(Radios):
    """Yes, no, or not known, with nothing chosen beforehand."""

    def __init__(self, label: str | None = None, *, unknown: str = "Don’t know", **rest: Any) -> None:
        words = {Answer.YES: "Yes", Answer.NO: "No", Answer.UNKNOWN: unknown}
        super().__init__(label, Answer, words, **rest)


class Tick(Told):
    """One box to tick: true when it was sent."""

    component = "tick"
    widget = widgets.CheckboxInput()
    ask = "Tick “{label}” to go on"

    def process_data(self, value: Any) -> None:
        """Take the value that the form begins with."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A box that was not ticked is not sent at all."""
        self.data = bool(valuelist) and str(valuelist[0]).lower() not in ("", "false", "0", "off")

    def _value(self) -> str:
        return "y"
