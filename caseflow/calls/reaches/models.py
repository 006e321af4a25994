"""Tables of people to reach, of contact attempts and of stopped numbers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.calls.choices import (
    AttemptOutcome,
    NextWay,
    OutsideGrade,
    OutsideTool,
    Profession,
    ReachState,
    StopDecision,
    Told,
    Verified,
)
from caseflow.calls.models import Call
from caseflow.choices import RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.people.models import ContactPoint, Person


class Reach(Vaulted, Base):
    """A referral from a professional: somebody whom the helpline must reach, with its clock."""

    __tablename__ = "reaches"
    __table_args__ = (Index(None, "state", "side", "spoken_due_at"),)

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"))
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    side: Mapped[Side] = mapped_column(Code(Side))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    logged_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    profession: Mapped[Profession] = mapped_column(Code(Profession))
    verified: Mapped[Verified] = mapped_column(Code(Verified))
    told: Mapped[Told] = mapped_column(Code(Told))
    outside_tool: Mapped[OutsideTool | None] = mapped_column(Code(OutsideTool))
    outside_grade: Mapped[OutsideGrade | None] = mapped_column(Code(OutsideGrade))
    outside_on: Mapped[date | None]
    referrer = SealedText("calls.reach.referrer")
    agency = SealedText("calls.reach.agency")
    referrer_contact = SealedText("calls.reach.referrer_contact")
    their_reference = SealedText("calls.reach.their_reference")
    outside_agency = SealedText("calls.reach.outside_agency")
    safe_says = SealedText("calls.reach.safe_says")
    """Who says that the number is safe."""
    risk_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    """The level that the clocks below were set by."""
    received_at: Mapped[datetime]
    first_try_due_at: Mapped[datetime]
    first_tried_at: Mapped[datetime | None]
    spoken_due_at: Mapped[datetime]
    spoken_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    counted_from_at: Mapped[datetime]
    """Tries since then count; a manager who chooses to keep trying begins a new count."""
    state: Mapped[ReachState] = mapped_column(Code(ReachState))
    manager_due_at: Mapped[datetime | None]
    next_way: Mapped[NextWay | None] = mapped_column(Code(NextWay))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    referrer_told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_note = SealedText("calls.reach.end_note")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    contact_point: Mapped[ContactPoint | None] = relationship(lazy="raise_on_sql")
    call: Mapped[Call | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ContactAttempt(Vaulted, Base):
    """One try to get in touch with a person: by whom, when, and what happened."""

    __tablename__ = "contact_attempts"
    __table_args__ = (Index(None, "person_id", "made_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    contact_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_points.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"))
    reach_id: Mapped[UUID | None] = mapped_column(ForeignKey("reaches.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    outcome: Mapped[AttemptOutcome] = mapped_column(Code(AttemptOutcome))
    still_safe: Mapped[bool | None]
    """What the person said to "is it still safe to ring you here?", where they were asked."""
    again_at: Mapped[datetime | None]
    """When the person asked to be rung instead; clocks stand still until then."""
    reason = SealedText("calls.attempt.reason")
    note = SealedText("calls.attempt.note")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    contact_point: Mapped[ContactPoint | None] = relationship(lazy="raise_on_sql")
    call: Mapped[Call | None] = relationship(lazy="raise_on_sql")
    reach: Mapped[Reach | None] = relationship(lazy="raise_on_sql")


class StoppedPoint(Vaulted, Base):
    """A number or address that may not be used until a manager decides, with the clock for that."""

    __tablename__ = "stopped_points"
    __table_args__ = (Index(None, "decided_at", "due_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    contact_point_id: Mapped[UUID] = mapped_column(ForeignKey("contact_points.id"), index=True)
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact_attempts.id"))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    side: Mapped[Side] = mapped_column(Code(Side))
    why: Mapped[AttemptOutcome] = mapped_column(Code(AttemptOutcome))
    stopped_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    stopped_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[StopDecision | None] = mapped_column(Code(StopDecision))
    note = SealedText("calls.stopped_point.note")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    contact_point: Mapped[ContactPoint] = relationship(lazy="raise_on_sql")
    attempt: Mapped[ContactAttempt | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
