"""What the pages of this room show, each in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.database import db
from caseflow.directory.queries import locality_names
from caseflow.people.around.queries import child_line, harm_line
from caseflow.people.around.values import CHILD_FIELDS, HARM_FIELDS
from caseflow.people.births import age_on
from caseflow.people.choices import CONTACT_KIND_LABELS, SECTION_LABELS, Section
from caseflow.people.contact.queries import contact_point, load_point, refuse_stopped, reveal
from caseflow.people.contact.rule_values import recorded_rule, rule_rows
from caseflow.people.details.queries import identity_values, section_values
from caseflow.people.details.wording import Rows, identity_rows, section_rows
from caseflow.people.models import Person, PersonDetail
from caseflow.people.queries import children_of, contact_card, identity_bar, persons_causing_harm
from caseflow.people.scope import load_person
from caseflow.people.seen import seen_token
from caseflow.people.values import ChildLine, ContactCard, HarmLine, IdentityBar, PointCard, RevealedPoint


@dataclass(frozen=True)
class DetailsPage:
    """The page of a person's details: everything in words, each part with its way to change it."""

    bar: IdentityBar
    identity: Rows
    sections: tuple[tuple[Section, str, Rows], ...]
    children: tuple[ChildLine, ...]
    harm: tuple[HarmLine, ...]
    survivor: bool
    may_change: bool


@dataclass(frozen=True)
class FormPage:
    """A page with one form about a person; `recorded` stands beside what was typed if somebody was faster."""

    bar: IdentityBar
    title: str
    values: dict[str, Any]
    seen: str
    recorded: Rows
    years: int | None = None


def details_page(viewer: Viewer, person_id: UUID) -> DetailsPage:
    """Return the page of a person's details."""
    bar = identity_bar(viewer, person_id)
    person = load_person(viewer, person_id)
    rows = db.session.scalars(select(PersonDetail).where(PersonDetail.person_id == person.id))
    recorded = {row.section: dict(row.content or {}) for row in rows}
    born: date | None = person.birth_on
    years = age_on(born, today()) if born else None
    return DetailsPage(
        bar=bar,
        identity=_identity_rows(viewer, person),
        sections=tuple(
            (one, SECTION_LABELS[one], section_rows(one, recorded.get(one, {}), years)) for one in Section
        ),
        children=children_of(viewer, person.id),
        harm=persons_causing_harm(viewer, person.id),
        survivor=person.side is Side.SURVIVOR,
        may_change=viewer.can(P.PEOPLE_WRITE),
    )


def _identity_rows(viewer: Viewer, person: Person) -> Rows:
    recorded = identity_values(viewer, person.id).values
    return identity_rows(recorded, locality_names(viewer, [person.locality_id, person.usual_locality_id]))


def identity_page(viewer: Viewer, person_id: UUID) -> FormPage:
    """Return the page on which names, birth and places are changed."""
    recorded = identity_values(viewer, person_id)
    shown = {**recorded.values, "other_names": "\n".join(recorded.values["other_names"])}
    return FormPage(
        identity_bar(viewer, person_id),
        "Names, birth and places",
        {**shown, "seen": recorded.seen},
        recorded.seen,
        _identity_rows(viewer, load_person(viewer, person_id)),
    )


def section_page(viewer: Viewer, person_id: UUID, section: Section) -> FormPage:
    """Return the page on which one section is changed."""
    recorded = section_values(viewer, person_id, section)
    return FormPage(
        identity_bar(viewer, person_id),
        SECTION_LABELS[section],
        {**recorded.values, "seen": recorded.seen},
        recorded.seen,
        section_rows(section, recorded.values, recorded.years),
        recorded.years,
    )


@dataclass(frozen=True)
class ContactPage:
    """The page of safe contact: every rule before its value, and no value until it is revealed."""

    bar: IdentityBar
    card: ContactCard
    may_change: bool


@dataclass(frozen=True)
class PointPage:
    """A page about one contact point."""

    bar: IdentityBar
    point: PointCard
    revealed: RevealedPoint | None = None


def contact_page(viewer: Viewer, person_id: UUID) -> ContactPage:
    """Return the page of a person's safe contact."""
    bar = identity_bar(viewer, person_id)
    return ContactPage(bar, contact_card(viewer, bar.person_id), viewer.can(P.PEOPLE_WRITE))


def point_page(viewer: Viewer, point_id: UUID) -> PointPage:
    """Return a page about one contact point, its value hidden."""
    point = contact_point(viewer, point_id)
    return PointPage(identity_bar(viewer, point.person_id), point)


def revealed_page(viewer: Viewer, point_id: UUID) -> PointPage:
    """Return the page that shows the value of a contact point; whoever shows it records it."""
    revealed = reveal(viewer, point_id)
    return PointPage(identity_bar(viewer, revealed.card.person_id), revealed.card, revealed)


def point_form_page(viewer: Viewer, point_id: UUID) -> FormPage:
    """Return the page on which a contact point and its rule are changed: it shows the value, and that is recorded."""
    point = load_point(viewer, point_id)
    refuse_stopped(viewer, point)
    recorded = recorded_rule(point)
    seen = seen_token(recorded)
    return FormPage(
        identity_bar(viewer, point.person_id),
        CONTACT_KIND_LABELS[point.kind],
        {**recorded, "kind": point.kind, "seen": seen},
        seen,
        rule_rows(point.kind, recorded),
    )


def harm_page(viewer: Viewer, harm_id: UUID) -> FormPage:
    """Return the page on which what is known of a person causing harm is changed."""
    line = harm_line(viewer, harm_id)
    recorded = {name: getattr(line, name) for name in HARM_FIELDS}
    rows: Rows = [(name.replace("_", " ").capitalize(), value or None) for name, value in recorded.items()]
    seen = seen_token(recorded)
    bar = identity_bar(viewer, line.person_id)
    return FormPage(
        bar, "Who is causing harm", {**recorded, "not_named": not line.named, "seen": seen}, seen, rows
    )


def child_page(viewer: Viewer, child_id: UUID) -> FormPage:
    """Return the page on which what is known of a child is changed."""
    line = child_line(viewer, child_id)
    recorded = {name: getattr(line, name) for name in CHILD_FIELDS}
    rows: Rows = [(name.capitalize(), value or None) for name, value in recorded.items()]
    seen = seen_token(recorded)
    return FormPage(identity_bar(viewer, line.person_id), "A child", {**recorded, "seen": seen}, seen, rows)
