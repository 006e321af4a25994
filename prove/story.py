"""The whole way, by every form of the product: from the ring to a closed case, and what may happen between."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from caseflow.calls.models import Call
from caseflow.clock import now
from caseflow.database import whole_engine
from prove.case_story import a_case
from prove.page_forms import Option, form_with
from prove.people_story import a_record, merged, somebody_to_reach
from prove.privacy_story import holds_and_erasures
from prove.staff_story import handed_over, own_account, users_and_services
from prove.walk import Walk, date_in, id_in
from prove.walls_story import walls

SAFE = {"may_call": "allowed", "may_voicemail": "not_allowed", "may_text": "not_allowed"}
ITEMS = 24


def whole(walk: Walk) -> None:
    """Walk the whole way once."""
    call, person = a_call(walk)
    a_record(walk, person)
    assessments(walk, person)
    safeguarding(walk, person)
    referrals = referred(walk, person, call)
    finished(walk, call)
    answers(walk, referrals)
    merged(walk, person, somebody_new(walk))
    a_case(walk, referrals["b1"], person)
    somebody_to_reach(walk)
    holds_and_erasures(walk, person)
    walls(walk)
    users_and_services(walk)
    handed_over(walk)
    own_account(walk)


def a_call(walk: Walk) -> tuple[str, str]:
    """Log a call about somebody new; returns the addresses of the call and of the person."""
    for kind in ("silent", "wrong_number", "abusive"):
        walk.press("harriet", "/calls/new", at="short", fill=False, kind=kind)
    mistaken = walk.press("harriet", "/calls/new", at="/calls/new", fill=False)
    walk.press("harriet", mistaken, "narrative", fill=False, do="drop")
    call = walk.press("harriet", "/calls/new", at="/calls/new", fill=False)
    said = {
        "caller_type": "survivor",
        "safe_to_talk": "yes",
        "danger": "yes",
        "dialled": Option(),
        "weapons": "yes",
        "danger_children": "yes",
        "can_hear": "no",
        "ambulance": "no",
        "drop_plan": "call_back",
        "number_now": "07700 900101",
        "drop_number": "07700 900102",
        "phone": "07700 900103",
        **date_in("born", -34 * 365),
        "postcode": "LE11",
        "locality_id": Option("Charnwood"),
        **SAFE,
        "harm_relationship": Option(),
        "harm_not_named": None,
        "abuse": ["controlling"],
        "children": "y",
        "interpreter": "y",
        "outcomes": ["referred", "call_back"],
        **date_in("callback_on", 1),
        "callback_agreed": "y",
        "check": "not_done",
        "who": "new",
    }
    walk.press("harriet", call, "narrative", do="park", **said)
    led = walk.press("harriet", call, "narrative", fill=False, do="assess")
    person = id_in(led, "/people/")
    return call, person


def assessments(walk: Walk, person: str) -> None:
    """Assess by the checklist, ask to lower what it computes, judge without it, and compare."""
    start = {"pair": Option(), "instrument": Option("DASH"), "purpose": Option("First"), "source": "person"}
    items = walk.press("harriet", person + "/assess", "pair", "instrument", fill=False, **start)
    yes = {f"item_{number}_answer": "yes" for number in range(1, ITEMS + 1)}
    sure = {"stop_answer": "high", "level": "high", "marac_judgement": "y", **date_in("review_on", 14)}
    walk.press("harriet", items, "item_1_answer", save="y", **yes, **sure)
    done = walk.press("harriet", items, "item_1_answer", fill=False, finish="y", **yes, **sure)
    walk.press("harriet", done + "/lower", "level", "reason", level="medium")
    waiting = walk.read("hugo", "/lowerings")
    walk.press("hugo", id_in(waiting, "/lowerings/"), "note", refuse="y")
    judged = {
        "pair": Option("not yet on the record"),
        "harm_relationship": Option(),
        "purpose": Option("Review"),
        "source": "person",
        "stop_ticked": ["none_known"],
        "level": "medium",
    }
    walk.press("harriet", person + "/judge", "pair", "level", **judged, **date_in("review_on", 14))
    walk.read("harriet", person + "/assessments")


def safeguarding(walk: Walk, person: str) -> None:
    """Decide to raise it, send it, and write down the answer."""
    chase = date_in("chase_on", 2)
    raised = {"kind": Option(), "decision": Option(), "sent_to": None, **chase}
    led = walk.press("harriet", person + "/safeguarding", "kind", "decision", **raised)
    walk.press("harriet", led, "sent_to", at="send", **chase)
    walk.press("harriet", led, "note", at="answer", **chase)
    walk.press("harriet", led, "note", at="answer", answered="y")


def referred(walk: Walk, person: str, call: str) -> dict[str, str]:
    """Refer to several services at once; returns the address of each referral, by the service's user."""
    needs = [
        "domestic_abuse",
        "sexual_violence",
        "safe_housing",
        "stay_at_home",
        "counselling",
        "child_safety",
    ]
    situation = {"needs": needs, "stay": Option("Charnwood"), "home": Option("Charnwood"), "people": "2"}
    page = walk.look(
        "harriet", f"{person}/refer?call_id={call.rsplit('/', 1)[1]}", "needs", do="look", **situation
    )
    form = form_with(page, "needs", "services")
    batch = walk.press_on(
        "harriet",
        person + "/refer",
        page,
        "needs",
        "services",
        do="send",
        services=form.fields["services"].options,
        points=form.fields["points"].options,
        agreement="not_given",
        basis="serious_harm",
    )
    walk.press("harriet", batch, fill=False, at=".")
    listed = re.findall(r"/referrals/[0-9a-f-]{36}", walk.read("harriet", person + "/referrals"))
    pages = {address: walk.read("harriet", address) for address in dict.fromkeys(listed)}
    return {
        code: address
        for code, words in SENT_TO.items()
        for address, read in pages.items()
        if f"Referral to {words}" in read
    }


