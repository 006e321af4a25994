"""The pages of assessments as a browser without a script meets them."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest

from caseflow.assessments.models import Assessment
from caseflow.choices import RiskLevel
from caseflow.people.models import Person


def text_of(answer) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def inputs_of(answer) -> dict[str, str]:
    """Return the hidden fields of the page's own form."""
    page = answer.get_data(as_text=True).split("<main", 1)[1]
    hidden = [tag for tag in re.findall(r"<input[^>]*>", page) if 'type="hidden"' in tag]
    named = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in hidden]
    return {name[1]: value[1] for name, value in named if name and value}


def post(browser, address, typed, opened=None):
    """Open a page and send its form."""
    page = opened or browser.get(address)
    assert page.status_code == 200, page.status_code
    return browser.post(address, data=inputs_of(page) | typed)


@pytest.fixture
def begun(signed_in, survivor, harm):
    """A browser of Harriet, a survivor, and the address of a half-done DASH."""
    person_id = survivor()
    pair = harm(person_id)
    browser = signed_in("harriet")
    answer = post(
        browser,
        f"/people/{person_id}/assess",
        {"pair": str(pair), "instrument": "dash", "purpose": "intake"},
    )
    assert answer.status_code == 302, text_of(answer)
    return browser, person_id, answer.location


def whole(yes: int = 3, **more: str) -> dict[str, str]:
    """What a browser sends for a whole checklist."""
    items = {f"item_{code}_answer": "yes" if code <= yes else "no" for code in range(1, 25)}
    return items | {"level": "medium", "reason": "What was said.", "finish": "1"} | more


def test_from_start_to_finished_in_two_posts(begun, stored):
    browser, person_id, work = begun
    answer = post(browser, work, whole())
    assert answer.status_code == 302
    page = browser.get(answer.location)
    words = text_of(page)
    assert "3 yes, 0 don't know, 0 not asked" in words and "Medium risk" in words
    assert "Rex Testman" in words and "SafeLives" in words
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.MEDIUM


def test_nothing_is_preselected(begun):
    browser, _person_id, work = begun
    page = browser.get(work).get_data(as_text=True)
    assert len(re.findall(r'name="item_\d+_answer"', page)) == 24 * 4
    assert "checked" not in re.sub(r"unchecked", "", page.split("<main", 1)[1])


def test_standard_is_always_shown_with_its_warning(begun):
    browser, person_id, work = begun
    answer = post(browser, work, whole(yes=0, level="standard"))
    for address in (answer.location, f"/people/{person_id}/assessments", f"/people/{person_id}/assess", work):
        words = text_of(browser.get(address, follow_redirects=True))
        assert words.count("still abuse; can change fast") >= words.count("Standard risk") > 0, address


def test_a_missed_stop_card_comes_back_open_with_everything_typed(begun, stored):
    browser, person_id, work = begun
    answer = post(
        browser, work, whole(yes=0, item_15_answer="yes", note_15="Both hands.", wishes="To be safe.")
    )
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    words = text_of(answer)
    assert "Answer the question: have you considered high?" in words
    assert "This must be answered, because of: Strangled, choked, suffocated or drowned" in words
    assert "Both hands." in page and "To be safe." in page
    second = browser.post(
        work,
        data=inputs_of(answer)
        | whole(
            yes=0,
            item_15_answer="yes",
            note_15="Both hands.",
            stop_answer="not_high",
            stop_because="In 2009, by someone who has died.",
        ),
    )
    assert second.status_code == 302
    assert "In 2009, by someone who has died." in text_of(browser.get(second.location))
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.MEDIUM


def test_what_a_missed_post_held_is_kept_on_the_server(begun):
    browser, _person_id, work = begun
    post(browser, work, whole(level="", note_2="Shaking."))
    assert "Shaking." in browser.get(work).get_data(as_text=True)


def test_saved_half_way_and_gone_on_with(begun):
    browser, person_id, work = begun
    answer = post(browser, work, {"item_1_answer": "yes", "note_1": "The left arm.", "save": "1"})
    assert answer.location == f"/people/{person_id}/assessments"
    assert "Half-way" in text_of(browser.get(answer.location))
    page = browser.get(work).get_data(as_text=True)
    assert "The left arm." in page
    assert re.search(r'name="item_1_answer" value="yes" checked', page)


def test_typing_is_saved_as_it_is_typed(begun):
    browser, _person_id, work = begun
    opened = browser.get(work)
    save = work.replace("/items", "/save")
    for note in ("One.", "One. Two."):
        answer = browser.post(save, data=inputs_of(opened) | {"note_1": note}, headers={"X-Autosave": "1"})
        assert answer.status_code == 204
    assert "One. Two." in browser.get(work).get_data(as_text=True)
    too_long = browser.post(save, data=inputs_of(opened) | {"note_1": "x" * 3000})
    assert too_long.status_code == 422


