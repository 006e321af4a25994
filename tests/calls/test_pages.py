"""The pages of calls as a browser without a script meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.calls.choices import CallState
from caseflow.calls.drafting import read_draft
from caseflow.calls.models import Call
from caseflow.clock import today
from caseflow.database import db
from caseflow.directory.queries import service_by_code
from caseflow.people.models import Person

pytestmark = pytest.mark.engines(
    "sqlite"
)  # the same queries and actions as in test_calls.py, which runs on both


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def box(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found, name
    return found[1]


def begin(browser) -> str:
    answer = browser.post("/calls/new")
    assert answer.status_code == 302
    return urlsplit(answer.location).path


def hidden(browser, path: str) -> dict[str, str]:
    html = text_of(browser.get(path))
    return {name: box(html, name) for name in ("once", "page", "seen")}


def post(browser, path: str, **typed):
    return browser.post(path, data={**hidden(browser, path), **typed})


def only_call(app) -> Call:
    with app.app_context():
        return db.session.scalars(select(Call)).one()


@pytest.fixture
def harriet(signed_in):
    return signed_in("harriet")


def test_a_call_is_logged_from_one_screen(app, harriet):
    path = begin(harriet)
    answer = post(harriet, path, do="finish", caller_type="public", narrative="Asked for the opening hours")
    assert answer.status_code == 302 and answer.location == "/"
    assert only_call(app).state is CallState.FINISHED
    shown = text_of(harriet.get(path))
    assert "Asked for the opening hours" in shown and "Member of the public" in shown


def test_nothing_is_chosen_beforehand(harriet):
    html = text_of(harriet.get(begin(harriet))).split("<main")[1]
    assert " checked" not in html and " selected" not in html


def test_silent_takes_two_presses(app, harriet):
    answer = harriet.post(begin(harriet) + "/short", data={"kind": "silent"})
    assert answer.status_code == 302
    assert only_call(app).caller_type == "silent"


def test_silent_can_be_pressed_on_the_start_page_too(app, harriet):
    assert "Wrong number" in text_of(harriet.get("/calls/new"))
    assert harriet.post("/calls/short", data={"kind": "wrong_number"}).status_code == 302
    assert only_call(app).state is CallState.FINISHED


def test_an_unknown_short_kind_is_no_page(harriet):
    assert harriet.post(begin(harriet) + "/short", data={"kind": "survivor"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Choose who is calling"),
        ({"caller_type": "king"}, "not on the list"),
        ({"caller_type": "survivor", "narrative": "x" * 20_001}, "must be 20,000 characters or fewer"),
        (
            {"caller_type": "survivor", "born-day": "31", "born-month": "2", "born-year": "1990"},
            "must be a real date",
        ),
        (
            {"caller_type": "survivor", "born-day": "1", "born-month": "1", "born-year": "2190"},
            "must be today or in the past",
        ),
        ({"caller_type": "survivor", "age": "-3"}, "The age must be"),
        ({"caller_type": "survivor", "phone": "ring me"}, "must be a full number in digits"),
        ({"caller_type": "survivor", "postcode": "NOWHERE"}, "must be a full UK postcode"),
        (
            {"caller_type": "survivor", "locality_id": "7f1b6f3e-2d43-4a8b-9a2e-111111111111"},
            "not on the list",
        ),
        ({"caller_type": "survivor", "name": "Za\x00ra"}, "cannot be seen or kept"),
        ({"caller_type": "survivor", "outcomes": ["party"]}, "not on the list"),
        ({"caller_type": "survivor", "outcomes": ["call_back"]}, "Enter the day of the call-back"),
        ({"caller_type": "professional"}, "Choose the kind of organisation"),
        ({"caller_type": "survivor", "name": "Ana Fennick"}, "Choose who this is about: someone known"),
        ({"caller_type": "survivor", "phone": "07700 900123"}, "Choose who this is about: someone known"),
        ({"caller_type": "survivor", "age": "34"}, "Choose who this is about: someone known"),
        (
            {"caller_type": "public", "born-day": "1", "born-month": "1", "born-year": "1990"},
            "or stay anonymous",
        ),
        ({"caller_type": "survivor", "who": "new"}, "Enter a name, or what to call them"),
        (
            {"caller_type": "survivor", "who": "7f1b6f3e-2d43-4a8b-9a2e-111111111111"},
            "cannot be found any more",
        ),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_kept(app, harriet, typed, message):
    path = begin(harriet)
    answer = post(harriet, path, do="finish", easier="Canary words", **typed)
    html = text_of(answer)
    assert answer.status_code == 200
    assert message in html and "There is a problem" in html
    assert "Canary words" in html
    call = only_call(app)
    assert call.state is CallState.OPEN
    with app.app_context():
        kept = read_draft(db.session.scalars(select(Call)).one().draft)
        assert kept.one("easier") == "Canary words"
        assert list(db.session.scalars(select(Person.id))) == []


def test_emoji_and_any_script_are_kept(app, harriet):
    path = begin(harriet)
    words = "ਪੰਜਾਬੀ – Zażółć 🙂 <b>&"
    assert post(harriet, path, do="finish", caller_type="survivor", narrative=words).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Call)).one().narrative == words
    assert "Zażółć 🙂 &lt;b&gt;&amp;" in text_of(harriet.get(path))


def test_calls_are_swapped_without_losing_a_word(harriet):
    first = begin(harriet)
    assert post(harriet, first, do="park", caller_type="survivor", name="Zara").location == "/calls/new"
    second = begin(harriet)
    answer = post(harriet, second, do=f"swap:{first.rsplit('/', 1)[1]}", caller_type="child", name="Ana")
    assert answer.location == first
    html = text_of(harriet.get(first))
    assert "Survivor: Zara" in html and "Child or young person: Ana" in html


def test_the_check_comes_before_anything_known(harriet, zara):
    path = begin(harriet)
    before = text_of(harriet.post(path + "/matches", data={"name": "Zara", "caller_type": "survivor"}))
    assert str(zara) not in before and "after the caller check" in before
    after = text_of(
        harriet.post(path + "/matches", data={"name": "Zara", "caller_type": "survivor", "check": "not_done"})
    )
    assert str(zara) in after
    assert after.index("as agreed") < after.index("Number ending")
    assert "07700" not in after and "123" in after


def test_the_box_for_the_name_takes_whatever_is_said(harriet, zara):
    path = begin(harriet)
    for said in ("07700 900123", "zara, 07700900123"):
        typed = {"name": said, "caller_type": "survivor", "check": "not_done"}
        assert str(zara) in text_of(harriet.post(path + "/matches", data=typed)), said


def test_without_a_script_they_are_found_by_a_button(harriet, zara):
    path = begin(harriet)
    answer = post(harriet, path, do="find", name="Zara", caller_type="survivor", check="passed")
    assert answer.status_code == 302
    assert str(zara) in text_of(harriet.get(path))


def test_refer_ties_the_person_and_goes_on(app, harriet, zara):
    path = begin(harriet)
    answer = post(
        harriet, path, do="refer", caller_type="survivor", check="passed", who=str(zara), narrative="n"
    )
    call_id = path.rsplit("/", 1)[1]
    assert answer.location == f"/people/{zara}/refer?call={call_id}"
    assert only_call(app).person_id == zara
    shown = text_of(harriet.get(path))
    assert "This call is tied to" in shown and "\nn</textarea>" in shown
    asked = "Not asked on the call: whether it is safe to talk, whether there is immediate danger."
    looked = {"needs": ["domestic_abuse"], "stay": "unknown", "do": "look"}
    assert asked in text_of(harriet.post(answer.location, data=looked))
    answered = {"safe_to_talk": "yes", "danger": "no", "postcode": "LE2"}
    post(harriet, path, do="save", caller_type="survivor", check="passed", who=str(zara), **answered)
    page = text_of(harriet.post(answer.location, data=looked))
    assert "Not asked on the call" not in page and "Send" in page
    assert "The postcode may lie in" in text_of(harriet.get(answer.location))
    assert "Choose where the person will stay" in text_of(
        harriet.post(answer.location, data={**looked, "stay": ""})
    )


def test_assess_adds_a_new_person_and_goes_on(app, harriet):
    path = begin(harriet)
    answer = post(harriet, path, do="assess", caller_type="survivor", who="new", name="Ana Fennick")
    with app.app_context():
        person_id = db.session.scalars(select(Person.id)).one()
    assert answer.location.startswith(f"/people/{person_id}/assess?call=")


def test_nobody_is_said_to_be_none_of_these_before_these_were_shown(harriet, zara):
    path, chosen = begin(harriet), 'value="new" data-after-looking checked'
    unseen = {
        "do": "assess",
        "caller_type": "survivor",
        "check": "passed",
        "who": "new",
        "name": "Zara Testwick",
    }
    refused = text_of(post(harriet, path, **unseen))
    assert "Look at those who may be the same person first" in refused
    assert str(zara) in refused and chosen not in refused
    assert chosen in text_of(harriet.post(f"{path}/matches", data=unseen))


def test_own_behaviour_is_referred_on_its_own_side(app, harriet):
    path = begin(harriet)
    refused = post(harriet, path, do="assess", caller_type="own_behaviour", who="new", name="Col")
    assert "Risk is assessed for a survivor" in text_of(refused)
    answer = post(harriet, path, do="refer", caller_type="own_behaviour", who="new", name="Col")
    assert "/refer?call=" in answer.location
    assert "perpetrator side" in text_of(harriet.get(path)).lower()


def test_what_a_caller_about_their_own_behaviour_says_of_the_partner_is_held_back(app, harriet):
    path = begin(harriet)
    said = {"own_partner": "Delphine Testwick", "narrative": "Shouted at Delphine, who went to Testtown."}
    place = post(
        harriet, path, do="refer", caller_type="own_behaviour", who="new", name="Col", **said
    ).location
    leicester = re.search(r'value="([0-9a-f-]{36})"[^>]*>Leicester<', text_of(harriet.get(place)))[1]
    look = harriet.post(place, data={"needs": "own_behaviour", "stay": leicester, "do": "look"})
    assert "Read it first: it may tell of who is harmed" in text_of(look)
    with app.app_context():
        service = service_by_code(System("tests"), "e")
    everything = {"services": service, "parts_perpetrator": ["person", "said"], "shown": "points,perpetrator"}
    sent = harriet.post(
        place,
        data={"needs": "own_behaviour", "stay": leicester, "agreement": "given", "do": "send", **everything},
    )
    assert "take out delphine, or untick “What was said on the call”" in text_of(sent)


def test_a_call_needs_a_token(app, installation):
    strict = installation.app(WTF_CSRF_ENABLED=True)
    browser = strict.test_client()
    assert browser.post("/calls/new").status_code in (302, 400)
    assert "/calls/" not in (browser.post("/calls/new").location or "")


def test_others_get_plain_pages(signed_in, harriet, zara):
    path = begin(harriet)
    assert signed_in("henry").get(path).status_code == 200
    assert "is logging this call" in text_of(signed_in("henry").get(path))
    assert signed_in("bella").get(path).status_code == 403
    assert signed_in("bella").post("/calls/new").status_code == 403
    assert harriet.get("/calls/7f1b6f3e-2d43-4a8b-9a2e-111111111111").status_code == 404


def test_under_eighteen_brings_the_card(harriet):
    path = begin(harriet)
    post(harriet, path, do="save", caller_type="child", age="15")
    html = text_of(harriet.get(path))
    assert "a child-safeguarding decision first" in html and "do not ring home" in html


def test_a_referral_from_a_professional_lands_in_the_queue(harriet):
    typed = {
        "side": "survivor",
        "referrer": "PC Testley",
        "profession": "police",
        "agency": "An invented force",
        "referrer_contact": "0116 496 0123",
        "verified": "switchboard",
        "told": "agrees",
        "received_on": "2026-01-05",
        "received_time": "9:30am",
        "name": "Zara Fennick",
        "phone": "07700 900123",
        "narrative": "Called to the address",
        "who": "new",
    }
    late = harriet.post("/reach/new", data={**typed, "do": "log", "received_on": "2001-01-05"})
    assert "within the last 90 days" in text_of(late) and "Called to the address" in text_of(late)
    missing = harriet.post("/reach/new", data={"do": "log"})
    for words in ("Enter name of the referrer", "Choose an answer", "The day of receipt"):
        assert words.lower() in text_of(missing).lower()
    day = (today() - timedelta(days=1)).isoformat()
    done = harriet.post("/reach/new", data={**typed, "received_on": day, "do": "log"})
    assert done.status_code == 302
    page = text_of(harriet.get(done.location))
    assert page.index("not yet asked") < page.index("Number ending in 123")
    assert "Withhold our number" in page and "07700" not in page
    queue = text_of(harriet.get("/reach"))
    assert "Zara" in queue and "First try" in queue
    point = box(page, "point")
    revealed = text_of(harriet.post(f"{done.location}/number", data={"point": point}))
    assert "07700 900123" in revealed
    tried = harriet.post(
        f"{done.location}/attempt", data={"point": point, "press": "no_answer", "note": "rang out"}
    )
    assert tried.status_code == 302
    assert "rang out" in text_of(harriet.get(done.location))
    nothing = harriet.post(f"{done.location}/attempt", data={"point": point})
    assert nothing.status_code == 200 and "There is a problem" in text_of(nothing)
