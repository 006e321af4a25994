"""Columns: each is a key, a time, a code, a count, a yes or no, or sealed. Readable text says why it may be."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from caseflow.application import create_app
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import Sealed
from caseflow.database import Base, Code, KeyedHash, PlainText, SealedBytes, UtcDateTime
from tests.laws.house import PACKAGE, none_of

LAWFUL = (sa.Uuid, UtcDateTime, sa.Date, sa.Integer, sa.Boolean, Code, SealedBytes, KeyedHash)
SEAL_NAMES = PACKAGE / "crypto" / "seal_names.txt"
# A date that says who somebody is. It belongs sealed, whatever table it stands in.
BIRTH = ("born", "birth", "dob")


def column_faults(metadata: sa.MetaData) -> list[str]:
    """Name each column that is neither sealed nor one of the few kinds that queues, clocks and scope need."""
    return [
        f"{table.name}.{column.name}: {fault}"
        for table in metadata.sorted_tables
        for column in table.columns
        if (fault := _fault(column))
    ]


def _fault(column: sa.Column[object]) -> str | None:
    kind = column.type
    if isinstance(kind, PlainText):
        return None if len(kind.reason.split()) >= 3 else "plain text without a reason"
    if not isinstance(kind, LAWFUL):
        return f"{kind!r} is not sealed"
    if isinstance(kind, sa.Date | UtcDateTime) and any(word in column.name for word in BIRTH):
        return "a birth date that is not sealed"
    if isinstance(kind, UtcDateTime) and not column.name.endswith(("_at", "at", "until")):
        return "a time that does not end in _at"
    if isinstance(kind, sa.Date) and not column.name.endswith(("_on", "month", "until")):
        return "a date that does not end in _on"
    return None


def test_every_column_is_lawful():
    assert create_app  # every room's tables are on the metadata once it can be imported
    none_of(column_faults(Base.metadata))


def test_seal_names_are_the_committed_ones():
    committed = SEAL_NAMES.read_text().split()
    assert committed == sorted(set(committed)), "the list is in order, each name once"
    none_of([f"{name} is not in seal_names.txt" for name in sorted(set(Sealed.registry) - set(committed))])
    none_of([f"{name} is on the list but seals nothing" for name in committed if name not in Sealed.registry])


def test_every_sealed_attribute_has_a_vault():
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    none_of(
        [
            f"{one.__name__} seals but has no vault"
            for one in classes
            if any(isinstance(value, Sealed) for base in one.__mro__ for value in vars(base).values())
            and not issubclass(one, Vaulted)
            and not hasattr(one, "vault")
        ]
    )


class Sample(DeclarativeBase):
    """Tables that break the law, each in its own way."""


class Careless(Sample):
    __tablename__ = "careless"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    story: Mapped[str] = mapped_column(sa.Text())
    answers: Mapped[dict] = mapped_column(sa.JSON())
    excuse: Mapped[str] = mapped_column(PlainText(""))
    born_on: Mapped[object] = mapped_column(sa.Date())
    seen: Mapped[object] = mapped_column(UtcDateTime())
    blob: Mapped[bytes] = mapped_column(sa.LargeBinary())
    element: Mapped[str] = mapped_column(Code())
    reason: Mapped[str] = mapped_column(PlainText("names of fields, never values"))


def test_each_unlawful_column_is_caught():
    caught = {fault.split(":")[0].split(".")[1] for fault in column_faults(Sample.metadata)}
    assert caught == {"name", "story", "answers", "excuse", "born_on", "seen", "blob"}
