"""The procedures with keys in docs/operations.md, each run as it is written."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from caseflow.access.viewer import System
from caseflow.people.actions import add_person
from caseflow.people.queries import identity_bar
from tests.laws.house import ROOT
from tests.people.conftest import within as within

COMMAND = re.compile(r"^\.venv/bin/flask --app wsgi (.+)$", re.MULTILINE)


def commands(chapter: str) -> list[list[str]]:
    """Return the commands of a chapter, in order."""
    text = (ROOT / "docs" / "operations.md").read_text().split(f"\n## {chapter}\n")[1].split("\n## ")[0]
    return [shlex.split(one) for one in COMMAND.findall(text)]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(("chapter", "least"), [("Keys", 7), ("Erasure", 2)])
def test_every_command_of_the_chapter_runs_as_written(
    app: Flask, within: Callable[..., Any], viewer: Callable[..., Any], chapter: str, least: int
) -> None:
    person_id = within(add_person, viewer("harriet"), known_as="Testina")
    reference = within(identity_bar, System("tests"), person_id).reference
    found = commands(chapter)
    assert len(found) >= least
    for words in found:
        given = [reference if one == "REFERENCE" else one for one in words]
        said = app.test_cli_runner().invoke(args=given, input="y\n")
        assert said.exit_code == 0, f"{words}: {said.output}"
