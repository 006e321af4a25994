"""Rows as bytes and back, whatever they hold."""

from datetime import date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.application import create_app
from caseflow.upkeep.backup.columns import Kind, NotRows, pack, unpack
from caseflow.upkeep.backup.tables import all_tables, described_table, kind_of

VALUES = {
    Kind.KEY: st.uuids().map(lambda one: one.hex),
    Kind.MOMENT: st.datetimes(datetime(1900, 1, 1)).map(lambda at: at.strftime("%Y-%m-%d %H:%M:%S.%f")),
    Kind.DAY: st.dates(date(1900, 1, 1)).map(lambda on: on.isoformat()),
    Kind.NUMBER: st.integers(-(2**63), 2**63 - 1),
    Kind.TRUTH: st.booleans(),
    Kind.TEXT: st.text(max_size=20),
    Kind.BYTES: st.binary(max_size=20),
}
ROWS = st.lists(st.tuples(*(st.none() | VALUES[kind] for kind in Kind)), min_size=1, max_size=9)


@settings(max_examples=40)
@given(ROWS)
def test_every_row_comes_back(rows: list[tuple[object, ...]]) -> None:
    kinds = list(Kind)
    assert unpack(kinds, pack(kinds, rows)) == rows


def test_both_databases_give_the_same_bytes() -> None:
    key = UUID(int=7)
    assert pack([Kind.KEY], [(key.hex,)]) == pack([Kind.KEY], [(key.bytes,)])
    assert pack([Kind.TRUTH], [(1,), (0,)]) == pack([Kind.TRUTH], [(True,), (False,)])
    whole = "2026-01-02 03:04:05.000000"
    assert pack([Kind.MOMENT], [("2026-01-02 03:04:05",)]) == pack([Kind.MOMENT], [(whole,)])


@settings(max_examples=40)
@given(ROWS, st.data())
def test_what_is_no_batch_is_refused(rows: list[tuple[object, ...]], data: st.DataObject) -> None:
    kinds = list(Kind)
    content = pack(kinds, rows)
    cut = data.draw(st.integers(0, len(content) - 1))
    for broken in (content[:cut], content + b"\0"):
        with pytest.raises(NotRows):
            unpack(kinds, broken)


def test_every_column_of_every_table_can_be_carried() -> None:
    assert create_app  # every room's tables are on the metadata once it can be imported
    tables = all_tables()
    assert len(tables) > 20 and all(table.columns and "id" in table.columns for table in tables)
    assert [described_table(table.described()) for table in tables] == tables


def test_what_cannot_be_carried_or_could_be_more_than_a_name_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be carried"):
        kind_of(sa.JSON())
    for name in ('people"; drop', "People", ""):
        with pytest.raises(ValueError, match="not a table"):
            described_table({"name": name, "columns": ["id"], "kinds": ["key"]})
