"""Rows of work that was given to one, and of what those hold who have left. Pure."""

from __future__ import annotations

from dataclasses import replace

from caseflow.cases.handover.values import Given, Holder
from caseflow.cases.values import CaseLine
from caseflow.desk.order import Group, Row
from caseflow.desk.rows import silent


def of_who_left(line: CaseLine, *, opens: bool = True) -> Row:
    """Return the row of a case whose worker works no more in its service."""
    return replace(
        silent(line, opens=opens), why="Its worker has left: nobody works on it", since_at=line.last_spoken_at
    )


def restricted_left(line: CaseLine) -> Row:
    """Return the row of such a case of a restricted person: somebody of the service has to be put on the list."""
    return replace(
        of_who_left(line),
        action="Look at its list",
        endpoint="oversight.restricting.restriction",
        key="person_id",
        record_id=line.person_id,
        detail=line.service,
    )


def left_behind(holder: Holder) -> Row:
    """Return the row of what somebody holds who has left: nobody works on it until it is moved."""
    return Row(
        Group.HANDOVER,
        "Has left, and holds work",
        holder.name,
        "Move it",
        "cases.handover.work",
        "user_id",
        holder.user_id,
        detail=holder.words,
        held_by_nobody=True,
    )


def given(one: Given) -> Row:
    """Return the row of work that was given to the viewer, until they have said that they read of it."""
    return Row(
        Group.HANDOVER,
        f"Given to you by {one.by}" if one.by else "Given to you",
        one.words,
        "See it",
        "cases.handover.given",
        "first",
        one.first_id,
        since_at=one.at,
        detail=f"Was {one.was}’s",
        held_by_nobody=True,
    )
