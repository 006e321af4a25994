"""Reads how many tries went wrong: by keyed hashes of name, address and device."""

from dataclasses import dataclass

from sqlalchemy import func, select

from caseflow.access.models import FailedSignIn, User
from caseflow.access.signing.models import KnownDevice
from caseflow.access.signing.slowing import WINDOW, Tries, Wrong
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import db


@dataclass(frozen=True)
class Place:
    """Where a try comes from, as keyed hashes."""

    address: bytes
    device: bytes


def place_of(address: str, device_token: str) -> Place:
    """Return the place of an address and of the token that the browser keeps."""
    ring = keyring.current()
    return Place(ring.lookup_hash("address", address), ring.lookup_hash("device", device_token))


def tries_of(name: bytes, place: Place) -> Tries:
    """Return the wrong tries of late that bear on one more; the same reads for a known and for an unknown name."""
    same_name, same_address = FailedSignIn.name_hash == name, FailedSignIn.address_hash == place.address
    known = select(KnownDevice.id).join(User, User.id == KnownDevice.user_id)
    is_known = db.session.scalar(
        known.where(User.username_hash == name, KnownDevice.device_hash == place.device)
    )
    on_device = _wrong(same_name, FailedSignIn.device_hash == place.device)
    return Tries(
        pair=_wrong(same_name, same_address),
        name=_wrong(same_name),
        address=_wrong(same_address),
        overall=_wrong(),
        device=on_device if is_known is not None else None,
        with_code=_wrong(same_name, FailedSignIn.with_code.is_(True)),
    )


def _wrong(*conditions: object) -> Wrong:
    statement = select(func.count(), func.max(FailedSignIn.at)).where(
        FailedSignIn.at > now() - WINDOW,
        *conditions,  # type: ignore[arg-type]
    )
    count, last_at = db.session.execute(statement).one()
    return Wrong(count, last_at)
