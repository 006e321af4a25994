"""A case, from its acceptance to its second opening."""

from __future__ import annotations

from prove.page_forms import Option
from prove.walk import Attached, Walk, date_in, id_in

KEPT, MISTAKEN = "a kept file", "a file added by mistake"
AREAS = ("health", "shelter", "family", "work", "drugs_alcohol", "finance", "outlook", "social")


def a_case(walk: Walk, referral: str, person: str) -> None:
    """Accept a referral, work its case by every form, close it and open it again."""
    case = walk.press("bella", referral + "/accept", "to", to="team")
    case = id_in(case, "/cases/")
    walk.press("bruno", case, at="/take", fill=False)
    walk.press("mona", case + "/allocate", "worker", worker=Option("Bella"))
    walk.press("bella", case + "/attempt", "press", press="no_answer", contact_point_id=Option())
    walk.press("bella", case + "/attempt", "press", press="spoke_safe", contact_point_id=Option())
    walk.press("bella", case + "/note", "body", kind="general", **date_in("on", -1), time="9:30")
    note = walk.find("bella", case, "/notes/")
    walk.press("bella", note + "/change", "body", body=f"Changed to {walk.word('a changed note')}")
    walk.press("bella", case + "/task", "title", **date_in("due_on", 3), task_kind="task")
    task = walk.find("bella", case, "/tasks/")
    walk.press("bella", case, at=f"{task}/done", fill=False)
    walk.press("bella", case + "/plan", "body", **date_in("review_on", 20))
    happened = date_in("happened_on", -2)
    walk.press("bella", case + "/incident", "what", reported=Option(), children=Option(), **happened)
    some_files(walk, case)
    walk.press("bella", case + "/move", "to", to=Option("paus"), pause_reason=Option())
    same = dict.fromkeys(AREAS, "same")
    closing = {"reason": "needs_met", "planned": "yes", "feels_safer": "safer", **same}
    walk.press("bella", case + "/close", "reason", **closing)
    walk.press("mona", case + "/reopen", "why")


def some_files(walk: Walk, case: str) -> None:
    """Add two files to a case, read one, and remove the other."""
    for place in (MISTAKEN, KEPT):
        sent = Attached(" ".join(walk.word(place) for _ in range(walk.many)).encode())
        walk.press("bella", case + "/files", "file", "called", file=sent)
        if place == MISTAKEN:
            walk.press("bella", case + "/files", at="/remove", fill=False)
    walk.read("bella", walk.find("bella", case + "/files", "/files/"))
