"""Find people: by exact reference and number in the database, by name, birth and postcode in the index."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.people.births import age_words, may_be_under_18
from caseflow.people.choices import NAME_KIND_LABELS, ContactKind, NameKind
from caseflow.people.finding.candidates import NUMBER, REFERENCE, Candidates
from caseflow.people.finding.freshness import kept_index, searching
from caseflow.people.finding.index import Match
from caseflow.people.finding.opening import Told
from caseflow.people.finding.reading import Boxes, Question, read_question
from caseflow.people.matching.evidence import Evidence, Field, probability
from caseflow.people.models import ContactPoint, Person, PersonName
from caseflow.people.names import full_name, searchable_parts
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.scope import hidden_people, reads_as, visible_people
from caseflow.people.values import Found, Hit


def find_people(
    viewer: Viewer,
    text: str = "",
    *,
    name: str = "",
    birth: str = "",
    phone: str = "",
    email: str = "",
    postcode: str = "",
    limit: int = 20,
) -> Found:
    """Return whom the viewer may know of and who fits what was typed, best first, each with why they matched."""
    day = today()
    boxes = Boxes(text, name, birth, phone, email, postcode)
    question = read_question(boxes, today=day, normal_phone=normal_phone, normal_email=normal_email)
    if not question.understood:
        return Found()
    candidates = Candidates()
    _by_reference(viewer, question, candidates)
    _by_contact(viewer, question, candidates)
    waiting, size = _by_name(viewer, question, candidates, limit + 1)
    hits = _hits(viewer, candidates, question, day, limit + 1, size)
    return Found(tuple(hits[:limit]), len(hits) > limit, question.understood, waiting)


def open_all_names(viewer: Viewer, told: Told = lambda _percent: None) -> int:
    """Open all names into the index of this process, so that the first find need not wait; returns how many.

    ``told`` hears from time to time how many per cent are opened.
    """
    kept = kept_index()
    if kept.index is None:
        kept.open_now(told)
    return len(kept.index or ())


def _by_reference(viewer: Viewer, question: Question, candidates: Candidates) -> None:
    if question.reference:
        found = select(Person.id).where(Person.reference == question.reference, visible_people(viewer))
        for person_id in db.session.scalars(found):
            candidates.note(person_id, "Reference", REFERENCE)


def _by_contact(viewer: Viewer, question: Question, candidates: Candidates) -> None:
    wanted = []
    if question.phone:
        wanted.append(keyring.current().lookup_hash("phone", question.phone))
    if question.email:
        wanted.append(keyring.current().lookup_hash("email", question.email))
    if not wanted:
        return
    rows = db.session.execute(
        select(Person.id.label("person_id"), ContactPoint.kind, ContactPoint.stopped_at)
        .join(Person, Person.id == reads_as(ContactPoint.person_id))
        .where(ContactPoint.lookup.in_(wanted), visible_people(viewer))
    )
    for row in rows:
        word = "Phone number" if row.kind is ContactKind.PHONE else "E-mail address"
        candidates.note(row.person_id, f"{word}, stopped" if row.stopped_at else word, NUMBER)


def _by_name(
    viewer: Viewer, question: Question, candidates: Candidates, limit: int
) -> tuple[int | None, int]:
    """Ask the index within the viewer's scope, as the same predicate gives it.

    Returns how much is opened as long as names are still being opened, and among how many was looked.
    """
    asked = question.asked()
    if not (asked.parts or asked.birth or asked.postcodes):
        return None, 1
    allowed, denied = _scope(viewer)
    found: list[Match] = []
    with searching() as (index, percent):
        if index is None:
            return percent or 0, 1
        for side in [viewer.side] if viewer.side else list(Side):
            found += index.search(asked, side, allowed=allowed, denied=denied, limit=limit)
            left = set(candidates.exact) - {match.person_id for match in found}
            # Whoever was found by a number is weighed too, however far down the name alone would put them.
            found += index.search(asked, side, allowed=left, limit=len(left)) if left else []
        size = len(index)
    candidates.matches = {match.person_id: match for match in sorted(found, key=lambda one: one.bits)}
    return percent, size


def _scope(viewer: Viewer) -> tuple[Collection[UUID] | None, Collection[UUID]]:
    """Return the viewer's scope as few ids as can be: those granted, or the few hidden ones left out."""
    if viewer.side is None:
        return None, ()
    if viewer.area_wide:
        return None, frozenset(db.session.scalars(hidden_people(viewer)))
    return frozenset(db.session.scalars(select(Person.id).where(visible_people(viewer)))), ()


def _hits(
    viewer: Viewer, candidates: Candidates, question: Question, day: date, limit: int, size: int
) -> list[Hit]:
    """Return what may be shown of the best; the database has the last word on the scope."""
    ranked = candidates.in_order()
    rows = db.session.scalars(select(Person).where(Person.id.in_(ranked), visible_people(viewer)))
    people = {person.id: person for person in rows}
    ranked = [one for one in ranked if one in people][:limit]
    names = _names(ranked) if question.parts else {}
    places = locality_names(viewer, [people[one].locality_id for one in ranked])
    hits = []
    for one in ranked:
        why = list(candidates.exact.get(one, []))
        if one in candidates.matches:
            why += _why(candidates.matches[one], people[one], names.get(one, []), question)
        bits = candidates.bits(one)
        hits.append(_hit(people[one], tuple(why), places, day, bits, probability(bits, size)))
    return hits


def _names(people: Iterable[UUID]) -> dict[UUID, list[PersonName]]:
    found: dict[UUID, list[PersonName]] = {}
    one = aliased(Person)
    whole = func.coalesce(one.merged_into_id, one.id)
    rows = db.session.execute(
        select(whole, PersonName)
        .join(one, one.id == PersonName.person_id)
        .where(or_(one.id.in_(list(people)), one.merged_into_id.in_(list(people))))
    )
    for person_id, row in rows:
        found.setdefault(person_id, []).append(row)
    return found


def _why(match: Match, person: Person, names: list[PersonName], question: Question) -> list[str]:
    """Say why somebody matched: what agrees, and in which way where it is not simply the same."""
    of_names = [one for one in match.evidence if one.field is Field.NAME]
    agreeing = [one for one in of_names if one.bits > 0]
    words = []
    if agreeing:
        words = [_which_name(person, names, question.parts)] if _fits_plainly(of_names) else []
        words = words or [one.words for one in agreeing]
    return words + [one.words for one in match.evidence if one.field is not Field.NAME and one.bits > 0]


def _fits_plainly(evidence: list[Evidence]) -> bool:
    return all(one.bits > 0 and one.plain for one in evidence)


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


def _hit(
    person: Person, why: tuple[str, ...], places: dict[UUID, str], day: date, bits: float, sure: float
) -> Hit:
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
        score=bits,
        probability=sure,
    )
