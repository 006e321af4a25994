"""The invented caseload: the same for the same seed, spread as real work is, and true to the rules of the rooms."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from caseflow.access.models import Grant
from caseflow.assessments.choices import AssessmentState, LoweringState
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.models import Assessment
from caseflow.audit.models import AuditRow
from caseflow.calls.choices import CallState
from caseflow.calls.models import Call
from caseflow.calls.reaches.models import Reach, StoppedPoint
from caseflow.cases.choices import LIVE, CaseState
from caseflow.cases.models import Case, CaseReferral
from caseflow.cases.moves import may_move
from caseflow.choices import Element, RiskLevel, Side
from caseflow.crypto.models import Vaulted
from caseflow.crypto.sealed import Sealed
from caseflow.database import Base, db
from caseflow.demonstration.events import LOADED
from caseflow.directory.models import Locality, Service
from caseflow.people.models import Person, PersonName
from caseflow.referrals.choices import GapState, ReferralState
from caseflow.referrals.models import Gap, Packet, Referral
from caseflow.referrals.packet import read
from tests.demonstration.small import AT, PEOPLE


def test_every_sealed_value_opens(demo_app):
    """Bulk rows go round the attributes; each must still be bound to its own row and vault."""
    opened = 0
    with demo_app.app_context():
        for mapper in Base.registry.mappers:
            if not issubclass(mapper.class_, Vaulted):
                continue
            names = [
                name
                for one in mapper.class_.__mro__
                for name, value in vars(one).items()
                if isinstance(value, Sealed)
            ]
            for row in db.session.scalars(select(mapper.class_)):
                opened += sum(bool(getattr(row, name)) for name in names)
    assert opened > PEOPLE * 20


def test_no_reference_of_a_table_is_broken(demo_app):
    with demo_app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(db.text("PRAGMA foreign_key_check")).all() == []
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                lost = (
                    select(func.count())
                    .select_from(table)
                    .where(key.parent.is_not(None), key.parent.not_in(select(key.column)))
                )
                assert db.session.scalar(lost) == 0, key


MADE_EARLIER = ("crypto_keks", "crypto_secrets", "audit_rows")
"""What the template's own making wrote, at the true time."""


def test_nothing_lies_in_the_future_but_what_is_due(demo_app):
    with demo_app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if not column.name.endswith("_at") or "due" in column.name or table.name in MADE_EARLIER:
                    continue
                latest = db.session.scalar(select(func.max(column)))
                assert latest is None or latest <= AT, column


def test_the_caseload_is_spread_as_real_work_is(demo_app):
    with demo_app.app_context():
        levels = Counter(db.session.scalars(select(Person.risk_level)))
        states = Counter(db.session.scalars(select(Referral.state)))
        places = set(db.session.scalars(select(Referral.locality_id).distinct()))
        elements = set(db.session.scalars(select(Case.element).distinct()))
        sides = Counter(db.session.scalars(select(Person.side)))
        groups = set(db.session.scalars(select(Referral.decline_group).distinct())) - {None}
        localities = set(db.session.scalars(select(Locality.id)))
    assert min(levels[one] for one in RiskLevel) >= 10
    assert states[ReferralState.ACCEPTED] > states[ReferralState.DECLINED] > 10
    assert states[ReferralState.SENT] >= 3
    assert localities <= places
    assert elements >= {Element.LOCALITY, Element.SEXUAL_VIOLENCE, Element.ACCOMMODATION, Element.PERPETRATOR}
    assert sides[Side.PERPETRATOR] >= 5
    assert len(groups) >= 5


