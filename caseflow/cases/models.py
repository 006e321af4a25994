"""Tables of cases: the case, its moves, pauses, referrals, notes, tasks, plans, incidents and outcomes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.cases.choices import (
    LIVE,
    Answered,
    CaseState,
    Change,
    CloseReason,
    FeelsSafer,
    NoteClass,
    OutcomeArea,
    PauseReason,
    TaskKind,
)
from caseflow.cases.moves import after_allocating
from caseflow.cases.timing import FROM_ACCEPTANCE, LIMITS, next_due_at
from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedText
from caseflow.database import Base, Code
from caseflow.directory.choices import ClockCode
from caseflow.directory.clocks import Pause, ServiceClocks
from caseflow.people.models import Person
from caseflow.referrals.models import Referral

CARRIED = ("service_id", "is_live", "worker_id", "side", "accepted_at", "next_due_at", "person_id")


class Case(Vaulted, Base):
    """A service's work with one person, from the accepted referral to the close."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "service_id", "is_live", "next_due_at"),
        Index(None, "worker_id", "is_live", "next_due_at"),
        Index(None, "side", "is_live", "next_due_at"),
        # With all that a team's caseload counts, so that not one case is read for it.
        Index("ix_cases_carried", *CARRIED),
        Index(None, "side", "is_live", "worker_id"),
        Index(None, "service_id", "is_live", "last_contact_at"),
        Index(None, "side", "is_live", "last_contact_at"),
        Index(None, "service_id", "is_live", "review_due_on"),
        Index(None, "side", "is_live", "review_due_on"),
        Index(None, "service_id", "accepted_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    element: Mapped[Element] = mapped_column(Code(Element))
    lot: Mapped[Lot | None] = mapped_column(Code(Lot))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    """The referral that opened it; later ones stand in case_referrals."""
    state: Mapped[CaseState] = mapped_column(Code(CaseState))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    risk_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    """The level when it was accepted, by which its clocks run; today's level is on the person."""
    is_repeat: Mapped[bool] = mapped_column(default=False)
    """Referred again within 12 months of the close of an earlier case here."""

    accepted_at: Mapped[datetime]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    allocate_due_at: Mapped[datetime | None]
    allocated_at: Mapped[datetime | None]
    first_try_due_at: Mapped[datetime | None]
    first_tried_at: Mapped[datetime | None]
    spoken_due_at: Mapped[datetime | None]
    spoken_at: Mapped[datetime | None]
    plan_due_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]
    plan_number: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    last_tried_at: Mapped[datetime | None]
    last_spoken_at: Mapped[datetime | None]
    clocks_stopped_at: Mapped[datetime | None]
    hastened_at: Mapped[datetime | None]
    """When the risk rose while something was owed: from then the clocks run by that level too, if that is sooner."""
    hastened_level: Mapped[RiskLevel | None] = mapped_column(Code(RiskLevel))
    next_due_at: Mapped[datetime | None]
    """What is owed soonest, written with every change, so that lists need not work it out."""
    last_contact_at: Mapped[datetime]
    """When the person was last spoken with here; before the first time, when it was accepted."""
    is_live: Mapped[bool]
    review_due_on: Mapped[date | None]

    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    close_reason: Mapped[CloseReason | None] = mapped_column(Code(CloseReason))
    planned_closure: Mapped[bool | None]
    feels_safer: Mapped[FeelsSafer | None] = mapped_column(Code(FeelsSafer))
    closing_risk_level: Mapped[RiskLevel | None] = mapped_column(Code(RiskLevel))
    close_note = SealedText("cases.case.close_note")
    reopened_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    referral: Mapped[Referral | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def give_to(self, worker_id: UUID, at: datetime) -> None:
        """Write down whose case it is; it stays allocated since the first worker had it."""
        self.worker_id = worker_id
        self.allocated_at = self.allocated_at or at
        self.state = after_allocating(self.state)

    def run_clocks(self, clocks: ServiceClocks, pauses: Sequence[Pause] = ()) -> None:
        """Store when each clock that is not yet met runs out, counted from the acceptance without the pauses."""
        for code in FROM_ACCEPTANCE:
            due, met = LIMITS[code]
            if getattr(self, met) is None:
                setattr(self, due, self._first_due(clocks, code, pauses))
        still = [one.from_at for one in pauses if one.until_at is None]
        self.clocks_stopped_at = min(still, default=None)

    def hasten(
        self, clocks: ServiceClocks, level: RiskLevel, since: datetime, pauses: Sequence[Pause]
    ) -> bool:
        """Let what is owed run by a level from a moment on too; tells whether anything is due sooner by that."""
        owed = [code for code in FROM_ACCEPTANCE if getattr(self, LIMITS[code][1]) is None]
        # A clock that stands still is compared as if it went on from that moment.
        going = [Pause(one.from_at, one.until_at or max(one.from_at, since)) for one in pauses]
        earlier = self.hastened_at, self.hastened_level
        before = [self._first_due(clocks, code, going) for code in owed]
        self.hastened_at, self.hastened_level = since, level
        after = [self._first_due(clocks, code, going) for code in owed]
        if before == after or any(old and new and new > old for old, new in zip(before, after, strict=True)):
            self.hastened_at, self.hastened_level = earlier
            return False
        self.run_clocks(clocks, pauses)
        if self.allocate_due_at and self.allocated_at is None:
            self.allocate_due_at = min(self.allocate_due_at, clocks.due_at(ClockCode.ALLOCATE, level, since))
        return True

    def _first_due(self, clocks: ServiceClocks, code: ClockCode, pauses: Sequence[Pause]) -> datetime | None:
        began = self.reopened_at or self.accepted_at
        due = [clocks.due_with_pauses(code, self.risk_level, began, pauses)]
        if self.hastened_at and self.hastened_level:
            due.append(clocks.due_with_pauses(code, self.hastened_level, self.hastened_at, pauses))
        return min((one for one in due if one), default=None)


class _OfCase:
    """What every row of a case carries."""

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)


