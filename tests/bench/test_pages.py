"""The bench at a small size: no page sends more statements because there is more work."""

from __future__ import annotations

import contextlib
import io

import pytest
from flask import Flask

from bench.__main__ import page_table, verdicts
from bench.asking import Page, ask
from bench.pages import build, measure
from bench.sealing import OURS
from bench.sealing import measure as measure_sealing
from tests.installation import close
from tests.laws.house import none_of

FEW, MANY, TIMES = 60, 240, 12
# A person with a case takes some statements more than one without; one for each row would show as dozens.
LEEWAY = 6


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[Page]]:
    found = {}
    for people in (FEW, MANY):
        with contextlib.redirect_stdout(io.StringIO()):
            house = build(tmp_path_factory.mktemp(f"of-{people}"), people)
            found[people] = measure(house, TIMES)
        close(house.app)
    return found


@pytest.mark.timeout(600)
def test_no_page_grows_in_statements(sizes):
    table = page_table(sizes)
    promised = ("call saved", "desk", "referrals waiting", "person", "case", "caseload", "report")
    none_of([f"{one} is not measured" for one in promised if one not in table])
    none_of(
        [
            f"{small.name}: {small.counted} statements at {FEW} people, {large.counted} at {MANY}"
            for small, large in zip(sizes[FEW], sizes[MANY], strict=True)
            if max(large.statements) > max(small.statements) + LEEWAY
        ]
    )


def test_a_page_that_grows_is_noticed():
    slow = Page("person", [10.0] * 10, [90] * 10)
    quick = Page("person", [5.0] * 10, [40] * 10)
    said = verdicts({1000: [quick], 100_000: [slow]})
    assert len(said) == 2
    assert verdicts({1000: [quick], 100_000: [quick]}) == []


def test_a_page_that_fails_is_no_figure():
    app = Flask("sample")
    client = app.test_client()
    with pytest.raises(RuntimeError, match="404"):
        ask("nowhere", lambda _number: client.get("/nowhere"), 1)


def test_sealing_is_timed_beside_others():
    timings = measure_sealing()
    assert all(set(one.by_engine) > {OURS} and min(one.by_engine.values()) > 0 for one in timings)
