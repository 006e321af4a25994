"""The inside of an archive: whatever is not what was written is refused, and never with a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from caseflow.crypto.archives import BadArchive
from caseflow.upkeep.backup import contents
from caseflow.upkeep.backup.columns import Kind, pack
from caseflow.upkeep.backup.contents import (
    END,
    MANIFEST,
    ROWS,
    TABLE,
    Contents,
    Manifest,
    block,
    rows_of,
    written,
)
from caseflow.upkeep.backup.tables import Table

THINGS = Table("things", ("id",), (Kind.KEY,))
ROW = ("0" * 32,)
ONE = Manifest("0001", (THINGS,), {"things": 2}, 7, b"digest", {"k1": b"check"})
BATCH = pack(THINGS.kinds, [ROW, ROW])


def whole() -> bytes:
    return b"".join(written(ONE, lambda _table: [[ROW, ROW]], lambda _rows: None))


def read(plain: bytes) -> Contents:
    found = Contents([plain[:3], plain[3:]])
    for table, content in found.batches():
        rows_of(table, content)
    return found


def refused(plain: bytes) -> str:
    with pytest.raises(BadArchive) as caught:
        read(plain)
    return str(caught.value)


def test_what_was_written_is_read() -> None:
    assert read(whole()).manifest == ONE and ONE.people == 0


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        block(TABLE, b"things"),
        block(MANIFEST, ONE.described()),
        block(MANIFEST, ONE.described()) + b"T",
        block(MANIFEST, ONE.described()) + block(ROWS, BATCH),
        block(MANIFEST, ONE.described()) + block(TABLE, b"others"),
        block(MANIFEST, ONE.described()) + block(TABLE, b"\xff"),
        block(MANIFEST, ONE.described()) + block(TABLE, b"things") + block(ROWS, b"\0\0\0\x02nonsense"),
        block(MANIFEST, ONE.described()) + block(b"?", b""),
        block(MANIFEST, b"no words"),
        block(MANIFEST, b"[]"),
    ],
)
def test_whatever_else_is_damaged(plain: bytes) -> None:
    assert refused(plain) == contents.DAMAGED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rows", []),
        ("tables", [{"name": "people; --", "columns": [], "kinds": []}]),
        ("keys", {"k1": "zz"}),
        ("position", None),
    ],
)
def test_a_manifest_that_is_none_is_damaged(name: str, value: Any) -> None:
    words = json.loads(ONE.described()) | {name: value}
    assert refused(block(MANIFEST, json.dumps(words).encode())) == contents.DAMAGED


def test_counts_that_are_not_those_of_the_rows_are_told() -> None:
    begun = block(MANIFEST, ONE.described()) + block(TABLE, b"things") + block(ROWS, BATCH)
    assert "are not those of its rows" in refused(begun + block(END, b"{}"))
    assert "are not those of its rows" in refused(whole() + block(END, b""))
    fewer = b"".join(written(ONE, lambda _table: [[ROW]], lambda _rows: None))
    assert "as many rows as it says" in refused(fewer)
    nothing = b"".join(
        written(Manifest("0001", (), {"things": 2}, 7, b"", {}), lambda _table: [], lambda _rows: None)
    )
    assert "as many rows as it says" in refused(nothing)
