"""What is typed in a call: kept as it is typed, refused when it is far too much, cut where calls are listed."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from caseflow.calls.choices import CallState
from caseflow.calls.drafting import read_draft
from caseflow.calls.models import Call
from caseflow.database import db
from tests.calls.test_pages import begin, hidden, only_call, post, text_of

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def harriet(signed_in):
    return signed_in("harriet")


def test_far_too_much_is_refused_and_what_was_there_stays(app, harriet):
    path = begin(harriet)
    post(harriet, path, do="save", narrative="before")
    answer = harriet.post(path + "/draft", data={**hidden(harriet, path), "narrative": "x" * 250_000})
    assert answer.status_code == 413
    page = harriet.post(path, data={**hidden(harriet, path), "narrative": "x" * 250_000, "do": "finish"})
    assert page.status_code == 200 and "longer than can be kept" in text_of(page)
    with app.app_context():
        assert read_draft(db.session.scalars(select(Call)).one().draft).one("narrative") == "before"


def test_autosave_answers_shortly_and_an_older_screen_is_told(app, harriet):
    path = begin(harriet)
    older, newer = hidden(harriet, path), hidden(harriet, path)
    assert harriet.post(path + "/draft", data={**newer, "narrative": "newer"}).status_code == 204
    assert harriet.post(path + "/draft", data={**newer, "narrative": "newer still"}).status_code == 204
    told = harriet.post(path + "/draft", data={**older, "narrative": "older"})
    assert told.status_code == 409 and "another window that is ahead" in told.get_json()["error"]
    answer = harriet.post(path, data={**older, "narrative": "older", "do": "finish", "caller_type": "public"})
    assert answer.status_code == 409
    assert "newer still" in text_of(answer) and "older" in text_of(answer)
    assert "older" in text_of(harriet.get(path))
    assert only_call(app).state is CallState.OPEN


def test_typing_outlives_the_browser(app, signed_in, harriet):
    path = begin(harriet)
    harriet.post(
        path + "/draft", data={**hidden(harriet, path), "caller_type": "friend", "narrative": "half"}
    )
    again = signed_in("harriet")
    assert path in text_of(again.get("/calls/new"))
    assert "half" in text_of(again.get(path))


def test_a_name_far_too_long_is_cut_where_calls_are_listed(harriet):
    path = begin(harriet)
    post(harriet, path, do="park", caller_type="survivor", name="Q" * 10_000)
    other = begin(harriet)
    for page in ("/calls/new", "/", "/reach", other):
        html = text_of(harriet.get(page))
        assert "Survivor: " + "Q" * 39 + "…" in html and "Q" * 40 not in html, page
    html = text_of(harriet.get(other))
    assert re.search(r'name="name"[^>]*maxlength="200"', html)
    assert re.search(r'name="phone"[^>]*maxlength="40"', html)
