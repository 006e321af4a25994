"""Bring everybody of the demonstration in, with their roles."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from caseflow.access.policy import Role
from caseflow.access.viewer import Actor
from caseflow.demonstration.accounts import Account
from caseflow.demonstration.actions import employ

Staff = dict[tuple[str, Role], tuple[UUID, ...]]
AT_ONCE = 50


def bring_in(actor: Actor, accounts: Sequence[Account], password_hash: str) -> Staff:
    """Add users with their roles; return them by service code and role, in the order of the list."""
    found: dict[tuple[str, Role], list[UUID]] = {}
    for start in range(0, len(accounts), AT_ONCE):
        some = accounts[start : start + AT_ONCE]
        ids = employ(actor, some, password_hash)
        for account, user_id in zip(some, ids, strict=True):
            for post in account.posts:
                held = found.setdefault((post.service or "", post.role), [])
                if user_id not in held:
                    held.append(user_id)
    return {place: tuple(users) for place, users in found.items()}
