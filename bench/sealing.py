"""Sealing per value, beside the encrypted columns of SQLAlchemy-Utils, all in one run on one machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from uuid import uuid4

from sqlalchemy import String
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, FernetEngine

from caseflow.crypto import keyring
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import SealedText

TEXTS = {"a name (12 letters)": "Invented Ivy", "a note (1,000 letters)": "It was said. " * 77}
ROUNDS, EACH = 9, 400
OURS = "caseflow"


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
    timings = []
    for what, text in TEXTS.items():
        sealing, opening, opening_first = _jobs(text)
        timings.append(Timing(f"seal {what}", _race(sealing)))
        timings.append(Timing(f"open {what}", _race(opening)))
        timings.append(Timing(f"open {what}, first of its vault", _race(opening_first)))
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


def table(timings: list[Timing]) -> str:
    """Return the timings as a Markdown table, with how many times longer the others take."""
    engines = list(timings[0].by_engine)
    lines = [
        "| one value, microseconds | " + " | ".join(engines) + " | times as long |",
        "|---|" + "---:|" * 4,
    ]
    for one in timings:
        numbers = " | ".join(f"{one.by_engine[name]:.1f}" for name in engines)
        ratios = ", ".join(f"{one.ratio(name):.1f}" for name in engines if name != OURS)
        lines.append(f"| {one.what} | {numbers} | {ratios} |")
    return "\n".join(lines)
