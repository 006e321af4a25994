"""Find people. The later engine of matching fills the same signature."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.people.births import age_words, may_be_under_18
from caseflow.people.choices import NAME_KIND_LABELS, ContactKind, NameKind
from caseflow.people.finding.freshness import searching
from caseflow.people.finding.reading import Question, read_question
from caseflow.people.index import Match, Sought, Why
from caseflow.people.models import ContactPoint, Person, PersonName
from caseflow.people.names import full_name, searchable_parts
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.scope import hidden_people, visible_people
from caseflow.people.values import Found, Hit

Reasons = dict[UUID, list[str]]


def find_people(
    viewer: Viewer, text: str = "", *, name: str = "", birth: str = "", phone: str = "", limit: int = 20
) -> Found:
    """Return whom the viewer may know of and who fits what was typed, best first, each with why they matched."""
    day = today()
    question = read_question(
        text, name, birth, phone, today=day, normal_phone=normal_phone, normal_email=normal_email
    )
    if not question.understood:
        return Found()
    reasons: Reasons = {}
    _by_reference(viewer, question, reasons)
    _by_contact(viewer, question, reasons)
    matches = _by_name(viewer, question, limit + 1)
    for match in matches:
        reasons.setdefault(match.person_id, [])
    hits = _hits(viewer, reasons, {match.person_id: match for match in matches}, question, day)
    return Found(tuple(hits[:limit]), len(hits) > limit, question.understood)


def open_all_names(viewer: Viewer) -> int:
    """Open all names into the index of this process, so that the first find need not wait; returns how many."""
    with searching() as index:
        return len(index)


def _by_reference(viewer: Viewer, question: Question, reasons: Reasons) -> None:
    if question.reference:
        found = select(Person.id).where(Person.reference == question.reference, visible_people(viewer))
        for person_id in db.session.scalars(found):
            reasons.setdefault(person_id, []).append("Reference")


def _by_contact(viewer: Viewer, question: Question, reasons: Reasons) -> None:
    wanted = []
    if question.phone:
        wanted.append(keyring.current().lookup_hash("phone", question.phone))
    if question.email:
        wanted.append(keyring.current().lookup_hash("email", question.email))
    if not wanted:
        return
    rows = db.session.execute(
        select(ContactPoint.person_id, ContactPoint.kind, ContactPoint.stopped_at)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(ContactPoint.lookup.in_(wanted), visible_people(viewer))
    )
    for row in rows:
        word = "Phone number" if row.kind is ContactKind.PHONE else "E-mail address"
        reasons.setdefault(row.person_id, []).append(f"{word}, stopped" if row.stopped_at else word)


def _by_name(viewer: Viewer, question: Question, limit: int) -> list[Match]:
    """Ask the index, within the viewer's scope as the same predicate gives it."""
    if not question.parts and not question.birth:
        return []
    sought = Sought(question.parts, question.birth)
    allowed, denied = _scope(viewer)
    found: list[Match] = []
    with searching() as index:
        for side in [viewer.side] if viewer.side else list(Side):
            found += index.search(sought, side, allowed=allowed, denied=denied, limit=limit)
    return found[:limit]


def _scope(viewer: Viewer) -> tuple[Collection[UUID] | None, Collection[UUID]]:
    """Return the viewer's scope as few ids as can be: those granted, or the few hidden ones left out."""
    if viewer.side is None:
        return None, ()
    if viewer.area_wide:
        return None, frozenset(db.session.scalars(hidden_people(viewer)))
    return frozenset(db.session.scalars(select(Person.id).where(visible_people(viewer)))), ()


def _hits(
    viewer: Viewer, reasons: Reasons, matches: dict[UUID, Match], question: Question, day: date
) -> list[Hit]:
    """Return what may be shown of those who were found; the database has the last word on the scope."""
    rows = db.session.scalars(select(Person).where(Person.id.in_(reasons), visible_people(viewer)))
    people = {person.id: person for person in rows}
    names = _names(people) if question.parts else {}
    places = locality_names(viewer, [person.locality_id for person in people.values()])
    for person_id, match in matches.items():
        if person_id in people:
            reasons[person_id] += _why(match, people[person_id], names.get(person_id, []), question)
    # Whoever fits in more ways comes first; among equals the order of the index stays.
    ranked = sorted((one for one in reasons if one in people), key=lambda one: -len(reasons[one]))
    return [_hit(people[one], tuple(reasons[one]), places, day) for one in ranked]


def _names(people: Iterable[UUID]) -> dict[UUID, list[PersonName]]:
    found: dict[UUID, list[PersonName]] = {}
    for row in db.session.scalars(select(PersonName).where(PersonName.person_id.in_(list(people)))):
        found.setdefault(row.person_id, []).append(row)
    return found


def _why(match: Match, person: Person, names: list[PersonName], question: Question) -> list[str]:
    words = []
    if Why.NAME in match.why:
        words.append(_which_name(person, names, question.parts))
    if Why.BIRTH in match.why:
        words.append("Birth date" if question.birth and question.birth.day else "Age or year of birth")
    return words


def _which_name(person: Person, names: list[PersonName], parts: tuple[str, ...]) -> str:
    """Say which name fitted, where it is not the one that the person is shown by."""
    if _fits(person.known_as, parts):
        return "Name"
    for row in names:
        whole = full_name(row.given, row.surname)
        if _fits(f"{person.known_as} {whole}", parts):
            kind = NAME_KIND_LABELS[row.kind] if row.kind is not NameKind.KNOWN_AS else "Name"
            return f"{kind}: {whole}"
    return "Name"


def _fits(name: str, parts: tuple[str, ...]) -> bool:
    known = searchable_parts(name)
    return all(any(one.startswith(part) for one in known) for part in parts)


def _hit(person: Person, why: tuple[str, ...], places: dict[UUID, str], day: date) -> Hit:
    survivor = person.side is Side.SURVIVOR
    born = person.birth_on
    return Hit(
        person_id=person.id,
        side=person.side,
        known_as=person.known_as,
        age=age_words(born, person.birth_kind, day),
        under_18=may_be_under_18(born, person.birth_kind, day),
        locality=places.get(person.locality_id) if person.locality_id else None,
        reference=person.reference,
        why=why,
        risk=person.risk_level if survivor else None,
        risk_on=person.risk_on if survivor else None,
        restricted=person.restricted,
        open_cases=person.open_cases,
        href=f"/people/{person.id}",
    )
