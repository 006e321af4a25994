"""Users and services, and one's own account."""

from __future__ import annotations

from prove.page_forms import Option
from prove.walk import Walk, id_in

FIRST_PASSWORD = "four entirely unrelated words"


def users_and_services(walk: Walk) -> None:
    """Add a user, give and end a role, set a password, let them go; say what a service has free."""
    led = walk.press(
        "adam", "/users/add", "name", "username", username=walk.word("sign-in name"), password=FIRST_PASSWORD
    )
    user = id_in(led, "/users/")
    walk.press("adam", user, "role", role="caseworker", service_id=Option("Castlebrook"), fill=False)
    walk.press("adam", user + "/password", "password", password=FIRST_PASSWORD + " again")
    walk.press("adam", user, at="/end", fill=False)
    walk.press("adam", user, at="/sessions/end", fill=False)
    walk.press("adam", user, at="/left", fill=False)
    services = walk.read("dina", "/services")
    address = id_in(services, "/services/") + "/availability"
    walk.press("dina", address, "free_places", free_places="3", waiting_days="4")


def own_account(walk: Walk) -> None:
    """Change one's own password, end another session, work in another service, and sign out."""
    changed = {"current": walk.password, "new": FIRST_PASSWORD, "again": FIRST_PASSWORD}
    walk.press("ben", "/account/password", "current", "new", "again", **changed)
    walk.press("harriet", "/account/factor", at="/account/factor/start", fill=False)
    walk.press("harriet", "/", "service_id", at="/account/service", fill=False)
    walk.press("ben", "/", at="/sign-out", fill=False)
