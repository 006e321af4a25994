"""Words: nothing in the repository tells of a machine, a tool or a registry; every number is a drama number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.laws.house import ROOT, none_of

# One letter of each stands in a class of its own, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": r"(?-i:(?<![\w.$}])/(?:[w]ork|[r]oot|[h]ome/\w+|[U]sers/\w+|[t]mp/\w+)(?:/|\b))",
    "a registry's address": r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs|[n]pm\.pkg"
    r"|[e]xtra-index-url|[i]ndex-url\s*=",
    "how it was written": r"\b(?:[c]laude|[a]nthropic|[o]penai|[c]hatgpt|[c]opilot|[l]lm|[s]ubagent|[c]odex)\b"
    r"|\b[a]i[- ](?:generated|written|assist\w+|helper)\b|as an [a]i\b|\b[i]ssue #?\d+\b",
}
UNREAD = ("requirements.txt", "requirements-dev.txt", "requirements-prove.txt", "LICENSE")
VENDORED = ("static/", "tests/vendor/", "assets/vendor/")
LETTERS = (
    ".py",
    ".md",
    ".html",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".js",
    ".scss",
    ".css",
    ".json",
    ".yml",
    ".svg",
    ".mako",
    "",
)

NUMBER = re.compile(r"(?<![\w.#%&/-])(?:\+44[ -]?\(?0?\)?|\(?0)[1-9](?:[ )-]{0,2}\d){8,9}(?![\w.-])")
DRAMA = re.compile(r"(?:0|44)(?:7700900\d{3}|1164960\d{3})")


def texts() -> list[tuple[str, str]]:
    """Return every file of the repository that people read, with its text."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [
        (name, (ROOT / name).read_text(encoding="utf-8"))
        for name in names
        if (ROOT / name).is_file() and Path(name).suffix in LETTERS and Path(name).name not in UNREAD
    ]


def forbidden_words(name: str, text: str) -> list[str]:
    """Name each line of a file that holds what the repository must not tell."""
    return [
        f"{name}:{number} holds {what}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if (found := re.search(pattern, line, re.IGNORECASE))
    ]


def real_numbers(name: str, text: str) -> list[str]:
    """Name each telephone number that somebody might answer."""
    return [
        f"{name}:{number} has a number that may be real: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for found in NUMBER.finditer(line)
        if not DRAMA.fullmatch(re.sub(r"\(0\)|\D", "", found.group()))
    ]


def own(name: str) -> bool:
    """Tell whether a file is written here and not taken over whole from a library."""
    return not name.startswith(VENDORED)


def test_the_repository_tells_nothing():
    none_of([fault for name, text in texts() if own(name) for fault in forbidden_words(name, text)])


def test_every_number_is_a_drama_number():
    none_of([fault for name, text in texts() if own(name) for fault in real_numbers(name, text)])


def test_the_words_are_written_down():
    glossary = ROOT / "docs" / "glossary.md"
    assert glossary.exists()
    text = glossary.read_text().lower()
    none_of(
        [
            word
            for word in ("caller", "packet", "contact point", "vault", "element", "lot")
            if word not in text
        ]
    )


@pytest.mark.parametrize(
    "line",
    ["see /{}ork/main/x", "cd /{}oot/x", "https://{}ypi.org/simple", "as {}laude said", "done for {}ssue 12"],
)
def test_a_forbidden_word_is_caught(line):
    letter = {"/{}ork": "w", "/{}oot": "r", "{}ypi": "p", "{}laude": "c", "{}ssue": "i"}
    filled = line.format(next(one for part, one in letter.items() if part in line))
    assert forbidden_words("a.md", filled)


@pytest.mark.parametrize("tail", ["7911 123456", "20 7946 0018", "116 254 0000", "808 2000 247"])
def test_a_real_number_is_caught(tail):
    assert real_numbers("a.md", f"ring 0{tail}")


@pytest.mark.parametrize(
    "number",
    ["07700 900123", "0116 496 0123", "+44 7700 900123", "(0116) 496 0123", "2026-01-12", "0.123456789"],
)
def test_a_drama_number_passes(number):
    assert not real_numbers("a.md", f"ring {number} now")
