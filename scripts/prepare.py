"""Bring an installation to where it can serve: database, keys and, in an empty one, the invented demonstration.

Everything here is a command of `flask --app wsgi`; they run in one process because each start costs a second or two.
A note in the data folder stands while the demonstration is being loaded, so that an interrupted loading is seen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from caseflow.access.viewer import System
from caseflow.application import create_app
from caseflow.database import end_reading
from caseflow.demonstration.queries import is_demonstration, is_empty
from caseflow.errors import CaseflowError

WHO = System("make run")


def main() -> None:
    """Run the commands in order, and stop at the first that cannot go on."""
    app = create_app()
    loading = Path(app.config["CASEFLOW_DATA"]) / "demonstration.loading"

    def command(*words: str) -> None:
        app.cli.main(list(words), obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)

    if loading.exists():
        raise click.ClickException(
            "Loading the demonstration was interrupted. Begin again with: make demo-reset, then make run."
        )
    command("db", "upgrade")
    command("keys", "create")
    with app.app_context():
        empty, demonstration = is_empty(WHO), is_demonstration(WHO)
        end_reading()
    if empty:
        click.echo("Loading the invented demonstration (once; a minute or so) ...")
        loading.touch()
        command("demo", "load")
        loading.unlink()
        command("walls", "look")
    if empty or demonstration:
        click.echo("\nWho can sign in:\n")
        command("demo", "accounts")
    command("check", "--bind", f"127.0.0.1:{os.environ['PORT']}")


if __name__ == "__main__":
    try:
        main()
    except click.ClickException as fault:
        fault.show()
        sys.exit(1)
    except CaseflowError as fault:
        click.echo(f"Error: {fault}", err=True)
        sys.exit(1)
