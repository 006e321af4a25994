"""Who is looking or acting, as plain frozen values. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from caseflow.access.policy import AREA_WIDE, BOTH_SIDES, ROLE_PERMISSIONS, P, Role
from caseflow.choices import Element, Side


@dataclass(frozen=True)
class Held:
    """A role that the viewer holds now."""

    id: UUID
    role: Role
    service_id: UUID | None
    element: Element | None
    side: Side
    funder: str | None = None


@dataclass(frozen=True)
class Viewer:
    """A signed-in user in the service and on the side that they are working in."""

    user_id: UUID | None
    name: str
    username: str
    memberships: tuple[Held, ...]
    working: Held | None
    session_id: UUID | None = None
    once: str | None = None
    purpose: str | None = None
    permissions: frozenset[P] = field(default=frozenset())

    @property
    def side(self) -> Side | None:
        """The one side that this viewer sees now; nothing means both, which only a command has."""
        return self.working.side if self.working else Side.SURVIVOR

    @property
    def service_id(self) -> UUID | None:
        """The service that the viewer is working in."""
        return self.working.service_id if self.working else None

    @property
    def service_ids(self) -> frozenset[UUID]:
        """All services in which the viewer holds a role."""
        return frozenset(held.service_id for held in self.memberships if held.service_id)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that the viewer holds in the service and on the side they are working in."""
        return frozenset(held.role for held in self.working_set)

    @property
    def working_set(self) -> tuple[Held, ...]:
        """The memberships in force together: those of the service and side being worked in."""
        if self.working is None:
            return ()
        here = (self.working.service_id, self.working.side)
        return tuple(held for held in self.memberships if (held.service_id, held.side) == here)

    @property
    def area_wide(self) -> bool:
        """Tell whether the scope is every unrestricted person of the side, not only those granted."""
        return bool(self.roles & AREA_WIDE)

    def can(self, permission: P | str) -> bool:
        """Tell whether the roles held here give a permission."""
        return permission in self.permissions


Actor = Viewer


class System(Viewer):
    """A command with a named purpose: it acts as itself, area-wide and on both sides."""

    def __init__(self, purpose: str) -> None:
        super().__init__(
            user_id=None,
            name="caseflow",
            username="",
            memberships=(),
            working=None,
            purpose=purpose,
            permissions=frozenset(P),
        )

    @property
    def side(self) -> Side | None:
        """Both sides."""
        return None

    @property
    def area_wide(self) -> bool:
        """A command is not held to a scope."""
        return True


def permissions_of(held: tuple[Held, ...]) -> frozenset[P]:
    """Return what a set of memberships allows."""
    return frozenset[P]().union(*(ROLE_PERMISSIONS[one.role] for one in held))


def in_the_way(held: Iterable[tuple[Role, Side]], given: tuple[Role, Side]) -> tuple[tuple[Role, Side], ...]:
    """Return the roles held that the wall does not let stand beside another: only three are held on both sides."""
    role, side = given
    return tuple(
        one for one in held if one[1] is not side and (role not in BOTH_SIDES or one[0] not in BOTH_SIDES)
    )
