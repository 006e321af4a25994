"""Restricted records, whom staff know, where records meet, and a record opened in an emergency."""

from __future__ import annotations

import re
from uuid import UUID

from caseflow.database import db, end_reading
from caseflow.people.apart.actions import ask_lead
from caseflow.people.apart.choices import Step
from caseflow.people.models import Person
from prove.page_forms import Option
from prove.walk import Walk, date_in, id_in
from tests.seen import find_viewer

HER = {"known_as": "Zenobia", "given": "Zenobia", "surname": "Quickthorn", **date_in("birth_on", -12_000)}
HIM = {"known_as": "Yorick", "given": "Yorick", "surname": "Quillon", **date_in("birth_on", -13_000)}


def walls(walk: Walk) -> None:
    """Restrict a record and open it in an emergency; say whom one knows; decide where two records meet."""
    her = id_in(walk.press("harriet", "/people/add", "known_as", "given", fill=False, **HER), "/people/")
    him = id_in(walk.press("harriet", "/people/add", "known_as", "given", fill=False, **HIM), "/people/")
    _meeting(walk, her)
    _known(walk)
    _restricted(walk, her)
    _question(walk, UUID(him.rsplit("/", 1)[-1]))


def _meeting(walk: Walk, her: str) -> None:
    born = "-".join(HIM[f"birth_on-{part}"].zfill(2) for part in ("year", "month", "day"))
    told = {"name": "Yorick Quillon", "born": born, "not_named": None, "relationship": Option()}
    walk.press("harriet", her + "/harm/add", "name", "alias", **told)
    meeting = walk.find("sofia", "/walls", "/walls/conflicts/")
    walk.press("sofia", meeting, "state", "note", state="apart")
    _alerts(walk, her)


def _known(walk: Walk) -> None:
    walk.press("hugo", "/account/people-i-know", "name", "note", name="Zenobia Quickthorn", born="")
    # A birth is read, so that no canary can stand for it; hugo's own match is by the name.
    walk.press("henry", "/account/people-i-know", "name", "note", name="Zora Quickbern", born="1980")
    match = walk.find("sofia", "/walls", "/walls/staff/")
    walk.press("sofia", "/walls", at=f"{match}/keep", fill=False)
    walk.press("sofia", "/walls", at=f"{match}/open", fill=False)
    known = walk.find("hugo", "/account/people-i-know", "/account/people-i-know/")
    walk.press("hugo", "/account/people-i-know", at=f"{known}/drop", fill=False)


def _restricted(walk: Walk, her: str) -> None:
    page = her + "/restriction"
    walk.press("sofia", page, "reason")
    walk.press("sofia", page, "user", user=Option("Henry"))
    listed = walk.find("sofia", page, "/people/restriction/list/")
    walk.press("sofia", page, at=f"{listed}/end", fill=False)
    walk.press("harriet", "/restricted/open", "which", "detail", which=her, reason="danger")
    opened = walk.find("sofia", "/restricted/opened", "/restricted/opened/")
    walk.press("sofia", opened, "question", at="/ask")
    walk.press("harriet", opened, "answer")
    walk.press("sofia", opened, "outcome", "note", outcome="justified")
    walk.press("sofia", page, "reason")


def _question(walk: Walk, person_id: UUID) -> None:
    bella = find_viewer(walk.app, "bella")
    with walk.app.app_context():
        # A form would have to find somebody who holds both of a couple; tests/oversight does.
        asked = ask_lead(
            bella, person_id, step=Step.ACCEPT, record_id=person_id, worker_id=bella.user_id or person_id
        )
        end_reading()
    walk.press("sofia", f"/walls/questions/{asked}", "answer", "note", answer="refused")


def _alerts(walk: Walk, her: str) -> None:
    """Raise alerts about him on the other side: one with nobody to tell, one that comes to her record."""
    client = id_in(walk.press("ezra", "/people/add", "known_as", "given", fill=False, **HIM), "/people/")
    walk.press("ezra", client + "/risk-alert", "kind", "detail", kind="missed")
    alert = walk.find("sofia", "/walls", "/walls/alerts/")
    walk.press("sofia", "/walls", at=f"{alert}/nobody", fill=False)
    walk.press("ezra", client + "/risk-alert", "kind", "detail", kind="ended")
    meeting = next(
        one for one in _all_ids(walk.read("sofia", "/walls"), "/walls/conflicts/") if _is_open(walk, one)
    )
    walk.press("sofia", meeting, "state", "note", state="apart")
    passed = walk.find("harriet", "/", "/risk-alerts/")
    walk.press("harriet", passed, at=passed, fill=False)
    _releases(walk, her + "/releases", client)


def _releases(walk: Walk, page: str, client: str) -> None:
    """Release two items that the lead allows, of which one is taken back; and ask for one that the lead refuses."""
    # Always by way of the lead: how many clients belong together differs with the order in which records meet.
    with walk.app.app_context():
        reference = db.session.get_one(Person, UUID(client.rsplit("/", 1)[-1])).reference
        end_reading()
    for kind, answer, goes_to in (
        ("bail", "allowed", reference),
        ("sentence", "allowed", reference),
        ("sentence", "refused", ""),
    ):
        walk.press("harriet", page, "text", "reason", kind=kind, consent="lead")
        waiting = walk.find("sofia", "/walls", "/walls/releases/")
        walk.press("sofia", waiting, "answer", "note", answer=answer, reference=goes_to)
        if kind == "bail":
            walk.press("ezra", walk.find("ezra", "/", "/released/"), "once", at=".", fill=False)
            walk.press("harriet", page, at="/withdraw", fill=False)


def _all_ids(page: str, start: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf"{start}[0-9a-f-]{{36}}", page)))


def _is_open(walk: Walk, meeting: str) -> bool:
    return "Not yet looked at" in walk.read("sofia", meeting)