def test_two_who_edit_see_both_versions(begun, signed_in):
    harriet, _person_id, work = begun
    henry = signed_in("henry")
    by_harriet, by_henry = harriet.get(work), henry.get(work)
    first = {"item_1_answer": "yes", "note_1": "Said by phone.", "save": "1"}
    second = {"item_1_answer": "no", "note_1": "Said in person.", "save": "1"}
    assert harriet.post(work, data=inputs_of(by_harriet) | first).status_code == 302
    save = work.replace("/items", "/save")
    assert henry.post(save, data=inputs_of(by_henry) | second).status_code == 409
    both = henry.post(work, data=inputs_of(by_henry) | second)
    assert both.location == work.replace("/items", "/both")
    page = henry.get(both.location)
    words = text_of(page)
    assert "Said by phone." in words and "Said in person." in words and "Choose again" in words
    assert "Harriet Testwell" in words
    joined = {"item_1_answer": "yes", "note_1": "Said by phone.\n\nSaid in person.", "save": "1"}
    assert henry.post(both.location, data=inputs_of(page) | joined).location.endswith("/assessments")
    kept = harriet.get(work).get_data(as_text=True)
    assert "Said by phone." in kept and "Said in person." in kept
    assert henry.get(both.location).status_code == 302


def test_typed_over_a_finished_one_is_kept_and_shown(begun, signed_in, stored):
    harriet, _person_id, work = begun
    henry = signed_in("henry")
    by_henry = henry.get(work)
    post(harriet, work, whole())
    late = henry.post(work, data=inputs_of(by_henry) | whole(yes=5, reason="Mine was different."))
    page = henry.get(late.location)
    assert "It was finished while you were working on it" in text_of(page)
    assert "Mine was different." in text_of(page)
    with stored(Assessment, UUID(work.split("/")[2])) as row:
        assert row.content["reason"] == "What was said."
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', page.get_data(as_text=True).split("<main", 1)[1]
    )
    dropped = henry.post(late.location + "/drop", data={"csrf_token": token[1]})
    assert dropped.status_code == 302
    assert henry.get(late.location).status_code == 302


def test_judgement_only_is_one_post(signed_in, survivor, stored):
    person_id = survivor()
    answer = post(
        signed_in("harriet"),
        f"/people/{person_id}/judge",
        {
            "pair": "new",
            "harm_name": "Rex Testman",
            "harm_relationship": "former_partner",
            "stop_ticked": "strangulation",
            "level": "high",
            "reason": "Three minutes.",
        },
    )
    assert answer.status_code == 302, text_of(answer)
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.HIGH


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pair": ""}, "Choose who is causing harm"),
        ({"pair": "new"}, "Enter their name"),
        ({"pair": str(uuid4())}, "has an answer that is not on the list"),
        ({"reason": ""}, "Give the reason for the level"),
        ({"reason": "x" * 10_001}, "10,000 characters or fewer"),
        ({"reason": "bad\x00byte"}, "cannot be seen or kept"),
        ({"level": "low"}, "has an answer that is not on the list"),
        ({"level": ""}, "Choose the risk level"),
        ({"stop_ticked": ""}, "Tick what is known"),
        ({"police_incidents": "many"}, "must be"),
        ({"review_on-day": "31", "review_on-month": "2", "review_on-year": "2027"}, "must be a real date"),
        ({"review_on-day": "1", "review_on-month": "2", "review_on-year": "2020"}, "today or later"),
    ],
)
@pytest.mark.engines("sqlite")
def test_a_judgement_with_a_fault_says_it_and_keeps_what_was_typed(
    signed_in, survivor, stored, change, message
):
    person_id = survivor()
    typed = {"pair": "not_named", "stop_ticked": "none_known", "level": "medium", "reason": "Typed words."}
    answer = post(signed_in("harriet"), f"/people/{person_id}/judge", typed | {"wishes": "Kept."} | change)
    assert answer.status_code == 200
    assert message in text_of(answer)
    assert "Kept." in answer.get_data(as_text=True)
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.NOT_ASSESSED


def test_under_18_the_page_shows_the_safeguarding_decision_first(signed_in, survivor):
    person_id, browser = survivor(age=15), signed_in("harriet")
    start = f"/people/{person_id}/assess"
    page = browser.get(start)
    assert "the child safeguarding decision comes first" in text_of(page)
    assert 'name="instrument"' not in page.get_data(as_text=True)
    hidden = inputs_of(browser.get(f"/people/{person_id}/safeguarding"))
    chosen = {"pair": "not_named", "instrument": "dash", "purpose": "intake"}
    refused = browser.post(start, data=hidden | chosen)
    assert refused.status_code == 409
    told = post(
        browser,
        f"/people/{person_id}/safeguarding?then=start",
        {"kind": "child", "decision": "no", "reason": "Known already."},
    )
    assert told.location == start
    words = text_of(browser.get(start))
    assert "not loaded in this area" in words and "DASH risk checklist, adult" in words


