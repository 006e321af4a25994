"""Reads of releases: those of a survivor, those that wait for the lead, and what came to a client's record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import false, or_, select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.oversight.conflicts.queries import decided_halves
from caseflow.oversight.releases.choices import CONSENT_LABELS, ITEM_LABELS, OPEN, STATE_WORDS, ReleaseState
from caseflow.oversight.releases.models import Release, ReleasedItem
from caseflow.people.models import Child, ContactPoint, Person, PersonName
from caseflow.people.queries import identity_bar, person_lines
from caseflow.people.scope import of_visible_people, records_of
from caseflow.people.values import IdentityBar

MOST = 50


@dataclass(frozen=True)
class ReleaseLine:
    """A release on a survivor's record: what, on what it rests, and what became of it."""

    release_id: UUID
    person_id: UUID
    reference: str
    words: str
    text: str
    consent_words: str
    agreed_on: date | None
    agreed_how: str
    reason: str
    state: ReleaseState
    state_words: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None
    withdrawn_at: datetime | None
    note: str

    @property
    def stands(self) -> bool:
        """Tell whether it can still be taken back."""
        return self.state not in (ReleaseState.WITHDRAWN, ReleaseState.REFUSED)


@dataclass(frozen=True)
class ReleasePage:
    """What was released about a survivor."""

    bar: IdentityBar
    lines: tuple[ReleaseLine, ...]


@dataclass(frozen=True)
class DecidePage:
    """A release that waits for the safeguarding lead, with the references of clients known to belong together."""

    line: ReleaseLine
    linked: tuple[str, ...]
    stands_on: str
    """The reference of the client's record that it goes to or stands on; the lead alone is told."""
    may_take_back: bool


@dataclass(frozen=True)
class ItemLine:
    """One item on a client's record: the text and its date."""

    item_id: UUID
    person_id: UUID
    known_as: str
    reference: str
    words: str
    text: str
    released_at: datetime
    seen_at: datetime | None


def releases_page(viewer: Viewer, person_id: UUID) -> ReleasePage:
    """Return what was released about a survivor; raises NotAllowed for a client."""
    bar = identity_bar(viewer, person_id)
    if bar.side is not Side.SURVIVOR:
        raise NotAllowed("Only the survivor side releases something to the other.")
    rows = db.session.scalars(
        select(Release)
        .where(Release.person_id.in_(records_of(bar.person_id)))
        .order_by(Release.asked_at.desc())
    ).all()
    return ReleasePage(bar, tuple(_lines(viewer, rows)))


def load_release(viewer: Viewer, release_id: UUID) -> Release:
    """Return a release about somebody whom the viewer may see; raises Unknown."""
    row = db.session.scalar(
        select(Release).where(Release.id == release_id, of_visible_people(viewer, Release.person_id))
    )
    if row is None:
        raise Unknown
    return row


def waiting_releases(viewer: Viewer) -> list[ReleaseLine]:
    """Return the releases that the safeguarding lead has to look at, the one due first at the top."""
    if not viewer.can(P.WALL_DECIDE):
        return []
    rows = db.session.scalars(
        select(Release)
        .where(Release.state.in_(OPEN), of_visible_people(viewer, Release.person_id))
        .order_by(Release.due_at, Release.id)
        .limit(MOST)
    ).all()
    return _lines(viewer, rows)


def decide_page(viewer: Viewer, release_id: UUID) -> DecidePage:
    """Return a release to be decided; raises Unknown."""
    row = load_release(viewer, release_id)
    line = _lines(viewer, [row])[0]
    return DecidePage(
        line,
        tuple(sorted(linked_clients(viewer, row).values())),
        _stands_on(row),
        line.stands and viewer.can(P.ITEM_RELEASE),
    )


def linked_clients(viewer: Viewer, row: Release) -> dict[UUID, str]:
    """Return the clients that are known to belong together with whom a release is about, with their references."""
    group = db.session.scalars(select(Person.id).where(Person.id.in_(records_of(row.person_id)))).all()
    linked = {other for one in group for other in decided_halves(viewer, one)}
    clients = select(Person.id, Person.reference).where(
        Person.id.in_(linked), Person.side == Side.PERPETRATOR
    )
    return {one.id: one.reference for one in db.session.execute(clients)}


def _stands_on(row: Release) -> str:
    if not row.goes_to or row.state not in (ReleaseState.READY, ReleaseState.RELEASED):
        return ""
    target = UUID(row.goes_to)
    if row.state is ReleaseState.RELEASED:
        item = db.session.get(ReleasedItem, target)
        target = item.person_id if item else target
    return db.session.scalar(select(Person.reference).where(Person.id == target)) or ""


