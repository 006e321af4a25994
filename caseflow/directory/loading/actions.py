"""Bring the directory in line with an area pack."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import Base, db
from caseflow.directory.contents import Pack, PackService
from caseflow.directory.events import AREA_LOADED
from caseflow.directory.matching import match
from caseflow.directory.models import (
    Area,
    ClockSetting,
    Contract,
    Coverage,
    Funder,
    GapRule,
    Locality,
    Neighbour,
    OpeningHour,
    Organisation,
    OutOfHours,
    PostcodeHint,
    Question,
    QuestionOption,
    Service,
    ServiceFit,
    ServiceNeed,
)
from caseflow.errors import Invalid

M = TypeVar("M", bound=Base)
Wanted = Mapping[Any, dict[str, Any]]


@action
def load_area(actor: Actor, pack: Pack) -> UUID:
    """Make the directory say what a checked pack says; what it no longer names ends, and is never lost."""
    area = db.session.scalar(select(Area).where(Area.code == pack.code))
    if area is None:
        area = Area(code=pack.code, name=pack.name, pack_version=pack.version, loaded_at=now())
        db.session.add(area)
    area.name, area.pack_version, area.loaded_at = pack.name, pack.version, now()
    db.session.flush()
    _Loading(area, now().date()).everything(pack)
    record(actor, AREA_LOADED, "area", area.id, count=len(pack.services))
    return area.id


class _Loading:
    """One load of a pack into its area."""

    def __init__(self, area: Area, today: date) -> None:
        self.area = area
        self.today = today
        self.funders: dict[str, Funder] = {}
        self.localities: dict[str, Locality] = {}
        self.organisations: dict[str, Organisation] = {}

    def everything(self, pack: Pack) -> None:
        """Bring each table in line, those that others point at first."""
        self.places(pack)
        for wanted in pack.services:
            self.service(wanted)
        self.close_services({service.code for service in pack.services})
        self.settings(pack)

    def places(self, pack: Pack) -> None:
        """Funders, organisations and localities are kept for good, for history points at them."""
        of_area = {"area": self.area}
        self.funders = self.sync(
            Funder,
            lambda row: row.code,
            {one.code: {**of_area, "code": one.code, "name": one.name} for one in pack.funders},
        )
        self.organisations = self.sync(
            Organisation,
            lambda row: row.code,
            {one.code: {**of_area, "code": one.code, "name": one.name} for one in pack.organisations},
        )
        taken = db.session.scalars(
            select(Locality).where(
                Locality.gss.in_([one.gss for one in pack.localities]), Locality.area_id != self.area.id
            )
        ).all()
        if taken:
            raise Invalid(
                {"localities": f"{', '.join(row.gss for row in taken)} belong to another loaded area"}
            )
        self.localities = self.sync(
            Locality,
            lambda row: row.gss,
            {
                one.gss: {**of_area, "gss": one.gss, "name": one.name, "authority": one.authority}
                for one in pack.localities
            },
        )
        db.session.flush()
        ids = {gss: row.id for gss, row in self.localities.items()}
        touching = {
            (ids[one.gss], ids[other]): {
                "locality": self.localities[one.gss],
                "neighbour": self.localities[other],
            }
            for one in pack.localities
            for other in one.neighbours
        }
        here = Neighbour.locality_id.in_(ids.values())
        self.sync(
            Neighbour, lambda row: (row.locality_id, row.neighbour_id), touching, here, left=db.session.delete
        )

    def service(self, wanted: PackService) -> None:
        """One team with its needs, homes, hours, coverage and contracts; its live figures stay as they are."""
        service = next((row for row in self.services() if row.code == wanted.code), None)
        if service is None:
            service = Service(code=wanted.code)
            db.session.add(service)
        service.organisation = self.organisations[wanted.organisation]
        service.place_locality = self.localities.get(wanted.place_locality)
        for name in (
            *("name", "element", "lot", "side", "outside", "description", "phone", "email", "min_age"),
            *("max_age", "from_on", "until_on", "place_type", "place_size"),
        ):
            setattr(service, name, getattr(wanted, name))
        self.members(service.needs, "need", {need: {} for need in wanted.needs}, ServiceNeed)
        self.members(service.fits, "fit", {fit: {} for fit in wanted.fits}, ServiceFit)
        hours = {day: {"opens": opens, "closes": closes} for day, (opens, closes) in wanted.hours.items()}
        self.members(service.hours, "weekday", hours, OpeningHour)
        db.session.flush()
        self.dated(service, wanted)

    def services(self) -> list[Service]:
        """The services of the area that are stored."""
        if not hasattr(self, "_services"):
            self._services = list(
                db.session.scalars(
                    select(Service)
                    .join(Organisation)
                    .where(Organisation.area_id == self.area.id)
                    .options(
                        selectinload(Service.needs), selectinload(Service.fits), selectinload(Service.hours)
                    )
                )
            )
        return self._services

    def dated(self, service: Service, wanted: PackService) -> None:
        """Coverage and contracts are dated rows, known by what they point at and the day they begin."""
        coverage: dict[Hashable, dict[str, Any]] = {}
        for one in wanted.coverage:
            for gss in one.localities or tuple(self.localities):
                locality = self.localities[gss]
                coverage[locality.id, one.from_on] = {
                    **{"service": service, "locality": locality, "from_on": one.from_on},
                    **{"until_on": one.until_on, "funding": one.funding, "decider": one.decider},
                }
        contracts: dict[Hashable, dict[str, Any]] = {
            (self.funders[one.funder].id, one.from_on): {
                **{"service": service, "funder": self.funders[one.funder]},
                **{"from_on": one.from_on, "until_on": one.until_on, "share": one.share},
            }
            for one in wanted.contracts
        }
        covers, pays = Coverage.service_id == service.id, Contract.service_id == service.id
        self.sync(Coverage, lambda row: (row.locality_id, row.from_on), coverage, covers, left=self.end)
        self.sync(Contract, lambda row: (row.funder_id, row.from_on), contracts, pays, left=self.end)

    def end(self, row: Coverage | Contract) -> None:
        """What has begun ends yesterday; what never began goes."""
        yesterday = self.today - timedelta(days=1)
        if row.from_on > yesterday:
            db.session.delete(row)
        elif row.until_on is None or row.until_on > yesterday:
            row.until_on = yesterday

    def close_services(self, named: set[str]) -> None:
        """A service that the pack no longer names takes no referral from today."""
        for service in self.services():
            if service.code in named:
                continue
            service.until_on = min(service.until_on or date.max, self.today - timedelta(days=1))
            covers = db.session.scalars(select(Coverage).where(Coverage.service_id == service.id)).all()
            pays = db.session.scalars(select(Contract).where(Contract.service_id == service.id)).all()
            rows: list[Coverage | Contract] = [*covers, *pays]
            for row in rows:
                self.end(row)

    def settings(self, pack: Pack) -> None:
        """Questions retire; clocks, gaps, postcode hints and numbers are replaced."""
        self.questions(pack)
        clocks: Wanted = {
            (one.element, one.clock, one.risk): {
                **{"area": self.area, "element": one.element, "clock": one.clock, "risk": one.risk},
                **{"amount": one.amount, "unit": one.unit},
            }
            for one in pack.clocks
        }
        self.sync(
            ClockSetting, lambda row: (row.element, row.clock, row.risk), clocks, left=db.session.delete
        )
        gaps: Wanted = {
            (one.need, self.localities[gss].id): {
                **{"area": self.area, "need": one.need, "locality": self.localities[gss]},
                **{"decider": one.decider, "says": one.says},
            }
            for one in pack.gaps
            for gss in one.localities
        }
        self.sync(GapRule, lambda row: (row.need, row.locality_id), gaps, left=db.session.delete)
        hints: Wanted = {
            (one.outward, self.localities[gss].id): {
                **{"area": self.area, "outward": one.outward, "locality": self.localities[gss]},
                **{"clear": one.clear, "reaches_outside": one.reaches_outside},
            }
            for one in pack.postcodes
            for gss in one.localities
        }
        self.sync(PostcodeHint, lambda row: (row.outward, row.locality_id), hints, left=db.session.delete)
        self.numbers(pack)

    def numbers(self, pack: Pack) -> None:
        """The out-of-hours numbers of each locality."""
        numbers: Wanted = {
            (self.localities[gss].id, one.code): {
                **{"locality": self.localities[gss], "code": one.code, "label": one.label},
                **{"phone": one.phone, "checked_on": one.checked_on},
            }
            for one in pack.numbers
            for gss in one.localities
        }
        here = OutOfHours.locality_id.in_([row.id for row in self.localities.values()])
        self.sync(OutOfHours, lambda row: (row.locality_id, row.code), numbers, here, left=db.session.delete)

    def questions(self, pack: Pack) -> None:
        """Questions by element and code; one that is no longer asked is kept as retired."""
        wanted: Wanted = {
            (one.element, one.code): {
                **{"area": self.area, "element": one.element, "code": one.code, "label": one.label},
                **{"hint": one.hint, "kind": one.kind, "order": order},
                **{"required": one.required, "retired": False},
            }
            for order, one in enumerate(pack.questions)
        }
        rows = self.sync(Question, lambda row: (row.element, row.code), wanted, left=self.retire)
        for one in pack.questions:
            options = {code: {"label": label, "order": at} for at, (code, label) in enumerate(one.options)}
            self.members(rows[one.element, one.code].options, "code", options, QuestionOption)

    def retire(self, question: Question) -> None:
        """Ask a question no more."""
        question.retired = True

    def sync(
        self,
        model: type[M],
        key: Callable[[M], Hashable],
        wanted: Wanted,
        which: Any = None,
        left: Callable[[M], object] = lambda row: None,
    ) -> dict[Any, M]:
        """Bring the rows of a table in line with what is wanted; say what becomes of those it leaves out."""
        which = model.area_id == self.area.id if which is None else which  # type: ignore[attr-defined]
        matched = match(db.session.scalars(select(model).where(which)), key, wanted)
        rows = {**matched.stay, **{name: model(**wanted[name]) for name in matched.add}}
        db.session.add_all([rows[name] for name in matched.add])
        for name, row in matched.stay.items():
            for attribute, value in wanted[name].items():
                if getattr(row, attribute) != value:
                    setattr(row, attribute, value)
        for gone in matched.left:
            left(gone)
        db.session.flush()
        return rows

    def members(
        self, rows: list[Any], name: str, wanted: Mapping[Any, dict[str, Any]], model: type[Base]
    ) -> None:
        """Bring the rows that belong to one parent in line."""
        matched = match(rows, lambda row: getattr(row, name), wanted)
        for gone in matched.left:
            rows.remove(gone)
        for key in matched.add:
            rows.append(model(**{name: key, **wanted[key]}))
        for key, row in matched.stay.items():
            for attribute, value in wanted[key].items():
                setattr(row, attribute, value)