def test_a_safeguarding_action_is_sent_and_answered(signed_in, survivor):
    person_id, browser = survivor(), signed_in("harriet")
    made = post(
        browser,
        f"/people/{person_id}/safeguarding",
        {"kind": "child", "decision": "yes", "reason": "Two children.", "about": "A son"},
    ).location
    assert "To be sent" in text_of(browser.get(made))
    sent = browser.post(
        made + "/send", data=inputs_of(browser.get(made)) | {"sent_to": "Children's services"}
    )
    assert sent.location == made
    tried = browser.post(made + "/answer", data=inputs_of(browser.get(made)) | {"note": "Rang."})
    assert tried.location == made
    refused = browser.post(
        made + "/answer", data=inputs_of(browser.get(made)) | {"answered": "y", "note": ""}
    )
    assert refused.status_code == 200 and "Say what they said" in text_of(refused)
    browser.post(made + "/answer", data=inputs_of(browser.get(made)) | {"answered": "y", "note": "Opened."})
    assert "Answered" in text_of(browser.get(made)) and "Opened." in text_of(browser.get(made))


def test_a_manager_lowers_a_computed_high(begun, signed_in, stored):
    harriet, person_id, work = begun
    finished = post(harriet, work, whole(yes=15, stop_answer="not_high", stop_because="Long ago.")).location
    words = text_of(harriet.get(finished))
    assert "High risk" in words and "Waiting for a manager" in words and "stays high meanwhile" in words
    assert harriet.get("/lowerings").status_code == 403
    hugo = signed_in("hugo")
    listed = hugo.get("/lowerings").get_data(as_text=True)
    decide = re.search(r'href="(/lowerings/[0-9a-f-]+)"', listed)[1]
    unsaid = post(hugo, decide, {"approve": "1", "note": ""})
    assert unsaid.status_code == 200 and "Give your reason" in text_of(unsaid)
    assert post(hugo, decide, {"approve": "1", "note": "Seen."}).location == finished
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.MEDIUM
    hidden = inputs_of(hugo.get(f"/people/{person_id}/safeguarding"))
    again = hugo.post(decide, data=hidden | {"approve": "1", "note": "Again."})
    assert again.status_code == 409 and "Hugo Testman" in text_of(again)


def test_the_earlier_one_stands_beside_the_new_one(begun):
    browser, person_id, work = begun
    post(browser, work, whole(yes=12, level="high"))
    pair = re.search(
        r'name="pair"[^>]*value="([0-9a-f-]{36})"', browser.get(f"/people/{person_id}/assess").get_data(True)
    )[1]
    second = post(
        browser, f"/people/{person_id}/assess", {"pair": pair, "instrument": "dash", "purpose": "review"}
    ).location
    assert "Earlier assessment of this pair" in text_of(browser.get(second))
    finished = browser.get(post(browser, second, whole(yes=4)).location).get_data(as_text=True)
    compare = re.search(r'href="(/assessments/[^"]+/compare/[^"]+)"', finished)[1]
    assert text_of(browser.get(compare)).count("Changed") == 8


@pytest.mark.parametrize("instrument", ["stalking", "severity"])
def test_other_instruments_decide_no_level(signed_in, survivor, stored, instrument):
    person_id, browser = survivor(), signed_in("harriet")
    work = post(
        browser,
        f"/people/{person_id}/assess",
        {"pair": "not_named", "instrument": instrument, "purpose": "intake"},
    ).location
    first = {"stalking": "item_1_answer", "severity": "item_physical_severity"}[instrument]
    answer = post(
        browser, work, {first: {"stalking": "yes", "severity": "moderate"}[instrument], "finish": "1"}
    )
    assert answer.status_code == 302, text_of(answer)
    words = text_of(browser.get(answer.location))
    assert ("1 yes, 10 not asked" if instrument == "stalking" else "Moderate") in words
    with stored(Person, person_id) as person:
        assert person.risk_level is RiskLevel.NOT_ASSESSED


def test_nobody_else_is_told_that_it_exists(begun, signed_in, survivor):
    _browser, person_id, work = begun
    bella = signed_in("bella")
    for address in (
        work,
        work.replace("/items", ""),
        f"/people/{person_id}/assess",
        f"/assessments/{uuid4()}",
    ):
        assert bella.get(address).status_code == 404
    for who in ("adam", "carl", "otto"):
        assert signed_in(who).get(work).status_code == 403
