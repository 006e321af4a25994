"""Reads of the directory: services, localities, clocks, questions, and the whole of it as routing reads it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from caseflow.access.viewer import Viewer
from caseflow.choices import Element, Side
from caseflow.database import db, in_request
from caseflow.directory.calendar import OFFICE, Calendar
from caseflow.directory.clocks import Rule, ServiceClocks
from caseflow.directory.holidays import england
from caseflow.directory.lines import (
    LocalityLine,
    Number,
    OutOfHoursCard,
    PostcodeAnswer,
    QuestionLine,
    ServiceLine,
)
from caseflow.directory.models import (
    ClockSetting,
    Contract,
    Funder,
    Installation,
    Locality,
    OpeningHour,
    OutOfHours,
    PostcodeHint,
    Question,
    Service,
)
from caseflow.errors import Invalid, Unknown


def service_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of services by id; one query in a request however many, and however often."""
    names = _names(Service.id, Service.name)
    return {one: names[one] for one in ids if one is not None and one in names}


def locality_names(viewer: Viewer, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of localities by id; one query in a request however many, and however often."""
    names = _names(Locality.id, Locality.name)
    return {one: names[one] for one in ids if one is not None and one in names}


def _names(key: Any, name: Any) -> dict[UUID | None, str]:
    """Read the few names of an area once in a transaction of a request, in which no area is loaded."""
    session = db.session()
    kept: dict[Any, Any] = session.info.setdefault("names", {})
    found = kept.get(name)
    if found is None or found[0] is not session.get_transaction() or not in_request():
        # What an action has changed so far stays as it is: it may still ask what that was.
        with session.no_autoflush:
            names = {row[0]: row[1] for row in session.execute(select(key, name))}
        found = kept[name] = (session.get_transaction(), names)
    return cast("dict[UUID | None, str]", found[1])


def funder_names(viewer: Viewer) -> dict[str, str]:
    """Return the names of funders by code."""
    return {row.code: row.name for row in db.session.execute(select(Funder.code, Funder.name))}


def service_by_code(viewer: Viewer, code: str) -> UUID:
    """Return the service with this code in the area pack; raises Invalid if there is none."""
    found = db.session.scalar(select(Service.id).where(Service.code == code))
    if found is None:
        raise Invalid({"service": f"There is no service with the code {code} in this area."})
    return found


def service_line(viewer: Viewer, service_id: UUID) -> ServiceLine:
    """Return one service; raises Unknown if there is none."""
    row = db.session.scalar(
        select(Service).where(Service.id == service_id).options(joinedload(Service.organisation))
    )
    if row is None:
        raise Unknown()
    return _line(row)


def service_lines(
    viewer: Viewer, *, side: Side | None = None, on: date | None = None, outside: bool | None = None
) -> list[ServiceLine]:
    """Return the services of a side, open on a day, inside or outside; by element and name."""
    wanted = select(Service).options(joinedload(Service.organisation)).order_by(Service.element, Service.name)
    if side is not None:
        wanted = wanted.where(Service.side == side)
    if outside is not None:
        wanted = wanted.where(Service.outside.is_(outside))
    if on is not None:
        wanted = wanted.where(Service.from_on <= on, or_(Service.until_on.is_(None), Service.until_on >= on))
    return [_line(row) for row in db.session.scalars(wanted)]


def localities(viewer: Viewer) -> list[LocalityLine]:
    """Return the localities of the area, by name."""
    rows = db.session.scalars(select(Locality).order_by(Locality.name))
    return [LocalityLine(row.id, row.gss, row.name, row.authority) for row in rows]


def locality_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the localities as a form offers them."""
    return [(str(one.id), one.name) for one in localities(viewer)]


def localities_for_postcode(viewer: Viewer, postcode: str) -> PostcodeAnswer:
    """Return which localities a postcode may lie in, by its first half; nothing is asked of anyone outside."""
    whole = postcode.upper().replace(" ", "")
    outward = (
        postcode.upper().split()[0] if " " in postcode.strip() else whole[:-3] if len(whole) > 4 else whole
    )
    hints = db.session.scalars(
        select(PostcodeHint).where(PostcodeHint.outward == outward).options(joinedload(PostcodeHint.locality))
    ).all()
    rows = sorted((hint.locality for hint in hints), key=lambda row: row.name)
    return PostcodeAnswer(
        outward=outward,
        clear=any(hint.clear for hint in hints),
        candidates=tuple(LocalityLine(row.id, row.gss, row.name, row.authority) for row in rows),
        reaches_outside=not hints or any(hint.reaches_outside for hint in hints),
    )


def questions(viewer: Viewer, element: Element) -> list[QuestionLine]:
    """Return what an element asks of every referral to it, in order."""
    rows = db.session.scalars(
        select(Question)
        .where(Question.element == element, Question.retired.is_(False))
        .options(selectinload(Question.options))
        .order_by(Question.order)
    )
    return [
        QuestionLine(
            row.code,
            row.label,
            row.hint,
            row.kind,
            row.required,
            tuple((option.code, option.label) for option in row.options),
        )
        for row in rows
    ]


def out_of_hours_card(viewer: Viewer, locality_id: UUID) -> OutOfHoursCard:
    """Return the numbers that help in a locality when offices are closed; raises Unknown if there is no such place."""
    locality = db.session.get(Locality, locality_id)
    if locality is None:
        raise Unknown()
    rows = db.session.scalars(
        select(OutOfHours).where(OutOfHours.locality_id == locality_id).order_by(OutOfHours.label)
    )
    numbers = tuple(Number(row.label, row.phone, row.checked_on) for row in rows)
    return OutOfHoursCard(locality.name, numbers)


def out_of_hours_cards(viewer: Viewer) -> list[OutOfHoursCard]:
    """Return the numbers of every locality, by its name."""
    rows = db.session.scalars(
        select(OutOfHours).options(joinedload(OutOfHours.locality)).order_by(OutOfHours.label)
    )
    cards: dict[str, list[Number]] = {}
    for row in rows:
        cards.setdefault(row.locality.name, []).append(Number(row.label, row.phone, row.checked_on))
    return [OutOfHoursCard(name, tuple(cards[name])) for name in sorted(cards)]


def own_service(viewer: Viewer, service_id: UUID) -> ServiceLine:
    """Return the service that the viewer works in; raises Unknown for any other."""
    if service_id != viewer.service_id:
        raise Unknown()
    return service_line(viewer, service_id)


def clock_rules(viewer: Viewer) -> tuple[Rule, ...]:
    """Return how long each clock runs, by element and risk level."""
    rows = db.session.execute(
        select(
            ClockSetting.element,
            ClockSetting.clock,
            ClockSetting.risk,
            ClockSetting.amount,
            ClockSetting.unit,
        )
    )
    return tuple(Rule(*row) for row in rows)


def service_clocks(viewer: Viewer, service_id: UUID) -> ServiceClocks:
    """Return the clocks of one service, with its own opening hours."""
    return clocks_of(viewer, [service_id])[service_id]


def clocks_of(viewer: Viewer, service_ids: Iterable[UUID]) -> dict[UUID, ServiceClocks]:
    """Return the clocks of several services; three queries however many."""
    wanted = set(service_ids)
    elements = db.session.execute(select(Service.id, Service.element).where(Service.id.in_(wanted))).all()
    if len(elements) < len(wanted):
        raise Unknown()
    hours: dict[UUID, dict[int, tuple[int, int]]] = {}
    for row in db.session.scalars(select(OpeningHour).where(OpeningHour.service_id.in_(wanted))):
        hours.setdefault(row.service_id, {})[row.weekday] = (row.opens, row.closes)
    rules = clock_rules(viewer)
    return {
        row.id: ServiceClocks(row.element, Calendar(england(), hours.get(row.id) or dict(OFFICE)), rules)
        for row in elements
    }


def is_marked(viewer: Viewer) -> bool:
    """Tell whether the installation says yet what it is: a demonstration, or real."""
    return db.session.scalar(select(Installation.id).limit(1)) is not None


def helpline_service(viewer: Viewer) -> UUID:
    """Return the helpline's service, which exists once; raises Invalid if no area is loaded."""
    found = db.session.scalar(select(Service.id).where(Service.element == Element.HELPLINE))
    if found is None:
        raise Invalid({"area": "No area is loaded yet: run flask --app wsgi area load FILE."})
    return found


def helpline_clocks(viewer: Viewer) -> ServiceClocks:
    """Return the clocks of the helpline."""
    return service_clocks(viewer, helpline_service(viewer))


def funded_services(viewer: Viewer, funder: str, from_on: date, until_on: date) -> dict[UUID, int]:
    """Return the services that a funder pays for at any time in a period, with the share of the latest contract."""
    rows = db.session.execute(
        select(Contract.service_id, Contract.share)
        .join(Funder)
        .where(
            Funder.code == funder,
            Contract.from_on <= until_on,
            or_(Contract.until_on.is_(None), Contract.until_on >= from_on),
        )
        .order_by(Contract.from_on)
    )
    return {row.service_id: row.share for row in rows}


def _line(row: Service) -> ServiceLine:
    return ServiceLine(
        row.id,
        row.code,
        row.name,
        row.element,
        row.lot,
        row.side,
        row.outside,
        row.phone,
        row.organisation.name,
        row.free_places,
        row.waiting_days,
        row.checked_at,
    )
