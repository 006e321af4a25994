"""Find people: by exact reference and number in the database, by name, birth and postcode in the index."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.crypto import keyring
from caseflow.database import db
from caseflow.people.choices import ContactKind
from caseflow.people.finding.candidates import NUMBER, REFERENCE, Candidates
from caseflow.people.finding.freshness import kept_index, searching
from caseflow.people.finding.index import Match
from caseflow.people.finding.opening import Told
from caseflow.people.finding.reading import Boxes, Question, read_question
from caseflow.people.finding.showing import hits_of
from caseflow.people.models import ContactPoint, Person
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.scope import hidden_people, reads_as, visible_people
from caseflow.people.values import Found


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
    hits = hits_of(viewer, candidates, question, day, limit + 1, size)
    return Found(tuple(hits[:limit]), len(hits) > limit, question.understood, waiting)


def open_all_names(viewer: Viewer, told: Told = lambda _percent: None) -> int:
    """Open all names into the index of this process, so that the first find need not wait; returns how many.

    ``told`` hears from time to time how many per cent are opened.
    """
    kept = kept_index()
    if kept.index is None:
        kept.open_now(told)
    return len(kept.index or ())


def names_open(viewer: Viewer) -> bool:
    """Tell whether all names are opened in this process, so that nobody is missed; whoever asks first begins it."""
    with searching() as (index, _percent):
        return index is not None


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
