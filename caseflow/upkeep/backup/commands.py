"""``flask --app wsgi backup …``"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from flask import current_app

from caseflow.access.viewer import System
from caseflow.clock import LONDON
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.upkeep.alone import alone
from caseflow.upkeep.backup.creating import Told, create
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


@click.command("restore")
@click.argument("file", type=FILE)
@click.option(
    "--replace", is_flag=True, help="Replace a database that is not empty; a copy of it is kept first."
)
def restore(file: Path, replace: bool) -> None:
    """Bring the database back from an archive, with only the file and the keys."""
    folders = Folders(Path(current_app.config["CASEFLOW_KEYS"]), Path(current_app.config["CASEFLOW_BACKUPS"]))
    with bars() as telling, alone(db.engine, "restore"):
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
