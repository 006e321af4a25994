"""``flask --app wsgi keys …``"""

from datetime import UTC, datetime, timedelta

import click
from flask import current_app
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.clock import now
from caseflow.crypto.models import Kek, KekPurpose, KekState
from caseflow.crypto.rotation import KeyLine
from caseflow.crypto.rotation import rotate as rotate_all
from caseflow.database import db, end_reading, whole_engine
from caseflow.upkeep import actions
from caseflow.upkeep.alone import alone
from caseflow.upkeep.backup.commands import backup, move, restore
from caseflow.upkeep.keys import (
    all_keys,
    made_before,
    number_made_before,
    rows_without_vault,
    sealed_rows,
    still_to_rewrap,
    unopenable,
    vaults_of,
)

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
    for table, number in rows_without_vault(System("keys status")).items():
        click.echo(f"{number} rows of {table} have lost their vault and cannot be opened. Run keys check.")


def _end(line: KeyLine) -> str:
    """Return when the backups of a retired key are dead."""
    if line.retired_at is None:
        return ""
    return (
        f"; its backups are dead on {line.retired_at + _epoch():%-d %B %Y} if key {line.key_id} is destroyed"
    )


def _epoch() -> timedelta:
    """Return how long the longest-kept backup of this installation lasts."""
    epoch: timedelta = current_app.extensions["caseflow.epoch"]
    return epoch


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
    with alone(whole_engine(), "keys rotate"):
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
    gone = f"{now() + _epoch():%-d %B %Y}"
    click.echo(f"The key {key_id} is retired. Backups made with it until now still need it.")
    click.echo(
        f"Destroy the key {key_id} and every copy of it at its source on {gone}: "
        f"those backups, and whoever was erased since, are dead on {gone} if key {key_id} is destroyed."
    )


@keys.command("renew")
@click.option("--person", "reference", help="Only the vaults of the person with this reference.")
@click.option("--all", "everything", is_flag=True, help="All vaults.")
@click.option(
    "--before", type=click.DateTime(), help="With --all: only data keys made before this moment (UTC)."
)
def renew(reference: str | None, everything: bool, before: datetime | None) -> None:
    """Give vaults new data keys and seal anew what is under them, while the service runs; may be stopped."""
    who = System("keys renew")
    if bool(reference) == everything:
        raise click.UsageError("Say --person REFERENCE or --all.")
    with alone(whole_engine(), "keys renew"):
        if reference:
            vaults = vaults_of(who, reference)
            left = actions.renew_vaults(who, vaults)
            click.echo(f"{len(vaults) - left} vaults of {reference} have new data keys.")
        else:
            left = _renew_all(who, before.replace(tzinfo=UTC) if before else now())
    if left:
        raise click.ClickException(
            f"{left} vaults hold something that cannot be opened and were left as they are: see keys check."
        )


def _renew_all(who: System, moment: datetime) -> int:
    number, after, left = number_made_before(who, moment), None, 0
    click.echo(f"If this is stopped, go on with: keys renew --all --before {moment:%Y-%m-%dT%H:%M:%S}")
    with click.progressbar(length=number, label="New data keys") as bar:
        while some := made_before(who, moment, after):
            left += actions.renew_vaults(who, some)
            after = some[-1]
            bar.update(len(some))
    click.echo(f"{number - left} vaults have new data keys.")
    return left


@keys.command("check")
def check() -> None:
    """Open everything that is sealed, and name by its id what does not open; exit status 1 if there is any."""
    who = System("keys check")
    with click.progressbar(length=sealed_rows(who), label="Opening everything") as bar:
        faults = unopenable(who, bar.update)
    for one in faults[:100]:
        click.echo(f"{one.seal_name} of row {one.row_id} cannot be opened")
    if faults:
        raise click.ClickException(f"{len(faults)} values cannot be opened. Restore them from a backup.")
    click.echo("Everything opens.")


commands = [keys, backup, restore, move]
