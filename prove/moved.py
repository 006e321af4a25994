"""Sealed values that were moved or changed: into another row, another column, to another person; one bit flipped."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from caseflow.crypto.envelope import CannotOpen
from caseflow.crypto.models import Vault
from caseflow.crypto.renewing import sealed_columns
from caseflow.crypto.sealed import Sealed, SealedDate, SealedJson
from caseflow.crypto.sealed_streams import SealedStream
from caseflow.database import Base

WORDS = ("Invented", "It was said on Monday. " * 8, "x" * 1000)


@dataclass
class Refused:
    """How many were tried and refused, by kind, and what was not."""

    tried: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def hold(self, what: str, name: str, opening: Callable[[], object]) -> None:
        """Try to open what must not open."""
        self.tried[what] += 1
        try:
            opening()
        except CannotOpen:
            return
        except Exception as fault:  # whatever else it is, a worker would have met it
            self.faults.append(f"{what} {name}: {type(fault).__name__}")
            return
        self.faults.append(f"{what} {name}: opened")


Place = tuple[type, Sealed[Any]]


def places() -> list[Place]:
    """Return every sealed attribute with its model."""
    models = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return [(models[table], one) for table, attributes in sealed_columns().items() for one in attributes]


def moved(count: int, dice: random.Random) -> Refused:
    """Move so many values, every sealed attribute in turn, each to another row, column or person."""
    found, every = Refused(), places()
    for number in range(count):
        model, attribute = every[number % len(every)]
        mine, blob = _sealed(model, attribute, dice)
        kind = ("other row", "other column", "other person")[number // len(every) % 3]
        if kind == "other row":
            there = (_row(model, mine.vault), attribute)
        elif kind == "other column":
            other_model, other = dice.choice([one for one in every if one[1] is not attribute])
            there = (_row(other_model, mine.vault, mine.id), other)
        else:
            there = (_row(model, Vault(), mine.id), attribute)
        row, target = there
        setattr(row, target.column, blob)
        found.hold(
            "moved to an" + kind, attribute.seal_name, lambda row=row, target=target: target.opened(row)
        )  # type: ignore[misc]
        if target.__get__(row, type(row)) != target.unreadable:
            found.faults.append(f"{attribute.seal_name} was shown")
    for stream in SealedStream.registry.values():
        _moved_stream(found, stream)
    return found


def flipped(count: int, dice: random.Random) -> Refused:
    """Flip one bit in each byte of so many sealed values."""
    found, every = Refused(), places()
    for number in range(count):
        model, attribute = every[number % len(every)]
        row, blob = _sealed(model, attribute, dice)
        for at in range(len(blob)):
            broken = bytearray(blob)
            broken[at] ^= 1 << dice.randrange(8)
            setattr(row, attribute.column, bytes(broken))
            found.hold("bit flipped", attribute.seal_name, lambda row=row, one=attribute: one.opened(row))  # type: ignore[misc]
    return found


def _row(model: type, vault: Vault, identity: Any = None) -> Any:
    return model(id=identity or uuid4(), vault=vault)


def _sealed(model: type, attribute: Sealed[Any], dice: random.Random) -> tuple[Any, bytes]:
    row, text = _row(model, Vault()), dice.choice(WORDS)
    value: Any = text
    if isinstance(attribute, SealedDate):
        value = attribute.decode(b"1990-02-28")
    elif isinstance(attribute, SealedJson):
        value = {"said": [text]}
    blob = attribute.sealed(row.vault, row.id, value)
    assert blob is not None
    setattr(row, attribute.column, blob)
    assert attribute.opened(row) == value
    return row, blob


def _moved_stream(found: Refused, stream: SealedStream) -> None:
    vault, row, content = Vault(), uuid4(), b"invented" * 200_000
    chunks = list(stream.seal(vault, row, [content]))
    assert b"".join(stream.open(vault, row, chunks)) == content
    tampered = {
        "other row": (vault, uuid4(), chunks),
        "other person": (Vault(), row, chunks),
        "cut": (vault, row, chunks[:-1]),
        "reordered": (vault, row, [chunks[1], chunks[0], *chunks[2:]]),
        "repeated": (vault, row, [chunks[0], *chunks]),
        "lengthened": (vault, row, [*chunks, b"x"]),
    }
    for what, (whose, which, pieces) in tampered.items():
        found.hold(
            f"file {what}", stream.seal_name, lambda a=whose, b=which, c=pieces: list(stream.open(a, b, c))
        )  # type: ignore[misc]
