"""Backups taken under load, and what is left of the erased in them."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from caseflow.access.models import User
from caseflow.access.viewer import System
from caseflow.audit import anchoring
from caseflow.audit.action import action
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.verify import verify as verify_chain
from caseflow.choices import Side
from caseflow.crypto import keyring
from caseflow.crypto.archives import opened_archive
from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.models import Vault
from caseflow.database import db, end_reading, owner_engine
from caseflow.errors import Misconfigured
from caseflow.people.actions import add_person
from caseflow.privacy.erasing.actions import erase_person
from caseflow.privacy.erasing.queries import erased_vaults
from caseflow.privacy.erasing.traces import remove_traces
from caseflow.staff.actions import add_user
from caseflow.upkeep import actions as upkeep
from caseflow.upkeep.backup.comparing import checks_of, differing
from caseflow.upkeep.backup.contents import Contents, rows_of
from caseflow.upkeep.backup.creating import create
from caseflow.upkeep.backup.drilling import temporary
from caseflow.upkeep.backup.places import working_on
from caseflow.upkeep.backup.restoring import Folders, fill_from, load_archive, restore
from caseflow.upkeep.backup.snapshot import snapshot
from caseflow.upkeep.backup.verifying import verify

WHO = System("prove")
MOST_SECONDS = 300
PAUSE = 0.03
"""Seconds between two writes of one writer: together more than any office writes, and what grows can be restored."""


def untold(_rows: int) -> Any:
    """Tell nobody about progress."""
    return lambda _done: None


@action
def _pair(actor: System, number: str) -> None:
    """Add two users in one transaction: a committed state holds both or neither."""
    for half in ("left", "right"):
        add_user(actor, username=f"{half}{number}", name=f"{half} {number}", password_hash="x")


@dataclass
class Writers:
    """Threads that go on writing until told to stop."""

    app: Flask
    stopping: threading.Event = field(default_factory=threading.Event)
    written: int = 0
    refused: int = 0
    """How often a busy machine let somebody be told to try again."""

    def _write(self, name: int) -> None:
        with self.app.app_context():
            number = 0
            while not self.stopping.is_set():
                number += 1
                try:
                    _pair(WHO, f"{name}x{number}")
                except OperationalError:
                    self.refused += 1
                else:
                    self.written += 1
                time.sleep(PAUSE)


@contextmanager
def writing(app: Flask, threads: int) -> Iterator[Writers]:
    """Keep the installation busy."""
    writers = Writers(app)
    busy = [threading.Thread(target=writers._write, args=(name,)) for name in range(threads)]
    for one in busy:
        one.start()
    try:
        yield writers
    finally:
        writers.stopping.set()
        for one in busy:
            one.join()


def under_load(app: Flask, busy: Flask, folder: Path, number: int, threads: int = 3) -> tuple[str, list[str]]:
    """Take backups while others write, restore each, and say which is not a state that was committed.

    The writers have an application of their own over the same data: a restore turns this one to the copy.
    """
    faults: list[str] = []
    sizes: set[int] = set()
    with app.app_context(), writing(busy, threads) as writers:
        for one in range(number):
            path = folder / f"load{one}.caseflow"
            create(WHO, path, untold)
            found, faulty = _restored_state(path, folder / "anchors-of-copies")
            sizes.add(found)
            faults += [f"backup {one}: {fault}" for fault in faulty]
            path.unlink()
    wrote = f"{writers.written} transactions of {threads} writers ({writers.refused} told to try again)"
    return f"{number} backups beside {wrote}, each restored: {len(sizes)} different states.", faults


def _restored_state(path: Path, anchors: Path) -> tuple[int, list[str]]:
    """Restore an archive beside the live data and hold it against everything that a committed state keeps."""
    faults = []
    found = verify(path, keyring.current().source, untold)
    live = db.session.scalar(select(AuditRow.digest).where(AuditRow.position == found.manifest.position))
    end_reading()
    if live != found.manifest.digest:
        faults.append("its audit does not end at a row of the live chain")
    kept, elsewhere = anchoring.current(), anchoring.Anchors(anchors)
    with temporary(owner_engine()) as engine, working_on(engine):
        fill_from(engine, path, keyring.current().source, found.manifest.revision, untold)
        with snapshot(engine) as connection:
            if differing(checks_of(connection, found.manifest.tables, lambda _rows: None), found.checks):
                faults.append("rows did not come back as they were")
        pairs = db.session.scalar(select(func.count()).select_from(User).where(User.password_hash == "x"))
        head = db.session.scalar(select(AuditHead.position))
        end_reading()
        if pairs is None or pairs % 2:
            faults.append("half of a transaction is there")
        anchoring.use(elsewhere)
        try:
            verdict = verify_chain(WHO)
        finally:
            anchoring.use(kept)
        if verdict.broken_at is not None or verdict.rows != head:
            faults.append(f"the audit breaks at {verdict.broken_at}: {verdict.what}")
    return found.manifest.position, faults


@dataclass(frozen=True)
class Epoch:
    """An older backup, and the vaults of the people who were erased since."""

    path: Path
    vaults: frozenset[UUID]


def erased(app: Flask, folder: Path, keys: Path, number: int) -> tuple[str, list[str]]:
    """Erase people after a backup: a restore keeps them erased, and once the epoch is retired nothing of it opens."""
    faults = []
    with app.app_context():
        people = [
            add_person(WHO, side=Side.SURVIVOR, given=f"Gone{one}", surname="Testname")
            for one in range(number)
        ]
        older = folder / "older.caseflow"
        create(WHO, older, untold)
        for person in people:
            erase_person(WHO, person)
        ledger = erased_vaults(WHO)
        end_reading()
        remove_traces(keys)
        epoch = Epoch(older, frozenset(one.vault_id for one in ledger))
        before = opened_of(epoch)
        if before != len(epoch.vaults):
            faults.append(
                f"the older backup opens {before} of {len(epoch.vaults)} vaults before its epoch ends"
            )
        done = restore(WHO, older, Folders(keys, folder / "copies"), lambda _label: untold, replace=True)
        left = db.session.scalar(select(func.count()).select_from(Vault).where(Vault.id.in_(epoch.vaults)))
        end_reading()
        if left or done.erased_again != len(epoch.vaults):
            faults.append(f"{left} vaults of the erased are back after a restore")
        after = _retired(epoch, keys)
        if after:
            faults.append(f"{after} vaults of the erased open from the older backup after its epoch")
        with suppress(Misconfigured):
            restore(WHO, older, Folders(keys, folder / "copies"), lambda _label: untold, replace=True)
            faults.append("the older backup was restored after its epoch")
        shutil.rmtree(folder / "copies", ignore_errors=True)
    return (
        f"{number} people erased: {before} of their vaults opened from the older backup before, "
        f"{done.erased_again} taken out again by a restore of it, {left} left, {after} opened after its epoch.",
        faults,
    )


def _retired(epoch: Epoch, keys: Path) -> int:
    """End the epoch of the first key, destroy it, and return how many of the erased still open."""
    upkeep.add_key(WHO)
    primary = upkeep.promote_key(WHO)
    while upkeep.rewrap_batch(WHO, primary):
        pass
    upkeep.retire_key(WHO, "k1")
    (keys / "kek-k1.key").unlink()
    keyring.current().forget()
    return opened_of(epoch)


def opened_of(epoch: Epoch) -> int:
    """Return how many vaults of the erased open from a backup with every key that is at the source now."""
    source, opened = keyring.current().source, 0
    with epoch.path.open("rb") as file:
        contents = Contents(opened_archive(file, source))
        ring = keyring.Keyring(source)
        for key_id, check in contents.manifest.keys.items():
            ring.learn_one(key_id, check)
        for table, content in contents.batches():
            if table.name != Vault.__tablename__:
                continue
            for row in rows_of(table, content):
                values = dict(zip(table.columns, row, strict=True))
                vault = UUID(values["id"])
                if vault in epoch.vaults:
                    with suppress(CannotOpen, Misconfigured):
                        ring.unwrap(values["kek_id"], values["wrapped"], vault.bytes, values["key_version"])
                        opened += 1
    return opened


def large(app: Flask, folder: Path) -> tuple[str, list[str]]:
    """Back up a large installation and restore it beside itself; both together may take five minutes."""
    path = folder / "large.caseflow"
    with app.app_context():
        source, began = keyring.current().source, time.perf_counter()
        made = create(WHO, path, untold)
        created = time.perf_counter() - began
        began = time.perf_counter()
        found = verify(path, source, untold)
        with temporary(owner_engine()) as engine:
            load_archive(engine, path, source, found.manifest.revision, untold)
        restored = time.perf_counter() - began
    path.unlink()
    said = (
        f"{made.people:,} people, {made.rows:,} rows, {made.size / 2**20:,.0f} MiB: "
        f"backed up in {created:.0f} s, restored in {restored:.0f} s."
    )
    return said, [] if created + restored < MOST_SECONDS else [f"{created + restored:.0f} s together"]
