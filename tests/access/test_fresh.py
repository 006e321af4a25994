"""Fresh sign-in: asked again when it is old, and then straight on."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from caseflow.access.guard import FRESH
from tests.installation import PASSWORD

EXPORT = "/reports/referrals.csv"


def test_an_export_asks_again_when_the_sign_in_is_old(signed_in: Any) -> None:
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        browser = signed_in("hugo")
        assert browser.get(EXPORT).status_code == 200
        clock.shift(timedelta(minutes=11))
        assert browser.get(EXPORT).headers["Location"] == "/account/confirm"
        assert "not your password" in browser.post("/account/confirm", data={"password": "wrong"}).text
        assert browser.get(EXPORT).status_code == 302
        led = browser.post("/account/confirm", data={"password": PASSWORD}).headers["Location"]
        assert led == EXPORT and browser.get(led).status_code == 200


def test_what_was_posted_is_kept_and_offered(signed_in: Any, app: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(app.view_functions["staff.add"], FRESH, True, raising=False)
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as clock:
        browser = signed_in("adam")
        clock.shift(timedelta(minutes=11))
        form = {"name": "Nora Testname", "username": "nora", "password": "first invented phrase"}
        assert browser.post("/users/add", data=form).headers["Location"] == "/account/confirm"
        led = browser.post("/account/confirm", data={"password": PASSWORD}, follow_redirects=True)
        assert "Nora Testname" in led.text and "first invented phrase" not in led.text


@pytest.mark.engines("sqlite")
def test_every_page_that_sends_a_file_of_figures_or_of_the_audit_asks_again(app: Any) -> None:
    files = [one for one in app.url_map.iter_rules() if re.search(r"csv|xlsx", one.rule)]
    assert len(files) >= 5
    stale = [one.rule for one in files if not getattr(app.view_functions[one.endpoint], FRESH, False)]
    assert stale == []
