"""Forms as a browser reads them from a page, so that a proof can fill in and post any form of the product."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TYPED = ("text", "search", "tel", "email", "password", "textarea", "number", "date", "time")


@dataclass(frozen=True)
class Option:
    """An option to be chosen by what it says; without words, the first."""

    text: str = ""


@dataclass
class Field:
    """One named control of a form: its kind, what it holds, and what it offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def offered(self, wanted: Option) -> str:
        """Return the code of an option by what it says, or of the first that is a choice at all."""
        for code in self.options:
            if code and wanted.text.lower() in self.words.get(code, "").lower():
                return code
        raise LookupError(f"{self.name} does not offer {wanted.text!r}: {self.words or self.options}")


@dataclass
class PageForm:
    """One form: where it goes, how, and its controls by name."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """Return what a browser would send if nothing was touched."""
        sent: dict[str, Any] = {}
        for one in self.fields.values():
            if one.kind in ("radio", "checkbox", "select"):
                if one.chosen:
                    sent[one.name] = one.chosen if one.kind == "checkbox" else one.chosen[-1]
            else:
                sent[one.name] = one.value
        return sent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.open: PageForm | None = None
        self.text: Field | None = None
        self.select: Field | None = None
        self.ids: dict[str, tuple[Field, str]] = {}
        self.spoken: tuple[Field, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.open)
        elif tag == "label" and given.get("for") in self.ids:
            self.spoken = self.ids[given["for"]]
        elif self.open is not None and "disabled" not in given:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self.open is not None
        name, kind = given.get("name", ""), given.get("type", "text").lower()
        if tag == "option" and self.select is not None:
            self.select.options.append(given.get("value", ""))
            if "selected" in given or not self.select.chosen:
                self.select.chosen = [given.get("value", "")]
            self.spoken = (self.select, given.get("value", ""))
        elif not name:
            return
        elif tag == "button" or kind in ("submit", "button"):
            self.open.buttons.append((name, given.get("value", "")))
        elif tag == "input" and kind in ("radio", "checkbox"):
            one = self.open.fields.setdefault(name, Field(name, kind))
            one.options.append(given.get("value", "on"))
            self.ids[given.get("id", "")] = (one, given.get("value", "on"))
            if "checked" in given:
                one.chosen.append(given.get("value", "on"))
        elif tag == "input":
            self.open.fields[name] = Field(name, kind, given.get("value", ""))
        elif tag == "textarea":
            self.text = self.open.fields[name] = Field(name, "textarea")
        elif tag == "select":
            self.select = self.open.fields[name] = Field(name, "select")

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value += data
        if self.spoken is not None:
            one, code = self.spoken
            one.words[code] = (one.words.get(code, "") + " " + " ".join(data.split())).strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag in ("label", "option"):
            self.spoken = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None


def forms_in(html: str) -> list[PageForm]:
    """Return the forms of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form_with(html: str, *names: str, action: str = "") -> PageForm:
    """Return the first form with these controls or buttons; `action` is part of its address, `.` the page's own."""
    for one in forms_in(html):
        present = set(one.fields) | {name for name, _ in one.buttons}
        there = one.action == "" if action == "." else action in one.action
        if set(names) <= present and there and one.method == "post":
            return one
    raise LookupError(
        f"no form with {names} and {action!r}; there are: {[sorted(f.fields) for f in forms_in(html)]}"
    )
