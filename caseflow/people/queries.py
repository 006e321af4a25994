"""Reads of people: the identity bar, the brief for other rooms, those around them, and lines for lists."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Select, func, select

from caseflow.access.keys_first import unflushed
from caseflow.access.viewer import Viewer
from caseflow.choices import FieldState, Side
from caseflow.clock import today
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.people.around.queries import children_of as children_of
from caseflow.people.around.queries import persons_causing_harm as persons_causing_harm
from caseflow.people.births import age_on, age_words, may_be_under_18
from caseflow.people.choices import NameKind, Section
from caseflow.people.contact.queries import contact_card as contact_card
from caseflow.people.contact.queries import contact_points_of as contact_points_of
from caseflow.people.contact.queries import reveal as reveal
from caseflow.people.contact.queries import same_contact_point as same_contact_point
from caseflow.people.contact_rules import PointState
from caseflow.people.details.languages import interpreter_flags
from caseflow.people.finding.queries import find_people as find_people
from caseflow.people.finding.queries import names_open as names_open
from caseflow.people.finding.queries import open_all_names as open_all_names
from caseflow.people.models import Child, Person, PersonDetail, PersonName
from caseflow.people.names import full_name
from caseflow.people.scope import load_person as load_person
from caseflow.people.scope import records_of
from caseflow.people.scope import visible_people as visible_people
from caseflow.people.values import IdentityBar as IdentityBar
from caseflow.people.values import NameLine as NameLine
from caseflow.people.values import PersonBrief as PersonBrief
from caseflow.people.values import PersonLine as PersonLine

_ASKED = Person.__table__.alias()


@cache
def _asked_for() -> Select[UUID, Person]:
    whole = func.coalesce(_ASKED.c.merged_into_id, _ASKED.c.id)
    return select(_ASKED.c.id, Person).join(Person, Person.id == whole)


def person_lines(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, PersonLine]:
    """Return a line for each of these people whom the viewer may know of; one query however many, and for none."""
    wanted = {one for one in ids if one is not None}
    with unflushed(wanted):
        rows = db.session.execute(_asked_for().where(_ASKED.c.id.in_(wanted), visible_people(viewer))).all()
    day = today()
    return {asked_id: _line(person, day) for asked_id, person in rows}


def _line(person: Person, day: date) -> PersonLine:
    born = person.birth_on
    return PersonLine(
        person_id=person.id,
        side=person.side,
        known_as=person.known_as,
        age=age_words(born, person.birth_kind, day),
        under_18=may_be_under_18(born, person.birth_kind, day),
        reference=person.reference,
        locality_id=person.locality_id,
        risk=person.risk_level,
        risk_on=person.risk_on,
        review_due_on=person.review_due_on,
        contact_state=_contact_state(person, day),
        restricted=person.restricted,
        open_cases=person.open_cases,
    )


def _contact_state(person: Person, day: date) -> PointState:
    if (
        person.contact_state is FieldState.ALLOWED
        and person.contact_until_on
        and person.contact_until_on <= day
    ):
        return PointState.LAPSED
    return PointState(person.contact_state.value)


def identity_bar(viewer: Viewer, person_id: UUID) -> IdentityBar:
    """Return who a page is about; raises Unknown where the viewer may not know of them."""
    person = load_person(viewer, person_id)
    day = today()
    line = _line(person, day)
    survivor = person.side is Side.SURVIVOR
    return IdentityBar(
        person_id=person.id,
        side=person.side,
        known_as=person.known_as,
        age=line.age,
        locality=locality_names(viewer, [person.locality_id]).get(person.locality_id)
        if person.locality_id
        else None,
        reference=person.reference,
        # What a survivor told, or what was decided about one, has no place on the other side.
        risk=person.risk_level if survivor else None,
        risk_on=person.risk_on if survivor else None,
        review_due_on=person.review_due_on if survivor else None,
        contact_state=line.contact_state if survivor else None,
        flags=_flags(person, day),
        href=f"/people/{person.id}",
        under_18=line.under_18,
    )


def _flags(person: Person, day: date) -> tuple[str, ...]:
    flags = []
    born, kind = person.birth_on, person.birth_kind
    if may_be_under_18(born, kind, day):
        certain = born is not None and age_on(born, day) < 18
        flags.append("Under 18" if certain else "May be under 18")
    if person.restricted:
        flags.append("Restricted")
    language = _section(person.id, Section.LANGUAGE)
    flags += interpreter_flags(language)
    if person.side is Side.SURVIVOR:
        if person.marac_until_on and person.marac_until_on >= day:
            flags.append("MARAC in 12 months")
        children = db.session.scalar(
            select(func.count()).select_from(Child).where(Child.person_id.in_(records_of(person.id)))
        )
        if children:
            flags.append("1 child" if children == 1 else f"{children} children")
    return tuple(flags)


def _section(person_id: UUID, section: Section) -> dict[str, object]:
    row = db.session.scalar(
        select(PersonDetail).where(PersonDetail.person_id == person_id, PersonDetail.section == section)
    )
    return dict(row.content or {}) if row else {}


def names_of(viewer: Viewer, person_id: UUID) -> tuple[NameLine, ...]:
    """Return the names of a person whom the viewer may know of, the full name first."""
    person = load_person(viewer, person_id)
    rows = db.session.scalars(select(PersonName).where(PersonName.person_id.in_(records_of(person.id)))).all()
    lines = [
        NameLine(_kind(row, person), row.given, row.surname, full_name(row.given, row.surname))
        for row in rows
    ]
    order = list(NameKind)
    return tuple(sorted(lines, key=lambda line: (order.index(line.kind), line.whole.casefold())))


def _kind(row: PersonName, person: Person) -> NameKind:
    """Return what a name is to the person; the full name of a record that was merged is another name of theirs."""
    merged = row.person_id != person.id and row.kind is NameKind.LEGAL
    return NameKind.ALIAS if merged else row.kind


def person_brief(viewer: Viewer, person_id: UUID) -> PersonBrief:
    """Return what other rooms need of a person; raises Unknown where the viewer may not know of them."""
    person = load_person(viewer, person_id)
    day = today()
    line = _line(person, day)
    names = names_of(viewer, person.id)
    legal = next((one.whole for one in names if one.kind is NameKind.LEGAL), person.known_as)
    places = locality_names(viewer, [person.locality_id, person.usual_locality_id])
    details = db.session.scalars(select(PersonDetail).where(PersonDetail.person_id == person.id))
    born = person.birth_on
    return PersonBrief(
        person_id=person.id,
        side=person.side,
        reference=person.reference,
        known_as=person.known_as,
        full_name=legal,
        names=names,
        born=born,
        birth_kind=person.birth_kind,
        age=line.age,
        years=age_on(born, day) if born else None,
        under_18=line.under_18,
        locality_id=person.locality_id,
        locality=places.get(person.locality_id) if person.locality_id else None,
        usual_locality_id=person.usual_locality_id,
        usual_locality=places.get(person.usual_locality_id) if person.usual_locality_id else None,
        sections={row.section.value: dict(row.content or {}) for row in details},
        children=children_of(viewer, person.id),
        risk=person.risk_level,
        risk_on=person.risk_on,
        review_due_on=person.review_due_on,
        marac_until_on=person.marac_until_on,
        open_cases=person.open_cases,
        restricted=person.restricted,
    )
