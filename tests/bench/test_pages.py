"""The bench at a small size: no page sends more statements because there is more work."""

from __future__ import annotations

import contextlib
import io

import pytest
from flask import Flask

from bench.asking import Page, Question, ask_in_turn
from bench.figures import differing, loading, page_table, promised, verdicts
from bench.houses import house
from bench.pages import measure
from bench.sealing import OURS
from bench.sealing import measure as measure_sealing
from tests.installation import close
from tests.laws.house import none_of

FEW, MANY, TIMES = 60, 240, 8
# A person with a case takes some statements more than one without; one for each row would show as dozens.
LEEWAY = 6


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[list[Page]]:
    place = tmp_path_factory.mktemp("houses")
    with contextlib.redirect_stdout(io.StringIO()):
        houses = [house(place / str(people), people) for people in (FEW, MANY)]
        found = list(measure(houses, TIMES))
        again = house(place / str(FEW), FEW)
    assert again.kept and not houses[0].kept
    assert again.loaded_seconds == houses[0].loaded_seconds > 0
    for one in (*houses, again):
        close(one.app)
    return found


@pytest.mark.timeout(600)
def test_no_page_grows_in_statements(asked):
    table = page_table([FEW, MANY], asked)
    wanted = ("call saved", "desk", "referrals waiting", "person", "case", "caseload", "report")
    none_of([f"{one} is not measured" for one in wanted if one not in table])
    none_of(
        [
            f"{small.name}: {small.counted} statements at {FEW} people, {large.counted} at {MANY}"
            for small, large in asked
            if max(large.statements) > max(small.statements) + LEEWAY
        ]
    )


def test_a_page_that_grows_is_noticed():
    slow = Page("person", [10.0] * 10, [90] * 10, [4.0] * 10)
    quick = Page("person", [5.0] * 10, [40] * 10, [4.0] * 10)
    said = verdicts([[quick, slow]])
    assert len(said) == 2
    assert said[0] in promised(said)
    assert verdicts([[quick, quick]]) == []
    assert len(verdicts([[quick.by_the_processor, slow.by_the_processor]])) == 1


def test_a_report_has_a_second_and_loading_ten_minutes():
    small, large = Page("report", [10.0], [9]), Page("report", [1001.0], [9])
    assert len(verdicts([[small, large]])) == 1
    assert verdicts([[small, Page("report", [999.0], [9])]]) == []
    assert len(loading(100_000, 600)) == 1
    assert loading(100_000, 599) == loading(1_000_000, 5000) == []


def test_statements_that_differ_between_databases_are_noticed():
    one, other = Page("case", [1.0], [9]), Page("case", [1.0], [10])
    assert len(differing([[one]], [[other]])) == 1
    assert differing([[one]], [[one]]) == []


def test_a_page_that_fails_is_no_figure():
    app = Flask("sample")
    client = app.test_client()
    with pytest.raises(RuntimeError, match="404"):
        ask_in_turn([Question("nowhere", lambda _number: client.get("/nowhere"), 1)])


def test_sealing_is_timed_beside_others():
    timings = measure_sealing()
    assert all(set(one.by_engine) > {OURS} and min(one.by_engine.values()) > 0 for one in timings)
