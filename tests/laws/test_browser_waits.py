"""A browser's test reads no page that may still be on its way.

A click only asks for the next page. What is read at once after it is read of the page before, or of none: such a
test passes for the wrong reason, and on a busy machine fails for none.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

BROWSER = Path(__file__).parents[1] / "browser"
FILES = sorted(BROWSER.glob("test_*.py"))

WAITS = {
    "expect",
    "until",
    "saved",
    "wait_for",
    "wait_for_url",
    "wait_for_timeout",
    "check",
    "fill",
    "uncheck",
}
READS = {"axe", "sound", "picture", "at", "evaluate", "content", "inner_text", "goto", "reload"}


def calls_of(function: ast.FunctionDef) -> list[tuple[int, str]]:
    """Return what a function calls, in the order it is called in: (line, name)."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found.append((node.end_lineno or 0, node.end_col_offset or 0, name))
    return [(line, name) for line, _, name in sorted(found)]


def read_too_early(source: str) -> list[str]:
    """Return each line that reads a page after a click with nothing waited for between them."""
    early = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        clicked = 0
        for line, name in calls_of(function):
            if name == "click":
                clicked = line
            elif name in WAITS:
                clicked = 0
            elif name in READS and clicked:
                early.append(f"line {line}: {name}() after the click of line {clicked}")
    return early


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_after_a_click_something_is_waited_for(file: Path) -> None:
    assert read_too_early(file.read_text(encoding="utf-8")) == []


def test_the_law_sees_what_is_read_too_early() -> None:
    early = "def test_it(page, axe):\n    page.click('a')\n    assert axe(page) == []\n"
    assert read_too_early(early) == ["line 3: axe() after the click of line 2"]
    assert (
        read_too_early(early.replace("    assert", "    expect(page).to_have_title('B')\n    assert")) == []
    )
