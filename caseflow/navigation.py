"""What stands on every page: the service being worked in, the ways to the main pages, and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app, g, request, url_for

from caseflow.access.guard import UNSEEN, is_fragment
from caseflow.access.kept import kept_count
from caseflow.access.policy import ROLE_LABELS, P
from caseflow.access.viewer import Viewer
from caseflow.choices import SIDE_LABELS
from caseflow.directory.queries import service_names
from caseflow.startup import is_demonstration
from caseflow.web.headers import csp_nonce


@dataclass(frozen=True)
class Entry:
    """A way to a main page."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True)
class Choice:
    """A service, or a side of it, that one can work in."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Header:
    """What the page header says of the viewer."""

    name: str
    service_name: str
    services: tuple[Choice, ...]
    working_service_id: UUID | None


PAGES: tuple[tuple[str, str, P], ...] = (
    ("Desk", "desk.desk", P.DESK),
    ("Find", "dossier.find", P.PEOPLE_FIND),
    ("People to reach", "calls.reach", P.REACH_WORK),
    ("Referrals waiting", "referrals.inbox", P.REFERRALS_ANSWER),
    ("Cases", "cases.mine", P.CASES_READ),
    ("What could hurt someone", "desk.hurt", P.OVERSIGHT_HURT),
    ("Walls", "oversight.conflicts.walls", P.WALL_DECIDE),
    ("Opened records", "oversight.glass.opened", P.GLASS_REVIEW),
    ("Who may be one person", "privacy.merging.likely", P.PEOPLE_MERGE),
    ("Caseload", "reports.caseload", P.CASELOAD_READ),
    ("Reports", "reports.index", P.REPORTS_RELEASED),
    ("Oversight", "oversight.trail.index", P.AUDIT_READ),
    ("Erasures", "privacy.erasures", P.ERASURE_DECIDE),
    ("Signals", "oversight.signals.signals", P.OVERSIGHT_SIGNALS),
    ("Users", "staff.users", P.STAFF_MANAGE),
)


def entries(viewer: Viewer) -> list[Entry]:
    """Return the ways that this viewer may go."""
    return [
        Entry(text, url_for(endpoint), request.endpoint == endpoint)
        for text, endpoint, permission in PAGES
        if viewer.can(permission) and endpoint in current_app.view_functions
    ]


def header(viewer: Viewer) -> Header:
    """Return what the header says; a role held on both sides is offered once for each side."""
    names = service_names(viewer, viewer.service_ids)
    choices: dict[tuple[object, object], Choice] = {}
    sides = {held.side for held in viewer.memberships}
    for held in viewer.memberships:
        name = names.get(held.service_id, "") if held.service_id else ROLE_LABELS[held.role]
        if len(sides) > 1:
            # The side comes first: it must be read even where the name is cut.
            name = f"{SIDE_LABELS[held.side]}: {name}"
        choices.setdefault((held.service_id, held.side), Choice(held.id, name))
    here = viewer.working
    working = choices.get((here.service_id, here.side)) if here else None
    return Header(
        viewer.name, working.name if working else "", tuple(choices.values()), working.id if working else None
    )


def init_navigation(app: Flask) -> None:
    """Give every template the header, the navigation and the nonce."""
    seen: dict[str, bool] = {}

    def demonstration() -> bool:
        if "marked" not in seen:
            seen["marked"] = is_demonstration()
        return seen["marked"]

    @app.before_request
    def prepare() -> None:
        # Read before the page's own query function, so that templates render with the session closed.
        # A piece that a script asks for while somebody types stands on a page that has its header.
        viewer: Viewer | None = None if is_fragment() else g.get("viewer")
        g.header = header(viewer) if viewer else None
        g.kept = kept_count(viewer) if viewer else 0
        g.demonstration = request.endpoint not in UNSEEN and demonstration()

    @app.context_processor
    def context() -> dict[str, Any]:
        viewer: Viewer | None = g.get("viewer")
        can: Callable[[P | str], bool] = viewer.can if viewer else (lambda _permission: False)
        return {
            "viewer": g.get("header"),
            "kept_posts": g.get("kept", 0),
            "navigation": entries(viewer) if viewer and g.get("header") else [],
            "can": can,
            "log_call_allowed": can(P.CALLS_LOG),
            "csp_nonce": csp_nonce,
            "idle_seconds": int(current_app.extensions["caseflow.limits"].idle.total_seconds()),
            "demonstration": g.get("demonstration", False),
        }
