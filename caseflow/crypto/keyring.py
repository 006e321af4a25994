"""The keyring of a running process: unwraps data keys and secrets, and knows which key wraps new ones."""

import hashlib
import hmac
from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseflow.crypto.envelope import CannotOpen, binding, open_sealed, seal
from caseflow.crypto.sources import KeySource
from caseflow.errors import Misconfigured

PURPOSES = ("lookup", "audit", "sessions")


class Keyring:
    """Key-encryption keys and secrets, loaded from the source when first needed."""

    def __init__(self, source: KeySource) -> None:
        self.source = source
        self.primary: str | None = None
        self._checks: dict[str, bytes] = {}
        self._keks: dict[str, AESGCM] = {}
        self._secrets: dict[tuple[str, int], bytes] = {}
        self._lock = Lock()
        self.relearn: Callable[[], None] = lambda: None

    @property
    def is_open(self) -> bool:
        """Tell whether a primary key is known."""
        return self.primary is not None

    def learn(self, checks: dict[str, bytes], primary: str) -> None:
        """Take the key ids and check values that the database knows, and which of them wraps."""
        with self._lock:
            self._checks, self.primary = dict(checks), primary
        self.kek(primary)

    def forget(self) -> None:
        """Forget every key and secret: another database is opened next."""
        with self._lock:
            self.primary, self._checks, self._keks, self._secrets = None, {}, {}, {}

    def learn_one(self, key_id: str, check: bytes) -> None:
        """Take one more key id with its check value."""
        with self._lock:
            self._checks = {**self._checks, key_id: check}

    def prefer(self, key_id: str) -> None:
        """Wrap under this key from now on."""
        self.kek(key_id)
        self.primary = key_id

    def known(self) -> tuple[str, ...]:
        """Return the ids of the keys that can be used here, each fetched from the source to be sure."""
        usable = []
        for key_id in sorted(self._checks):
            try:
                self.kek(key_id)
            except Misconfigured:
                continue
            usable.append(key_id)
        return tuple(usable)

    def checks(self) -> dict[str, bytes]:
        """Return the key ids that are known here, each with its check value: for a keyring in another process."""
        return dict(self._checks)

    def add_secret(self, purpose: str, generation: int, kek_id: str, wrapped: bytes) -> None:
        """Unwrap and hold a secret of the installation."""
        secret = self.unwrap(kek_id, wrapped, b"secret:" + purpose.encode(), generation)
        with self._lock:
            self._secrets[purpose, generation] = secret

    def kek(self, key_id: str) -> AESGCM:
        """Return a key-encryption key; raises Misconfigured if it is missing or is not this data's."""
        known = self._keks.get(key_id)
        if known is not None:
            return known
        if key_id not in self._checks:
            # A key made after this process began: ask the database once what keys there are.
            self.relearn()
        expected = self._checks.get(key_id)
        material = self.source.material(key_id)
        if expected is None or not hmac.compare_digest(expected, check_value(key_id, material)):
            raise Misconfigured(f"The key {key_id} is not the one this data was sealed with.")
        with self._lock:
            return self._keks.setdefault(key_id, AESGCM(material))

    def wrap(self, key: bytes, owner: bytes, version: int, *, under: str | None = None) -> tuple[str, bytes]:
        """Wrap a key under the primary, or under the key that is named; returns that key's id and the wrapped key."""
        kek_id = under or self.primary
        if kek_id is None:
            raise Misconfigured("The keyring is not open yet.")
        return kek_id, seal(self.kek(kek_id), key, wrap_context(owner, version.to_bytes(4, "big")))

    def unwrap(self, kek_id: str, wrapped: bytes, owner: bytes, version: int) -> bytes:
        """Unwrap a key; raises CannotOpen if it was changed or belongs to another owner."""
        return open_sealed(self.kek(kek_id), wrapped, wrap_context(owner, version.to_bytes(4, "big")))

    def secret(self, purpose: str) -> tuple[int, bytes]:
        """Return the newest generation of a secret, and the secret."""
        generations = [generation for (name, generation) in self._secrets if name == purpose]
        if not generations:
            raise Misconfigured(f"The {purpose} secret is missing from the database.")
        return max(generations), self._secrets[purpose, max(generations)]

    def oldest_secret(self, purpose: str) -> bytes:
        """Return the first generation that is known of a secret: it stays the same as long as the data."""
        return self._secrets[min(key for key in self._secrets if key[0] == purpose)]

    def secret_of(self, purpose: str, generation: int) -> bytes:
        """Return one generation of a secret; raises CannotOpen where it is unknown."""
        try:
            return self._secrets[purpose, generation]
        except KeyError:
            raise CannotOpen(f"generation {generation} of the {purpose} secret is unknown") from None

    def lookup_hash(self, kind: str, value: str) -> bytes:
        """Return the keyed hash under which an exact value (a sign-in name, a number) is looked up."""
        _, secret = self.secret("lookup")
        return hmac.digest(secret, binding(kind.encode(), value.encode()), hashlib.sha256)


def check_value(key_id: str, material: bytes) -> bytes:
    """Return the value by which the right key is told from a wrong one."""
    return hmac.digest(material, binding(b"caseflow kek check", key_id.encode()), hashlib.sha256)


def wrap_context(owner: bytes, version: bytes) -> bytes:
    """Return the context of a wrapped key: whose it is, and its version in four bytes."""
    # What binding() writes, for the label, the owner and the version: a rotation asks for it a million times.
    return b"\x00\x0fcaseflow wrap 1%b%b\x00\x04%b" % (len(owner).to_bytes(2, "big"), owner, version)


_current: ContextVar[Keyring] = ContextVar("caseflow_keyring")


def use(ring: Keyring) -> None:
    """Make this keyring the current one, for this thread or task."""
    _current.set(ring)


def current() -> Keyring:
    """Return the current keyring."""
    try:
        return _current.get()
    except LookupError:
        raise Misconfigured("No keyring is in use here.") from None
