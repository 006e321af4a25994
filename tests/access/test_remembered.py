"""Predicates that are kept for a viewer: the same for the same viewer, another for another, and on time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from caseflow import clock
from caseflow.access import remembered
from caseflow.access.policy import P
from caseflow.access.viewer import System, Viewer
from caseflow.people.scope import visible_people

NOBODY = Viewer(None, "", "", (), None)

pytestmark = pytest.mark.engines


def test_a_predicate_is_kept_for_one_viewer_and_for_no_other() -> None:
    same, other = replace(NOBODY), replace(NOBODY, permissions=frozenset({P.PEOPLE_READ}))
    assert visible_people(NOBODY) is visible_people(same)
    assert visible_people(NOBODY) is not visible_people(other)
    assert str(visible_people(System("a"))) != str(visible_people(other))


def test_the_moment_is_read_when_the_query_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    moment, day = remembered.moment(timedelta(hours=-1)), remembered.today()
    later = datetime(2031, 2, 3, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda: later.date())
    assert moment.effective_value == later - timedelta(hours=1)
    assert day.effective_value == later.date()
