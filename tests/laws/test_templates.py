"""Templates mirror views: each is shown by its own room or taken in by another, and every shown name exists."""

from __future__ import annotations

import ast
import re

import pytest
from jinja2 import Environment, meta

from tests.laws.house import LOOKOUTS, ROOMS, TEMPLATES, Source, none_of, sources

NAME = re.compile(r"[\w/-]+\.(?:html|txt|svg)")
INLINE = {
    "a script without a source": re.compile(r"<script(?![^>]*\b(?:src|nonce)=)", re.IGNORECASE),
    "a style element": re.compile(r"<style(?![^>]*\bnonce=)", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+=", re.IGNORECASE),
    "an unescaped value": re.compile(r"\|\s*safe\b"),
    "a javascript address": re.compile(r"=\s*[\"']javascript:", re.IGNORECASE),
}


def shown_names(source: Source) -> set[str]:
    """Return the template names written in a file."""
    return {
        node.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }


def taken_in(text: str) -> set[str]:
    """Return the templates that a template extends, includes or imports."""
    return {name for name in meta.find_referenced_templates(Environment().parse(text)) if name}


def mirror_faults(templates: dict[str, str], code: dict[str, set[str]]) -> list[str]:
    """Name each template that nobody shows, and each shown name that does not exist; code maps rooms to names."""
    inside = {name for text in templates.values() for name in taken_in(text)}
    everywhere = set().union(*code.values()) if code else set()
    faults = []
    for name in sorted(templates):
        room = name.split("/")[0]
        shown_by = code.get(room, set()) if room in ROOMS + LOOKOUTS else everywhere
        if name not in shown_by and name not in inside and not name.startswith("errors/"):
            faults.append(f"templates/{name} is shown by nobody in its room")
    faults += [
        f"templates/{name} is shown and does not exist" for name in sorted(everywhere - set(templates))
    ]
    faults += [f"templates/{name} is taken in and does not exist" for name in sorted(inside - set(templates))]
    return faults


def inline_faults(name: str, text: str) -> list[str]:
    """Name what the content security policy would stop, and values that go round the escaping."""
    return [f"templates/{name} has {what}" for what, pattern in INLINE.items() if pattern.search(text)]


def templates_of_the_house() -> dict[str, str]:
    """Return every template by its name."""
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


def test_templates_mirror_views():
    code: dict[str, set[str]] = {}
    for source in sources():
        code.setdefault(source.room, set()).update(shown_names(source))
    none_of(mirror_faults(templates_of_the_house(), code))


def test_nothing_is_inline():
    none_of([fault for name, text in templates_of_the_house().items() for fault in inline_faults(name, text)])


def test_an_orphan_a_stranger_and_a_gap_are_caught():
    templates = {
        "calls/call.html": "{% extends 'layout.html' %}",
        "cases/old.html": "",
        "layout.html": "{% include 'gone.html' %}",
    }
    code = {"calls": {"calls/call.html", "calls/missing.html"}, "people": {"cases/old.html"}}
    faults = mirror_faults(templates, code)
    assert [fault.split()[0].removeprefix("templates/") for fault in faults] == [
        "cases/old.html",
        "calls/missing.html",
        "gone.html",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p style='color: red'>",
        '<a href="#" onclick="go()">',
        "{{ story | safe }}",
        "<a href='javascript:go()'>",
        "<style>p {}</style>",
    ],
)
def test_what_the_policy_stops_is_caught(text):
    assert inline_faults("a.html", text)


def test_names_are_read_from_code():
    view = Source("caseflow/calls/views.py", "def call():\n    return show('calls/call.html', page=1)")
    assert shown_names(view) == {"calls/call.html"}
    assert taken_in("{% extends 'a.html' %}{% from 'b.html' import c %}") == {"a.html", "b.html"}
