"""Every page, file, header and redirect as workers of the other side get them, and the words of a couple in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from caseflow.assessments.models import Assessment
from caseflow.calls.models import Call
from caseflow.choices import Side
from caseflow.database import db, end_reading
from caseflow.people.models import Child, ContactPoint, PersonCausingHarm
from prove.pairs import Half, Pair
from tests.installation import PASSWORD
from tests.seen import find_viewer

OTHER = {Side.SURVIVOR: Side.PERPETRATOR, Side.PERPETRATOR: Side.SURVIVOR}
WORKERS = (
    *(("ezra", Side.PERPETRATOR), ("bella", Side.SURVIVOR)),
    *((name, side) for name in ("harriet", "hugo", "sofia") for side in Side),
    *((name, Side.SURVIVOR) for name in ("henry", "mona", "ben", "cora", "dina", "pam", "petra")),
)
NO_RECORDS = ("adam", "carl", "otto")
"""They see no record of either side."""
LEAD_ONLY = ("oversight.conflicts.", "desk.desk")
"""Where both sides stand together, by references, for the safeguarding lead alone."""
TRY_ALL = ("ezra", "bella")
"""They try the other half of every couple; all workers try every page of a record with every so manieth couple."""
EVERY = 100
FIRST = (
    "/people/{person_id}",
    "/people/{person_id}/details",
    "/people/{person_id}/referrals",
    "/referrals/{referral_id}",
)
CODES = {
    "code": ("caseload", "referrals"),
    "form": ("csv", "xlsx"),
    "part": ("language",),
    "kind": ("phone",),
}


@dataclass
class Seen:
    """What a walk along the wall asked for, and each word of the other side that it got."""

    answers: int = 0
    size: int = 0
    found: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


def walk_the_wall(
    app: Flask,
    pairs: Sequence[Pair],
    workers: Sequence[tuple[str, Side]] = WORKERS,
    nobodies: Sequence[str] = NO_RECORDS,
) -> Seen:
    """Ask for everything as workers of each side, with the ids of the other, and look at every byte."""
    seen = Seen()
    ids = {side: [_ids(app, pair.halves[side]) for pair in pairs] for side in Side}
    for username, side in workers:
        browser, hidden = at_work(app, username, side), OTHER[side]
        secret = {word for pair in pairs for word in pair.halves[hidden].canaries}
        for address in _plain_addresses(app):
            ask(seen, app, browser, address, secret, username)
        for number, pair in enumerate(pairs):
            if number % EVERY == 0:
                for address in _record_addresses(app, ids[hidden][number]):
                    ask(seen, app, browser, address, secret, username)
            if username in TRY_ALL:
                for address in FIRST:
                    ask(seen, app, browser, address.format(**ids[hidden][number]), secret, username)
            if username in TRY_ALL or number % EVERY == 0:
                _find(seen, app, browser, pair.halves[hidden], secret, username)
    everything = {word for pair in pairs for half in pair.halves.values() for word in half.canaries}
    for username in nobodies:
        browser = at_work(app, username, None)
        for address in (*_plain_addresses(app), *_record_addresses(app, ids[Side.SURVIVOR][0])):
            ask(seen, app, browser, address, everything, username)
    return seen


def own_side(app: Flask, pair: Pair) -> list[str]:
    """Name each half that its own worker does not see whole: a wall that hides everything would prove nothing."""
    faults = []
    for side, username in ((Side.SURVIVOR, "bella"), (Side.PERPETRATOR, "ezra")):
        browser, half = at_work(app, username, side), pair.halves[side]
        text = browser.get(f"/people/{half.person_id}/details").text.lower()
        faults += [f"{username} does not see {word}" for word in half.words[:2] if word not in text]
    return faults


def at_work(app: Flask, username: str, side: Side | None) -> FlaskClient:
    """Sign somebody in, and let them work on a side."""
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    here = find_viewer(app, username)
    if side is not None and here.side is not side:
        there = next(held.id for held in here.memberships if held.side is side)
        assert browser.post("/account/service", data={"service_id": str(there)}).status_code == 302
    return browser


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            yield rule


def _plain_addresses(app: Flask) -> list[str]:
    """Return the address of each page and file that needs no record."""
    return [address for rule in _rules(app) if not _takes_ids(rule) for address in _with_codes(app, rule, {})]


def _record_addresses(app: Flask, ids: dict[str, UUID]) -> list[str]:
    """Return the address of each page of a record, with the ids of one couple's half."""
    return [address for rule in _rules(app) if _takes_ids(rule) for address in _with_codes(app, rule, ids)]


