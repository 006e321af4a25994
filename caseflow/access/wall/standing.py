"""Whom a database transaction acts for, told to PostgreSQL as transaction-local settings that the policies read."""

from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from caseflow.access.policy import BOTH_SIDES, P
from caseflow.access.viewer import Viewer
from caseflow.clock import now
from caseflow.database import db, in_request, is_walled, viewer_of_request

SET = text(
    "SELECT set_config('caseflow.user', :user, true), set_config('caseflow.service', :service, true),"
    " set_config('caseflow.sides', :sides, true), set_config('caseflow.wide', :wide, true),"
    " set_config('caseflow.funder', :funder, true), set_config('caseflow.counting', :counting, true),"
    " set_config('caseflow.lists', :lists, true), set_config('caseflow.now', :now, true)"
)
"""Local to the transaction: a connection that goes back to the pool takes nothing of it along."""


def settings_of(viewer: Viewer | None, *, counting: bool = False) -> dict[str, str]:
    """Return what the policies need to know of a viewer; of nobody, that nothing is to be seen."""
    if viewer is None:
        return (
            dict.fromkeys(("user", "service", "sides", "wide", "funder", "counting", "lists"), "") | _moment()
        )
    return {
        "user": str(viewer.user_id or ""),
        "service": str(viewer.service_id or ""),
        "sides": ",".join(sorted(sides_of(viewer))),
        "wide": "on" if viewer.area_wide else "",
        "funder": (viewer.working.funder if viewer.working else None) or "",
        "counting": "on" if counting else "",
        "lists": "on" if viewer.can(P.PEOPLE_RESTRICT) else "",
        **_moment(),
    }


def _moment() -> dict[str, str]:
    return {"now": now().isoformat()}


def sides_of(viewer: Viewer) -> set[str]:
    """Return the sides that a viewer may look at in one request.

    Those few who work on both sides see one at a time; but a caller's own side decides whom their call is about,
    so an adviser's request may turn to the other side (calls/scope.py), and the second wall must let it.
    """
    if viewer.working is None:
        return set()
    there = {
        held.side.value
        for held in viewer.memberships
        if held.role in BOTH_SIDES and held.service_id == viewer.working.service_id
    }
    return {viewer.working.side.value} | (there if viewer.can(P.CALLS_LOG) or viewer.area_wide else set())


def stand_as(viewer: Viewer, *, counting: bool = False) -> None:
    """Say for whom the rest of this transaction is, where the guard has only just found out."""
    if is_walled() and in_request():
        db.session.execute(SET, settings_of(viewer, counting=counting))


def count_only(viewer: Viewer) -> None:
    """Let the rest of this transaction count records of people whom the viewer may not read: for reports alone."""
    stand_as(viewer, counting=True)


def _tell(_session: Session, _transaction: Any, connection: Connection) -> None:
    """Say at the start of every transaction of a request for whom it is."""
    if connection.dialect.name == "postgresql" and is_walled(connection.engine):
        connection.execute(SET, settings_of(viewer_of_request()))


def init_wall() -> None:
    """Have every transaction begin with saying for whom it is."""
    if not event.contains(Session, "after_begin", _tell):
        event.listen(Session, "after_begin", _tell)
