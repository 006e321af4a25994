"""The words templates use for dates, times and counts, in England's time, and two globals for links."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from caseflow.clock import LONDON, today

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_NEAR = timedelta(days=180)


def day_of(moment: date) -> date:
    """Return the date on the wall in England at that moment."""
    return moment.astimezone(LONDON).date() if isinstance(moment, datetime) else moment


def date_words(moment: date | None) -> str:
    """Say a date in full: 3 December 2026."""
    if moment is None:
        return ""
    day = day_of(moment)
    return f"{day.day} {day:%B} {day.year}"


def short_date(moment: date | None) -> str:
    """Say a date briefly: 3 Dec, and with its year, 3 Dec 2025, where that does not go without saying."""
    if moment is None:
        return ""
    day = day_of(moment)
    year = "" if abs(day - today()) < _NEAR else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def time_words(moment: datetime | time | None) -> str:
    """Say a time of day: 9:12am, 9am, midday."""
    if moment is None:
        return ""
    clock = moment.astimezone(LONDON).time() if isinstance(moment, datetime) else moment
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def date_time(moment: datetime | None) -> str:
    """Say a moment: 3 December 2026 at 9:12am."""
    return "" if moment is None else f"{date_words(moment)} at {time_words(moment)}"


def aloud(moment: datetime | None, now: datetime) -> str:
    """Say a moment as one says it on the phone: 9:12am today, 9:12am on Friday 3 December."""
    if moment is None:
        return ""
    day = day_of(moment)
    near = {0: "today", 1: "tomorrow"}.get((day - day_of(now)).days)
    return f"{time_words(moment)} {near or f'on {day:%A} {day.day} {day:%B}'}"


def short_date_time(moment: datetime | None) -> str:
    """Say a moment in a list: 3 Dec, 9:12am."""
    return "" if moment is None else f"{short_date(moment)}, {time_words(moment)}"


def span(length: timedelta) -> str:
    """Say how long: 45 minutes, 3 hours, 12 days."""
    seconds = abs(length.total_seconds())
    if seconds < 90 * _MINUTE:
        return counted(int(seconds // _MINUTE), "minute")
    if seconds < 48 * _HOUR:
        return counted(int(seconds // _HOUR), "hour")
    return counted(int(seconds // _DAY), "day")


def ago(moment: datetime | None, now: datetime) -> str:
    """Say how long since: 45 minutes ago, just now."""
    if moment is None:
        return ""
    if (now - moment) < timedelta(minutes=1):
        return "just now"
    return f"{span(now - moment)} ago"


def time_left(moment: datetime | None, now: datetime) -> str:
    """Say how long until, or how long overdue: in 2 hours, 45 minutes overdue."""
    if moment is None:
        return ""
    if abs(moment - now) < timedelta(minutes=1):
        return "due now"
    if moment - now >= timedelta(hours=48):
        # Days ahead are counted as on a calendar: what is due on the fourth day is not "in 3 days" all morning.
        return f"in {counted((day_of(moment) - day_of(now)).days, 'day')}"
    return f"in {span(moment - now)}" if moment > now else f"{span(now - moment)} overdue"


def age(born: date | None, today: date) -> int | None:
    """Return an age in whole years."""
    if born is None:
        return None
    today = day_of(today)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def duration(seconds: float | None) -> str:
    """Say a length of time: 40 seconds, 6 minutes, 1 hour 20 minutes."""
    if seconds is None:
        return ""
    whole = int(seconds)
    if whole < _MINUTE:
        return counted(whole, "second")
    hours, minutes = divmod(whole // _MINUTE, 60)
    said = [counted(hours, "hour")] if hours else []
    if minutes or not hours:
        said.append(counted(minutes, "minute"))
    return " ".join(said)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say how many of a thing: 1 call, 1,204 calls."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lines(text: str | None) -> Markup:
    """Show typed words with their lines kept."""
    return Markup("<br>").join(escape(line) for line in (text or "").split("\n"))


def iso(moment: date | None) -> str:
    """Give a moment the way machines read it."""
    return "" if moment is None else moment.isoformat()


@lru_cache(maxsize=64)
def _version(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(app: Flask, name: str) -> str:
    """Return the address of a static file, with a version that changes when its bytes do."""
    path = Path(app.static_folder or "") / name
    version = _version(path, path.stat().st_mtime_ns) if path.is_file() else None
    return url_for("static", filename=name, v=version)


def address(endpoint: str, **values: Any) -> str:
    """Return the address of a page, or nothing where there is no such page."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


def init_filters(app: Flask) -> None:
    """Give the templates their filters, and the globals `asset` and `address`."""
    app.jinja_env.filters.update(
        date=date_words,
        short_date=short_date,
        time=time_words,
        date_time=date_time,
        aloud=aloud,
        short_date_time=short_date_time,
        span=span,
        ago=ago,
        time_left=time_left,
        age=age,
        duration=duration,
        counted=counted,
        lines=lines,
        iso=iso,
    )

    def versioned(name: str) -> str:
        return asset(app, name)

    app.jinja_env.globals.update(asset=versioned, address=address)
