"""Writes of the care of keys: each a transaction of its own, so that a rotation may stop between any two."""

from collections.abc import Sequence
from uuid import UUID

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.events import KEYS_CREATED
from caseflow.audit.record import record
from caseflow.crypto import keyring, renewing, rotation
from caseflow.crypto.installing import create_keys
from caseflow.crypto.models import KekPurpose
from caseflow.database import db
from caseflow.upkeep import events


@action
def create_first_key(actor: Actor) -> None:
    """Make the first key and the secrets of a new database."""
    create_keys(keyring.current(), db.session())
    record(actor, KEYS_CREATED)


@action
def add_key(actor: Actor, purpose: KekPurpose = KekPurpose.DATA) -> str:
    """Make the next key, which wraps nothing until a rotation, or the next backup; returns its id."""
    kek = rotation.add_key(keyring.current(), db.session(), purpose)
    record(actor, events.KEY_ADDED, "kek", kek.id)
    return kek.key_id


@action
def promote_key(actor: Actor) -> str:
    """Make the newest key the one that wraps; returns its id. Does nothing where it is so already."""
    ring, session = keyring.current(), db.session()
    before = ring.primary
    primary = rotation.promote(ring, session)
    if primary != before:
        record(actor, events.KEY_PROMOTED)
    return primary


@action
def rewrap_batch(actor: Actor, primary: str) -> int:
    """Re-wrap one batch of vaults; returns how many there were."""
    done = rotation.rewrap_batch(keyring.current(), db.session(), primary)
    if done:
        record(actor, events.VAULTS_REWRAPPED, count=done)
    return done


@action
def renew_vaults(actor: Actor, vault_ids: Sequence[UUID]) -> int:
    """Give vaults new data keys and seal anew what is under them; returns how many are left as they were."""
    ring, session = keyring.current(), db.session()
    done = sum(renewing.renew_vault(ring, session, one) for one in vault_ids)
    if done:
        record(actor, events.VAULTS_RENEWED, count=done)
    return len(vault_ids) - done


@action
def retire_key(actor: Actor, key_id: str) -> str:
    """Retire a key; raises Conflict while anything needs it."""
    kek = rotation.retire(db.session(), key_id)
    record(actor, events.KEY_RETIRED, "kek", kek.id, fields=("state",))
    return kek.key_id
