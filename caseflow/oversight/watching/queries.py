"""Reads of the watch: who changed since it last looked, and what meets there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from caseflow.access.viewer import Viewer
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.choices import RiskLevel
from caseflow.crypto.columns import VAULT, ReadVault
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.oversight.conflicts.choices import Meeting
from caseflow.oversight.events import ACQUAINTANCE_STATED
from caseflow.oversight.known.models import Acquaintance
from caseflow.oversight.known.queries import Knows, traits_of, who_knows
from caseflow.oversight.traits.comparing import Birth, NameKey, Traits, Why, address_keys, in_common
from caseflow.oversight.traits.queries import Known, known_people
from caseflow.oversight.traits.told import told_of
from caseflow.oversight.watching.models import WatchMark
from caseflow.people import events as people
from caseflow.people.choices import ContactKind
from caseflow.people.matching.postcodes import postcodes_in
from caseflow.people.models import ContactPoint, Person
from caseflow.people.queries import find_people

WATCHED = [
    event.name
    for event in (
        people.PERSON_ADDED,
        people.PERSON_CHANGED,
        people.CONTACT_ADDED,
        people.CONTACT_CHANGED,
        people.HARM_ADDED,
        people.HARM_CHANGED,
        people.PEOPLE_LOADED,
        people.PEOPLE_IMPORTED,
        ACQUAINTANCE_STATED,
    )
]
_RISK_SET = and_(
    AuditRow.event == people.SUMMARY_CHANGED.name, AuditRow.fields.contains("risk_level", autoescape=True)
)
RULES = [
    event.name
    for event in (
        people.CONTACT_CHANGED,
        people.CONTACT_CONFIRMED,
        people.CONTACT_STOPPED,
        people.CONTACT_REOPENED,
    )
]
"""Events after which a contact rule that was sent in a packet may not hold any more."""
MANY = (people.PEOPLE_LOADED.name, people.PEOPLE_IMPORTED.name)
"""Events that stand for very many people."""
AT_ONCE = 100
"""As many people are looked at after one change; a longer stretch is left to the command."""
LIKE, NEIGHBOURS = 50, 500
_point = ContactPoint.__table__.c
_ADDRESSES = (
    select(*VAULT, _point.id, _point.person_id, _point.value_sealed)
    .join(Vault, Vault.id == _point.vault_id)
    .where(_point.kind == ContactKind.ADDRESS, _point.value_sealed.is_not(None))
)


@dataclass(frozen=True)
class Rise:
    """Whose risk level was set, when, and what it is now; whether it rose, the clocks tell."""

    person_id: UUID
    level: RiskLevel
    since: datetime


@dataclass(frozen=True)
class Changed:
    """Who changed since the watch last looked, and how far that reaches."""

    people: frozenset[UUID]
    acquaintances: frozenset[UUID]
    position: int
    left_from: int | None = None
    rises: tuple[Rise, ...] = ()
    rules: tuple[UUID, ...] = ()
    """Whose contact rules changed."""


@dataclass(frozen=True)
class Met:
    """Two people who may be one, or of whom one tells of the other."""

    one: UUID
    other: UUID
    meeting: Meeting
    why: frozenset[Why]


@dataclass(frozen=True)
class Findings:
    """What the watch found."""

    met: tuple[Met, ...]
    knows: tuple[Knows, ...]


def changed_since(viewer: Viewer) -> Changed | None:
    """Return who changed since the watch last looked; nothing if nobody did."""
    mark = db.session.scalar(select(WatchMark.position)) or 0
    head = db.session.scalar(select(AuditHead.position)) or 0
    if head <= mark:
        return None
    rows = db.session.execute(
        select(AuditRow.position, AuditRow.event, AuditRow.person_id, AuditRow.record_id, AuditRow.at)
        .where(AuditRow.position > mark, or_(AuditRow.event.in_({*WATCHED, *RULES}), _RISK_SET))
        .order_by(AuditRow.position.desc())
        .limit(AT_ONCE + 1)
    ).all()
    risks = {row.person_id: row.at for row in reversed(rows) if row.event == people.SUMMARY_CHANGED.name}
    more = len(rows) > AT_ONCE or any(row.event in MANY for row in rows)
    return Changed(
        people=frozenset(row.person_id for row in rows if row.person_id and row.event in WATCHED),
        acquaintances=frozenset(row.record_id for row in rows if row.event == ACQUAINTANCE_STATED.name),
        position=head,
        left_from=mark if more else None,
        rises=_rises(risks),
        rules=tuple(sorted({row.person_id for row in rows if row.person_id and row.event in RULES})),
    )


def _rises(risks: dict[UUID, datetime]) -> tuple[Rise, ...]:
    if not risks:
        return ()
    now = db.session.execute(select(Person.id, Person.risk_level).where(Person.id.in_(risks)))
    return tuple(Rise(row.id, row.risk_level, risks[row.id]) for row in now)


def findings(viewer: Viewer, changed: Changed) -> Findings:
    """Return what meets where these people changed: the other side, those told of, and the staff."""
    told = db.session.scalars(select(Acquaintance).where(Acquaintance.id.in_(changed.acquaintances))).all()
    met = tuple(one for ids in _portions(changed.people) for one in _meetings(viewer, ids))
    knows = who_knows(viewer, known_people(viewer, changed.people).values()) if changed.people else []
    for one in told:
        alike = known_people(viewer, _like(viewer, traits_of(viewer, one)) | _at(viewer, one.address))
        knows += [found for found in who_knows(viewer, alike.values()) if found.user_id == one.user_id]
    return Findings(met, tuple(knows))


def everybody(viewer: Viewer) -> Iterator[frozenset[UUID]]:
    """Return everybody on record in portions, for the command that looks at all."""
    ids = db.session.scalars(select(Person.id).where(Person.merged_into_id.is_(None))).all()
    yield from _portions(ids)


def behind(viewer: Viewer) -> bool:
    """Tell whether there are changes that the watch has left to the command."""
    return db.session.scalar(select(WatchMark.behind_until)) is not None


def _portions(ids: Collection[UUID]) -> Iterator[frozenset[UUID]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield frozenset(ordered[start : start + AT_ONCE])


def _meetings(viewer: Viewer, ids: Collection[UUID]) -> Iterator[Met]:
    changed = known_people(viewer, ids)
    wanted = {one.person_id: _candidates(viewer, one) for one in changed.values()}
    others = known_people(viewer, frozenset[UUID]().union(*wanted.values()) if wanted else frozenset())
    for person_id, candidates in wanted.items():
        for other in candidates - {person_id}:
            if other in others:
                yield from _between(changed[person_id], others[other])


def _between(one: Known, other: Known) -> Iterator[Met]:
    """Return how two people meet: across the wall as one, or where one tells of the other."""
    told = frozenset[Why]().union(
        *(in_common(harm, other.own) for harm in one.harm), *(in_common(harm, one.own) for harm in other.harm)
    )
    if told:
        yield Met(one.person_id, other.person_id, Meeting.TOLD_OF, told)
    elif one.side is not other.side and (why := in_common(one.own, other.own)):
        yield Met(one.person_id, other.person_id, Meeting.SAME_PERSON, why)


def _candidates(viewer: Viewer, one: Known) -> set[UUID]:
    found = _like(viewer, one.own)
    for harm in one.harm:
        found |= _like(viewer, harm)
    with told_of() as tellers:
        for name in one.own.names:
            found |= tellers.get(name, set())
    return found


def _like(viewer: Viewer, traits: Traits) -> set[UUID]:
    """Return who may fit: by number, and by name as the find box finds them. What fits is decided elsewhere."""
    found: set[UUID] = set()
    if traits.numbers:
        found |= set(
            db.session.scalars(
                select(ContactPoint.person_id).where(ContactPoint.lookup.in_(traits.numbers)).limit(LIKE)
            )
        )
    for name in traits.names:
        found |= _named(viewer, name, traits.birth)
    return found


def _named(viewer: Viewer, name: NameKey, birth: Birth | None) -> set[UUID]:
    found = find_people(viewer, name=" ".join(name), birth=_as_typed(birth), limit=LIKE)
    return {hit.person_id for hit in found.hits}


def _as_typed(birth: Birth | None) -> str:
    if birth is None:
        return ""
    day: date | None = birth.day
    return day.isoformat() if day else str(birth.years[0]) if birth.years else ""


def _at(viewer: Viewer, address: str) -> set[UUID]:
    """Return who may live at an address: by its postcode from the index; without one each address is opened."""
    wanted = address_keys(address)
    if not wanted:
        return set()
    postcodes = postcodes_in(address)
    if postcodes:
        found = find_people(viewer, postcode=postcodes[0], limit=NEIGHBOURS)
        return {hit.person_id for hit in found.hits}
    rows = db.session.execute(_ADDRESSES.execution_options(yield_per=AT_ONCE * AT_ONCE))
    return {
        row.person_id
        for row in rows
        if wanted & address_keys(ReadVault(*row[:4]).read(ContactPoint.value, row.id, row.value_sealed))
    }
