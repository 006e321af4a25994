"""Open the keyring against a database, or create its first key and secrets on a new one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.envelope import new_key
from caseflow.crypto.keyring import PURPOSES, Keyring, check_value
from caseflow.crypto.models import Kek, KekPurpose, KekState, Secret
from caseflow.crypto.rotation import wraps_data
from caseflow.errors import Misconfigured

FIRST_KEY, FIRST_BACKUP_KEY = "k1", "b1"


def open_keyring(ring: Keyring, session: Session) -> None:
    """Load keys and secrets into the keyring; raises Misconfigured with one sentence if one is wrong or missing."""
    keks = session.scalars(select(Kek)).all()
    if not keks:
        raise Misconfigured("The database has no keys yet: run flask --app wsgi keys create.")
    primary = next((kek.key_id for kek in keks if wraps_data(kek)), None)
    if primary is None:
        raise Misconfigured("The database names no primary key.")
    ring.learn({kek.key_id: kek.check_value for kek in keks if kek.state is not KekState.RETIRED}, primary)
    secrets: Sequence[Secret] = session.scalars(select(Secret)).all()
    for secret in secrets:
        ring.add_secret(secret.purpose, secret.generation, secret.kek_id, secret.wrapped)
    for purpose in PURPOSES:
        ring.secret(purpose)


def create_keys(ring: Keyring, session: Session) -> None:
    """Create the first keys and the secrets on a database that has none; the caller commits."""
    if session.scalars(select(Kek.id)).first() is not None:
        raise Misconfigured("This database has its keys already.")
    checks = {}
    for key_id, purpose in ((FIRST_KEY, KekPurpose.DATA), (FIRST_BACKUP_KEY, KekPurpose.BACKUP)):
        check = checks[key_id] = check_value(key_id, ring.source.create(key_id))
        session.add(
            Kek(key_id=key_id, purpose=purpose, state=KekState.PRIMARY, check_value=check, created_at=now())
        )
    ring.learn(checks, FIRST_KEY)
    for name in PURPOSES:
        kek_id, wrapped = ring.wrap(new_key(), b"secret:" + name.encode(), 1)
        session.add(Secret(purpose=name, generation=1, kek_id=kek_id, wrapped=wrapped, created_at=now()))
        ring.add_secret(name, 1, kek_id, wrapped)
    session.flush()