def _takes_ids(rule: Rule) -> bool:
    return any(name.endswith("_id") for name in rule.arguments)


def _with_codes(app: Flask, rule: Rule, ids: dict[str, UUID]) -> Iterator[str]:
    named = [name for name in rule.arguments if name in CODES]
    with app.test_request_context():
        values: dict[str, object] = {
            name: ids.get(name) or uuid4() for name in rule.arguments if name not in CODES
        }
        for number in range(max((len(CODES[name]) for name in named), default=1)):
            codes = {name: CODES[name][number % len(CODES[name])] for name in named}
            built = rule.build({**values, **codes})
            if built:
                yield built[1]


def _ids(app: Flask, half: Half) -> dict[str, UUID]:
    """Return the ids of what hangs on one half, by the names that addresses use."""
    found = dict(half.ids)
    tables = {
        "point_id": ContactPoint,
        "harm_id": PersonCausingHarm,
        "child_id": Child,
        "assessment_id": Assessment,
        "call_id": Call,
    }
    with app.app_context():
        for name, table in tables.items():
            row = db.session.scalar(select(table.id).where(table.person_id == half.person_id).limit(1))
            if row is not None:
                found[name] = row
        end_reading()
    return found


def _find(seen: Seen, app: Flask, browser: FlaskClient, half: Half, secret: set[str], who: str) -> None:
    """Look for the other half by name, number and reference: what was typed may come back, nothing else."""
    for typed in (half.words[1], half.number, half.reference):
        left = secret - {typed}
        answer = browser.post("/find", data={"q": typed}, follow_redirects=True)
        _look(seen, answer, left, f"{who} finding")
        _look(seen, browser.post("/find/now", data={"q": typed}), left, f"{who} typing")


def ask(seen: Seen, app: Flask, browser: FlaskClient, address: str, secret: set[str], who: str) -> None:
    """Get one address, and look at what came."""
    adapter = app.url_map.bind("")
    endpoint = str(adapter.match(address.split("?")[0])[0])
    if endpoint.startswith(LEAD_ONLY) and who == "sofia":
        return
    _look(seen, browser.get(address), secret, f"{who} at {endpoint}")


def _look(seen: Seen, answer: TestResponse, secret: Iterable[str], where: str) -> None:
    served = b"\n".join(_bytes(answer)).lower()
    seen.answers += 1
    seen.size += len(served)
    seen.statuses[answer.status_code] = seen.statuses.get(answer.status_code, 0) + 1
    if answer.status_code >= 500:
        seen.found.append(f"{answer.status_code} for {where}")
    got = _words(served)
    seen.found += [f"{word} for {where}" for word in secret if word.lower().encode() in got]


def _bytes(answer: TestResponse) -> Iterator[bytes]:
    yield f"{answer.status} {answer.headers}".encode()
    for each in (*answer.history, answer):
        yield f"{each.headers}".encode()
    yield answer.data
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            for name in book.namelist():
                yield book.read(name)


def _words(served: bytes) -> frozenset[bytes]:
    """Return the runs of letters, digits and dashes in what was served, in each of which a canary would stand alone."""
    return frozenset(re.findall(rb"[a-z0-9-]+", served))
