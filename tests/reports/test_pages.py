"""Pages and files of reports: whose figures, in which form, and a line in the audit for each."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from io import StringIO

import pytest
import time_machine
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.database import db
from caseflow.demonstration.accounts import PASSWORD
from caseflow.directory.models import Contract, Funder, Service
from caseflow.referrals.models import Referral
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue import referrals
from caseflow.reports.catalogue.places import read_places
from caseflow.reports.choices import RELEASED_BY
from caseflow.reports.period import released
from caseflow.web import render
from prove.page_forms import forms_in
from tests.demonstration.small import AT
from tests.seen import find_viewer

FUNDERS = {
    "pcc": "sam.pcc",
    "leicestershire_cc": "tess.county",
    "leicester_cc": "uma.city",
    "rutland_cc": "vic.rutland",
}


@pytest.fixture(autouse=True)
def then():
    with time_machine.travel(AT, tick=False):
        yield


def browser(app, username):
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def audited(app, like="reports:%"):
    with app.app_context():
        rows = db.session.scalars(
            select(AuditRow).where(AuditRow.event.like(like)).order_by(AuditRow.position)
        )
        return [row.event for row in rows]


@pytest.mark.parametrize("username", ["carol.helpline", "dara.lead", "grace.county", "olly.change"])
def test_a_manager_reads_each_report_on_page_picture_and_files(demo_app, username):
    client = browser(demo_app, username)
    for code in ("caseload", "referrals"):
        page = client.get(f"/reports/{code}")
        assert page.status_code == 200
        assert f"/reports/{code}.svg?" in page.text
        assert client.get(f"/reports/{code}.csv").mimetype == "text/csv"
        assert client.get(f"/reports/{code}.xlsx").data[:2] == b"PK"
        picture = client.get(f"/reports/{code}.svg")
        assert picture.mimetype == "image/svg+xml"
        ET.fromstring(picture.text)
    assert client.get("/caseload").status_code == 200
    events = audited(demo_app)
    assert events.count("reports:report:exported") == 4
    assert events.count("reports:report:read") == 4
    assert events.count("reports:caseload:read") == 1


@pytest.mark.parametrize(
    "username", ["asha.helpline", "ewa.county", "wren.admin", "zoe.audit", "yusuf.privacy"]
)
def test_who_manages_nothing_has_no_reports(demo_app, username):
    client = browser(demo_app, username)
    for path in (
        "/reports",
        "/reports/referrals",
        "/reports/referrals.csv",
        "/reports/referrals.svg",
        "/caseload",
    ):
        assert client.get(path).status_code == 403
    assert "reports:report:read" not in audited(demo_app)


def test_a_service_manager_counts_the_own_service_only(demo_app):
    client = browser(demo_app, "grace.county")
    lines = client.get("/reports/referrals.csv?by=service").text
    assert "Willowmere" in lines
    assert "Castlebrook" not in lines
    with demo_app.app_context():
        other = db.session.scalar(select(Service.id).where(Service.code == "b2"))
        own = db.session.scalar(select(Service.id).where(Service.code == "b1"))
        sent = db.session.scalar(select(func.count()).where(Referral.to_service_id == own))
    page = client.get(f"/reports/referrals?service={other}&by=service")
    assert "Choose the service from the list." in page.text
    assert "Castlebrook" not in page.text
    whole = client.get(
        "/reports/referrals.csv?period=custom&from_on=2025-04-01&until_on=2026-11-18&by=service"
    ).text
    assert int(re.search(r"referrals sent,(\d+)", whole)[1]) == sent


def test_each_side_is_counted_apart(demo_app):
    client = browser(demo_app, "carol.helpline")
    survivor = client.get("/reports/referrals.csv?by=element").text
    assert re.search(r"Perpetrator interventions,\d+", survivor)
    with demo_app.app_context():
        here = find_viewer(demo_app, "carol.helpline")
        membership = next(held for held in here.memberships if held.side.value == "perpetrator")
    client.post("/switch", data={"membership_id": str(membership.id)})
    viewer = find_viewer(demo_app, "carol.helpline", membership.id)
    with demo_app.app_context():
        asked = Asked(released(AT.date())[0], referrals.BY[0])
        lines = referrals.build(viewer, asked, read_places(), AT).table("by").rows
    assert {row.label for row in lines if row.values[0].number} <= {
        "Fernholt Change, programmes (invented)",
        "Fernholt Change, young people's places (invented)",
    }


@pytest.mark.parametrize(("funder", "username"), FUNDERS.items())
def test_a_commissioner_sees_what_she_funds_and_nothing_else(demo_app, funder, username):
    client = browser(demo_app, username)
    page = client.get("/reports/referrals?by=service")
    assert page.status_code == 200
    with demo_app.app_context():
        paid = set(
            db.session.scalars(select(Service.name).join(Contract).join(Funder).where(Funder.code == funder))
        )
        bought = set(
            db.session.scalars(
                select(Service.name)
                .join(Referral, Referral.to_service_id == Service.id)
                .where(Referral.funding_decider == funder)
            )
        )
        others = set(db.session.scalars(select(Service.name))) - paid - bought
    lines = client.get("/reports/referrals.csv?by=service").text
    assert not [name for name in others if name in lines]
    assert any(name in lines for name in paid)
    for path in ("/reports/caseload", "/reports/caseload.csv", "/reports/caseload.svg", "/reports/nonsense"):
        assert client.get(path).status_code == 404
    assert client.get("/caseload").status_code == 403


@pytest.mark.parametrize(("funder", "username"), FUNDERS.items())
def test_nothing_a_commissioner_gets_holds_an_exact_number(demo_app, funder, username):
    """Compare each released cell with the exact one, for every period and every breakdown she can ask for."""
    client, viewer = browser(demo_app, username), find_viewer(demo_app, username)
    for period in released(AT.date()):
        for by in RELEASED_BY:
            with demo_app.app_context():
                exact = referrals.build(viewer, Asked(period, by), read_places(), AT)
            text = client.get(f"/reports/referrals.csv?period={period.code}&by={by.value}").text
            lines = list(csv.reader(StringIO(text)))
            for row in (*exact.table("by").rows, exact.table("by").total):
                counts = next(line for line in lines if line and line[0] == row.label)[1:]
                for value, cell in zip(row.values[:8], counts[:8], strict=True):
                    if value.number == 0:
                        assert cell in ("0", "hidden")
                    elif value.number <= 7:
                        assert cell in ("*", "hidden")
                    else:
                        assert cell == "hidden" or int(cell) % 5 == 0


def test_a_commissioner_can_ask_for_no_other_period_or_filter(demo_app):
    client = browser(demo_app, "vic.rutland")
    usual = client.get("/reports/referrals.csv").text
    with demo_app.app_context():
        service = db.session.scalar(select(Service.id).where(Service.code == "b1"))
    for asked in (
        "period=custom&from_on=2026-01-01&until_on=2026-01-07",
        "period=m-2026-10",
        "period=last-12",
        "risk=high",
        "element=locality",
        "lot=1",
        "funder=pcc",
        f"service={service}",
        "by=month",
        "by=locality",
        "by=worker",
    ):
        assert client.get(f"/reports/referrals.csv?{asked}").text == usual, asked


def test_filters_stay_and_can_be_cleared(demo_app):
    client = browser(demo_app, "carol.helpline")
    client.get("/reports/referrals?by=risk&risk=high")
    again = client.get("/reports/referrals")
    assert again.status_code == 302
    assert "risk=high" in again.location
    client.get("/reports/referrals?clear=1")
    assert client.get("/reports/referrals").status_code == 200


def test_what_cannot_be_asked_is_said_beside_the_field(demo_app):
    client = browser(demo_app, "carol.helpline")
    page = client.get(
        "/reports/referrals?period=custom&from_on-day=31&from_on-month=2&from_on-year=2026&until_on=x"
    )
    assert page.status_code == 200
    assert (
        "The first day must be a real date." in page.text and "The last day must be a real date." in page.text
    )
    form = next(one for one in forms_in(page.text) if "from_on-day" in one.fields)
    assert form.values()["period"] == "custom", "the boxes that are at fault stay on the screen"
    assert [form.values()[f"from_on-{part}"] for part in ("day", "month", "year")] == ["31", "2", "2026"]
    empty = client.get("/reports/referrals?period=custom")
    assert "Enter the first day, like 27 3 2026." in empty.text
    below = empty.text.split("not of what you asked for, but of this.")[1]
    assert below.index("Period: Last 12 months: ") < below.index("referrals sent"), (
        "the figures say what they are of"
    )
    assert (
        "not of what you asked for"
        not in client.get("/reports/referrals?clear=1", follow_redirects=True).text
    )
    assert client.get("/reports/referrals?by=%00&risk=%F0%9F%98%80&service=1").status_code == 200


def test_a_page_is_not_sent_without_its_audit_line(demo_app, monkeypatch):
    client = browser(demo_app, "carol.helpline")
    monkeypatch.setattr(
        render, "record_now", lambda *_args, **_more: (_ for _ in ()).throw(RuntimeError("full"))
    )
    with pytest.raises(RuntimeError, match="full"):
        client.get("/reports/referrals.csv")


def test_a_command_counts_everything(demo_app):
    with demo_app.app_context():
        whole = referrals.build(
            System("tests"), Asked(released(AT.date())[0], referrals.BY[0]), read_places(), AT
        )
    assert whole.figures[0].value.number > 20
