"""Users and services, and one's own account."""

from __future__ import annotations

from datetime import timedelta

from caseflow.calls.actions import plan_callback
from caseflow.clock import now
from caseflow.database import end_reading
from prove.page_forms import Option
from prove.walk import Walk, id_in
from tests.seen import find_viewer

FIRST_PASSWORD = "four entirely unrelated words"


def users_and_services(walk: Walk) -> None:
    """Add a user, give and end a role, sign them out, let them go; say what a service has free."""
    led = walk.press("adam", "/users/add", "name", "username", username=walk.word("sign-in name"))
    user = id_in(led, "/users/")
    walk.press("adam", user, "role", role="caseworker", service_id=Option("Castlebrook"), fill=False)
    walk.press("adam", user, at="/end", fill=False)
    walk.press("adam", user, at="/sessions/end", fill=False)
    walk.press("adam", user, at="/left", fill=False)
    services = walk.read("dina", "/services")
    address = id_in(services, "/services/") + "/availability"
    walk.press("dina", address, "free_places", free_places="3", waiting_days="4")


def handed_over(walk: Walk) -> None:
    """Move what somebody holds to a colleague, who reads of it; then end that colleague's work in the service."""
    harriet, henry = (find_viewer(walk.app, one) for one in ("harriet", "henry"))
    with walk.app.app_context():
        # Everything that the walk promised is done by now: one promise more, to be handed over.
        soon = now() + timedelta(hours=1)
        plan_callback(harriet, from_at=soon, until_at=soon + timedelta(hours=1), number="07700 900104")
        end_reading()
    held = f"/team/{harriet.user_id}/held"
    walk.press("hugo", held, "to", fill=False, to=Option("Henry"), all="1")
    walk.press("henry", "/given-to-me", "once", fill=False, at=".")
    walk.press("hugo", f"/team/{henry.user_id}/held", at="/end", fill=False)


def own_account(walk: Walk) -> None:
    """Change one's own password, end another session, work in another service, and sign out."""
    changed = {"current": walk.password, "new": FIRST_PASSWORD, "again": FIRST_PASSWORD}
    walk.press("ben", "/account/password", "current", "new", "again", **changed)
    walk.press("harriet", "/account/factor", at="/account/factor/start", fill=False)
    walk.press("harriet", "/", "service_id", at="/account/service", fill=False)
    walk.press("ben", "/", at="/sign-out", fill=False)
