"""Writes of the demonstration: rows in batches, each one transaction with one audit line."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert

from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.database import db
from caseflow.demonstration.accounts import Account
from caseflow.demonstration.events import FINISHED, LOADED
from caseflow.demonstration.shelf import Batch
from caseflow.directory.queries import service_by_code
from caseflow.people.events import PEOPLE_LOADED
from caseflow.staff.actions import add_user, give_role


@action
def store(actor: Actor, batch: Batch) -> int:
    """Write a batch of complete, sealed rows, and record how many there were."""
    for name, rows in batch:
        db.session.execute(insert(db.metadata.tables[name]), rows)
    count = sum(len(rows) for _, rows in batch)
    record(actor, LOADED, "demonstration", count=count)
    return count


@action
def employ(actor: Actor, accounts: Sequence[Account], password_hash: str) -> list[UUID]:
    """Add users with their roles, all of them or none."""
    ids = []
    for account in accounts:
        user_id = add_user(actor, username=account.username, name=account.name, password_hash=password_hash)
        db.session.flush()
        for post in account.posts:
            service_id = service_by_code(actor, post.service) if post.service else None
            give_role(
                actor, user_id, role=post.role, service_id=service_id, side=post.side, funder=post.funder
            )
            db.session.flush()
        ids.append(user_id)
    return ids


@action
def finish(actor: Actor, people: int) -> None:
    """Record that the whole demonstration is there."""
    record(actor, FINISHED, "demonstration", count=people)
    # Tells the index of names in every running process to open all of them anew.
    record(actor, PEOPLE_LOADED, "person", count=people)
