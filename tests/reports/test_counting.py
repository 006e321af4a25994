"""Figures agree: with the records themselves, with each other, and wherever the same cohort is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import median
from uuid import UUID

import pytest
from sqlalchemy import event, select

from caseflow.access.viewer import System
from caseflow.cases.models import Case
from caseflow.clock import LONDON
from caseflow.database import db, end_reading
from caseflow.directory.models import Locality
from caseflow.people.models import Person
from caseflow.privacy.kept.coarse import coarse_length
from caseflow.referrals.choices import ReferralState
from caseflow.referrals.models import Referral
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue import caseload, referrals
from caseflow.reports.catalogue.listed import REPORTS
from caseflow.reports.catalogue.places import read_places
from caseflow.reports.catalogue.sent import PARTS
from caseflow.reports.choices import NOT_IN_THE_AREA, By
from caseflow.reports.period import financial_year, last_twelve_months, month
from caseflow.reports.queries import caseload_page, report_page
from caseflow.reports.shape import Count, Share, Span
from tests.demonstration.small import AT
from tests.seen import find_viewer

EVERYTHING = System("tests")
YEAR = last_twelve_months(AT.astimezone(LONDON).date())
S = ReferralState


def report_of(code, by, viewer=EVERYTHING, period=YEAR, **filters):
    entry = next(one for one in REPORTS if one.code == code)
    return entry.build(viewer, Asked(period, by, **filters), read_places(), AT)


def numbers(row, table):
    return {
        column.code: value.number
        for column, value in zip(table.columns, row.values, strict=True)
        if isinstance(value, Count)
    }


def sent_rows(period=YEAR):
    return [
        row
        for row in db.session.scalars(select(Referral))
        if period.starts_at <= row.sent_at < period.ends_at and row.state is not S.DRAFT
    ]


@pytest.mark.parametrize("by", referrals.BY)
def test_referrals_agree_with_the_records_however_they_are_broken_down(demo_app, by):
    with demo_app.app_context():
        rows = sent_rows()
        report = report_of("referrals", by)
        table = report.table("by")
        total = numbers(table.total, table)
        assert total["sent"] == len(rows) == report.figures[0].value.number
        for code, (state, _) in PARTS.items():
            assert total[code] == sum(row.state is state for row in rows)
        for row in table.rows:
            line = numbers(row, table)
            assert line["sent"] == sum(line[code] for code in PARTS)
        if table.adds_up:
            assert total["sent"] == sum(numbers(row, table)["sent"] for row in table.rows)
        took = [
            coarse_length(int(row.answered_at.timestamp()) - int(row.sent_at.timestamp()))
            for row in rows
            if row.state in (S.ACCEPTED, S.DECLINED)
        ]
        assert table.total.values[table.number("took")] == Span(round(median(took)), len(took))
        clocked = [row for row in rows if row.state in (S.ACCEPTED, S.DECLINED) and row.answer_due_at]
        in_time = sum(row.answered_at <= row.answer_due_at for row in clocked)
        assert table.total.values[table.number("in_time")] == Share(in_time, len(clocked))


@pytest.mark.parametrize("by", caseload.BY)
def test_caseloads_agree_with_the_records_however_they_are_broken_down(demo_app, by):
    with demo_app.app_context():
        cases = db.session.scalars(select(Case)).all()
        risks = dict(db.session.execute(select(Person.id, Person.risk_level)).all())
        table = report_of("caseload", by).table("by")
        total = numbers(table.total, table)
        live = [
            one for one in cases if one.accepted_at < AT and (one.closed_at is None or one.closed_at >= AT)
        ]
        assert total["live"] == len(live)
        assert total["high"] == sum(risks[one.person_id].value == "high" for one in live)
        assert total["opened"] == sum(YEAR.starts_at <= one.accepted_at < AT for one in cases)
        assert total["closed"] == sum(
            bool(one.closed_at and YEAR.starts_at <= one.closed_at < AT) for one in cases
        )
        assert total["overdue"] == sum(bool(one.next_due_at and one.next_due_at <= AT) for one in live)
        for row in (*table.rows, table.total):
            line = numbers(row, table)
            assert line["before"] + line["opened"] - line["closed"] == line["live"]
            assert line["high"] + line["medium"] + line["standard"] + line["not_assessed"] == line["live"]
        if table.adds_up:
            for code in total:
                assert total[code] == sum(numbers(row, table)[code] for row in table.rows), code


def test_a_filter_gives_the_number_of_its_line(demo_app):
    with demo_app.app_context():
        for by, name in (
            (By.SERVICE, "service_id"),
            (By.LOCALITY, "locality_id"),
            (By.RISK, "risk"),
            (By.FUNDER, "funder"),
        ):
            table = report_of("referrals", by).table("by")
            for row in table.rows:
                if row.code in (NOT_IN_THE_AREA, "no_funder"):
                    continue
                value = {"service_id": None, "locality_id": None}.get(name, row.code)
                if value is None:
                    value = next(one for one in _ids() if str(one) == row.code)
                alone = report_of("referrals", By.MONTH, **{name: value}).table("by")
                assert numbers(alone.total, alone) == numbers(row, table), (by, row.label)


def _ids():
    places = read_places()
    return [one.id for one in places.services] + list(places.localities)


def test_months_and_quarters_and_years_add_up(demo_app):
    with demo_app.app_context():
        year = financial_year(AT.date())
        whole = report_of("referrals", By.MONTH, period=year).table("by")
        single = [
            numbers(part.total, part)["sent"]
            for one in year.months()
            for part in [report_of("referrals", By.SERVICE, period=one).table("by")]
        ]
        assert [numbers(row, whole)["sent"] for row in whole.rows] == single


def test_places_bought_one_by_one_count_for_their_buyer_alone(demo_app):
    with demo_app.app_context():
        bought = [row for row in sent_rows() if row.funding_decider == "leicestershire_cc"]
        table = report_of("referrals", By.FUNDER).table("by")
        county = report_of("referrals", By.ELEMENT, funder="leicestershire_cc").table("by")
        perpetrator = next(row for row in county.rows if row.code == "perpetrator")
        assert bought
        assert numbers(perpetrator, county)["sent"] == len(bought)
        assert not table.adds_up
        assert sum(numbers(row, table)["sent"] for row in table.rows) > numbers(table.total, table)["sent"]


def test_declines_and_unmet_needs_are_counted_once(demo_app):
    with demo_app.app_context():
        rows = sent_rows()
        report = report_of("referrals", By.SERVICE)
        declined = [row for row in rows if row.state is S.DECLINED]
        live = {
            (row.person_id, row.need)
            for row in db.session.scalars(select(Referral))
            if row.state in (S.SENT, S.RETURNED, S.WAITING_FUNDING, S.ACCEPTED)
        }
        unmet = [row for row in declined if (row.person_id, row.need) not in live]
        assert report.table("declined").total.values == (Count(len(declined)),)
        by_decline = [row for row in report.table("unmet").rows if row.code.startswith("declined_")]
        assert sum(row.values[0].number for row in by_decline) == len(unmet) > 0
        assert report.figures[-1].value == report.table("unmet").total.values[0]


def said(table, rows, like=None):
    """Return what stands in some rows by code, in the columns that another table has."""
    codes = [column.code for column in (like or table).columns]
    return {row.code: [row.cells[table.column(code)].text for code in codes] for row in rows}


def test_the_caseload_page_says_what_the_report_says(demo_app):
    viewer = find_viewer(demo_app, "grace.county")
    with demo_app.app_context():
        page = caseload_page(viewer, AT)
        report = report_page(viewer, "caseload", {"by": "worker"}, AT).report
    own, told = said(page.table, page.table.rows), said(report.tables[0], report.tables[0].rows, page.table)
    assert own.keys() & told.keys() == {line.cells.code for line in page.lines if line.live}
    assert all(told[code] == numbers for code, numbers in own.items() if code in told)
    (total,) = said(page.table, [page.table.total]).values()
    assert said(report.tables[0], [report.tables[0].total], page.table) == {"total": total}
    assert sum(line.live for line in page.lines) == page.live == int(report.figures[0].value.text)
    assert page.overdue == int(report.figures[-1].value.text)
    assert {"Ewa Fernleigh", "Farid Millbrook", "Grace Hollowell"} <= {line.name for line in page.lines}
    assert [line.live for line in page.lines] == sorted((line.live for line in page.lines), reverse=True)


def test_an_empty_period_answers_with_noughts(demo_app):
    with demo_app.app_context():
        for entry in REPORTS:
            for by in entry.by:
                early = month(YEAR.from_on - timedelta(days=1500))
                table = entry.build(EVERYTHING, Asked(early, by), read_places(), AT).table("by")
                assert set(numbers(table.total, table).values()) <= {0}


def test_the_number_of_queries_does_not_grow_with_the_records(demo_app):
    seen = []
    with demo_app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *more: seen.append(more[2]))
        for entry in REPORTS:
            for by in entry.by:
                lengths = set()
                for period in (YEAR, month(YEAR.from_on - timedelta(days=1500))):
                    seen.clear()
                    entry.build(EVERYTHING, Asked(period, by), read_places(), AT)
                    end_reading()
                    lengths.add(
                        len([one for one in seen if one.startswith("SELECT") and "FROM users" not in one])
                    )
                assert len(lengths) == 1, (entry.code, by, lengths)


def test_a_council_area_is_the_sum_of_its_localities(demo_app):
    with demo_app.app_context():
        areas = report_of("referrals", By.AUTHORITY).table("by")
        towns = report_of("referrals", By.LOCALITY).table("by")
        duty = dict(db.session.execute(select(Locality.id, Locality.authority)).all())
        for row in areas.rows:
            inside = [one for one in towns.rows if row.code in (duty.get(_uuid(one.code)), one.code)]
            assert numbers(row, areas)["sent"] == sum(numbers(one, towns)["sent"] for one in inside)


def _uuid(code):
    return UUID(code) if code.count("-") == 4 else code


def test_a_viewer_without_a_service_or_funder_counts_nothing(demo_app):
    viewer = find_viewer(demo_app, "sam.pcc")
    nobody = replace(viewer, working=replace(viewer.working, funder=None))
    with demo_app.app_context():
        table = report_of("referrals", By.RISK, viewer=nobody).table("by")
        assert numbers(table.total, table)["sent"] == 0
