"""``flask --app wsgi keys …``"""

import click
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.clock import now
from caseflow.crypto.models import Kek, KekPurpose, KekState
from caseflow.crypto.rotation import EPOCH, KeyLine
from caseflow.crypto.rotation import rotate as rotate_all
from caseflow.database import db, end_reading
from caseflow.upkeep import actions
from caseflow.upkeep.alone import alone
from caseflow.upkeep.backup.commands import backup, restore
from caseflow.upkeep.keys import all_keys, still_to_rewrap

PURPOSES = {KekPurpose.DATA: "data", KekPurpose.BACKUP: "backups"}
WORDS = {
    KekState.NEW: "new, wraps nothing yet",
    KekState.PRIMARY: "primary",
    KekState.OPEN_ONLY: "opens only",
    KekState.RETIRED: "retired",
}


@click.group("keys")
def keys() -> None:
    """Key-encryption keys."""


@keys.command("create")
def create() -> None:
    """Create the first key and the secrets of a new database; does nothing where they exist."""
    exists = db.session.scalar(select(func.count()).select_from(Kek))
    end_reading()
    if exists:
        click.echo("The keys exist already.")
        return
    actions.create_first_key(System("install"))
    click.echo(
        "The first key of the data, the first key of backups and the secrets are created. "
        "Keep copies of both keys away from the data."
    )


setattr(create.callback, "before_keys", True)  # noqa: B010 (a function has no such attribute of its own)


@keys.command("status")
def status() -> None:
    """Show each key, its state, and how many rows it wraps."""
    for line in all_keys(System("keys status")):
        wraps = f"  {line.vaults} vaults  {line.secrets} secrets" if line.purpose is KekPurpose.DATA else ""
        since = f"since {line.created_at:%-d %B %Y}"
        click.echo(
            f"{line.key_id}  {PURPOSES[line.purpose]}  {WORDS[line.state]}{wraps}  {since}{_end(line)}"
        )


def _end(line: KeyLine) -> str:
    """Return when the backups of a retired key are dead."""
    if line.retired_at is None:
        return ""
    return f"; its backups are dead on {line.retired_at + EPOCH:%-d %B %Y} if key {line.key_id} is destroyed"


@keys.command("new")
@click.option("--backup", is_flag=True, help="A key of backups, which wraps from the next backup on.")
def new(backup: bool) -> None:
    """Make a new key at the source, or take the one that was put there. It wraps nothing until a rotation."""
    key_id = actions.add_key(System("keys new"), KekPurpose.BACKUP if backup else KekPurpose.DATA)
    then = "The next backup is made with it." if backup else "Then run: keys rotate"
    click.echo(f"The key {key_id} is known. Keep a copy of it away from the data. {then}")


@keys.command("rotate")
def rotate() -> None:
    """Wrap everything under the newest key, while the service runs; may be stopped and run again at any moment."""
    who = System("keys rotate")
    with alone(db.engine, "keys rotate"):
        primary = actions.promote_key(who)
        waiting = still_to_rewrap(who, primary)
        if not waiting:
            click.echo(f"Everything is wrapped by {primary}.")
            return
        with click.progressbar(length=waiting, label=f"Re-wrapping under {primary}") as bar:
            total = rotate_all(lambda: actions.rewrap_batch(who, primary), bar.update)
    click.echo(f"{total} vaults were re-wrapped. Everything is wrapped by {primary}.")


@keys.command("retire")
@click.argument("key_id")
def retire(key_id: str) -> None:
    """Retire a key that nothing needs any more, and say what must be destroyed outside."""
    actions.retire_key(System("keys retire"), key_id)
    gone = f"{now() + EPOCH:%-d %B %Y}"
    click.echo(f"The key {key_id} is retired. Backups made with it until now still need it.")
    click.echo(
        f"Destroy the key {key_id} and every copy of it at its source on {gone}: "
        f"those backups, and whoever was erased since, are dead on {gone} if key {key_id} is destroyed."
    )


commands = [keys, backup, restore]
