"""What docs/operations.md says of backups, run as it is written there, in the order in which it stands."""

import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.access.models import User
from caseflow.database import db, end_reading
from tests.installation import Installation, close
from tests.laws.house import ROOT

COMMAND = re.compile(r"^\.venv/bin/flask --app wsgi (.+)$", re.MULTILINE)
WRITTEN_FOLDER = "/var/backups/caseflow"
WRITTEN_ADDRESS = "postgresql://caseflow@localhost/caseflow"


def commands(heading: str) -> list[str]:
    """Return the commands in a section of the document."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [
        line for block in re.findall(r"```\n(.*?)```", section, re.DOTALL) for line in COMMAND.findall(block)
    ]


def run(app: Flask, heading: str, **places: Any) -> str:
    """Run a section's commands with its example places put here; returns what they said."""
    said = ""
    lines = commands(heading)
    assert lines, f"the section {heading} has commands"
    for line in lines:
        for written, here in places.items():
            line = line.replace({"folder": WRITTEN_FOLDER, "address": WRITTEN_ADDRESS}[written], str(here))
        result = app.test_cli_runner().invoke(args=shlex.split(line))
        assert result.exit_code == 0, f"{line}: {result.output}"
        said += result.output
    return said


@pytest.mark.engines("sqlite")
def test_backups_are_made_drilled_restored_and_moved_as_written(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    app.config["CASEFLOW_BACKUPS"] = backups
    with app.app_context():
        users = db.session.scalar(select(func.count()).select_from(User))
        end_reading()
    assert "is whole" in run(app, "Backup", folder=backups)
    assert "every table as it was" in run(app, "Drill")
    assert "the very same rows" in run(app, "Move", address=f"sqlite:///{tmp_path / 'moved.sqlite'}")
    machine = replace(installation, folder=tmp_path / "machine")
    machine.folder.mkdir()
    (machine.keys).mkdir(mode=0o700)
    for key in installation.keys.iterdir():
        (machine.keys / key.name).write_bytes(key.read_bytes())
        (machine.keys / key.name).chmod(0o400)
    empty = machine.unready_app()
    assert "The service may be started." in run(empty, "Restore", folder=backups)
    with empty.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == users
        end_reading()
    close(empty)
