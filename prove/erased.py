"""People who are erased: gone from the live data, from its files, and from an older backup that is brought back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from caseflow.access.viewer import System, Viewer
from caseflow.calls.actions import open_call
from caseflow.calls.tying.actions import tie_call
from caseflow.choices import Side
from caseflow.crypto.models import Vault
from caseflow.database import Base, db, end_reading
from caseflow.people.actions import add_contact_point, add_person
from caseflow.people.choices import ContactKind
from caseflow.people.models import Person
from caseflow.privacy.erasing.actions import erase_person
from caseflow.privacy.erasing.traces import remove_traces
from prove.canaries import files_below
from tests.installation import Installation

WHO = System("prove")


@dataclass
class Erased:
    """What was erased, and what was found of it afterwards."""

    people: int
    vaults: int = 0
    faults: list[str] = field(default_factory=list)


def erase_many(made: Installation, app: Flask, adviser: Viewer, people: int) -> Erased:
    """Make people with calls, keep an archive, erase them and look for them; bring the archive back and look again."""
    found = Erased(people)
    archive = made.folder / "before.archive"
    with app.app_context():
        ids = [_somebody(adviser, number) for number in range(people)]
        kept = _somebody(adviser, people)
        wrapped = _vaults(ids)
        found.vaults = len(wrapped)
    _run(app, found, "backup", "create", str(archive))
    with app.app_context():
        for one in ids:
            erase_person(WHO, one)
        found.faults += remove_traces(made.keys).left
        _look(found, "live data", wrapped, ids, kept)
    found.faults += [
        f"a wrapped key stands in {path.name}"
        for path in files_below(made.data)
        if any(one in path.read_bytes() for one in wrapped.values())
    ]
    _run(app, found, "restore", str(archive), "--replace")
    with app.app_context():
        _look(found, "an older backup that was brought back", wrapped, ids, kept)
    _retire_first_key(made, app, found, archive)
    return found


def _somebody(adviser: Viewer, number: int) -> UUID:
    person_id = add_person(adviser, side=Side.SURVIVOR, known_as=f"Invented {number}", surname="Testwell")
    add_contact_point(WHO, person_id, kind=ContactKind.PHONE, value="07700 900123")
    tie_call(adviser, open_call(adviser), person_id)
    end_reading()
    return person_id


def _vaults(people: list[UUID]) -> dict[UUID, bytes]:
    rows = {
        row.id: row.wrapped
        for start in range(0, len(people), 500)
        for row in db.session.scalars(select(Vault).where(Vault.owner_id.in_(people[start : start + 500])))
    }
    end_reading()
    return rows


def _look(found: Erased, where: str, wrapped: dict[UUID, bytes], people: list[UUID], kept: UUID) -> None:
    """Look for the vaults, for the people, and for any row that stands under one of the vaults."""
    for table in Base.metadata.sorted_tables:
        column: Any = table.c.get("vault_id")
        if table.name in ("people", "crypto_vaults"):
            column = table.c.id
        if column is None or table.name == "privacy_erased_vaults":
            continue
        wanted = people if table.name == "people" else list(wrapped)
        for start in range(0, len(wanted), 500):
            number = db.session.scalar(
                select(func.count()).select_from(table).where(column.in_(wanted[start : start + 500]))
            )
            if number:
                found.faults.append(f"{number} rows of {table.name} in {where}")
    if db.session.get_one(Person, kept).known_as != f"Invented {found.people}":
        found.faults.append(f"somebody who was not erased is lost in {where}")
    end_reading()


def _retire_first_key(made: Installation, app: Flask, found: Erased, archive: Path) -> None:
    """Rotate, retire the key of the archive's time and destroy it: the archive is then dead."""
    for words in (("keys", "new"), ("keys", "rotate"), ("keys", "retire", "k1")):
        _run(app, found, *words)
    (made.keys / "kek-k1.key").unlink()
    said = app.test_cli_runner().invoke(args=["restore", str(archive), "--replace"])
    if said.exit_code == 0 or "k1" not in said.output:
        found.faults.append("an archive was brought back although its key is destroyed")


def _run(app: Flask, found: Erased, *words: str) -> None:
    said = app.test_cli_runner().invoke(args=list(words))
    if said.exit_code:
        found.faults.append(
            f"{' '.join(words[:2])}: {said.output.strip().splitlines()[-1:]} {said.exception!r}"
        )
