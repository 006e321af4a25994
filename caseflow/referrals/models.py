"""Tables of referrals: the referral, its frozen packet, its moves, and the gaps in what could be offered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code
from caseflow.directory.choices import Need
from caseflow.people.models import Person
from caseflow.referrals.choices import Agreement, Basis, Decline, GapKind, GapState, ReferralState


class Referral(Vaulted, Base):
    """A person referred to a service. Whoever sent it holds the risk until it is accepted."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index(None, "to_service_id", "state"),
        Index(None, "from_service_id", "state", "settled_at"),
        Index(None, "side", "state"),
        Index(None, "side", "sent_at"),
        Index(None, "held_by", "sent_at"),
        Index(None, "held_by", "state", "answer_due_at"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessments.id"))
    batch_id: Mapped[UUID] = mapped_column(index=True)
    """Referrals that were sent together carry the same batch."""
    from_service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    to_service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    held_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who waits for the answer: whoever sent it, until it is handed over. Without anybody it is the team's."""
    need: Mapped[Need] = mapped_column(Code(Need))
    element: Mapped[Element] = mapped_column(Code(Element))
    lot: Mapped[Lot | None] = mapped_column(Code(Lot))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    usual_locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    risk_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel))
    safe_tonight: Mapped[bool] = mapped_column(default=False)

    state: Mapped[ReferralState] = mapped_column(Code(ReferralState))
    sent_at: Mapped[datetime]
    answer_due_at: Mapped[datetime | None] = mapped_column(index=True)
    hastened_at: Mapped[datetime | None]
    """When the risk rose while it waited: from then the answer is due by that level, if that is sooner."""
    hastened_level: Mapped[RiskLevel | None] = mapped_column(Code(RiskLevel))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decline_group: Mapped[Decline | None] = mapped_column(Code(Decline))
    decline_detail = SealedText("referrals.referral.decline_detail")
    return_question = SealedText("referrals.referral.return_question")
    return_answer = SealedText("referrals.referral.return_answer")
    outside_answer = SealedText("referrals.referral.outside_answer")
    agreement: Mapped[Agreement] = mapped_column(Code(Agreement))
    basis: Mapped[Basis | None] = mapped_column(Code(Basis))
    basis_detail = SealedText("referrals.referral.basis_detail")
    funding_decider: Mapped[str | None] = mapped_column(Code())
    funding_due_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    told_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    spoken_at: Mapped[datetime | None]
    """When the receiving service first spoke to the person; the sender's desk shows it."""
    closed_unspoken_at: Mapped[datetime | None]
    """When the receiving service closed its case without ever having spoken to the person."""
    settled_at: Mapped[datetime | None]
    """When the sender dealt with a declined referral: sent on, or closed."""
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def clock_level(self) -> RiskLevel:
        """The level by which its clocks run: that of its sending, or the one that it rose to since."""
        return self.hastened_level or self.risk_level


class Packet(Vaulted, Base):
    """What the receiver reads, the least that is needed: frozen when sent, but for contact rules, which follow."""

    __tablename__ = "packets"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), unique=True)
    content = SealedJson("referrals.packet.content")
    frozen_at: Mapped[datetime]

    referral: Mapped[Referral] = relationship(lazy="raise_on_sql")


class ReferralMove(Vaulted, Base):
    """One step in the life of a referral: from which state to which, by whom, when."""

    __tablename__ = "referral_moves"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    from_state: Mapped[ReferralState | None] = mapped_column(Code(ReferralState))
    to_state: Mapped[ReferralState] = mapped_column(Code(ReferralState))
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[datetime]
    note = SealedText("referrals.move.note")

    referral: Mapped[Referral] = relationship(lazy="raise_on_sql")


class Gap(Vaulted, Base):
    """What the area could not offer a person: a task with a decider and a clock, never only a sentence."""

    __tablename__ = "gaps"
    __table_args__ = (Index(None, "side", "state", "due_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referrals.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    """The service that found the gap and chases its decision."""
    kind: Mapped[GapKind] = mapped_column(Code(GapKind))
    need: Mapped[Need] = mapped_column(Code(Need))
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    says = SealedText("referrals.gap.says")
    decider: Mapped[str] = mapped_column(Code())
    """The funder code of the authority that decides, or "helpline"."""
    state: Mapped[GapState] = mapped_column(Code(GapState))
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    raised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    note = SealedText("referrals.gap.note")
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
