"""Which stored rows a newly read list keeps, adds and leaves out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Matched(Generic[Row]):
    """The rows by key that stay, the keys that have no row yet, and the rows that the list no longer names."""

    stay: dict[Hashable, Row]
    add: list[Hashable]
    left: list[Row]


def match(rows: Iterable[Row], key: Callable[[Row], Hashable], wanted: Mapping[Any, object]) -> Matched[Row]:
    """Compare stored rows with the keys of what is wanted."""
    stored = {key(row): row for row in rows}
    return Matched(
        stay={name: row for name, row in stored.items() if name in wanted},
        add=[name for name in wanted if name not in stored],
        left=[row for name, row in stored.items() if name not in wanted],
    )
