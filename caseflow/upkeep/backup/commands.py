"""``flask --app wsgi backup …``"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from flask import current_app

from caseflow.access.viewer import System
from caseflow.clock import LONDON
from caseflow.crypto import keyring
from caseflow.database import owner_engine, whole_engine
from caseflow.upkeep.alone import alone
from caseflow.upkeep.backup.creating import Told, create
from caseflow.upkeep.backup.drilling import drill, newest
from caseflow.upkeep.backup.moving import move as move_to
from caseflow.upkeep.backup.restoring import Folders, Telling
from caseflow.upkeep.backup.restoring import restore as restore_from
from caseflow.upkeep.backup.verifying import Verified, verify

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("backup")
def backup() -> None:
    """Encrypted archives of the whole database."""


@backup.command("create")
@click.argument("file", type=FILE)
def backup_create(file: Path) -> None:
    """Make an archive while the service runs."""
    with bars() as telling:
        made = create(System("backup create"), file, telling("Backing up"))
    click.echo(f"{file.name} holds {made.people} people, {made.rows} rows, {_size(made.size)}.")


@backup.command("verify")
@click.argument("file", type=FILE)
def backup_verify(file: Path) -> None:
    """Read an archive whole and say what it is; exit status 1 and one sentence if it is not whole."""
    with bars() as telling:
        found = verify(file, keyring.current().source, telling("Reading"))
    click.echo(described(file, found))


setattr(backup_verify.callback, "before_database", True)  # noqa: B010 (a function has no such attribute of its own)


@backup.command("drill")
@click.argument("file", type=FILE, required=False)
def backup_drill(file: Path | None) -> None:
    """Restore the newest archive in CASEFLOW_BACKUPS, or the one named, beside the live data, and remove it again."""
    file = file or newest(Path(current_app.config["CASEFLOW_BACKUPS"]))
    with bars() as telling, alone(whole_engine(), "backup drill"):
        done = drill(System("backup drill"), file, telling)
    click.echo(described(file, done.found))
    click.echo(
        f"It came back in {done.seconds:.0f} seconds: every table as it was, {done.vaults} vaults opened. "
        f"The live data has {done.since:+d} rows since. The copy is removed."
    )


@click.command("move")
@click.option("--to", required=True, metavar="DATABASE_URL", help="An empty PostgreSQL or SQLite database.")
@click.option("--app", metavar="ROLE", help="Raise the second wall there: the role of requests.")
@click.option("--keeper", metavar="ROLE", help="With --app: the role of commands. --to then names the owner.")
def move(to: str, app: str | None, keeper: str | None) -> None:
    """Carry this installation to another database; may be stopped and run again. This database is only read."""
    if bool(app) != bool(keeper):
        raise click.UsageError("Say both --app ROLE and --keeper ROLE, or neither.")
    with bars() as telling, alone(whole_engine(), "move"):
        done = move_to(System("move"), to, telling, (app, keeper) if app and keeper else None)
    again = f" ({done.before} of them by a run before)" if done.before else ""
    click.echo(f"{done.rows} rows were carried to {done.to}{again}; both databases hold the very same rows.")
    then = (
        f"DATABASE_URL to it for {app}, and CASEFLOW_KEEPER_URL for {keeper},"
        if app
        else "DATABASE_URL to it"
    )
    click.echo(f"Set {then} and start the service. The old database is as it was.")


@click.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--replace", is_flag=True, help="Replace a database that is not empty; a copy of it is kept first."
)
def restore(file: Path, replace: bool) -> None:
    """Bring the database back from an archive, with only the file and the keys."""
    folders = Folders(Path(current_app.config["CASEFLOW_KEYS"]), Path(current_app.config["CASEFLOW_BACKUPS"]))
    with bars() as telling, alone(owner_engine(), "restore"):
        done = restore_from(System("restore"), file, folders, telling, replace=replace)
    click.echo(described(file, done.found))
    if done.kept:
        click.echo(
            f"The database as it stood before is kept in {done.kept}. To go back: restore it with --replace."
        )
    click.echo(
        f"{done.erased_again} vaults of people erased since were taken out again. The service may be started."
    )


setattr(restore.callback, "before_database", True)  # noqa: B010


def described(file: Path, found: Verified) -> str:
    """Say in one sentence what an archive is."""
    made = found.made_at.astimezone(LONDON)
    keys = ", ".join(sorted(found.manifest.keys)) or "none"
    return (
        f"{file.name} is whole: made on {made:%-d %B %Y at %H:%M}, {found.manifest.people} people, "
        f"{found.rows} rows in {len(found.manifest.tables)} tables, schema {found.manifest.revision}, needs {keys}."
    )


@contextmanager
def bars() -> Iterator[Telling]:
    """Give progress bars one after the other, each of which begins once the number of rows is known."""
    with ExitStack() as stack:

        def telling(label: str) -> Told:
            def told(length: int) -> Callable[[int], None]:
                stack.close()
                return stack.enter_context(click.progressbar(length=length, label=label)).update

            return told

        yield telling


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
