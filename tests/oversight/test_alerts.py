"""A risk alert crosses the wall one way: whoever may see her is told, and who raised it learns nothing of her."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.access.viewer import System
from caseflow.errors import NotAllowed, Unknown
from caseflow.oversight.alerts.actions import nobody_to_tell, raise_alert, see_alert
from caseflow.oversight.alerts.choices import Alert
from caseflow.oversight.alerts.queries import passed_alert, passed_alerts, waiting_alerts
from caseflow.oversight.conflicts.actions import decide_conflict
from caseflow.oversight.conflicts.choices import ConflictState
from caseflow.oversight.conflicts.queries import conflicts
from caseflow.oversight.watching.looking import look
from caseflow.people.actions import add_person, add_person_causing_harm
from tests.cases.conftest import opened, referred

__all__ = ["opened", "referred"]
TESTS = System("tests")
BORN = date(1988, 4, 3)


def test_an_alert_comes_to_her_service_once_the_lead_has_linked_the_two(signed_in, viewer, within, opened):
    her, _case = opened(by="bella", to="me")
    within(lambda: add_person_causing_harm(TESTS, her, name="Orlin Testwick", born="3 April 1988"))
    ezra, sofia, bella = viewer("ezra"), viewer("sofia"), viewer("bella")
    him = within(lambda: add_person(ezra, given="Orlin", surname="Testwick", birth_on=BORN))
    within(look)
    browser = signed_in("ezra")
    said = {"kind": "missed", "detail": "Two sessions in a row"}
    answer = browser.post(f"/people/{him}/risk-alert", data=said, follow_redirects=True)
    assert "you are not told who" in answer.text and "Testina" not in answer.text
    assert within(passed_alerts, bella) == [] and len(within(waiting_alerts, sofia)) == 1
    (line,) = within(conflicts, sofia)
    within(lambda: decide_conflict(sofia, line.conflict_id, state=ConflictState.APART, note=""))
    (alert,) = within(passed_alerts, bella)
    assert (alert.person_id, alert.detail) == (her, "Two sessions in a row")
    assert within(waiting_alerts, sofia) == []
    # In a request the second wall shows ezra nobody on her side: it is passed on all the same.
    assert browser.post(f"/people/{him}/risk-alert", data={"kind": "ended"}).status_code == 302
    assert len(within(passed_alerts, bella)) == 2
    assert within(waiting_alerts, sofia) == []
    assert "Risk alert: sessions of the programme were missed" in signed_in("bella").get("/").text
    assert "Risk alert" not in browser.get("/").text
    for nobody in (ezra, viewer("ben")):
        assert within(passed_alerts, nobody) == []
        with pytest.raises(Unknown):
            within(lambda nobody=nobody: passed_alert(nobody, alert.alert_id))
    within(lambda: see_alert(bella, alert.alert_id))
    assert len(within(passed_alerts, bella)) == 1


def test_an_alert_without_a_link_waits_for_the_lead(viewer, within, person, signed_in):
    ezra, sofia = viewer("ezra"), viewer("sofia")
    him = within(lambda: add_person(ezra, given="Orlin", surname="Testwick", birth_on=BORN))
    within(lambda: raise_alert(ezra, him, kind=Alert.RAISED_RISK, detail="He knows where she moved to"))
    (waiting,) = within(waiting_alerts, sofia)
    assert "He knows where she moved to" in signed_in("sofia").get("/walls").text
    with pytest.raises(NotAllowed):
        within(lambda: nobody_to_tell(ezra, waiting.alert_id))
    within(lambda: nobody_to_tell(sofia, waiting.alert_id))
    assert within(waiting_alerts, sofia) == []
    with pytest.raises(NotAllowed):
        within(lambda: raise_alert(viewer("harriet"), person("Asha"), kind=Alert.MISSED))
