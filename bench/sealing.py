"""Sealing per value, beside the encrypted columns of SQLAlchemy-Utils, all in one run on one machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from uuid import uuid4

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, FernetEngine

from caseflow.crypto import keyring
from caseflow.crypto.envelope import NONCE, pad, row_binding
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import SealedText

TEXTS = {"a name (12 letters)": "Invented Ivy", "a note (1,000 letters)": "It was said. " * 77}
ROUNDS, EACH = 9, 400
OURS, BARE = "caseflow", "bare AES-GCM"
PROMISED = {"seal": (2.5, 3.0), "open": (3.0, 4.0)}
"""How many times cheaper than each of the others sealing and opening are to be, the vault open."""


class OneKey:
    """A key source with one random key, for the length of the run."""

    def __init__(self) -> None:
        self.key = os.urandom(32)

    def material(self, key_id: str) -> bytes:
        """Return the key."""
        return self.key

    def create(self, key_id: str) -> bytes:
        """Return the key."""
        return self.key


@dataclass(frozen=True)
class Timing:
    """Microseconds for one value, by engine."""

    what: str
    by_engine: dict[str, float]

    def ratio(self, other: str) -> float:
        """Return how many times longer the other engine takes."""
        return self.by_engine[other] / self.by_engine[OURS]


def measure() -> list[Timing]:
    """Time sealing and opening, round by round in turn, so that a busy machine is busy for all of them."""
    source = OneKey()
    ring = Keyring(source)
    ring.learn({"bench": check_value("bench", source.key)}, "bench")
    keyring.use(ring)
    bare = {one.what: one.by_engine for one in floor()}
    timings = []
    for what, text in TEXTS.items():
        sealing, opening, opening_first = _jobs(text)
        for name, jobs in (("seal", sealing), ("open", opening)):
            timings.append(Timing(f"{name} {what}", {**_race(jobs), **bare[f"{name} {what}"]}))
        timings.append(Timing(f"open {what}, first of its vault", _race(opening_first)))
    return timings


def floor() -> list[Timing]:
    """Time the least that sealing can cost: building the associated data, and the bare AES-GCM call."""
    cipher, row, vault = AESGCM(os.urandom(32)), uuid4(), uuid4()
    prefix = SealedText("bench.floor").prefix
    timings = []
    for what, text in TEXTS.items():
        plain = pad(text.encode())
        nonce = os.urandom(NONCE)
        kept = cipher.encrypt(nonce, plain, row_binding(prefix, row, vault, 1))
        sealing: Jobs = {
            BARE: lambda plain=plain: cipher.encrypt(
                os.urandom(NONCE), plain, row_binding(prefix, row, vault, 1)
            )
        }
        opening: Jobs = {
            BARE: lambda nonce=nonce, kept=kept: cipher.decrypt(
                nonce, kept, row_binding(prefix, row, vault, 1)
            )
        }
        timings += [Timing(f"seal {what}", _race(sealing)), Timing(f"open {what}", _race(opening))]
    return timings


Jobs = dict[str, Callable[[], object]]


def _jobs(text: str) -> tuple[Jobs, Jobs, Jobs]:
    dialect = sqlite_dialect()
    attribute, vault, row = SealedText("bench.text"), Vault(), uuid4()
    blob = vault.seal(text.encode(), attribute.prefix, row)

    def open_first() -> str:
        vault.__dict__.pop("_cipher", None)
        return attribute.decode(vault.open(blob, attribute.prefix, row))

    sealing: Jobs = {OURS: lambda: attribute.sealed(vault, row, text)}
    opening: Jobs = {OURS: lambda: attribute.decode(vault.open(blob, attribute.prefix, row))}
    first: Jobs = {OURS: open_first}
    for engine in (AesGcmEngine, FernetEngine):
        column = StringEncryptedType(String, "a secret of the bench", engine)
        kept = column.process_bind_param(text, dialect)
        sealing[engine.__name__] = lambda column=column: column.process_bind_param(text, dialect)
        opening[engine.__name__] = lambda column=column, kept=kept: column.process_result_value(kept, dialect)
        first[engine.__name__] = opening[engine.__name__]
    return sealing, opening, first


def _race(jobs: Jobs) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            started = time.perf_counter()
            for _ in range(EACH):
                job()
            taken[name].append((time.perf_counter() - started) / EACH * 1e6)
    return {name: median(values) for name, values in taken.items()}


def verdicts(timings: list[Timing]) -> list[str]:
    """Name what is not as promised."""
    said = []
    for one in timings:
        for engine, least in zip(
            ("AesGcmEngine", "FernetEngine"), PROMISED[one.what.split()[0]], strict=True
        ):
            if BARE in one.by_engine and one.ratio(engine) < least:
                said.append(f"{one.what}: only {one.ratio(engine):.1f} times cheaper than {engine}")
        if BARE in one.by_engine and one.by_engine[OURS] > 4 * one.by_engine[BARE]:
            said.append(f"{one.what}: {one.by_engine[OURS] / one.by_engine[BARE]:.1f} times the bare call")
    return said


def table(timings: list[Timing]) -> str:
    """Return the timings as a Markdown table, with how many times longer the others take."""
    engines = list(timings[0].by_engine)
    lines = [
        "| one value, microseconds | " + " | ".join(engines) + " | times as long |",
        "|---|" + "---:|" * (len(engines) + 1),
    ]
    for one in timings:
        numbers = " | ".join(
            f"{one.by_engine[name]:.1f}" if name in one.by_engine else "" for name in engines
        )
        ratios = ", ".join(
            f"{one.ratio(name):.1f}" for name in engines if name != OURS and name in one.by_engine
        )
        lines.append(f"| {one.what} | {numbers} | {ratios} |")
    return "\n".join(lines)
