"""``flask --app wsgi backup …``"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from caseflow.access.viewer import System
from caseflow.clock import LONDON
from caseflow.crypto import keyring
from caseflow.upkeep.backup.creating import Told, create
from caseflow.upkeep.backup.verifying import Verified, verify

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("backup")
def backup() -> None:
    """Encrypted archives of the whole database."""


@backup.command("create")
@click.argument("file", type=FILE)
def backup_create(file: Path) -> None:
    """Make an archive while the service runs."""
    with bar_of("Backing up") as told:
        made = create(System("backup create"), file, told)
    click.echo(f"{file.name} holds {made.people} people, {made.rows} rows, {_size(made.size)}.")


@backup.command("verify")
@click.argument("file", type=FILE)
def backup_verify(file: Path) -> None:
    """Read an archive whole and say what it is; exit status 1 and one sentence if it is not whole."""
    with bar_of("Reading") as told:
        found = verify(file, keyring.current().source, told)
    click.echo(described(file, found))


setattr(backup_verify.callback, "before_database", True)  # noqa: B010 (a function has no such attribute of its own)


def described(file: Path, found: Verified) -> str:
    """Say in one sentence what an archive is."""
    made = found.made_at.astimezone(LONDON)
    keys = ", ".join(sorted(found.manifest.keys)) or "none"
    return (
        f"{file.name} is whole: made on {made:%-d %B %Y at %H:%M}, {found.manifest.people} people, "
        f"{found.rows} rows in {len(found.manifest.tables)} tables, schema {found.manifest.revision}, needs {keys}."
    )


@contextmanager
def bar_of(label: str) -> Iterator[Told]:
    """Give a progress bar that begins once the number of rows is known."""
    with ExitStack() as stack:
        yield lambda length: stack.enter_context(click.progressbar(length=length, label=label)).update


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MiB"
