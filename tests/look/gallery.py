"""A tiny site that shows every component with invented data.

.venv/bin/python -m tests.look.gallery          serves it on http://127.0.0.1:8009
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, Response, flash, render_template, request
from flask_wtf import CSRFProtect, FlaskForm

from caseflow.web import fields as f
from caseflow.web.filters import init_filters

ROOT = Path(__file__).parent.parent.parent
PAGES = ("form", "call", "items", "lists", "blocks")
ERRORS = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)
HELPLINE = UUID(int=1)
NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


ABUSE = [("physical", "Physical"), ("coercive", "Controlling"), ("none", "None of these")]
SOURCES = [("police", "Police"), ("friend", "Friend")]


class Item(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Caller(StrEnum):
    SURVIVOR = "survivor"
    FRIEND = "friend"
    PROFESSIONAL = "professional"
    OWN = "own"


CALLERS = {
    Caller.SURVIVOR: "Survivor",
    Caller.FRIEND: "Friend or family",
    Caller.PROFESSIONAL: "Professional",
    Caller.OWN: "Worried about own behaviour",
}
ITEMS = {Item.YES: "Yes", Item.NO: "No", Item.UNKNOWN: "Don’t know"}


class Sample(FlaskForm):
    caller = f.Radios(
        "Caller", Caller, CALLERS, required=True, hints={Caller.OWN: "Has a short form of its own"}
    )
    known_as = f.Text("Known-as name", required=True, hint="The name the person wants to be called by")
    born = f.DatePart("Date of birth", past=True)
    phone = f.Phone("Number")
    postcode = f.Postcode("Postcode")
    children = f.Integer("Number of children", most=20)
    at = f.TimeText("Call again at", hint="For example 2pm or 14:30")
    locality = f.Select("Locality", [("leicester", "Leicester"), ("rutland", "Rutland")], empty="Choose")
    abuse = f.Checkboxes("Kinds of abuse", ABUSE)
    said = f.LongText("What was said", max=500)
    safe = f.YesNoUnknown("Safe to talk?", unknown="Not clear")
    agreed = f.Tick("The person agrees that we pass this on")
    password = f.Password("Password")
    paper = f.Upload("Letter")


def _items() -> type[FlaskForm]:
    words = (
        "Injury this time", "Very frightened", "Afraid of more violence: what, to whom",
        "Isolated from family and friends",
        "Depressed or suicidal thoughts", "Separated or tried to, past year", "Conflict over child contact",
        "Constant contact, following, stalking", "Pregnant or baby under 18 months", "More often", "Worse",
        "Controls everything or very jealous", "Weapons or objects", "Threatened to kill, and was believed",
        "Strangled, choked, suffocated, drowned", "Sexual harm", "Others who threaten", "Has hurt others",
        "Cruelty to animals",
        "Money problems or control", "Drugs, alcohol, mental health", "Threatened or tried suicide",
        "Broke bail, an order or a contact agreement", "Police or criminal history", "One more", "And another",
        "The last",
    )  # fmt: skip

    class Items(FlaskForm):
        pass

    for number, label in enumerate(words, 1):
        setattr(Items, f"item_{number:02}", f.Radios(label, Item, ITEMS))
        setattr(Items, f"note_{number:02}", f.LongText("Note"))
        setattr(
            Items,
            f"source_{number:02}",
            f.Select("Source", SOURCES, empty="From the person"),
        )
    return Items


@dataclass(frozen=True)
class Bar:
    known_as: str = "Marigold Testperson"
    age: int | None = 34
    locality: str | None = "Hinckley and Bosworth"
    reference: str | None = "P-4K7M"
    risk: str | None = "high"
    risk_on: date | None = date(2026, 11, 20)
    contact_state: str | None = "not_asked"
    flags: tuple[str, ...] = ("2 children", "Interpreter: Gujarati", "MARAC in last 12 months")
    href: str | None = "#person"


@dataclass(frozen=True)
class Service:
    id: UUID
    name: str


@dataclass(frozen=True)
class Header:
    name: str = "Ash Invented"
    service_name: str = "Helpline and engagement"
    services: tuple[Service, ...] = (
        Service(HELPLINE, "Helpline and engagement"),
        Service(UUID(int=2), "Locality support, lot 1"),
    )
    working_service_id: UUID | None = HELPLINE


IN_ONE = Header(service_name="Willowmere Support, Leicestershire and Rutland (invented)", services=())
"""Who works in one service has its name in the header and nothing to switch."""


def _values() -> dict[str, Any]:
    hours = timedelta(hours=1)
    events = [
        {"title": "Call", "at": NOW, "by": "Ash Invented",
         "body": "Rang from a friend’s phone.\nWants to leave this week."},
        {"title": "Tried to reach: no answer", "at": NOW - 5 * hours, "by": "Rowan Madeup", "body": ""},
        {"title": "Referral sent to Locality support, lot 1", "at": NOW - 30 * hours, "by": "Ash Invented",
         "href": "#r", "link_text": "Open the referral"},
    ]  # fmt: skip
    tabs = [
        {"text": "Timeline", "href": "#", "current": True},
        {"text": "Safe contact", "href": "#2", "current": False},
        {"text": "Referrals and cases", "href": "#3", "current": False, "count": 3},
    ]
    return {
        "now": NOW,
        "hours": hours,
        "bar": Bar(),
        "events": events,
        "sub_tabs": tabs,
        "demonstration": True,
    }


def create_gallery() -> Flask:
    """Build the gallery: /gallery/PAGE, /gallery/error/CODE, and the hooks that the script calls."""
    app = Flask("gallery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="gallery", TESTING=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader.searchpath.append(str(Path(__file__).parent / "pages"))  # type: ignore[union-attr]
    CSRFProtect(app)
    init_filters(app)
    items = _items()
    app.extensions["saved"] = []
    _names(app)

    @app.context_processor
    def context() -> dict[str, Any]:
        navigation = [
            {"text": page.capitalize(), "href": f"/gallery/{page}", "current": page in request.path}
            for page in PAGES
        ]
        viewer = {"nobody": None, "one": IN_ONE}.get(request.args.get("as", ""), Header())
        signed_in = viewer is not None
        return {
            "viewer": viewer,
            "navigation": navigation if signed_in else [],
        } | _values()

    @app.route("/gallery/<page>", methods=["GET", "POST"])
    def gallery(page: str) -> str:
        form = items() if page == "items" else Sample()
        form.validate_on_submit()
        if request.args.get("flash"):
            flash("Referral sent to Locality support, lot 1", "success")
        return render_template(f"gallery_{page}.html", form=form)

    @app.get("/gallery/error/<int:code>")
    def error(code: int) -> tuple[str, int]:
        said = (
            {"message": "This referral was already accepted.", "who": "Rowan Madeup", "at": NOW}
            if code == 409
            else {}
        )
        return render_template(f"errors/{code}.html", **said), code

    @app.post("/gallery/save")
    def save() -> tuple[str, int]:
        if app.extensions.get("broken"):
            return "", 500
        app.extensions["saved"].append(request.form.to_dict())
        return "", 204

    @app.post("/gallery/matches")
    def matches() -> str:
        return render_template("gallery_matches.html", name=request.form.get("known_as", ""))

    @app.after_request
    def policy(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
            "script-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
        return answer

    return app


def _names(app: Flask) -> None:
    """Give the layout the endpoints that it looks for."""

    def nothing(**_more: object) -> str:
        return render_template("gallery_blocks.html", form=Sample())

    for endpoint, path, method in (
        ("desk.desk", "/", "GET"), ("dossier.find", "/find", "POST"), ("calls.new", "/calls/new", "POST"),
        ("access.switch_service", "/service", "POST"), ("access.change_password", "/password", "GET"),
        ("access.sessions", "/sessions", "GET"), ("access.sign_out", "/sign-out", "POST"),
    ):  # fmt: skip
        app.add_url_rule(path, endpoint, nothing, methods=[method])


if __name__ == "__main__":
    create_gallery().run(port=int(os.environ.get("PORT", "8009")), threaded=True)
