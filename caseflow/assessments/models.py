"""Tables of assessments. Answers, counts and reasons are sealed under the person's vault."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.models import User
from caseflow.assessments.choices import AssessmentState, Purpose, Source
from caseflow.choices import RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code
from caseflow.people.models import Person, PersonCausingHarm


class Assessment(Vaulted, Base):
    """One assessment about one pair: with an instrument of one version, or a judgement alone."""

    __tablename__ = "assessments"
    __table_args__ = (
        Index(None, "person_id", "state"),
        Index(None, "review_due_on"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    person_causing_harm_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("persons_causing_harm.id"), index=True
    )
    side: Mapped[Side] = mapped_column(Code(Side))
    instrument_code: Mapped[str | None] = mapped_column(Code())
    instrument_version: Mapped[str | None] = mapped_column(Code())
    judgement_only: Mapped[bool] = mapped_column(default=False)
    purpose: Mapped[Purpose] = mapped_column(Code(Purpose))
    source: Mapped[Source] = mapped_column(Code(Source))
    state: Mapped[AssessmentState] = mapped_column(Code(AssessmentState))
    content = SealedJson("assessments.assessment.content")
    counts = SealedJson("assessments.assessment.counts")
    reason = SealedText("assessments.assessment.reason")
    level_decided: Mapped[RiskLevel | None] = mapped_column(Code(RiskLevel))
    level_in_force: Mapped[RiskLevel | None] = mapped_column(Code(RiskLevel))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime | None]
    saved_page_id: Mapped[UUID | None]
    """The opened page that saved last: the same page may go on saving, another one must see what changed."""
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    review_due_on: Mapped[date | None]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessments.id"))
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    for_service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    person_causing_harm: Mapped[PersonCausingHarm | None] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    @property
    def high_by_count(self) -> bool:
        """The level in force is a high that a checklist computed."""
        return self.level_in_force is RiskLevel.HIGH and bool((self.counts or {}).get("high_by_count"))


class SetAside(Vaulted, Base):
    """A second worker's version of a half-done assessment, kept until that worker has brought the two together."""

    __tablename__ = "assessment_set_asides"
    __table_args__ = (UniqueConstraint("assessment_id", "user_id"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessments.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    content = SealedJson("assessments.set_aside.content")
    at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")
