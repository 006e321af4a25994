"""Open the keyring against a database, or create its first key and secrets on a new one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.envelope import new_key
from caseflow.crypto.keyring import PURPOSES, Keyring, check_value
from caseflow.crypto.models import Kek, KekState, Secret
from caseflow.errors import Misconfigured

FIRST_KEY = "k1"


def open_keyring(ring: Keyring, session: Session) -> None:
    """Load keys and secrets into the keyring; raises Misconfigured with one sentence if one is wrong or missing."""
    keks = session.scalars(select(Kek)).all()
    if not keks:
        raise Misconfigured("The database has no keys yet: run flask --app wsgi keys create.")
    primary = next((kek.key_id for kek in keks if kek.state is KekState.PRIMARY), None)
    if primary is None:
        raise Misconfigured("The database names no primary key.")
    ring.learn({kek.key_id: kek.check_value for kek in keks if kek.state is not KekState.RETIRED}, primary)
    secrets: Sequence[Secret] = session.scalars(select(Secret)).all()
    for secret in secrets:
        ring.add_secret(secret.purpose, secret.generation, secret.kek_id, secret.wrapped)
    for purpose in PURPOSES:
        ring.secret(purpose)


def create_keys(ring: Keyring, session: Session) -> None:
    """Create the first key and the secrets on a database that has none; the caller commits."""
    if session.scalars(select(Kek.id)).first() is not None:
        raise Misconfigured("This database has its keys already.")
    material = ring.source.create(FIRST_KEY)
    check = check_value(FIRST_KEY, material)
    session.add(Kek(key_id=FIRST_KEY, state=KekState.PRIMARY, check_value=check, created_at=now()))
    ring.learn({FIRST_KEY: check}, FIRST_KEY)
    for purpose in PURPOSES:
        kek_id, wrapped = ring.wrap(new_key(), b"secret:" + purpose.encode(), 1)
        session.add(Secret(purpose=purpose, generation=1, kek_id=kek_id, wrapped=wrapped, created_at=now()))
        ring.add_secret(purpose, 1, kek_id, wrapped)
    session.flush()
