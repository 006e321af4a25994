"""Rows as bytes, column by column: the same bytes from either database. Pure.

A batch is written as: number of rows (4 bytes), then each column as a mark (all there, none there, or some there and
which), and the values that are there. Values come as SQLite keeps them; keys may also come as 16 bytes.
"""

import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from caseflow.errors import CaseflowError

NONE, ALL, SOME = b"\0", b"\1", b"\2"
KEY, MOMENT, DAY = 16, 26, 10
"""How many bytes a key, a time and a date have."""

Values = Sequence[Any]


class Kind(StrEnum):
    """What a column holds, whatever the database calls it."""

    KEY = "key"
    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"
    BYTES = "bytes"


class NotRows(CaseflowError):
    """The bytes are not a batch of rows of these columns."""


def pack(kinds: Sequence[Kind], rows: Sequence[Values]) -> bytes:
    """Write a batch of rows as bytes."""
    parts = [len(rows).to_bytes(4, "big")]
    for kind, column in zip(kinds, zip(*rows, strict=True), strict=True):
        there: Values = column
        if None in column:
            there = [value for value in column if value is not None]
            parts.append(SOME + bytes(value is not None for value in column) if there else NONE)
        else:
            parts.append(ALL)
        if there:
            body = _body(kind, there)
            parts += (len(body).to_bytes(4, "big"), body)
    return b"".join(parts)


def unpack(kinds: Sequence[Kind], content: bytes) -> list[tuple[Any, ...]]:
    """Read a batch of rows back, each value as SQLite keeps it; raises NotRows if the bytes are something else."""
    try:
        number = int.from_bytes(content[:4], "big")
        at, columns = 4, []
        for kind in kinds:
            column, at = _column(kind, content, at, number)
            columns.append(column)
        if at != len(content):
            raise NotRows("bytes are left over")
        return list(zip(*columns, strict=True))
    except (struct.error, IndexError, UnicodeDecodeError, StopIteration, ValueError):
        raise NotRows("not rows of these columns") from None


def _column(kind: Kind, content: bytes, at: int, number: int) -> tuple[Values, int]:
    mark, at = content[at : at + 1], at + 1
    if mark == NONE:
        return [None] * number, at
    which = b""
    if mark == SOME:
        which, at = content[at : at + number], at + number
    elif mark != ALL:
        raise NotRows("a column begins with no known mark")
    length, at = int.from_bytes(content[at : at + 4], "big"), at + 4
    values = _values(kind, content[at : at + length], sum(which) if which else number)
    if which:
        following: Iterator[Any] = iter(values)
        values = [next(following) if there else None for there in which]
    return values, at + length


def _body(kind: Kind, values: Values) -> bytes:
    match kind:
        case Kind.KEY:
            return b"".join(values) if isinstance(values[0], bytes) else bytes.fromhex("".join(values))
        case Kind.NUMBER:
            return struct.pack(f">{len(values)}q", *values)
        case Kind.TRUTH:
            return bytes(values)
        case Kind.MOMENT:
            return "".join([value if len(value) == MOMENT else _in_full(value) for value in values]).encode()
        case Kind.DAY:
            return "".join(values).encode()
        case _:
            pieces = [value.encode() for value in values] if kind is Kind.TEXT else values
            return struct.pack(f">{len(values)}I", *map(len, pieces)) + b"".join(pieces)


def _values(kind: Kind, body: bytes, number: int) -> Values:
    match kind:
        case Kind.KEY:
            return _sliced(body.hex(), 2 * KEY, number)
        case Kind.NUMBER:
            return struct.unpack(f">{number}q", body)
        case Kind.TRUTH:
            return _sliced(body, 1, number) and [value == 1 for value in body]
        case Kind.MOMENT:
            return _sliced(body.decode(), MOMENT, number)
        case Kind.DAY:
            return _sliced(body.decode(), DAY, number)
        case _:
            return _pieces(body, number, text=kind is Kind.TEXT)


def _sliced(whole: Any, size: int, number: int) -> list[Any]:
    if len(whole) != size * number:
        raise NotRows("a column has the wrong length")
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _pieces(body: bytes, number: int, *, text: bool) -> list[Any]:
    lengths = struct.unpack_from(f">{number}I", body)
    whole: Any = body[4 * number :]
    if sum(lengths) != len(whole):
        raise NotRows("a column has the wrong length")
    # Letters beyond ASCII take several bytes, so that only plain text may be turned into letters before it is cut.
    early = text and whole.isascii()
    whole = whole.decode() if early else whole
    at, pieces = 0, []
    for length in lengths:
        pieces.append(whole[at : at + length])
        at += length
    return [piece.decode() for piece in pieces] if text and not early else pieces


def _in_full(moment: str) -> str:
    """Write a time to the microsecond, as every other; SQL's own clock leaves the fraction out."""
    read = datetime.fromisoformat(moment)
    return (read.astimezone(UTC) if read.tzinfo else read).strftime("%Y-%m-%d %H:%M:%S.%f")
