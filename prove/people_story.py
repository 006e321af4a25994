"""What is written on a person's record, and the queue of people to reach."""

from __future__ import annotations

import re
from typing import Any

from prove.page_forms import Option
from prove.walk import Walk, date_in, id_in


def a_record(walk: Walk, person: str) -> None:
    """Write on every part of a person's record."""
    walk.press("harriet", person + "/details/names", "known_as", "given")
    for part in ("language", "access", "circumstances", "equality"):
        walk.press("harriet", f"{person}/details/{part}", "seen")
    for kind, value in (("phone", "07700 900104"), ("email", None), ("address", None)):
        typed = {"value": value} if value else {}
        if kind == "email":
            typed = {"value": f"{walk.word('e-mail address')}@mail.example"}
        walk.press("harriet", f"{person}/contact/add/{kind}", "value", **typed)
    card = walk.read("harriet", person + "/contact")
    points = list(dict.fromkeys(re.findall(r"/people/contact/[0-9a-f-]{36}", card)))
    for point in points:
        walk.press("harriet", person + "/contact", at=f"{point}/reveal", fill=False, shows=True)
    walk.press("harriet", points[0], "label", label="mobile")
    walk.press("harriet", person + "/contact", at=f"{points[0]}/confirm", fill=False)
    walk.press("harriet", points[-1] + "/stop", "reason", reason=Option())
    walk.press("harriet", person + "/harm/add", "name", "alias", not_named=None, relationship=Option())
    walk.press("harriet", person + "/children/add", "name", "where", sex="female")
    details = walk.read("harriet", person + "/details")
    harm = id_in(details, "/people/harm/")
    child = id_in(details, "/people/children/")
    walk.press("harriet", harm, "name", "alias", not_named=None)
    walk.press("harriet", child, "name", "where")
    walk.press("harriet", child, at=f"{child}/remove", fill=False)
    walk.press("harriet", person + "/children/add", "name", "where", sex="female")


def somebody_to_reach(walk: Walk) -> None:
    """Log a referral from a professional, and try to reach who it is about until a manager decides."""
    referred = {
        "profession": Option(),
        "verified": Option(),
        **date_in("received_on", -1),
        "outside_grade": Option(),
        "outside_tool": Option(),
        **date_in("outside_on", -2),
        "side": "survivor",
        "age": "29",
        "postcode": "LE11",
        "told": Option(),
        "phone": "07700 900105",
        "may_call": "allowed",
        "may_voicemail": "not_allowed",
        "may_text": "not_allowed",
        "who": "new",
    }
    referred["name"] = walk.word("reached name")
    page = walk.look("harriet", "/reach/new", "referrer", "narrative", do="find", **referred)
    led = walk.press_on("harriet", "/reach/new", page, "referrer", "narrative", do="log", **referred)
    reach = id_in(led, "/reach/")
    walk.press("harriet", reach, at="/number", fill=False, shows=True)
    for outcome in ("no_answer", "no_answer", "someone_else"):
        walk.press("harriet", reach, "note", at="/attempt", press=outcome)
    walk.press("hugo", walk.find("hugo", "/", "/stopped/"), "decision", decision="allow_again")
    walk.press("hugo", reach, "way", "note", at="/decide", way="keep_trying")
    walk.press("harriet", reach, at="/told", fill=False)
    _partner(walk, {**referred, "side": "perpetrator", "phone": "07700 900106", "age": "41"})


def _partner(walk: Walk, referred: dict[str, Any]) -> None:
    """Log a referral of somebody's own behaviour that names a partner, who goes to partner support."""
    referred["name"] = walk.word("client name")
    page = walk.look("harriet", "/reach/new", "referrer", "narrative", do="find", **referred)
    led = walk.press_on("harriet", "/reach/new", page, "referrer", "narrative", do="log", **referred)
    said = {"name": walk.word("partner name"), "age": "38", "phone": "07700 900107", "who": "new"}
    page = walk.look("harriet", led, "summary", do="find", **said)
    walk.press_on("harriet", led, page, "summary", do="send", **said)


def merged(walk: Walk, person: str, other: str) -> None:
    """Merge two records, and take them apart again."""
    walk.look("hugo", f"{person}/merge", "sought", sought=walk.word("the other record"))
    walk.press("hugo", f"{person}/merge/{other.rsplit('/', 1)[-1]}", "seen")
    walk.press("hugo", f"{person}/merge", at="/apart", fill=False)