SENT_TO = {
    "b1": "Willowmere Support",
    "c": "Harbourlight",
    "d1": "Hazelbeck Homes",
    "d2": "Fosseway Safe Places",
    "counselling": "Stillwater Counselling",
    "children": "Leicestershire children",
}


def finished(walk: Walk, call: str) -> None:
    """Finish the call, untie it and tie it again; take over a call that was left."""
    walk.press("harriet", call, "narrative", fill=False, do="finish")
    promised = id_in(walk.read("harriet", call), "/callbacks/")
    walk.press("harriet", promised, at="/number", fill=False, shows=True)
    walk.press("harriet", promised, "note", at="/attempt", press="no_answer")
    walk.press("harriet", call, at="/callbacks/", fill=False)
    walk.press("harriet", call, at=f"{call}/untie", fill=False)
    found = walk.look("harriet", f"{call}/tie", "name", phone="07700 900103", do="find")
    walk.press_on("harriet", f"{call}/tie", found, "who", who=Option(), do="tie")
    left = walk.press("henry", "/calls/new", at="/calls/new", fill=False)
    walk.press("henry", left, "narrative", caller_type="friend_family", do="save")
    two_hours_pass(walk, left)
    walk.press("hugo", left, at="take-over", fill=False)
    walk.look("harriet", "/find", "q", q=walk.word("what is sought"))


def two_hours_pass(walk: Walk, call: str) -> None:
    """Make an unfinished call old enough that a manager may take it over."""
    long_ago = now() - timedelta(hours=3)
    with walk.app.app_context(), whole_engine().begin() as connection:
        table = Call.__table__
        wanted = table.c.id == UUID(call.rsplit("/", 1)[1])
        connection.execute(table.update().where(wanted).values(started_at=long_ago))


def answers(walk: Walk, referrals: dict[str, str]) -> None:
    """Answer each referral in another way."""
    walk.press("bella", referrals["b1"] + "/return", "question")
    walk.press("harriet", referrals["b1"] + "/answer", "answer")
    walk.press("cora", referrals["c"] + "/decline", "group", group=Option())
    walk.press("harriet", referrals["c"] + "/settle", at=".")
    walk.press("harriet", referrals["d1"] + "/withdraw", "reason")
    walk.press("harriet", referrals["children"] + "/outside", "answer", accepted=Option())
    gap_in_rutland(walk)
    own_behaviour(walk)


def somebody_new(walk: Walk, **typed: Any) -> str:
    """Add somebody, looking first at those who may be the same person."""
    name = {"given": walk.word("new given"), "surname": walk.word("new surname"), **typed}
    page = walk.look("harriet", "/people/add", "given", "surname", **name)
    if "none_of_these" not in page:
        return id_in(page, "/people/")
    led = walk.press_on("harriet", "/people/add", page, "given", "surname", none_of_these="y")
    return id_in(led, "/people/")


def gap_in_rutland(walk: Walk) -> None:
    """Add somebody in Rutland, whom no service houses, and decide the gap."""
    person = somebody_new(walk, locality_id=Option("Rutland"), age="41")
    stay = {"needs": ["safe_housing"], "stay": Option("Rutland"), "home": Option("Rutland"), "people": "1"}
    page = walk.look("harriet", person + "/refer", "needs", do="look", **stay)
    form = form_with(page, "needs", "services")
    homes = form.fields["services"].options
    said = {"services": homes, "agreement": "given", "summary": "Ring the helpline: there is no number yet."}
    walk.press_on("harriet", person + "/refer", page, "needs", "services", do="send", **said)
    gap = walk.find("harriet", "/", "/gaps/")
    walk.press("harriet", gap, "note", met="met")


def own_behaviour(walk: Walk) -> None:
    """Refer somebody who is worried about their own behaviour, on the other side; the place needs a decision."""
    for username in ("harriet", "hugo"):
        walk.press(
            username, "/", "service_id", at="/account/service", fill=False, service_id=Option("perpetrator")
        )
    person = somebody_new(walk, locality_id=Option("Charnwood"))
    stay = {"needs": ["own_behaviour"], "stay": Option("Charnwood"), "home": Option("Charnwood")}
    page = walk.look("harriet", person + "/refer", "needs", do="look", **stay)
    services = form_with(page, "needs", "services").fields["services"].options
    walk.press_on(
        "harriet", person + "/refer", page, "services", do="send", services=services, agreement="given"
    )
    referral = walk.find("harriet", person + "/referrals", "/referrals/")
    walk.press("hugo", referral + "/funding", "given", given="given")
    for username in ("harriet", "hugo"):
        walk.press(
            username, "/", "service_id", at="/account/service", fill=False, service_id=Option("survivor")
        )