def own_words(viewer: Viewer, person_id: UUID) -> tuple[list[str], list[str]]:
    """Return what would give a person away: names in the one list, numbers, postcodes and references in the other."""
    here = records_of(person_id)
    people = db.session.scalars(select(Person).where(Person.id.in_(here))).all()
    names = db.session.scalars(select(PersonName).where(PersonName.person_id.in_(here))).all()
    children = db.session.scalars(select(Child).where(Child.person_id.in_(here))).all()
    points = db.session.scalars(select(ContactPoint).where(ContactPoint.person_id.in_(here))).all()
    said = [
        *(one.known_as for one in people),
        *(f"{one.given} {one.surname}" for one in names),
        *(one.name for one in children),
    ]
    lines = [line.strip() for one in points for line in (one.value or "").replace(",", "\n").split("\n")]
    return [one for one in said if one], [*(one.reference for one in people), *(one for one in lines if one)]


def owed(viewer: Viewer) -> bool:
    """Tell whether anything can be carried across the wall now, or is to be taken back from there."""
    ready = Release.state == ReleaseState.READY
    back = (Release.state == ReleaseState.WITHDRAWN) & Release.taken_back_at.is_(None)
    rows = db.session.scalars(select(Release).where(or_(ready, back))).all()
    return any(row.state is ReleaseState.WITHDRAWN or addressee(viewer, row) for row in rows)


def addressee(viewer: Viewer, row: Release) -> UUID | None:
    """Return whose record it goes to: the one that the lead named, or the only one found to belong together."""
    if row.goes_to:
        return UUID(row.goes_to)
    clients = list(linked_clients(viewer, row))
    return clients[0] if len(clients) == 1 else None


def load_item(viewer: Viewer, item_id: UUID) -> ReleasedItem:
    """Return an item that stands on a client's record; raises Unknown, also once it was taken back."""
    row = db.session.scalar(
        select(ReleasedItem).where(
            ReleasedItem.id == item_id,
            ReleasedItem.withdrawn_at.is_(None),
            of_visible_people(viewer, ReleasedItem.person_id),
        )
    )
    if row is None:
        raise Unknown
    return row


def released_item(viewer: Viewer, item_id: UUID) -> ItemLine:
    """Return one item on a client's record; raises Unknown."""
    return _items(viewer, [load_item(viewer, item_id)])[0]


def unread_items(viewer: Viewer) -> list[ItemLine]:
    """Return the items that nobody has read yet, on records that the viewer may see, newest first."""
    mine = ReleasedItem.seen_at.is_(None) if viewer.can(P.ITEM_RELEASE) else false()
    return _listed(viewer, mine)


def items_of_client(viewer: Viewer, person_id: UUID) -> list[ItemLine]:
    """Return what was released to a client's record, newest first."""
    return _listed(viewer, ReleasedItem.person_id.in_(records_of(person_id)))


def _listed(viewer: Viewer, wanted: object) -> list[ItemLine]:
    if viewer.side is not Side.PERPETRATOR:
        return []
    rows = db.session.scalars(
        select(ReleasedItem)
        .where(
            wanted,  # type: ignore[arg-type]
            ReleasedItem.withdrawn_at.is_(None),
            of_visible_people(viewer, ReleasedItem.person_id),
        )
        .order_by(ReleasedItem.released_at.desc(), ReleasedItem.id)
        .limit(MOST)
    ).all()
    return _items(viewer, rows)


def _items(viewer: Viewer, rows: Sequence[ReleasedItem]) -> list[ItemLine]:
    people = person_lines(viewer, [row.person_id for row in rows])
    return [
        ItemLine(
            row.id,
            row.person_id,
            people[row.person_id].known_as,
            people[row.person_id].reference,
            ITEM_LABELS[row.kind],
            row.text,
            row.released_at,
            row.seen_at,
        )
        for row in rows
        if row.person_id in people
    ]


def _lines(viewer: Viewer, rows: Sequence[Release]) -> list[ReleaseLine]:
    people = person_lines(viewer, [row.person_id for row in rows])
    names = user_names(viewer, [row.asked_by for row in rows])
    return [
        ReleaseLine(
            row.id,
            row.person_id,
            people[row.person_id].reference,
            ITEM_LABELS[row.kind],
            row.text,
            CONSENT_LABELS[row.consent],
            row.agreed_on,
            row.agreed_how,
            row.reason,
            row.state,
            STATE_WORDS[row.state],
            names.get(row.asked_by, "") if row.asked_by else "",
            row.asked_at,
            row.due_at,
            row.decided_at,
            row.withdrawn_at,
            row.note,
        )
        for row in rows
        if row.person_id in people
    ]
