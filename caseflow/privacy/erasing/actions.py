"""Writes of erasure. Two people approve in the product; an operator's command acts as itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.crypto.erasure import erase_vaults, rows_under, vaults_under
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid
from caseflow.people.events import PERSON_ERASED
from caseflow.people.models import Person
from caseflow.people.scope import load_person
from caseflow.privacy import events, ledger
from caseflow.privacy.choices import ErasureState, Ground, HoldGround, Told
from caseflow.privacy.erasing.queries import load_request, waiting_referrals
from caseflow.privacy.holds.actions import place_hold
from caseflow.privacy.holds.queries import live_holds, may_tell_of_child_sexual_abuse
from caseflow.privacy.kept.keeping import keep_figures
from caseflow.privacy.ledger import Erased
from caseflow.privacy.models import ErasedVault, ErasureRequest


@action
def propose_erasure(
    actor: Actor, person_id: UUID, *, ground: Ground, told: Told, note: str = ""
) -> UUID | None:
    """Propose to erase a person; where the record may tell of child sexual abuse, a hold is placed instead."""
    person = load_person(actor, person_id)
    if told is not Told.NO or may_tell_of_child_sexual_abuse(actor, person.id):
        place_hold(actor, person.id, ground=HoldGround.CHILD_SEXUAL_ABUSE, note=note)
        return None
    _refuse_if_held(actor, person)
    if _open_request(person.id) is not None:
        raise Conflict("The erasure of this record is proposed already.")
    row = ErasureRequest(
        vault=person.vault,
        person_id=person.id,
        side=person.side,
        ground=ground,
        note=note,
        state=ErasureState.PROPOSED,
        proposed_by=actor.user_id,
        proposed_at=now(),
    )
    db.session.add(row)
    record(actor, events.ERASURE_PROPOSED, "erasure", row.id, person_id=person.id, fields=("state",))
    return row.id


def _open_request(person_id: UUID) -> UUID | None:
    return db.session.scalar(
        select(ErasureRequest.id).where(
            ErasureRequest.person_id == person_id, ErasureRequest.state == ErasureState.PROPOSED
        )
    )


@action
def refuse_erasure(actor: Actor, request_id: UUID, *, answer: str) -> UUID:
    """Refuse a proposal, with the reason; the record stays."""
    if not answer.strip():
        raise Invalid({"answer": "Say why it is refused"})
    row = load_request(actor, request_id)
    _settle(actor, row, ErasureState.REFUSED)
    row.answer = answer
    record(
        actor, events.ERASURE_REFUSED, "erasure", row.id, person_id=row.person_id, fields=("state", "answer")
    )
    return row.person_id


@action
def withdraw_erasure(actor: Actor, request_id: UUID) -> UUID:
    """Take a proposal back."""
    row = load_request(actor, request_id)
    _settle(actor, row, ErasureState.WITHDRAWN)
    record(actor, events.ERASURE_WITHDRAWN, "erasure", row.id, person_id=row.person_id, fields=("state",))
    return row.person_id


def _settle(actor: Actor, row: ErasureRequest, state: ErasureState) -> None:
    if row.state is not ErasureState.PROPOSED:
        raise Conflict("This proposal was settled before.", at=row.decided_at)
    row.state, row.decided_by, row.decided_at = state, actor.user_id, now()


@action
def approve_erasure(actor: Actor, request_id: UUID) -> int:
    """Carry out a proposal of somebody else; returns how many vaults were destroyed. Nothing brings them back."""
    row = load_request(actor, request_id)
    if row.state is not ErasureState.PROPOSED:
        raise Conflict("This proposal was settled before.", at=row.decided_at)
    if row.proposed_by == actor.user_id:
        raise Conflict("You proposed this erasure yourself. A second person has to approve it.")
    return erase_person(actor, row.person_id)


@action
def erase_person(actor: Actor, person_id: UUID) -> int:
    """Destroy every vault of a person and all that hangs on them; returns how many vaults there were."""
    person = load_person(actor, person_id)
    _refuse_if_held(actor, person)
    if may_tell_of_child_sexual_abuse(actor, person.id):
        raise Conflict("This record may tell of the sexual abuse of a child. It is never erased.")
    if person.open_cases:
        raise Conflict("A case of this person is open. Close it first; nothing was erased.")
    if waiting_referrals(actor, person.id):
        raise Conflict(
            "A referral of this person waits for an answer. Have it answered, or withdraw it; nothing was erased."
        )
    people = _with_merged(person.id)
    session = db.session()
    session.flush()
    vaults = vaults_under(session.connection(), Person.__tablename__, people)
    lines = _lines(vaults)
    _destroy(vaults, lines, {one.vault_id: one.erased_at for one in lines})
    for one in people:
        record(actor, PERSON_ERASED, "person", one, person_id=one)
    record(actor, events.VAULTS_DESTROYED, count=len(vaults))
    return len(vaults)


@action
def replay_ledger(actor: Actor, keys: Path) -> int:
    """Carry out again, on restored data, every erasure that the ledgers know of; returns how many vaults it found.

    Both ledgers count: the one in the restored database, and the one beside the keys, which may be younger.
    """
    known = {row.vault_id: Erased(row.vault_id, row.kek_id, row.erased_at) for row in _ledger_rows()}
    outside = {one.vault_id: one for one in ledger.read(keyring.current(), keys)}
    session = db.session()
    erased = {**outside, **known}
    ids = list(erased)
    present = {
        one
        for start in range(0, len(ids), 500)
        for one in session.scalars(select(Vault.id).where(Vault.id.in_(ids[start : start + 500])))
    }
    people = _owners(present)
    _destroy(
        present,
        [one for vault_id, one in outside.items() if vault_id not in known],
        {vault_id: one.erased_at for vault_id, one in erased.items()},
    )
    for one in people:
        record(actor, PERSON_ERASED, "person", one, person_id=one)
    record(actor, events.LEDGER_REPLAYED, count=len(present))
    return len(present)


def _ledger_rows() -> Iterable[ErasedVault]:
    return db.session.scalars(select(ErasedVault)).all()


def _refuse_if_held(actor: Actor, person: Person) -> None:
    if live_holds(actor, person.id):
        raise Conflict("A hold stands on this record. It has to be lifted first; nothing was erased.")


def _with_merged(person_id: UUID) -> set[UUID]:
    """Return a person and all the records that were merged into them, one after the other."""
    found, fresh = {person_id}, {person_id}
    while fresh:
        merged = set(db.session.scalars(select(Person.id).where(Person.merged_into_id.in_(fresh))))
        fresh = merged - found
        found |= fresh
    return found


def _owners(vault_ids: set[UUID]) -> set[UUID]:
    """Return the people whose own vaults are among these."""
    ids = list(vault_ids)
    return {
        one
        for start in range(0, len(ids), 500)
        for one in db.session.scalars(select(Person.id).where(Person.vault_id.in_(ids[start : start + 500])))
    }


def _lines(vault_ids: set[UUID]) -> list[Erased]:
    at = now()
    rows = db.session.execute(select(Vault.id, Vault.kek_id).where(Vault.id.in_(vault_ids)))
    return [Erased(row.id, row.kek_id, at) for row in rows]


def _destroy(vault_ids: set[UUID], lines: list[Erased], erased_at: Mapping[UUID, datetime]) -> None:
    session = db.session()
    session.flush()
    connection = session.connection()
    keep_figures(connection, rows_under(connection, vault_ids), erased_at)
    erase_vaults(connection, vault_ids)
    # What the session holds of them is gone from the database.
    session.expunge_all()
    if lines:
        session.execute(
            insert(ErasedVault),
            [
                {"id": uuid4(), "vault_id": one.vault_id, "kek_id": one.kek_id, "erased_at": one.erased_at}
                for one in lines
            ],
        )
