"""Reads of merges: two records side by side, what was merged into a person, and who may be one person."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.assessments.models import Assessment
from caseflow.calls.models import Call
from caseflow.cases.models import Case
from caseflow.clock import today
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.errors import Unknown
from caseflow.people.births import age_on
from caseflow.people.choices import Section
from caseflow.people.details.queries import identity_values, section_values
from caseflow.people.details.wording import identity_rows, section_rows
from caseflow.people.finding.freshness import searching
from caseflow.people.finding.likely_pairs import plainly_two
from caseflow.people.models import Child, ContactPoint, Person, PersonCausingHarm
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair
from caseflow.people.queries import identity_bar, person_lines
from caseflow.people.scope import load_person, of_visible_people, records_of
from caseflow.people.seen import seen_token
from caseflow.people.values import PersonLine
from caseflow.privacy.merging.fields import LABELS
from caseflow.privacy.merging.models import PersonMerge
from caseflow.privacy.merging.values import Compared, Likely, MergeLine, MergePage, MergesPage
from caseflow.referrals.models import Referral

MOST = 50
HANGS = (
    ("Calls", Call),
    ("Assessments", Assessment),
    ("Referrals", Referral),
    ("Cases", Case),
    ("Numbers and addresses", ContactPoint),
    ("Persons causing harm", PersonCausingHarm),
    ("Children", Child),
)


def merge_page(viewer: Viewer, kept_id: UUID, other_id: UUID) -> MergePage:
    """Return two records side by side; raises Unknown where the viewer may not know of both, or they are one."""
    kept, other = identity_bar(viewer, kept_id), identity_bar(viewer, other_id)
    if kept.person_id == other.person_id:
        raise Unknown
    one, two = _in_words(viewer, kept.person_id), _in_words(viewer, other.person_id)
    rows = tuple(Compared(field, label, one[field], two[field]) for field, label in LABELS.items())
    return MergePage(
        kept, other, rows, _hangs(kept.person_id, other.person_id), seen_token({"kept": one, "other": two})
    )


def seen_pair(viewer: Viewer, kept_id: UUID, other_id: UUID) -> str:
    """Return the token of what the page of two records shows now."""
    return seen_token({"kept": _in_words(viewer, kept_id), "other": _in_words(viewer, other_id)})


def _in_words(viewer: Viewer, person_id: UUID) -> dict[str, str]:
    """Return the values of a record by field, as they are shown."""
    person = load_person(viewer, person_id)
    places = locality_names(viewer, [person.locality_id, person.usual_locality_id])
    rows = dict(identity_rows(identity_values(viewer, person.id).values, places))
    names = ("Known as", "Full name", "Birth date", "Staying now in", "Usual home in")
    words = dict(zip(LABELS, (rows[name] or "" for name in names), strict=False))
    born = person.birth_on
    years = age_on(born, today()) if born else None
    for section in Section:
        values = section_values(viewer, person.id, section).values
        said = section_rows(section, values, years) if values else []
        words[section.value] = "; ".join(f"{label}: {answer}" for label, answer in said if answer)
    return words


def _hangs(kept_id: UUID, other_id: UUID) -> tuple[tuple[str, int, int], ...]:
    """Count what hangs on each of two records."""
    return tuple((label, _count(table, kept_id), _count(table, other_id)) for label, table in HANGS)


def _count(table: type, person_id: UUID) -> int:
    found = select(func.count()).select_from(table).where(table.person_id.in_(records_of(person_id)))  # type: ignore[attr-defined]
    return db.session.scalar(found) or 0


def load_merge(viewer: Viewer, merge_id: UUID) -> PersonMerge:
    """Return a merge of somebody whom the viewer may know of; raises Unknown otherwise."""
    row = db.session.scalar(
        select(PersonMerge).where(PersonMerge.id == merge_id, of_visible_people(viewer, PersonMerge.into_id))
    )
    if row is None:
        raise Unknown
    return row


def merges_page(viewer: Viewer, person_id: UUID) -> MergesPage:
    """Return what was merged into a person and can be taken apart, the newest first."""
    bar = identity_bar(viewer, person_id)
    rows = db.session.execute(
        select(PersonMerge, Person)
        .join(Person, Person.id == PersonMerge.person_id)
        .where(PersonMerge.person_id.in_(records_of(bar.person_id)), PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.merged_at.desc())
    ).all()
    names = user_names(viewer, [row.merged_by for row, _person in rows])
    lines = tuple(
        MergeLine(
            row.id,
            person.reference,
            person.known_as,
            names.get(row.merged_by, "") if row.merged_by else "",
            row.merged_at,
        )
        for row, person in rows
    )
    return MergesPage(bar, lines)


def likely_pairs(viewer: Viewer) -> list[Likely]:
    """Return who may be one person: suggested pairs, and those that share a number and are not plainly two."""
    told_apart = set(_pairs(viewer, PairState.APART))
    found: dict[tuple[UUID, UUID], str] = {}
    for pair in _pairs(viewer, PairState.SUGGESTED):
        found.setdefault(pair, "Suggested")
    for pair in _same_numbers(viewer):
        found.setdefault(pair, "The same number or e-mail address")
    lines = person_lines(viewer, [one for pair in found for one in pair])
    return list(_likely({pair: why for pair, why in found.items() if pair not in told_apart}.items(), lines))[
        :MOST
    ]


def _likely(
    pairs: Iterable[tuple[tuple[UUID, UUID], str]], lines: dict[UUID, PersonLine]
) -> Iterable[Likely]:
    for (one_id, other_id), why in pairs:
        one, other = lines.get(one_id), lines.get(other_id)
        if one and other and one.person_id != other.person_id:
            yield Likely(one, other, why)


def _pairs(viewer: Viewer, state: PairState) -> list[tuple[UUID, UUID]]:
    here = and_(RecordPair.state == state, RecordPair.side == viewer.side)
    rows = db.session.execute(
        select(RecordPair.first_id, RecordPair.second_id).where(here).order_by(RecordPair.said_at.desc())
    )
    return [_in_order(first, second) for first, second in rows]


def _same_numbers(viewer: Viewer) -> list[tuple[UUID, UUID]]:
    one, other, first, second = aliased(ContactPoint), aliased(ContactPoint), aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(one.person_id, other.person_id)
        .join(other, and_(other.lookup == one.lookup, other.id > one.id))
        .join(first, first.id == one.person_id)
        .join(second, second.id == other.person_id)
        .where(
            one.lookup.is_not(None),
            first.id != second.id,
            first.side == viewer.side,
            second.side == viewer.side,
        )
        .limit(MOST * 4)
    )
    pairs = [_in_order(first_id, second_id) for first_id, second_id in rows]
    with searching() as (index, _):
        people = index.sides[viewer.side] if index and viewer.side else None
        return [pair for pair in pairs if people is None or not plainly_two(people, *pair)]


def _in_order(one_id: UUID, other_id: UUID) -> tuple[UUID, UUID]:
    first, second = sorted((one_id, other_id), key=lambda one: one.bytes)
    return first, second
