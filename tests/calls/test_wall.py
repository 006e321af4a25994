"""Unfinished calls and the wall: who works on both sides sees on each side only that a call waits on the other."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from caseflow.access.models import Membership
from caseflow.calls import actions
from caseflow.calls.choices import CallerType, CallState
from caseflow.calls.models import Call
from caseflow.choices import Side
from caseflow.database import db
from tests.calls.test_pages import box, hidden, post, text_of

pytestmark = pytest.mark.engines("sqlite")

CANARY = "Qanarisk"
CALLERS = {Side.SURVIVOR: "survivor", Side.PERPETRATOR: "own_behaviour"}
OTHER = {Side.SURVIVOR: Side.PERPETRATOR, Side.PERPETRATOR: Side.SURVIVOR}


@pytest.fixture
def switch(app, viewer):
    """Switch Harriet's browser to a side."""

    def to(browser, side):
        with app.app_context():
            user = viewer("harriet").user_id
            held = db.session.scalars(
                select(Membership.id).where(Membership.user_id == user, Membership.side == side)
            ).one()
        assert browser.post("/account/service", data={"service_id": str(held)}).status_code == 302

    return to


@pytest.fixture
def harriet(signed_in):
    return signed_in("harriet")


def begun(browser, **typed) -> str:
    path = urlsplit(browser.post("/calls/new").location).path
    assert browser.post(path + "/draft", data={**hidden(browser, path), **typed}).status_code == 204
    return path


@pytest.mark.parametrize("side", list(Side))
def test_a_call_of_the_other_side_has_no_name_and_no_page(app, harriet, switch, side):
    path = begun(harriet, caller_type=CALLERS[side], name=CANARY, narrative=CANARY)
    screen = hidden(harriet, path)
    assert CANARY in text_of(harriet.get("/calls/new"))
    switch(harriet, OTHER[side])
    mine = begun(harriet, caller_type=CALLERS[OTHER[side]], name="Ana")
    for page in ("/calls/new", "/", "/help", "/reach", "/account", mine):
        html = text_of(harriet.get(page))
        assert CANARY not in html, page
        if page in ("/calls/new", "/", "/reach", mine):
            assert "A call on the other side, last typed" in html, page
    for address, data in (
        (path, {"do": "save"}),
        (path, {"do": "park"}),
        (path, {"do": "finish", "caller_type": CALLERS[OTHER[side]]}),
        (path, {"do": "drop"}),
        (f"{path}/draft", {}),
        (f"{path}/matches", {}),
        (f"{path}/short?", {"kind": "silent"}),
        (f"{path}/tie", {"who": "new"}),
    ):
        answer = harriet.post(address, data={**screen, "narrative": "overwritten", **data})
        assert answer.status_code == 404 and CANARY not in text_of(answer), (address, data)
    answer = harriet.get(path)
    assert answer.status_code == 404 and CANARY not in text_of(answer)
    swapped = post(harriet, mine, do="swap:" + path.rsplit("/", 1)[1], caller_type=CALLERS[OTHER[side]])
    assert swapped.status_code == 404
    switch(harriet, side)
    assert text_of(harriet.get(path)).count(CANARY) >= 2


@pytest.mark.parametrize("page", ["/calls/new", "/", "/reach"])
def test_the_line_about_it_switches_side(harriet, switch, page):
    path = begun(harriet, caller_type="survivor", name=CANARY)
    switch(harriet, Side.PERPETRATOR)
    html = text_of(harriet.get(page))
    assert harriet.get(path).status_code == 404
    line = html.split("A call on the other side", 1)[1]
    assert harriet.post("/account/service", data={"service_id": box(line, "service_id")}).status_code == 302
    assert CANARY in text_of(harriet.get(path))


def test_the_tab_about_it_keeps_what_is_typed_and_switches_side(harriet, switch):
    path = begun(harriet, caller_type="survivor", name=CANARY)
    switch(harriet, Side.PERPETRATOR)
    mine = begun(harriet, caller_type="own_behaviour", name="Ana")
    tab = text_of(harriet.get(mine)).split('value="switch:', 1)[1].split('"', 1)[0]
    answer = post(harriet, mine, do=f"switch:{tab}", caller_type="own_behaviour", name="Ana Typed")
    assert answer.status_code == 302
    assert CANARY in text_of(harriet.get(path))
    assert harriet.get(mine).status_code == 404
    switch(harriet, Side.PERPETRATOR)
    assert "Ana Typed" in text_of(harriet.get(mine))


def test_choosing_the_caller_takes_who_logs_it_to_the_callers_side(app, harriet):
    path = begun(harriet, caller_type="own_behaviour", name=CANARY)
    assert "you work on that side now" in text_of(harriet.get(path))
    back = harriet.post(path + "/draft", data={**hidden(harriet, path), "caller_type": "friend"})
    assert back.status_code == 204
    assert "survivor side, so you work" in text_of(harriet.get(path))
    done = post(harriet, path, do="finish", caller_type="own_behaviour", narrative="Asked about a programme")
    assert done.status_code == 302
    with app.app_context():
        call = db.session.scalars(select(Call)).one()
        assert (call.state, call.side) == (CallState.FINISHED, Side.PERPETRATOR)


def test_a_call_without_a_caller_stays_within_reach_on_both_sides(harriet, switch):
    path = begun(harriet, narrative="Half a word")
    switch(harriet, Side.PERPETRATOR)
    assert "Half a word" in text_of(harriet.get(path))


def test_who_works_on_one_side_only_can_finish_a_call_of_the_other(app, viewer, values):
    henry = viewer("henry")
    assert {held.side for held in henry.memberships} == {Side.SURVIVOR}
    with app.app_context():
        call_id = actions.open_call(henry)
        for seen in range(2):
            typed = {"caller_type": ["own_behaviour"], "narrative": [f"words {seen}"]}
            assert actions.save_draft(henry, call_id, typed, page="his", seen=seen) == actions.SAVED
        actions.finish_call(henry, call_id, values(caller_type=CallerType.OWN_BEHAVIOUR, name=""))
        assert db.session.get(Call, call_id).side is Side.PERPETRATOR
