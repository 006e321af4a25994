"""Tables of people. Whatever says who somebody is, or how to reach them, is sealed under their vault."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.choices import FieldState, RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedDate, SealedJson, SealedText
from caseflow.database import Base, Code, KeyedHash
from caseflow.directory.models import Locality
from caseflow.people.choices import BirthKind, ContactKind, NameKind, Section, StopReason

NOT_ASKED = FieldState.NOT_ASKED


def _few(which: str, *columns: str) -> Index:
    """Return an index over the few rows that a condition picks, in the words of each database."""
    return Index(
        None,
        *columns,
        sqlite_where=text(which.format(true="1")),
        postgresql_where=text(which.format(true="true")),
    )


class Person(Vaulted, Base):
    """Someone on one side of the wall. The summary columns are written by rooms downstream through actions here."""

    __tablename__ = "people"
    __table_args__ = (
        Index(None, "review_due_on"),
        # Few are merged or restricted. Whole indexes would list everybody, and SQLite would prefer them to the ids.
        _few("merged_into_id IS NOT NULL", "merged_into_id"),
        _few("restricted IS {true}", "restricted"),
        # Whose risk is to be looked at again, the longest overdue first; most people's cases are closed.
        _few("open_cases > 0", "side", "risk_level", "review_due_on"),
        # Whom a record reads as, and how much at risk, without reading the whole of its sealed row.
        Index(None, "id", "merged_into_id", "risk_level"),
    )

    side: Mapped[Side] = mapped_column(Code(Side))
    reference: Mapped[str] = mapped_column(Code(), unique=True)
    known_as = SealedText("people.person.known_as")
    birth_on = SealedDate("people.person.birth_on")
    birth_kind: Mapped[BirthKind] = mapped_column(Code(BirthKind), default=BirthKind.UNKNOWN)
    locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"), index=True)
    """Where the person is staying now; routing goes by this one."""
    usual_locality_id: Mapped[UUID | None] = mapped_column(ForeignKey("localities.id"))
    """Where the usual home is; kept for counting."""
    restricted: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    risk_level: Mapped[RiskLevel] = mapped_column(Code(RiskLevel), default=RiskLevel.NOT_ASSESSED)
    risk_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    marac_until_on: Mapped[date | None]
    open_cases: Mapped[int] = mapped_column(default=0)
    contact_state: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    """The best that any of the contact points allows; whether it has lapsed is seen when it is shown."""
    contact_until_on: Mapped[date | None]
    """The day on which the best contact rule has to be confirmed again."""
    version: Mapped[int] = mapped_column(default=1)

    locality: Mapped[Locality | None] = relationship(foreign_keys=locality_id, lazy="raise_on_sql")
    usual_locality: Mapped[Locality | None] = relationship(
        foreign_keys=usual_locality_id, lazy="raise_on_sql"
    )
    merged_into: Mapped["Person | None"] = relationship(
        foreign_keys=merged_into_id, remote_side="Person.id", lazy="raise_on_sql"
    )

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    def __init__(self, **values: Any) -> None:
        # The columns' defaults are set at the flush; a page may show a person before that.
        super().__init__(
            **{
                "birth_kind": BirthKind.UNKNOWN,
                "restricted": False,
                "risk_level": RiskLevel.NOT_ASSESSED,
                "open_cases": 0,
                "contact_state": NOT_ASKED,
                **values,
            }
        )


class PersonName(Vaulted, Base):
    """One name of a person."""

    __tablename__ = "person_names"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[NameKind] = mapped_column(Code(NameKind))
    given = SealedText("people.name.given")
    surname = SealedText("people.name.surname")

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class ContactPoint(Vaulted, Base):
    """A number or an address with the rule under which it may be used; three states for each way of using it."""

    __tablename__ = "contact_points"
    __table_args__ = (Index(None, "lookup"), Index(None, "stopped_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ContactKind] = mapped_column(Code(ContactKind))
    value = SealedText("people.contact.value")
    label = SealedText("people.contact.label")
    lookup: Mapped[bytes | None] = mapped_column(KeyedHash())
    """The keyed hash of the number or e-mail address in its one normal form."""
    may_call: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    may_voicemail: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    may_text: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    may_email: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    may_post: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    withhold_number: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    """Allowed: withhold ours. Not allowed: let it show, withheld calls are not answered."""
    shared_device: Mapped[FieldState] = mapped_column(Code(FieldState), default=NOT_ASKED)
    """Allowed: nobody else can use the device or open the post. Not allowed: somebody can."""
    may_answer = SealedText("people.contact.may_answer")
    safe_times = SealedJson("people.contact.safe_times")
    say_we_are = SealedText("people.contact.say_we_are")
    code_word = SealedText("people.contact.code_word")
    confirmed_on: Mapped[date | None]
    confirm_again_on: Mapped[date | None]
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    stop_reason: Mapped[StopReason | None] = mapped_column(Code(StopReason))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012

    def __init__(self, **values: Any) -> None:
        states = dict.fromkeys(RULE_STATES, NOT_ASKED)
        super().__init__(**{**states, **values})


RULE_STATES = (
    "may_call",
    "may_voicemail",
    "may_text",
    "may_email",
    "may_post",
    "withhold_number",
    "shared_device",
)
"""The attributes of a contact point that have three states."""


class PersonCausingHarm(Vaulted, Base):
    """Who causes harm, as the survivor tells of them: survivor-side material, sealed in the survivor's vault."""

    __tablename__ = "persons_causing_harm"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    named: Mapped[bool] = mapped_column(default=True)
    name = SealedText("people.harm.name")
    alias = SealedText("people.harm.alias")
    relationship_to = SealedText("people.harm.relationship")
    born = SealedText("people.harm.born")
    address = SealedText("people.harm.address")
    where_now = SealedText("people.harm.where_now")
    works_where = SealedText("people.harm.works_where")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class Child(Vaulted, Base):
    """One child of the person or of the household."""

    __tablename__ = "children"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    name = SealedText("people.child.name")
    born = SealedText("people.child.born")
    sex = SealedText("people.child.sex")
    where = SealedText("people.child.where")
    note = SealedText("people.child.note")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012


class PersonDetail(Vaulted, Base):
    """One section of a person's details; sections are saved apart, so that two people may work on two of them."""

    __tablename__ = "person_details"
    __table_args__ = (UniqueConstraint("person_id", "section"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    section: Mapped[Section] = mapped_column(Code(Section))
    content = SealedJson("people.detail.content")
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012
