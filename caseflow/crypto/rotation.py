"""New keys, rotation and retirement. A rotation re-wraps data keys and secrets; nothing sealed is touched.

Safe to stop at any moment and to run again: what still stands under an old key is found by its key id.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, type_coerce, update
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Kek, KekPurpose, KekState, Process, Secret, Vault
from caseflow.database import AsStored
from caseflow.errors import Conflict, Misconfigured

BATCH = 5_000
LETTERS = {KekPurpose.DATA: "k", KekPurpose.BACKUP: "b"}
"""With which letter the ids of keys begin."""
LEAST_DAYS, MOST_DAYS = 1, 3650
LIVE = timedelta(minutes=3)
"""A process that has not been heard of for this long is not alive."""


@dataclass(frozen=True)
class KeyLine:
    """A key-encryption key, and how much still needs it."""

    key_id: str
    purpose: KekPurpose
    state: KekState
    created_at: datetime
    retired_at: datetime | None
    vaults: int
    secrets: int


def epoch_of(days: str | int) -> timedelta:
    """Return how long the longest-kept backup lasts: when a retired key is destroyed after it, its backups are dead.

    Raises Misconfigured if that is no whole number of days between one and ten years.
    """
    text = str(days).strip()
    if not (re.fullmatch("[0-9]{1,4}", text) and LEAST_DAYS <= int(text) <= MOST_DAYS):
        raise Misconfigured(
            "CASEFLOW_BACKUP_DAYS must be a whole number of days from 1 to 3650: "
            "for how long the longest-kept backup is kept."
        )
    return timedelta(days=int(text))


def key_lines(session: Session) -> list[KeyLine]:
    """Return every key with the number of vaults and secrets that it wraps, oldest first."""
    vaults: dict[str, int] = dict(
        session.execute(select(Vault.kek_id, func.count()).group_by(Vault.kek_id)).all()
    )
    secrets: dict[str, int] = dict(
        session.execute(select(Secret.kek_id, func.count()).group_by(Secret.kek_id)).all()
    )
    return [
        KeyLine(
            kek.key_id,
            kek.purpose,
            kek.state,
            kek.created_at,
            kek.retired_at,
            vaults.get(kek.key_id, 0),
            secrets.get(kek.key_id, 0),
        )
        for kek in session.scalars(select(Kek).order_by(Kek.created_at, Kek.key_id))
    ]


def wraps_data(kek: Kek) -> bool:
    """Tell whether this is the one key that wraps new data keys."""
    return kek.purpose is KekPurpose.DATA and kek.state is KekState.PRIMARY


def backup_key_id(session: Session) -> str:
    """Return the id of the key that wraps the keys of new backups; raises Misconfigured where there is none."""
    kek = _primary(session, KekPurpose.BACKUP)
    if kek is None:
        raise Misconfigured("There is no key for backups yet: run flask --app wsgi keys new --backup.")
    return kek.key_id


def new_key_id(session: Session, purpose: KekPurpose) -> str:
    """Return the id of the next key of a purpose."""
    letter = LETTERS[purpose]
    known = session.scalars(select(Kek.key_id).where(Kek.purpose == purpose))
    numbers = [int(key_id[1:]) for key_id in known if key_id[0] == letter and key_id[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def add_key(ring: Keyring, session: Session, purpose: KekPurpose) -> Kek:
    """Make a key at the source, or take one that was put there.

    A key of data wraps nothing until it is promoted; one of backups wraps the next backup.
    """
    waiting = session.scalar(select(Kek.key_id).where(Kek.state == KekState.NEW, Kek.purpose == purpose))
    if waiting:
        raise Conflict(
            f"The key {waiting} is new and wraps nothing yet. Run keys rotate first; nothing was changed."
        )
    key_id = new_key_id(session, purpose)
    check = check_value(key_id, ring.source.create(key_id))
    state = KekState.NEW
    if purpose is KekPurpose.BACKUP:
        before, state = _primary(session, purpose), KekState.PRIMARY
        if before:
            before.state = KekState.OPEN_ONLY
    kek = Kek(key_id=key_id, purpose=purpose, state=state, check_value=check, created_at=now())
    session.add(kek)
    session.flush()
    ring.learn_one(key_id, check)
    return kek


def unaware(session: Session, key_id: str) -> list[str]:
    """Return the live processes that have not yet reported that they can use a key."""
    alive = session.scalars(select(Process).where(Process.seen_at > now() - LIVE))
    return [str(one.number) for one in alive if key_id not in one.knows.split(",")]


def promote(ring: Keyring, session: Session) -> str:
    """Make the newest key the one that wraps, and re-wrap the secrets; refuses while a live process lacks the key."""
    data = KekPurpose.DATA
    newest = session.scalars(
        select(Kek).where(Kek.state == KekState.NEW, Kek.purpose == data).order_by(Kek.created_at.desc())
    ).first()
    old = _primary(session, data)
    if old is None:
        raise Misconfigured("The database names no primary key.")
    if newest is None:
        return old.key_id
    waiting = unaware(session, newest.key_id)
    if waiting:
        raise Conflict(
            f"These running processes have not reported the key {newest.key_id}: {', '.join(waiting)}. "
            "Nothing was changed. Make the key known to them, or stop them, and run this again."
        )
    ring.kek(newest.key_id)
    old.state, newest.state = KekState.OPEN_ONLY, KekState.PRIMARY
    session.flush()
    ring.prefer(newest.key_id)
    for secret in session.scalars(select(Secret).where(Secret.kek_id != newest.key_id)):
        owner = b"secret:" + secret.purpose.encode()
        plain = ring.unwrap(secret.kek_id, secret.wrapped, owner, secret.generation)
        secret.kek_id, secret.wrapped = ring.wrap(plain, owner, secret.generation)
    return newest.key_id


def rewrap_batch(ring: Keyring, session: Session, primary: str, size: int = BATCH) -> int:
    """Re-wrap up to a batch of vaults under the primary; returns how many. The caller commits."""
    # By name and not by "all but the primary": so the index leads to those that are left, however few.
    others = session.scalars(select(Kek.key_id).where(Kek.key_id != primary)).all()
    table: Any = Vault.__table__
    columns = (table.c.id, table.c.kek_id, table.c.key_version, table.c.wrapped)
    rows = session.execute(
        select(*(type_coerce(column, AsStored()) for column in columns))
        .where(table.c.kek_id.in_(others))
        .limit(size)
        .with_for_update(skip_locked=True)
    ).all()
    changes = []
    for identity, kek_id, version, before in rows:
        owner = bytes.fromhex(identity) if isinstance(identity, str) else identity.bytes
        plain = ring.unwrap(kek_id, before, owner, version)
        _, wrapped = ring.wrap(plain, owner, version)
        changes.append({"vault": identity, "old": kek_id, "again": wrapped})
    if changes:
        session.connection().execute(
            update(table)
            .where(
                table.c.id == bindparam("vault", type_=AsStored()),
                table.c.kek_id == bindparam("old", type_=AsStored()),
            )
            .values(kek_id=primary, wrapped=bindparam("again", type_=AsStored())),
            changes,
        )
    return len(changes)


def remaining(session: Session, primary: str) -> int:
    """Return how many vaults are not yet under the primary."""
    return session.scalar(select(func.count()).select_from(Vault).where(Vault.kek_id != primary)) or 0


def rotate(step: Callable[[], int], progress: Callable[[int], None]) -> int:
    """Run one batch after another until none is left; returns how many vaults were re-wrapped."""
    total = 0
    while done := step():
        total += done
        progress(done)
    return total


def retire(session: Session, key_id: str) -> Kek:
    """Retire a key that nothing needs any more; raises Conflict while something does."""
    kek = session.scalars(select(Kek).where(Kek.key_id == key_id)).one_or_none()
    if kek is None:
        raise Misconfigured(f"There is no key {key_id}.")
    if kek.state is KekState.RETIRED:
        raise Conflict(f"The key {key_id} was retired before.", at=kek.retired_at)
    if kek.state is KekState.PRIMARY and kek.purpose is KekPurpose.BACKUP:
        raise Conflict(
            f"The key {key_id} wraps the next backup. Make a new one first with keys new --backup; nothing was changed."
        )
    line = next(one for one in key_lines(session) if one.key_id == key_id)
    if kek.state is KekState.PRIMARY or line.vaults or line.secrets:
        raise Conflict(
            f"The key {key_id} is still needed by {line.vaults} vaults and {line.secrets} secrets. "
            "Make a new key and rotate first; nothing was changed."
        )
    behind = wrapping_with(session, key_id)
    if behind:
        raise Conflict(
            f"These running processes have not yet reported that they wrap with another key than {key_id}: "
            f"{', '.join(behind)}. They report every half minute; nothing was changed."
        )
    kek.state, kek.retired_at = KekState.RETIRED, now()
    return kek


def wrapping_with(session: Session, key_id: str) -> list[str]:
    """Return the live processes that would still wrap a new vault under a key."""
    alive = session.scalars(
        select(Process).where(Process.seen_at > now() - LIVE, Process.wraps_with == key_id)
    )
    return [str(one.number) for one in alive]


def _primary(session: Session, purpose: KekPurpose) -> Kek | None:
    return session.scalars(
        select(Kek).where(Kek.state == KekState.PRIMARY, Kek.purpose == purpose)
    ).one_or_none()
