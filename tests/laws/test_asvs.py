"""docs/asvs.csv is complete: every requirement once, every named test exists, and what is not met is said."""

from __future__ import annotations

import csv
import re

import pytest

from tests.laws.house import ROOT, none_of

COUNT, LEVEL_ONE = 253, 70
COLUMNS = ["requirement", "level", "subject", "applies", "where shown, or why not"]
OPEN = ("not met", "not shown")


def rows() -> list[list[str]]:
    """Return the rows of the table."""
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == COLUMNS
    return read[1:]


def is_shown(place: str) -> bool:
    """Tell whether a named test, or a named document, exists."""
    path, _, name = place.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    return not name or re.search(rf"^def {re.escape(name)}\(", file.read_text(), re.MULTILINE) is not None


def row_faults(number: str, level: str, subject: str, applies: str, why: str) -> list[str]:
    """Name what is wrong with one row."""
    faults = []
    if not re.fullmatch(r"\d+\.\d+\.\d+", number) or level not in "12":
        faults.append(f"{number}: no such number or level")
    if not 1 <= len(subject.split()) <= 12:
        faults.append(f"{number}: the subject is a few words")
    if applies not in ("yes", "no") or (applies == "no" and len(why.split()) < 3):
        faults.append(f"{number}: yes, or no with a reason")
    if applies == "yes" and not why.startswith(OPEN) and not is_shown(why):
        faults.append(f"{number}: {why} does not exist")
    return faults


def test_every_requirement_stands_once():
    numbers = [row[0] for row in rows()]
    assert len(numbers) == len(set(numbers)) == COUNT
    assert sum(row[1] == "1" for row in rows()) == LEVEL_ONE


def test_every_row_says_where_it_is_shown_or_why_not():
    none_of([fault for row in rows() for fault in row_faults(*row)])


@pytest.mark.parametrize("how", OPEN)
def test_what_is_open_is_listed_in_security(how):
    listed = re.search(
        rf"\*\*{'Not met' if how == 'not met' else 'Held to be met'}[^*]*\*\* \((\d+)\): (none|[\d., ]+)\.\n",
        (ROOT / "SECURITY.md").read_text(),
    )
    assert listed
    found = [row[0] for row in rows() if row[4].startswith(how)]
    assert (", ".join(found) or "none", str(len(found))) == (listed.group(2), listed.group(1))


def test_a_wrong_row_is_caught():
    good = ["1.1.1", "2", "input", "yes", "tests/laws/test_asvs.py::test_a_wrong_row_is_caught"]
    assert row_faults(*good) == []
    for place, wrong in (
        (0, "1.1"),
        (1, "3"),
        (2, ""),
        (3, "perhaps"),
        (4, "tests/laws/test_asvs.py::test_no"),
    ):
        assert row_faults(*[wrong if at == place else one for at, one in enumerate(good)])
    assert row_faults("1.1.1", "2", "input", "no", "because")
