"""Codes of a second factor: those an app shows for half a minute, and recovery codes on paper."""

import base64
import hmac
import io
import secrets
from datetime import datetime

import pyotp
import segno

from caseflow.crypto import keyring

ISSUER = "caseflow"
STEP_SECONDS = 30
DRIFT = (0, -1, 1)
"""Half minutes by which a telephone's clock may be off."""
RECOVERY_CODES, GROUP, GROUPS = 10, 4, 6


def new_secret() -> str:
    """Return a random seed of 160 bits for a code app."""
    return pyotp.random_base32(32)


def step_of(secret: str, typed: str, moment: datetime) -> int | None:
    """Return the half minute to which a typed code belongs, or nothing if it fits none that counts now."""
    present = int(moment.timestamp()) // STEP_SECONDS
    code = "".join(typed.split())
    fits = [
        present + off
        for off in DRIFT
        # Every step is compared, and in constant time, whatever the answer.
        if hmac.compare_digest(pyotp.TOTP(secret).generate_otp(present + off).encode(), code.encode())
    ]
    return fits[0] if fits else None


def picture(secret: str, username: str) -> bytes:
    """Draw the seed as a QR code, an SVG image of its own."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=5, border=3, dark="#0b0c0c", light="#ffffff")
    return out.getvalue()


def new_recovery_codes() -> list[str]:
    """Return ten recovery codes of 120 random bits each, to be shown once."""
    return [
        _spaced(base64.b32encode(secrets.token_bytes(15)).decode().lower()) for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> bytes:
    """Return the keyed hash of a recovery code; case, spaces and dashes do not count."""
    plain = "".join(one for one in code.casefold() if one.isalnum())
    return keyring.current().lookup_hash("recovery", plain)


def is_recovery_code(typed: str) -> bool:
    """Tell whether what was typed has the length of a recovery code."""
    return sum(one.isalnum() for one in typed) == GROUP * GROUPS


def _spaced(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
