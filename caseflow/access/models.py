"""Tables of users, their memberships, sessions, grants, and failed sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseflow.access.choices import Stage
from caseflow.access.policy import Role
from caseflow.choices import Element, Side
from caseflow.crypto.erasure import REFERS_TO_ANY
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import SealedJson, SealedText
from caseflow.database import Base, Code, KeyedHash, PlainText


class User(Vaulted, Base):
    """Someone who signs in. Name and sign-in name are sealed; the sign-in name is looked up by a keyed hash."""

    __tablename__ = "users"

    username = SealedText("access.users.username")
    name = SealedText("access.users.name")
    username_hash: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    password_hash: Mapped[str] = mapped_column(PlainText("an Argon2id hash, not text anyone wrote"))
    password_changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    left_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Membership(Base):
    """A role held by a user: in a service, on a side; a commissioner holds it for a funder."""

    __tablename__ = "memberships"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(Code(Role))
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"), index=True)
    element: Mapped[Element | None] = mapped_column(Code(Element))
    side: Mapped[Side] = mapped_column(Code(Side))
    funder: Mapped[str | None] = mapped_column(Code())
    deputy: Mapped[bool] = mapped_column(default=False)
    """Held as deputy: the same permissions, and shown as such."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    given_by: Mapped[UUID | None]
    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise_on_sql")


class Grant(Base):
    """A record opened to a service or a user: why, from what, since and until when."""

    __tablename__ = "grants"
    __table_args__ = (
        Index(None, "record_kind", "service_id", "record_id"),
        Index(None, "record_kind", "user_id", "record_id"),
        Index(None, "record_id", "record_kind"),
    )

    record_kind: Mapped[str] = mapped_column(Code())
    record_id: Mapped[UUID] = mapped_column(info={REFERS_TO_ANY: True})
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    why: Mapped[str] = mapped_column(Code())
    source_id: Mapped[UUID] = mapped_column(index=True, info={REFERS_TO_ANY: True})
    given_at: Mapped[datetime]
    given_by: Mapped[UUID | None]
    until_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Denial(Base):
    """A record closed to one user, whatever else would open it: somebody whom they know."""

    __tablename__ = "denials"
    __table_args__ = (Index(None, "user_id", "record_kind", "record_id"),)

    record_kind: Mapped[str] = mapped_column(Code())
    record_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    why: Mapped[str] = mapped_column(Code())
    source_id: Mapped[UUID] = mapped_column(index=True)
    given_at: Mapped[datetime]
    given_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


class SignIn(Base):
    """A session: the browser holds a random token, this row holds its keyed hash and is the authority."""

    __tablename__ = "access_sessions"
    __unaudited__ = "signing in and out are recorded; when it was last used is not a record of anyone"

    token_hash: Mapped[bytes] = mapped_column(KeyedHash(), unique=True)
    stage: Mapped[Stage] = mapped_column(Code(Stage))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    device: Mapped[str] = mapped_column(Code())
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A refused sign-in, counted by keyed hashes of the name and of the address, for a while."""

    __tablename__ = "failed_sign_ins"
    __unaudited__ = "a counter; the refusal itself is recorded"

    name_hash: Mapped[bytes] = mapped_column(KeyedHash(), index=True)
    address_hash: Mapped[bytes] = mapped_column(KeyedHash(), index=True)
    device_hash: Mapped[bytes | None] = mapped_column(KeyedHash(), index=True)
    with_code: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(index=True)


class KeptPost(Vaulted, Base):
    """What was posted on a session that had ended: kept sealed for its user, and offered after sign-in."""

    __tablename__ = "kept_posts"
    __unaudited__ = "unsaved typing of the user's own; sending it again is recorded as what it does"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    path: Mapped[str] = mapped_column(PlainText("a path of caseflow, which holds ids only"))
    content = SealedJson("access.kept_posts.content")
    kept_at: Mapped[datetime]
