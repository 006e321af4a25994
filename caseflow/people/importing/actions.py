"""Writes of an import: a thousand rows at a time, each batch one transaction with one line of the audit."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, tuple_

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import FieldState, RiskLevel, Side
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.models import Vault
from caseflow.crypto.sealed import seal_row
from caseflow.database import db
from caseflow.people import events
from caseflow.people.choices import BirthKind, ContactKind, NameKind
from caseflow.people.importing.models import OutsideReference
from caseflow.people.importing.queries import lookups_of, taken_in
from caseflow.people.importing.rows import Row
from caseflow.people.models import RULE_STATES, ContactPoint, Person, PersonName
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.references import new_reference

Rows = dict[str, list[dict[str, Any]]]
TABLES = (Vault, Person, PersonName, ContactPoint, OutsideReference)
"""In the order in which they point at each other."""
POSTCODE_ONLY = "Postcode only"


@action
def import_batch(actor: Actor, side: Side, rows: Sequence[Row]) -> list[UUID]:
    """Take in those rows that were not taken in before, all of them or none; returns the new people's ids."""
    lookups = lookups_of(actor, side, rows)
    known = taken_in(actor, lookups)
    fresh = [(row, lookup) for row, lookup in zip(rows, lookups, strict=True) if lookup not in known]
    if not fresh:
        record(actor, events.PEOPLE_IMPORTED, "import_batch", uuid4(), count=0)
        return []
    batch_id = uuid4()
    made: Rows = {model.__tablename__: [] for model in TABLES}
    references = _free_references(len(fresh))
    people = [
        _lay_out(made, row, lookup, reference, side, batch_id)
        for (row, lookup), reference in zip(fresh, references, strict=True)
    ]
    for name, laid_out in made.items():
        if laid_out:
            db.session.execute(insert(db.metadata.tables[name]), laid_out)
    record(actor, events.PEOPLE_IMPORTED, "import_batch", batch_id, count=len(people))
    return people


def _lay_out(made: Rows, row: Row, lookup: bytes, reference: str, side: Side, batch_id: UUID) -> UUID:
    """Lay out the rows of one person, complete and sealed."""
    person_id, at = uuid4(), now()
    vault = Vault(person_id)
    columns = ("id", "owner_id", "key_version", "kek_id", "wrapped", "created_at")
    made[Vault.__tablename__].append({name: getattr(vault, name) for name in columns})
    person = seal_row(
        Person,
        vault,
        person_id,
        side=side,
        reference=reference,
        known_as=row.given_name or row.surname,
        birth_on=row.born,
        birth_kind=BirthKind.EXACT if row.born else BirthKind.UNKNOWN,
        restricted=False,
        created_at=at,
        risk_level=RiskLevel.NOT_ASSESSED,
        open_cases=0,
        contact_state=FieldState.NOT_ASKED,
        version=1,
    )
    made[Person.__tablename__].append(person)
    full = {"given": row.given_name, "surname": row.surname}
    name = seal_row(PersonName, vault, uuid4(), person_id=person_id, kind=NameKind.LEGAL, **full)
    made[PersonName.__tablename__].append(name)
    made[ContactPoint.__tablename__] += _points(vault, person_id, row, at)
    made[OutsideReference.__tablename__].append(
        seal_row(
            OutsideReference,
            vault,
            uuid4(),
            person_id=person_id,
            lookup=lookup,
            value=row.id,
            batch_id=batch_id,
            created_at=at,
        )
    )
    return person_id


def _points(vault: Vault, person_id: UUID, row: Row, at: Any) -> list[dict[str, Any]]:
    """Lay out the contact points of a row; nothing was agreed about any, so their rules are not yet asked."""
    given = (
        (ContactKind.PHONE, row.phone, "", normal_phone(row.phone) if row.phone else None),
        (ContactKind.EMAIL, row.email, "", normal_email(row.email) if row.email else None),
        (ContactKind.ADDRESS, _spaced(row.postcode), POSTCODE_ONLY, None),
    )
    states = dict.fromkeys(RULE_STATES, FieldState.NOT_ASKED)
    return [
        seal_row(
            ContactPoint,
            vault,
            uuid4(),
            person_id=person_id,
            kind=kind,
            value=value,
            label=label,
            lookup=keyring.current().lookup_hash(kind.value, normal) if normal else None,
            created_at=at,
            version=1,
            **states,
        )
        for kind, value, label, normal in given
        if value
    ]


def _spaced(postcode: str) -> str:
    """Return a postcode as it is written on an envelope."""
    return f"{postcode[:-3]} {postcode[-3:]}" if len(postcode) > 4 and postcode[-1].isalpha() else postcode


def _free_references(count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        more = {new_reference(secrets.choice) for _ in range(count - len(found))}
        taken = db.session.scalars(select(Person.reference).where(Person.reference.in_(more)))
        found |= dict.fromkeys(more - set(taken))
    return list(found)


@action
def suggest_pairs(actor: Actor, side: Side, pairs: Iterable[tuple[UUID, UUID]]) -> int:
    """Put pairs on the list of those that may be one person; one that was decided, or stands there, stays as it is."""
    wanted = {(min(pair, key=_order), max(pair, key=_order)) for pair in pairs}
    both = (RecordPair.first_id, RecordPair.second_id)
    known = {(row[0], row[1]) for row in db.session.execute(select(*both).where(tuple_(*both).in_(wanted)))}
    rows = [
        {
            "id": uuid4(),
            "first_id": first,
            "second_id": second,
            "side": side,
            "state": PairState.SUGGESTED,
            "said_at": now(),
        }
        for first, second in wanted - known
    ]
    if rows:
        db.session.execute(insert(db.metadata.tables[RecordPair.__tablename__]), rows)
    record(actor, events.PAIRS_SUGGESTED, "record_pair", count=len(rows))
    return len(rows)


def _order(person_id: UUID) -> bytes:
    return person_id.bytes
