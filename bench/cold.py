"""Sealed columns through the ORM from cold: a thousand people loaded with their vaults, four fields of each opened."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesGcmEngine, FernetEngine

from bench.sealing import OURS, OneKey
from caseflow.crypto import keyring
from caseflow.crypto.keyring import Keyring, check_value
from caseflow.crypto.models import Vault
from caseflow.database import Base
from caseflow.people.models import Child

PEOPLE, LISTED, ROUNDS = 1_000, 50, 7
FIELDS = ("name", "born", "sex", "where")
SAID = {"name": "Invented Ivy", "born": "about 2019", "sex": "female", "where": "with her aunt in Blaby"}


class Other(DeclarativeBase):
    """The tables of the other engines."""


def _other(engine: Any) -> Any:
    columns = {
        one: mapped_column(StringEncryptedType(String, "a secret of the bench", engine)) for one in FIELDS
    }
    columns["__annotations__"] = {"id": Mapped[UUID]}
    columns["id"] = mapped_column(primary_key=True)
    return type(engine.__name__, (Other,), {"__tablename__": engine.__name__.lower(), **columns})


OTHERS = {engine.__name__: _other(engine) for engine in (AesGcmEngine, FernetEngine)}


@dataclass(frozen=True)
class Cold:
    """Milliseconds for a thousand people with four fields, by engine; and for opening a list of fifty names here."""

    by_engine: dict[str, float]
    list_of_names: float

    def faults(self) -> list[str]:
        """Name what is not as promised: ahead of both from cold, fifty names in less than a millisecond."""
        ours = self.by_engine[OURS]
        said = [f"from cold: behind {name}" for name, taken in self.by_engine.items() if taken < ours]
        if self.list_of_names >= 1:
            said.append(f"a list of {LISTED} names opens in {self.list_of_names:.2f} ms")
        return said

    def __str__(self) -> str:
        each = ", ".join(f"{name} {taken:.0f} ms" for name, taken in self.by_engine.items())
        return (
            f"{PEOPLE:,} rows with four fields from cold, loaded with their vaults: {each}. "
            f"A list of {LISTED} names opens in {self.list_of_names:.2f} ms."
        )


def measure(clock: Callable[[], float] = time.perf_counter) -> Cold:
    """Time loading and opening, engine by engine in turn."""
    source = OneKey()
    ring = Keyring(source)
    ring.learn({"bench": check_value("bench", source.key)}, "bench")
    keyring.use(ring)
    engine = create_engine("sqlite://")
    _fill(engine)
    jobs: dict[str, Callable[[Session], None]] = {OURS: _ours}
    jobs |= {name: (lambda session, model=model: _theirs(session, model)) for name, model in OTHERS.items()}
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            with Session(engine) as session:
                started = clock()
                job(session)
                taken[name].append((clock() - started) * 1000)
    return Cold({name: median(values) for name, values in taken.items()}, _names(engine, clock))


def _fill(engine: Engine) -> None:
    tables = [Vault.__table__, Child.__table__]
    with engine.begin() as connection:
        Base.metadata.create_all(connection, tables=tables)  # type: ignore[arg-type]
        Other.metadata.create_all(connection)
        for _ in range(PEOPLE):
            vault, row = Vault(), uuid4()
            values: dict[str, Any] = {
                f"{one}_sealed": getattr(Child, one).sealed(vault, row, SAID[one]) for one in FIELDS
            }
            plain = {
                name: getattr(vault, name)
                for name in ("id", "key_version", "kek_id", "wrapped", "created_at")
            }
            connection.execute(Vault.__table__.insert(), plain)  # type: ignore[attr-defined]
            more = {"id": row, "vault_id": vault.id, "person_id": uuid4(), "created_at": vault.created_at}
            connection.execute(Child.__table__.insert(), {**more, **values, "version": 1})  # type: ignore[attr-defined]
            for model in OTHERS.values():
                connection.execute(model.__table__.insert(), {"id": uuid4(), **SAID})


def _ours(session: Session) -> None:
    for row in session.scalars(select(Child).options(joinedload(Child.vault))):
        assert [getattr(row, one) for one in FIELDS] == list(SAID.values())


def _theirs(session: Session, model: Any) -> None:
    for row in session.scalars(select(model)):
        assert [getattr(row, one) for one in FIELDS] == list(SAID.values())


def _names(engine: Engine, clock: Callable[[], float]) -> float:
    """Time opening the names of a list that is loaded; the vaults are opened with them."""
    taken = []
    for _ in range(ROUNDS):
        with Session(engine) as session:
            rows = session.scalars(select(Child).limit(LISTED)).all()
            started = clock()
            names = [row.name for row in rows]
            taken.append((clock() - started) * 1000)
            assert len(names) == LISTED
    return median(taken)
