"""Tables of the directory. What they hold is public knowledge about services, never about a person."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.database import Base, Code, PlainText
from caseflow.directory.choices import ClockCode, Fit, Funding, Need, PlaceType, QuestionKind, Unit

PUBLIC = PlainText(reason="a public fact about an area or a service, not about a person")


class Installation(Base):
    """One row that says what this installation is: a demonstration, or real."""

    __tablename__ = "installation"

    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("areas.id"))
    demonstration: Mapped[bool] = mapped_column(default=False)
    marked_at: Mapped[datetime]

    area: Mapped["Area | None"] = relationship()


class Area(Base):
    """The area that one helpline is the front door for."""

    __tablename__ = "areas"

    code: Mapped[str] = mapped_column(Code(), unique=True)
    name: Mapped[str] = mapped_column(PUBLIC)
    pack_version: Mapped[str] = mapped_column(Code())
    loaded_at: Mapped[datetime]


class _OfArea:
    """What every row of an area carries."""

    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("areas.id"), index=True)


class Locality(_OfArea, Base):
    """A district of the area, by its official GSS code."""

    __tablename__ = "localities"

    gss: Mapped[str] = mapped_column(Code(), unique=True)
    name: Mapped[str] = mapped_column(PUBLIC)
    authority: Mapped[str] = mapped_column(Code())
    """The funder code of the tier 1 authority, which has the duty for safe accommodation."""

    area: Mapped[Area] = relationship()


class Neighbour(Base):
    """Two localities that touch; both directions are stored."""

    __tablename__ = "neighbours"
    __table_args__ = (UniqueConstraint("locality_id", "neighbour_id"),)

    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))
    neighbour_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))

    locality: Mapped[Locality] = relationship(foreign_keys=locality_id)
    neighbour: Mapped[Locality] = relationship(foreign_keys=neighbour_id)


class Funder(_OfArea, Base):
    """Who pays for, or decides on, places in the area."""

    __tablename__ = "funders"
    __table_args__ = (UniqueConstraint("area_id", "code"),)

    code: Mapped[str] = mapped_column(Code())
    name: Mapped[str] = mapped_column(PUBLIC)

    area: Mapped[Area] = relationship()


class Organisation(_OfArea, Base):
    """A body that runs services."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("area_id", "code"),)

    code: Mapped[str] = mapped_column(Code())
    name: Mapped[str] = mapped_column(PUBLIC)

    area: Mapped[Area] = relationship()


