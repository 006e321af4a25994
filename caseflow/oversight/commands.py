"""``flask --app wsgi audit …`` and ``flask --app wsgi walls …``"""

import sys
from datetime import datetime, timedelta
from typing import IO

import click

from caseflow.access.viewer import System
from caseflow.audit import anchoring
from caseflow.audit.digest import digest_of
from caseflow.audit.verify import Status, Verdict, verify
from caseflow.clock import today
from caseflow.oversight.signals.actions import reckon
from caseflow.oversight.watching.looking import look_at_all


@click.group("audit")
def audit() -> None:
    """The audit chain."""


@audit.command("verify")
@click.option(
    "--copy",
    "copies",
    type=click.File(encoding="ascii", errors="replace"),
    multiple=True,
    help="A file with anchors kept elsewhere: a digest, or lines of the system's log.",
)
def verify_chain(copies: tuple[IO[str], ...]) -> None:
    """Check every link of the audit and its anchors: exit status 0 sound, 1 broken, 2 cannot tell."""
    rows, _ = anchoring.head()
    with click.progressbar(length=rows, label="Checking the audit", file=sys.stderr) as bar:
        verdict = verify(System("audit verify"), bar.update, [line for copy in copies for line in copy])
    for one in anchoring.standing().given_up:
        click.echo(
            f"Rows {one.first} to {one.last} were given up on {one.at[:10]}, when the database was {one.why}."
        )
    click.echo(_said(verdict), err=verdict.status is not Status.SOUND)
    sys.exit(verdict.status)


setattr(verify_chain.callback, "fault_status", int(Status.CANNOT_TELL))  # noqa: B010 (as in upkeep)


def _said(verdict: Verdict) -> str:
    if verdict.broken_at is not None:
        return f"The audit is broken at row {verdict.broken_at}: {verdict.what}."
    if verdict.status is Status.CANNOT_TELL:
        return f"{verdict.rows} rows hold, but there is no anchor: nobody can tell whether later rows were cut off."
    return f"The audit is sound: {verdict.rows} rows hold, anchored up to row {verdict.anchored}."


@audit.command("anchor")
def anchor() -> None:
    """Write the head of the audit down outside the database, now."""
    position, _ = anchoring.anchor_head()
    click.echo(f"Row {position} is anchored.")


@audit.command("digest")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Yesterday, if it is not given.")
def digest(day: datetime | None) -> None:
    """Print what a day's audit held, in numbers and without a name, with a signed anchor."""
    click.echo(digest_of(day.date() if day else today() - timedelta(days=1)), nl=False)


@audit.command("signals")
def signals() -> None:
    """Look through the rows of the audit that came since the last time."""
    total = 0
    while done := reckon(System("signals")):
        total += done
    click.echo(f"{total} rows of the audit were looked through.")


commands = [audit]


@click.group("walls")
def walls() -> None:
    """The walls between sides and staff."""


@walls.command("look")
def look() -> None:
    """Compare everybody on record: after an import, or when many changed at once."""
    click.echo(f"{look_at_all()} new meetings; the safeguarding lead sees them.")


commands = [audit, walls]