class CaseReferral(_OfCase, Base):
    """A referral that a case answers. A referral is accepted once: the database holds to it."""

    __tablename__ = "case_referrals"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), unique=True)
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    referral: Mapped[Referral] = relationship(lazy="raise_on_sql")


class CaseMove(_OfCase, Vaulted, Base):
    """A step from one state, or one worker, to the next."""

    __tablename__ = "case_moves"

    from_state: Mapped[CaseState | None] = mapped_column(Code(CaseState))
    to_state: Mapped[CaseState] = mapped_column(Code(CaseState))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[datetime]
    note = SealedText("cases.move.note")
    case: Mapped[Case] = relationship(lazy="raise_on_sql")

    @classmethod
    def of(
        cls, case: Case, before: CaseState | None, by: UUID | None, at: datetime, note: str = ""
    ) -> "CaseMove":
        """Return the step that a case has just taken."""
        return cls(
            vault=case.vault,
            case=case,
            case_id=case.id,
            from_state=before,
            to_state=case.state,
            worker_id=case.worker_id,
            moved_by=by,
            moved_at=at,
            note=note,
        )


class CasePause(_OfCase, Base):
    """A stretch in which the clocks of a case stood still."""

    __tablename__ = "case_pauses"

    reason: Mapped[PauseReason] = mapped_column(Code(PauseReason))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="raise_on_sql")


class CaseNote(_OfCase, Vaulted, Base):
    """What a worker wrote. It locks after a day; a correction is a note of its own that points here."""

    __tablename__ = "case_notes"

    kind: Mapped[NoteClass] = mapped_column(Code(NoteClass))
    body = SealedText("cases.note.body")
    happened_at: Mapped[datetime]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime | None]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_notes.id"))
    version: Mapped[int] = mapped_column(default=1)
    case: Mapped[Case] = relationship(lazy="raise_on_sql")
    corrects: Mapped["CaseNote | None"] = relationship(lazy="raise_on_sql", remote_side="CaseNote.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class CaseTask(_OfCase, Vaulted, Base):
    """Something to do, or a date to know, in a case."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "assigned_to", "done_at", "due_on"),)

    kind: Mapped[TaskKind] = mapped_column(Code(TaskKind))
    title = SealedText("cases.task.title")
    due_on: Mapped[date]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship(lazy="raise_on_sql")


class CasePlan(_OfCase, Vaulted, Base):
    """One version of the safety plan; the highest number holds, and none is ever lost."""

    __tablename__ = "case_plans"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    number: Mapped[int]
    body = SealedText("cases.plan.body")
    made_on: Mapped[date]
    review_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship(lazy="raise_on_sql")


class Incident(_OfCase, Vaulted, Base):
    """Something that happened since: it asks for a new assessment."""

    __tablename__ = "incidents"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    happened_on: Mapped[date]
    what = SealedText("cases.incident.what")
    reported: Mapped[Answered] = mapped_column(Code(Answered))
    children: Mapped[Answered] = mapped_column(Code(Answered))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    case: Mapped[Case] = relationship(lazy="raise_on_sql")


class CaseOutcome(_OfCase, Base):
    """How things stand in one area when the case closes."""

    __tablename__ = "case_outcomes"
    __table_args__ = (UniqueConstraint("case_id", "area"),)

    area: Mapped[OutcomeArea] = mapped_column(Code(OutcomeArea))
    change: Mapped[Change] = mapped_column(Code(Change))
    case: Mapped[Case] = relationship(lazy="raise_on_sql")


@listens_for(Case, "before_insert")
@listens_for(Case, "before_update")
def _write_summary(_mapper: object, _connection: object, case: Case) -> None:
    """Keep the summary columns true to the rest of the row, whoever changed it."""
    case.is_live, case.next_due_at = case.state in LIVE, next_due_at(case)
    case.last_contact_at = case.last_spoken_at or case.accepted_at