class Service(Base):
    """A team that helps people; a referral goes to a service, not to a person."""

    __tablename__ = "services"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    code: Mapped[str] = mapped_column(Code())
    name: Mapped[str] = mapped_column(PUBLIC)
    element: Mapped[Element] = mapped_column(Code(Element))
    lot: Mapped[Lot | None] = mapped_column(Code(Lot))
    side: Mapped[Side] = mapped_column(Code(Side))
    outside: Mapped[bool] = mapped_column(default=False)
    """An outside destination: nobody signs in there, so the sender records its answers."""
    description: Mapped[str] = mapped_column(PUBLIC, default="")
    phone: Mapped[str] = mapped_column(PUBLIC, default="")
    email: Mapped[str] = mapped_column(PUBLIC, default="")
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    place_type: Mapped[PlaceType | None] = mapped_column(Code(PlaceType))
    place_size: Mapped[int | None]
    """The most people whom one home of this service can take."""
    place_locality_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("localities.id"))
    """The district its homes lie in; an address is never kept here."""
    free_places: Mapped[int | None]
    waiting_days: Mapped[int | None]
    checked_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    place_locality: Mapped[Locality | None] = relationship()
    needs: Mapped[list["ServiceNeed"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    fits: Mapped[list["ServiceFit"]] = relationship(back_populates="service", cascade="all, delete-orphan")
    hours: Mapped[list["OpeningHour"]] = relationship(back_populates="service", cascade="all, delete-orphan")


class ServiceNeed(Base):
    """One need that a service answers."""

    __tablename__ = "service_needs"
    __table_args__ = (UniqueConstraint("service_id", "need"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"))
    need: Mapped[Need] = mapped_column(Code(Need))

    service: Mapped[Service] = relationship(back_populates="needs")


class ServiceFit(Base):
    """One thing that a service's homes can take."""

    __tablename__ = "service_fits"
    __table_args__ = (UniqueConstraint("service_id", "fit"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"))
    fit: Mapped[Fit] = mapped_column(Code(Fit))

    service: Mapped[Service] = relationship(back_populates="fits")


class OpeningHour(Base):
    """When a service is open on one weekday (0 is Monday), in minutes after local midnight."""

    __tablename__ = "opening_hours"
    __table_args__ = (UniqueConstraint("service_id", "weekday"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"))
    weekday: Mapped[int]
    opens: Mapped[int]
    closes: Mapped[int]

    service: Mapped[Service] = relationship(back_populates="hours")


class Coverage(Base):
    """That a service covers a locality, from when to when (both days counted), and who pays."""

    __tablename__ = "coverage"
    __table_args__ = (UniqueConstraint("service_id", "locality_id", "from_on"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    funding: Mapped[Funding] = mapped_column(Code(Funding))
    decider: Mapped[str | None] = mapped_column(Code())
    """The funder code of who decides, where a funding decision is needed."""

    service: Mapped[Service] = relationship()
    locality: Mapped[Locality] = relationship()


class Contract(Base):
    """Which funder pays which part of a service, from when to when."""

    __tablename__ = "contracts"
    __table_args__ = (UniqueConstraint("service_id", "funder_id", "from_on"),)

    service_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("services.id"), index=True)
    funder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("funders.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    share: Mapped[int]
    """Hundredths of the service that this funder pays."""

    service: Mapped[Service] = relationship()
    funder: Mapped[Funder] = relationship()


class Question(_OfArea, Base):
    """A question that an element asks of every referral to it."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("area_id", "element", "code"),)

    element: Mapped[Element] = mapped_column(Code(Element))
    code: Mapped[str] = mapped_column(Code())
    label: Mapped[str] = mapped_column(PUBLIC)
    hint: Mapped[str] = mapped_column(PUBLIC, default="")
    kind: Mapped[QuestionKind] = mapped_column(Code(QuestionKind))
    order: Mapped[int]
    required: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)

    area: Mapped[Area] = relationship()
    options: Mapped[list["QuestionOption"]] = relationship(
        back_populates="question", cascade="all, delete-orphan", order_by="QuestionOption.order"
    )


class QuestionOption(Base):
    """One answer that a question offers."""

    __tablename__ = "question_options"
    __table_args__ = (UniqueConstraint("question_id", "code"),)

    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questions.id"))
    code: Mapped[str] = mapped_column(Code())
    label: Mapped[str] = mapped_column(PUBLIC)
    order: Mapped[int]

    question: Mapped[Question] = relationship(back_populates="options")


class ClockSetting(_OfArea, Base):
    """How long one clock runs for one risk level; without an element it holds for all."""

    __tablename__ = "clock_settings"
    __table_args__ = (UniqueConstraint("area_id", "element", "clock", "risk"),)

    element: Mapped[Element | None] = mapped_column(Code(Element))
    clock: Mapped[ClockCode] = mapped_column(Code(ClockCode))
    risk: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    amount: Mapped[int]
    unit: Mapped[Unit] = mapped_column(Code(Unit))

    area: Mapped[Area] = relationship()


class GapRule(_OfArea, Base):
    """A known gap: what is missing where, and who decides."""

    __tablename__ = "gap_rules"
    __table_args__ = (UniqueConstraint("area_id", "need", "locality_id"),)

    need: Mapped[Need] = mapped_column(Code(Need))
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))
    decider: Mapped[str] = mapped_column(Code())
    says: Mapped[str] = mapped_column(PUBLIC)

    area: Mapped[Area] = relationship()
    locality: Mapped[Locality] = relationship()


class PostcodeHint(_OfArea, Base):
    """A locality that an outward code may lie in; only a clear one may be taken without asking."""

    __tablename__ = "postcode_hints"
    __table_args__ = (UniqueConstraint("outward", "locality_id"),)

    outward: Mapped[str] = mapped_column(Code(), index=True)
    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"))
    clear: Mapped[bool]
    reaches_outside: Mapped[bool]

    area: Mapped[Area] = relationship()
    locality: Mapped[Locality] = relationship()


class OutOfHours(Base):
    """A number that helps in a locality when offices are closed, and when it was last checked."""

    __tablename__ = "out_of_hours"
    __table_args__ = (UniqueConstraint("locality_id", "code"),)

    locality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("localities.id"), index=True)
    code: Mapped[str] = mapped_column(Code())
    label: Mapped[str] = mapped_column(PUBLIC)
    phone: Mapped[str] = mapped_column(PUBLIC)
    checked_on: Mapped[date]

    locality: Mapped[Locality] = relationship()
