"""``flask --app wsgi privacy …``"""

from pathlib import Path

import click
from flask import current_app

from caseflow.access.viewer import System
from caseflow.database import end_reading
from caseflow.privacy.erasing import actions
from caseflow.privacy.erasing.queries import dead_on, person_of
from caseflow.privacy.erasing.traces import remove_traces


@click.group("privacy")
def privacy() -> None:
    """Erasure of people, and its ledger."""


@privacy.command("erase")
@click.argument("reference")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase(reference: str, yes: bool) -> None:
    """Erase a person for good: vaults, rows, look-up hashes. Two people approve this in the product; here one does."""
    who = System("privacy erase")
    person_id = person_of(who, reference)
    end_reading()
    if not yes:
        click.confirm(
            f"Everything that hangs on {reference} is destroyed and cannot be brought back. Erase?",
            abort=True,
        )
    count = actions.erase_person(who, person_id)
    click.echo(f"{reference} is erased: {count} vaults are destroyed.")
    _finish(who)


@privacy.command("ledger")
def ledger() -> None:
    """Bring the ledger beside the keys up to date, empty the database's log, and say when the erased are dead."""
    _finish(System("privacy ledger"))


def _finish(who: System) -> None:
    traces = remove_traces(Path(current_app.config["CASEFLOW_KEYS"]))
    for line in dead_on(who, current_app.extensions["caseflow.epoch"]):
        click.echo(line)
    end_reading()
    if traces.left:
        raise click.ClickException(" ".join(traces.left))


commands = [privacy]
