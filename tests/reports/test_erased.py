"""Erasing somebody changes no figure, and what is kept for that leads to nobody."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Uuid, select, text

from caseflow.access.viewer import System
from caseflow.cases.models import Case
from caseflow.clock import LONDON
from caseflow.database import Base, db, end_reading
from caseflow.errors import Conflict
from caseflow.people.models import Person
from caseflow.privacy.erasing.actions import erase_person
from caseflow.privacy.holds.queries import may_tell_of_child_sexual_abuse
from caseflow.privacy.kept.models import KeptCase, KeptGap, KeptReferral
from caseflow.referrals.choices import WAITING, GapState, ReferralState
from caseflow.referrals.models import Gap, Referral
from caseflow.reports.asked import Asked
from caseflow.reports.catalogue.listed import REPORTS
from caseflow.reports.catalogue.places import read_places
from caseflow.reports.choices import By
from caseflow.reports.period import custom, financial_year, last_twelve_months
from caseflow.reports.queries import caseload_page, report_page
from tests.demonstration.small import AT
from tests.seen import find_viewer

EVERYTHING = System("tests")
TODAY = AT.astimezone(LONDON).date()
PERIODS = (
    last_twelve_months(TODAY),
    financial_year(TODAY - timedelta(days=365)),
    custom(TODAY - timedelta(days=97), TODAY - timedelta(days=11), TODAY),
)
TIMES = ("sent_at", "accepted_at", "closed_at", "raised_at")
KEPT = (KeptReferral, KeptCase, KeptGap)


def figures(viewers):
    """Return every figure of every report, however it is broken down, and as each viewer sees it."""
    places = read_places()
    found = [
        entry.build(EVERYTHING, Asked(period, by), places, AT)
        for entry in REPORTS
        for by in entry.by
        for period in PERIODS
    ]
    filters = [{"locality_id": one} for one in list(places.localities)[:3]] + [
        {"funder": "leicestershire_cc"}
    ]
    found += [
        entry.build(EVERYTHING, Asked(PERIODS[0], By.SERVICE, **one), places, AT)
        for entry in REPORTS
        for one in filters
    ]
    for viewer, codes in viewers:
        found += [report_page(viewer, code, {}, AT).report for code in codes]
    found.append(caseload_page(viewers[0][0], AT).table)
    end_reading()
    return found


def erasable():
    """Return people nobody owes anything, those first of whom most is counted."""
    busy = set(db.session.scalars(select(Referral.person_id).where(Referral.state.in_(WAITING))))
    busy |= set(db.session.scalars(select(Person.id).where(Person.open_cases > 0)))
    wanted = [
        select(Gap.person_id).where(Gap.state != GapState.MET),
        select(Referral.person_id).where(Referral.state == ReferralState.DECLINED),
        select(Case.person_id).where(Case.closed_at.is_not(None)),
    ]
    each = [list(dict.fromkeys(db.session.scalars(one.order_by(Person.id).join(Person)))) for one in wanted]
    return [[one for one in some if one not in busy] for some in each]


def erase_some(number):
    """Erase some people of each kind; returns their ids."""
    gone: set[UUID] = set()
    for some in erasable():
        # Who is first differs from run to run, and a record that is never erased may be among them.
        free = (one for one in some if one not in gone)
        may_go = (one for one in free if not may_tell_of_child_sexual_abuse(EVERYTHING, one))
        for one in list(islice(may_go, number)):
            end_reading()
            erase_person(EVERYTHING, one)
            gone.add(one)
    return gone


def test_no_figure_changes_when_somebody_is_erased(demo_app):
    viewers = [
        (find_viewer(demo_app, "grace.county"), ("caseload", "referrals")),
        (find_viewer(demo_app, "sam.pcc"), ("referrals",)),
    ]
    with demo_app.app_context(), time_machine.travel(AT, tick=False):
        before = figures(viewers)
        gone = erase_some(3)
        assert len(gone) >= 6
        after = figures(viewers)
        assert [db.session.query(one).count() > 0 for one in KEPT] == [True, True, True]
        for one, other in zip(before, after, strict=True):
            assert one == other
        assert not db.session.scalars(select(Referral.id).where(Referral.person_id.in_(gone))).all()
        assert not db.session.scalars(select(Case.id).where(Case.person_id.in_(gone))).all()


def test_what_is_kept_leads_to_nobody(demo_app):
    with demo_app.app_context(), time_machine.travel(AT, tick=False):
        erase_some(2)
        allowed = {"service_id", "locality_id", "worker_id"}
        for model in KEPT:
            columns = Base.metadata.tables[model.__tablename__].columns
            assert {one.name for one in columns if one.foreign_keys} <= allowed
            assert {one.name for one in columns if isinstance(one.type, Uuid)} <= {"id", *allowed}
            assert "vault_id" not in columns
            for row in db.session.scalars(select(model)):
                for moment in (getattr(row, name) for name in TIMES if hasattr(row, name)):
                    day = moment.astimezone(LONDON)
                    assert (day.hour, day.minute, day.second, day.microsecond) == (0, 0, 0, 0)
        ours = {row for model in KEPT for row in db.session.scalars(select(model.id))}
        for table in Base.metadata.sorted_tables:
            if table.name in {one.__tablename__ for one in KEPT}:
                continue
            for column in table.columns:
                if isinstance(column.type, Uuid):
                    assert not ours & set(db.session.scalars(select(column))), f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", [one.__tablename__ for one in KEPT])
@pytest.mark.engines("sqlite")
def test_sqlite_keeps_no_order_of_writing(empty_app, table):
    with empty_app.app_context():
        made = db.session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
        assert made.rstrip().endswith("WITHOUT ROWID")


@pytest.mark.engines("postgresql")
def test_postgresql_keeps_no_order_of_writing(demo_app):
    with demo_app.app_context(), time_machine.travel(AT, tick=False):
        erase_some(3)
        where = "SELECT xmin::text, id FROM kept_referrals ORDER BY ctid"
        before = db.session.execute(text(where)).all()
        assert len({one.xmin for one in before}) == 1, "the last erasure wrote all of them"
        erase_some(1)
        after = db.session.execute(text(where)).all()
        assert len({one.xmin for one in after}) == 1
        old = [one.id for one in before]
        assert set(old) < {one.id for one in after}
        assert [one.id for one in after if one.id in set(old)] != old


def test_whoever_waits_for_an_answer_is_not_erased(demo_app):
    with demo_app.app_context():
        waiting = (
            select(Referral.person_id).join(Person).where(Referral.state.in_(WAITING), Person.open_cases == 0)
        )
        people = db.session.scalars(waiting.order_by(Person.id)).all()
        person_id = next(one for one in people if not may_tell_of_child_sexual_abuse(EVERYTHING, one))
        end_reading()
        with pytest.raises(Conflict, match="waits for an answer"):
            erase_person(EVERYTHING, person_id)
        assert db.session.get(Person, person_id) is not None
