"""Two processes of one installation: whoever is saved in one is found from the other at once, by the new name only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from caseflow.choices import Side
from caseflow.database import end_reading
from caseflow.people import actions
from caseflow.people.queries import find_people
from tests.laws.house import ROOT

pytestmark = pytest.mark.usefixtures("inside")

ANOTHER = """
import sys
from caseflow import startup
from caseflow.application import create_app
from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.database import end_reading
from caseflow.people.actions import add_person
from caseflow.people.queries import find_people, open_all_names

app, tests = create_app(), System("tests")
with app.app_context():
    startup.ready(app)
    open_all_names(tests)
    for line in sys.stdin:
        what, name = line.split()
        if what == "add":
            add_person(tests, side=Side.SURVIVOR, known_as=name)
        print("said", *(hit.known_as for hit in find_people(tests, name).hits), flush=True)
        end_reading()
"""

Ask = Callable[[str], list[str]]


@pytest.fixture
def another(installation) -> Iterator[Ask]:
    """Give what asks another process, whose names are opened, to ``find NAME`` or ``add NAME``; whom it finds."""
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER],
        env=installation.environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    words, answers = process.stdin, process.stdout

    def ask(line: str) -> list[str]:
        words.write(f"{line}\n")
        words.flush()
        for answer in answers:
            if answer.startswith("said"):
                return answer.split()[1:]
        raise AssertionError("the other process ended")

    yield ask
    words.close()
    process.wait(timeout=30)
    answers.close()


def test_who_is_saved_in_one_process_is_found_from_another_at_once(another: Ask, viewer):
    def found(name: str) -> list[str]:
        hits = find_people(viewer("henry"), name).hits
        end_reading()
        return [hit.known_as for hit in hits]

    assert another("find Asha") == [] == found("Bo")
    person_id = actions.add_person(viewer("henry"), side=Side.SURVIVOR, known_as="Asha")
    assert another("find Asha") == ["Asha"]
    assert another("add Bo") == ["Bo"] == found("Bo")
    actions.change_person(viewer("henry"), person_id, known_as="Zed")
    assert another("find Asha") == [] and another("find Zed") == ["Zed"]
