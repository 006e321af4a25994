"""Reads of erasure: proposals that wait, and what one would erase."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.crypto.erasure import under_vaults, vaults_under
from caseflow.crypto.models import Kek
from caseflow.database import db
from caseflow.errors import Conflict, Unknown
from caseflow.people.models import Person
from caseflow.people.queries import identity_bar
from caseflow.people.references import read_reference
from caseflow.people.scope import load_person, of_visible_people, records_of, visible_people
from caseflow.people.values import IdentityBar
from caseflow.privacy.choices import ErasureState, Ground, HoldGround
from caseflow.privacy.holds.queries import live_holds
from caseflow.privacy.ledger import Erased
from caseflow.privacy.models import ErasedVault, ErasureRequest
from caseflow.referrals.choices import WAITING
from caseflow.referrals.models import Referral

LISTED = 50
GOES = {
    "calls": "Calls",
    "callbacks": "Call-backs",
    "reaches": "Referrals from professionals",
    "contact_points": "Numbers and addresses",
    "persons_causing_harm": "Persons causing harm, as told",
    "children": "Children",
    "assessments": "Assessments",
    "safeguarding_actions": "Safeguarding decisions",
    "referrals": "Referrals",
    "cases": "Cases",
    "case_notes": "Notes",
    "case_files": "Files",
}
"""What goes with a person, by table, in words; whatever else hangs on these goes too."""


def load_request(viewer: Viewer, request_id: UUID) -> ErasureRequest:
    """Return a proposal about somebody whom the viewer may know of; raises Unknown otherwise."""
    found = db.session.scalar(
        select(ErasureRequest).where(
            ErasureRequest.id == request_id, of_visible_people(viewer, ErasureRequest.person_id)
        )
    )
    if found is None:
        raise Unknown
    return found


@dataclass(frozen=True)
class RequestLine:
    """A proposal that waits for a second person."""

    id: UUID
    person_id: UUID
    known_as: str
    reference: str
    ground: Ground
    proposed_by: str
    proposed_at: datetime
    own: bool


@dataclass(frozen=True)
class HoldLine:
    """A hold that stands on a record."""

    id: UUID
    ground: HoldGround
    note: str
    placed_by: str
    placed_at: datetime
    may_lift: bool


@dataclass(frozen=True)
class ErasurePage:
    """What is to be known before somebody is erased."""

    bar: IdentityBar
    holds: tuple[HoldLine, ...]
    request: RequestLine | None
    note: str
    open_cases: int
    waiting_referrals: int
    goes: tuple[tuple[str, int], ...]


def waiting_erasures(viewer: Viewer) -> list[RequestLine]:
    """Return the proposals that wait, oldest first."""
    rows = db.session.execute(
        select(ErasureRequest, Person)
        .join(Person, Person.id == ErasureRequest.person_id)
        .where(ErasureRequest.state == ErasureState.PROPOSED, visible_people(viewer))
        .order_by(ErasureRequest.proposed_at)
        .limit(LISTED)
    ).all()
    names = user_names(viewer, [row.proposed_by for row, _ in rows])
    return [_line(viewer, row, person, names) for row, person in rows]


def _line(viewer: Viewer, row: ErasureRequest, person: Person, names: dict[UUID, str]) -> RequestLine:
    return RequestLine(
        row.id,
        person.id,
        person.known_as,
        person.reference,
        row.ground,
        names.get(row.proposed_by, "") if row.proposed_by else "",
        row.proposed_at,
        row.proposed_by == viewer.user_id,
    )


def erasure_page(viewer: Viewer, person_id: UUID) -> ErasurePage:
    """Return the page about the erasure of a person; raises Unknown outside the viewer's scope."""
    person = load_person(viewer, person_id)
    held = live_holds(viewer, person.id)
    row = db.session.scalar(
        select(ErasureRequest).where(
            ErasureRequest.person_id == person.id, ErasureRequest.state == ErasureState.PROPOSED
        )
    )
    names = user_names(viewer, [one.placed_by for one in held] + ([row.proposed_by] if row else []))
    holds = tuple(
        HoldLine(
            one.id,
            one.ground,
            one.note,
            names.get(one.placed_by, "") if one.placed_by else "",
            one.placed_at,
            one.ground is not HoldGround.CHILD_SEXUAL_ABUSE,
        )
        for one in held
    )
    return ErasurePage(
        identity_bar(viewer, person.id),
        holds,
        _line(viewer, row, person, names) if row else None,
        row.note if row else "",
        person.open_cases,
        waiting_referrals(viewer, person.id),
        _goes(person.id),
    )


def _goes(person_id: UUID) -> tuple[tuple[str, int], ...]:
    """Return what would go with a person, in words that a worker knows, with the number of each."""
    connection = db.session.connection()
    rows = under_vaults(connection, vaults_under(connection, Person.__tablename__, {person_id}))
    return tuple((words, rows[table]) for table, words in GOES.items() if rows[table])


def waiting_referrals(viewer: Viewer, person_id: UUID) -> int:
    """Return how many referrals of a person still wait for an answer."""
    found = select(func.count()).where(
        Referral.person_id.in_(records_of(person_id)), Referral.state.in_(WAITING)
    )
    return db.session.scalar(found) or 0


def request_page(viewer: Viewer, request_id: UUID) -> ErasurePage:
    """Return the page on which a proposal is decided; raises Unknown outside the viewer's scope."""
    row = load_request(viewer, request_id)
    page = erasure_page(viewer, row.person_id)
    if page.request is None or page.request.id != row.id:
        raise Conflict("This proposal was settled before.", at=row.decided_at)
    return page


def erased_vaults(viewer: Viewer) -> list[Erased]:
    """Return the ledger in the database, oldest first."""
    rows = db.session.scalars(select(ErasedVault).order_by(ErasedVault.erased_at, ErasedVault.id))
    return [Erased(row.vault_id, row.kek_id, row.erased_at) for row in rows]


def person_of(viewer: Viewer, reference: str) -> UUID:
    """Return the person with a reference; raises Unknown outside the viewer's scope."""
    found = db.session.scalar(
        select(Person.id).where(Person.reference == read_reference(reference), visible_people(viewer))
    )
    if found is None:
        raise Unknown("There is nobody with this reference.")
    return found


def dead_on(viewer: Viewer, epoch: timedelta) -> list[str]:
    """Return, for each key that older backups of the erased need, on which day they are dead and by what."""
    counted = dict(
        db.session.execute(select(ErasedVault.kek_id, func.count()).group_by(ErasedVault.kek_id)).all()
    )
    lines = []
    for kek in db.session.scalars(select(Kek).order_by(Kek.created_at)):
        if kek.key_id in counted:
            day = f"{(kek.retired_at or now()) + epoch:%-d %B %Y}"
            first = "" if kek.retired_at else "rotated away and retired today, and "
            lines.append(
                f"{counted[kek.key_id]} erased vaults in older backups: "
                f"dead on {day} if key {kek.key_id} is {first}destroyed."
            )
    return lines