def test_what_goes_on_right_now_is_there(demo_app):
    with demo_app.app_context():
        calls = Counter(db.session.scalars(select(Call.state)))
        overdue = db.session.scalar(
            select(func.count()).where(Referral.state == ReferralState.SENT, Referral.answer_due_at < AT)
        )
        funding = db.session.scalars(
            select(Referral.funding_decider).where(Referral.state == ReferralState.WAITING_FUNDING)
        ).all()
        gaps = db.session.scalars(select(Gap.decider).where(Gap.state == GapState.OPEN)).all()
        stopped = db.session.scalar(select(func.count()).where(StoppedPoint.decided_at.is_(None)))
        lowerings = db.session.scalar(select(func.count()).where(RiskLowering.state == LoweringState.WAITING))
        half = db.session.scalar(select(func.count()).where(Assessment.state == AssessmentState.IN_PROGRESS))
        late = db.session.scalar(select(func.count()).where(Case.is_live.is_(True), Case.next_due_at < AT))
        back = db.session.scalar(
            select(func.count()).where(
                Referral.state == ReferralState.DECLINED, Referral.settled_at.is_(None)
            )
        )
        returned = db.session.scalar(select(func.count()).where(Referral.state == ReferralState.RETURNED))
        waits = db.session.scalar(
            select(func.count()).where(
                Reach.spoken_at.is_(None), Reach.first_try_due_at < AT, Reach.ended_at.is_(None)
            )
        )
    assert calls[CallState.OPEN] == calls[CallState.PARKED] == 1
    assert overdue >= 1
    assert back and returned
    assert "leicestershire_cc" in funding
    assert "rutland_cc" in gaps
    assert min(stopped, lowerings, half, late, waits) >= 1


def test_cases_keep_to_their_rules(demo_app):
    with demo_app.app_context():
        for case in db.session.scalars(select(Case)):
            assert case.is_live == (case.state in LIVE)
            assert (case.closed_at is not None) == (case.state is CaseState.CLOSED)
            assert case.accepted_at <= (case.closed_at or AT)
            assert case.state is not CaseState.CLOSED or may_move(CaseState.OPEN, CaseState.CLOSED)
        live = Counter(db.session.scalars(select(Case.person_id).where(Case.is_live.is_(True))))
        for person in db.session.scalars(select(Person)):
            assert person.open_cases == live[person.id]


def test_every_accepted_referral_to_an_element_opened_one_case(demo_app):
    with demo_app.app_context():
        accepted = db.session.scalars(
            select(Referral.id)
            .join(Service, Service.id == Referral.to_service_id)
            .where(Referral.state == ReferralState.ACCEPTED, Service.outside.is_(False))
        ).all()
        joined = db.session.scalars(select(CaseReferral.referral_id)).all()
        grants = db.session.scalar(select(func.count()).select_from(Grant))
    assert sorted(accepted) == sorted(joined)
    assert grants == len(joined)


def test_nobody_is_sent_across_the_wall(demo_app):
    with demo_app.app_context():
        rows = db.session.execute(
            select(Person.side, Referral.side, Service.side, Service.outside)
            .join(Referral, Referral.person_id == Person.id)
            .join(Service, Service.id == Referral.to_service_id)
        ).all()
    assert rows
    assert all(
        person is referral and (outside or service is person) for person, referral, service, outside in rows
    )


def test_packets_are_read_like_any_other(demo_app):
    with demo_app.app_context():
        packets = [read(row.content) for row in db.session.scalars(select(Packet))]
    assert all(packet.known_as and packet.sections for packet in packets)
    assert any(packet.points for packet in packets)


def test_rows_are_written_in_batches_with_an_audit_line_each(demo_app):
    with demo_app.app_context():
        counts = db.session.scalars(select(AuditRow.count).where(AuditRow.event == LOADED.name)).all()
    assert max(counts) < 1400
    assert sum(counts) > PEOPLE * 15


@pytest.mark.engines("sqlite")
def test_a_stolen_copy_shows_no_name(demo_app):
    """Surnames are put together from halves: none of those that were used stands readable in the file."""
    with demo_app.app_context():
        names = {row.surname for row in db.session.scalars(select(PersonName)) if len(row.surname) > 8}
        file = db.engine.url.database
    content = b"".join(path.read_bytes() for path in Path(file).parent.glob("*.sqlite*"))
    assert len(names) > 50
    assert not [name for name in names if name.encode() in content]
