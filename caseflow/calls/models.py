"""Tables of calls and of what came of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.calls.choices import (
    CallbackState,
    CallerCheck,
    CallerType,
    CallState,
    Channel,
    Danger,
    Direction,
    Outcome,
    Profession,
    SafeToTalk,
)
from caseflow.choices import Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code
from caseflow.people.models import ContactPoint, Person, PersonCausingHarm


class Call(Vaulted, Base):
    """One contact with the helpline. Its vault is its own until it is given to the person it is tied to."""

    __tablename__ = "calls"
    __table_args__ = (
        Index(None, "state", "taken_by"),
        Index(None, "person_id", "started_at"),
        Index(None, "side", "started_at"),
        Index(None, "state", "referred_at", "refer_due_at"),
    )

    state: Mapped[CallState] = mapped_column(Code(CallState))
    channel: Mapped[Channel] = mapped_column(Code(Channel))
    direction: Mapped[Direction] = mapped_column(Code(Direction))
    caller_type: Mapped[CallerType | None] = mapped_column(Code(CallerType))
    profession: Mapped[Profession | None] = mapped_column(Code(Profession))
    side: Mapped[Side | None] = mapped_column(Code(Side))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_over_at: Mapped[datetime | None]
    started_at: Mapped[datetime] = mapped_column(index=True)
    last_saved_at: Mapped[datetime]
    parked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    finished_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    person_causing_harm_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons_causing_harm.id"))
    previous_call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"))
    check: Mapped[CallerCheck | None] = mapped_column(Code(CallerCheck))
    safe_to_talk: Mapped[SafeToTalk | None] = mapped_column(Code(SafeToTalk))
    danger: Mapped[Danger | None] = mapped_column(Code(Danger))
    refer_due_at: Mapped[datetime | None] = mapped_column(index=True)
    referred_at: Mapped[datetime | None]
    draft_page: Mapped[str | None] = mapped_column(Code())
    """The random token of the screen that saved the draft last."""
    draft_number: Mapped[int] = mapped_column(default=0)
    """Counts the savings of the draft that changed it, so that an older screen is known."""
    draft = SealedJson("calls.call.draft")
    drop_plan = SealedJson("calls.call.drop_plan")
    narrative = SealedText("calls.call.narrative")
    details = SealedJson("calls.call.details")
    version: Mapped[int] = mapped_column(default=1)

    outcomes: Mapped[list["CallOutcome"]] = relationship(
        back_populates="call", lazy="selectin", cascade="all, delete-orphan"
    )
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    person_causing_harm: Mapped[PersonCausingHarm | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CallOutcome(Base):
    """One thing that came of a call."""

    __tablename__ = "call_outcomes"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    code: Mapped[Outcome] = mapped_column(Code(Outcome))

    call: Mapped[Call] = relationship(back_populates="outcomes", lazy="raise_on_sql")


class Callback(Vaulted, Base):
    """A promise to ring back between two times."""

    __tablename__ = "callbacks"
    __table_args__ = (Index(None, "state", "due_until_at"),)

    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    side: Mapped[Side] = mapped_column(Code(Side))
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    held_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who is to ring; without anybody it is the team's. Everybody of the service sees it all the same."""
    planned_at: Mapped[datetime]
    due_from_at: Mapped[datetime]
    due_until_at: Mapped[datetime]
    state: Mapped[CallbackState] = mapped_column(Code(CallbackState))
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    number = SealedText("calls.callback.number")
    note = SealedText("calls.callback.note")
    version: Mapped[int] = mapped_column(default=1)

    call: Mapped[Call | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    contact_point: Mapped[ContactPoint | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
