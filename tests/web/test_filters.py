"""The words that pages use for dates, times and counts."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from caseflow.web import filters as f

NOW = datetime(2026, 12, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    (tmp_path / "a.css").write_text("a{}")
    app = Flask(__name__, static_folder=str(tmp_path), static_url_path="/static")
    f.init_filters(app)
    with app.test_request_context():
        yield app


def test_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f, "today", NOW.date)
    assert f.date_words(NOW) == "3 December 2026"
    assert f.date_words(date(990, 1, 9)) == "9 January 990"
    assert f.short_date(NOW) == "3 Dec"
    assert f.short_date(date(2025, 12, 3)) == "3 Dec 2025", "a year ago is not this December"
    assert f.date_time(NOW) == "3 December 2026 at 9:12am"
    assert f.short_date_time(NOW) == "3 Dec, 9:12am"


def test_days_turn_over_in_england() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert f.date_words(late) == "1 July 2026"
    assert f.time_words(late) == "12:30am"


@pytest.mark.parametrize(
    ("moment", "words"),
    [(time(9, 12), "9:12am"), (time(9), "9am"), (time(12), "midday"), (time(0), "midnight"),
     (time(12, 5), "12:05pm"), (time(0, 5), "12:05am"), (time(17, 30), "5:30pm")],
)  # fmt: skip
def test_times(moment: time, words: str) -> None:
    assert f.time_words(moment) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(120, "in 2 hours"), (-45, "45 minutes overdue"), (1, "in 1 minute"), (0, "due now"),
     (89, "in 89 minutes"), (90, "in 1 hour"), (47 * 60, "in 47 hours"), (48 * 60, "in 2 days"),
     (4 * 24 * 60 - 1, "in 4 days"),
     (-72 * 60, "3 days overdue")],
)  # fmt: skip
def test_time_left(minutes: int, words: str) -> None:
    assert f.time_left(NOW + timedelta(minutes=minutes), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(5, "just now"), (-30, "just now"), (60, "1 minute ago"), (7200, "2 hours ago"), (200000, "2 days ago")],
)
def test_ago(seconds: int, words: str) -> None:
    assert f.ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_age() -> None:
    assert f.age(date(1990, 12, 3), NOW) == 36
    assert f.age(date(1990, 12, 4), NOW) == 35
    assert f.age(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert f.age(None, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 seconds"), (1, "1 second"), (372, "6 minutes"), (4800, "1 hour 20 minutes"),
                           (7200, "2 hours")],
)  # fmt: skip
def test_duration(seconds: int, words: str) -> None:
    assert f.duration(seconds) == words


def test_counted() -> None:
    assert [f.counted(1, "call"), f.counted(0, "call"), f.counted(1204, "person", "people")] == [
        "1 call",
        "0 calls",
        "1,204 people",
    ]


def test_nothing_gives_nothing(app: Flask) -> None:
    template = (
        "{{ n|date }}{{ n|short_date }}{{ n|time }}{{ n|date_time }}{{ n|iso }}{{ n|duration }}{{ n|lines }}"
    )
    assert render_template_string(template, n=None) == ""
    assert render_template_string("{{ n|ago(now) }}{{ n|time_left(now) }}", n=None, now=NOW) == ""


def test_a_moment_is_said_as_on_the_phone() -> None:
    for later, words in ((0, "midday today"), (1, "midday tomorrow"), (2, "midday on Saturday 28 November")):
        assert (
            f.aloud(datetime(2026, 11, 26 + later, 12, tzinfo=UTC), datetime(2026, 11, 26, 9, tzinfo=UTC))
            == words
        )


def test_lines_are_escaped(app: Flask) -> None:
    assert render_template_string("{{ t|lines }}", t="<a>\n& b") == "&lt;a&gt;<br>&amp; b"


def test_asset_has_a_version_that_follows_its_bytes(app: Flask, tmp_path: Path) -> None:
    first = render_template_string("{{ asset('a.css') }}")
    assert first.startswith("/static/a.css?v=")
    (tmp_path / "a.css").write_text("b{}")
    assert render_template_string("{{ asset('a.css') }}") != first
    assert render_template_string("{{ asset('none.css') }}") == "/static/none.css"


def test_address_of_no_page_is_nothing(app: Flask) -> None:
    assert render_template_string("{{ address('nowhere.page') }}") == ""
    assert render_template_string("{{ address('static', filename='a.css') }}") == "/static/a.css"
