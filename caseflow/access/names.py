"""The keyed hash under which a sign-in name is looked up."""

from caseflow.crypto import keyring


def name_hash(username: str) -> bytes:
    """Return the keyed hash by which a sign-in name is looked up; case and outer spaces do not count."""
    return keyring.current().lookup_hash("username", username.strip().casefold())
