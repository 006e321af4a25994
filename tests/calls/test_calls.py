"""Opening, keeping, parking, handing over and finishing calls, on both databases."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from caseflow.access.models import Membership
from caseflow.audit.models import AuditRow
from caseflow.calls import actions, queries
from caseflow.calls.choices import CallerType, CallState, Outcome
from caseflow.calls.drafting import read_draft
from caseflow.calls.models import Call, CallOutcome
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown


def events(app, call_id):
    with app.app_context():
        return list(
            db.session.scalars(
                select(AuditRow.event).where(AuditRow.record_id == call_id).order_by(AuditRow.position)
            )
        )


def save(actor, call_id, page="p1", seen=0, **typed):
    return actions.save_draft(
        actor, call_id, {name: [text] for name, text in typed.items()}, page=page, seen=seen
    )


def test_a_call_is_opened_once_however_often_the_button_is_pressed(app, viewer):
    harriet = viewer("harriet")
    with app.app_context():
        first = actions.open_call(harriet)
        assert actions.open_call(harriet) == first
        save(harriet, first, narrative="words")
        assert actions.open_call(harriet) != first
    assert events(app, first) == ["calls:call:opened"] * 2


def test_two_workers_have_calls_of_their_own(app, viewer, call):
    with app.app_context():
        assert actions.open_call(viewer("henry")) != call


def test_what_is_typed_is_kept_sealed_and_leaves_no_audit_row(app, viewer, call, get):
    with app.app_context():
        assert save(viewer("harriet"), call, caller_type="survivor", narrative="canary-word") == "saved"
    row = get(Call, call, "draft_sealed", "draft", "caller_type")
    assert b"canary-word" not in row["draft_sealed"]
    assert read_draft(row["draft"]).one("narrative") == "canary-word"
    assert row["caller_type"] is CallerType.SURVIVOR
    assert events(app, call) == ["calls:call:opened"]


def test_the_same_screen_saves_again_and_again(app, viewer, call):
    harriet = viewer("harriet")
    with app.app_context():
        for text in ("a", "ab", "abc"):
            assert save(harriet, call, narrative=text) == "saved"
        page = queries.working_page(harriet, call)
    assert page.typed == {"narrative": ["abc"]}
    assert page.number == 3


def test_an_older_screen_changes_nothing_and_loses_nothing(app, viewer, call):
    harriet = viewer("harriet")
    with app.app_context():
        save(harriet, call, page="new", seen=0, narrative="newer words")
        assert save(harriet, call, page="old", seen=0, narrative="older words") == "aside"
        page = queries.working_page(harriet, call)
        assert page.typed == {"narrative": ["newer words"]}
        assert page.others[0].fields == (("What was said", "newer words", "older words"),)
        actions.use_aside(harriet, call, "old")
        swapped = queries.working_page(harriet, call)
        assert swapped.typed == {"narrative": ["older words"]}
        assert swapped.others[0].fields[0][2] == "newer words"
        actions.let_go_aside(harriet, call, "old")
        assert queries.working_page(harriet, call).others == ()


def test_nobody_else_can_save_into_a_call(app, viewer, call):
    with app.app_context():
        save(viewer("harriet"), call, caller_type="survivor", narrative="mine")
        assert save(viewer("henry"), call, narrative="not his") == "aside"
        assert queries.working_page(viewer("harriet"), call).typed["narrative"] == ["mine"]
        with pytest.raises(Unknown):
            save(viewer("bella"), call, narrative="nor hers")


def test_calls_are_parked_and_swapped(app, viewer, call):
    harriet = viewer("harriet")
    with app.app_context():
        save(harriet, call, caller_type="friend", name="Tam")
        actions.park_call(harriet, call)
        other = actions.open_call(harriet)
        save(harriet, other, caller_type="child")
        tabs = {one.call_id: (one.words, one.state) for one in queries.unfinished_calls(harriet)}
        assert tabs[call] == ("Friend: Tam", CallState.PARKED)
        actions.resume_call(harriet, call, parking=other)
        states = {one.call_id: one.state for one in queries.unfinished_calls(harriet)}
    assert states == {call: CallState.OPEN, other: CallState.PARKED}


def test_finishing_moves_the_draft_into_sealed_columns(app, viewer, call, get, values):
    harriet = viewer("harriet")
    with app.app_context():
        save(harriet, call, narrative="typed")
        actions.finish_call(harriet, call, values())
        outcomes = list(db.session.scalars(select(CallOutcome.code).where(CallOutcome.call_id == call)))
        page = queries.finished_page(harriet, call)
    assert outcomes == [Outcome.INFORMATION]
    row = get(Call, call, "state", "draft", "narrative", "person_id", "refer_due_at", "narrative_sealed")
    assert row["state"] is CallState.FINISHED
    assert row["draft"] is None and row["person_id"] is None and row["refer_due_at"] is None
    assert row["narrative"] == "What was said" and b"What was said" not in row["narrative_sealed"]
    assert ("Name", "Col Fennick") in dict(page.sections)["Who is causing harm"]
    assert "calls:call:finished" in events(app, call)


def test_only_who_is_calling_must_be_answered(app, viewer, call):
    with app.app_context():
        with pytest.raises(Invalid) as fault:
            actions.finish_call(viewer("harriet"), call, {})
        assert set(fault.value.faults) == {"caller_type"}
        actions.finish_call(viewer("harriet"), call, {"caller_type": CallerType.PUBLIC})


def test_a_finished_call_is_not_finished_again(app, viewer, call, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values())
        with pytest.raises(Conflict) as fault:
            actions.finish_call(viewer("harriet"), call, values())
    assert fault.value.who == "Harriet Testwell"
    assert fault.value.at is not None


def test_the_same_post_five_times_has_one_effect(app, viewer, call, values):
    once = replace(viewer("harriet"), once=uuid4().hex)
    with app.app_context():
        answers = {actions.finish_call(once, call, values()) for _ in range(5)}
    assert answers == {call}
    assert events(app, call).count("calls:call:finished") == 1


def test_a_promised_referral_has_two_hours_when_risk_is_not_yet_assessed(app, viewer, call, get, values):
    harriet = viewer("harriet")
    with app.app_context():
        actions.finish_call(harriet, call, values(outcomes=[Outcome.REFERRED]))
        lines = queries.calls_without_referral_in_time(harriet)
        assert [(line.call_id, line.overdue) for line in lines] == [(call, False)]
    row = get(Call, call, "refer_due_at", "ended_at")
    assert row["refer_due_at"] - row["ended_at"] == timedelta(hours=2)
    with app.app_context():
        actions.note_referral_sent(harriet, call, now())
        assert queries.calls_without_referral_in_time(harriet) == []


def test_a_referral_sent_during_the_call_starts_no_clock(app, viewer, call, get, values):
    with app.app_context():
        actions.note_referral_sent(viewer("harriet"), call, now())
        actions.finish_call(viewer("harriet"), call, values(outcomes=[Outcome.REFERRED]))
    assert get(Call, call, "refer_due_at")["refer_due_at"] is None


@pytest.mark.parametrize("kind", ["silent", "wrong_number", "abusive"])
def test_a_short_call_is_about_nobody_and_never_rung_back(app, viewer, get, kind):
    harriet = viewer("harriet")
    with app.app_context():
        call_id = actions.log_short_call(harriet, CallerType(kind))
        if kind == "silent":
            with pytest.raises(Invalid):
                actions.plan_callback(
                    harriet,
                    from_at=now() + timedelta(hours=1),
                    until_at=now() + timedelta(hours=2),
                    call_id=call_id,
                )
    row = get(Call, call_id, "state", "caller_type", "person_id", "ended_at")
    assert row["state"] is CallState.FINISHED and row["caller_type"] == kind and row["person_id"] is None


def test_a_short_call_keeps_what_was_typed(app, viewer, call, get):
    with app.app_context():
        save(viewer("harriet"), call, narrative="threats", where_now="unknown")
        actions.log_short_call(viewer("harriet"), CallerType.ABUSIVE, call)
        page = queries.finished_page(viewer("harriet"), call)
    assert page.narrative == "threats"
    assert ("Where right now", "unknown") in page.sections[-1][1]


def test_only_a_short_kind_makes_a_short_call(app, viewer):
    with app.app_context(), pytest.raises(Invalid):
        actions.log_short_call(viewer("harriet"), CallerType.SURVIVOR)


def test_an_empty_call_can_be_dropped_and_one_with_words_cannot(app, viewer, call, get):
    harriet = viewer("harriet")
    with app.app_context():
        save(harriet, call, narrative="words")
        with pytest.raises(Conflict):
            actions.drop_call(harriet, call)
        save(harriet, call)
        actions.drop_call(harriet, call)
    assert get(Call, call, "state")["state"] is CallState.ABANDONED


def test_a_call_left_for_two_hours_is_taken_over_by_a_manager_only(app, viewer, call):
    harriet, hugo, henry = viewer("harriet"), viewer("hugo"), viewer("henry")
    with app.app_context():
        save(harriet, call, caller_type="survivor", narrative="half a story")
        assert queries.unfinished_calls(hugo) == []
        with pytest.raises(Conflict):
            actions.take_over_call(hugo, call)
        with time_machine.travel(now() + timedelta(hours=2, minutes=1), tick=False):
            assert [one.call_id for one in queries.unfinished_calls(hugo)] == [call]
            assert queries.unfinished_calls(henry) == []
            with pytest.raises(NotAllowed):
                actions.take_over_call(henry, call)
            actions.take_over_call(hugo, call)
            assert queries.working_page(hugo, call).typed["narrative"] == ["half a story"]
    assert events(app, call)[-1] == "calls:call:taken_over"


def test_whoever_lost_a_call_is_told_and_their_words_stay(app, viewer, call, values):
    harriet, hugo = viewer("harriet"), viewer("hugo")
    with app.app_context():
        save(harriet, call, page="hers", caller_type="survivor", narrative="half")
        with time_machine.travel(now() + timedelta(hours=3), tick=False):
            actions.take_over_call(hugo, call)
            assert save(harriet, call, page="hers", narrative="half a story more") == "aside"
            with pytest.raises(Conflict) as fault:
                actions.finish_call(harriet, call, values())
            assert fault.value.who == "Hugo Testman"
            page = queries.working_page(hugo, call)
            assert page.others[0].by == "Harriet Testwell"
            assert page.others[0].fields[0][2] == "half a story more"
            actions.finish_call(hugo, call, values())
            assert queries.finished_page(hugo, call).others[0].fields[0][2] == "half a story more"


def test_a_caseworker_sees_no_call(app, viewer, call, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values())
        for name in ("bella", "ezra", "carl", "adam", "petra", "otto"):
            with pytest.raises(Unknown):
                queries.finished_page(viewer(name), call)
        assert queries.finished_page(viewer("henry"), call)
        assert queries.finished_page(viewer("sofia"), call)


def test_a_call_of_the_other_side_is_not_seen_from_this_one(app, viewer, call, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values(caller_type=CallerType.OWN_BEHAVIOUR))
        with pytest.raises(Unknown):
            queries.finished_page(viewer("henry"), call)
        there = db.session.scalars(
            select(Membership.id).where(
                Membership.user_id == viewer("hugo").user_id, Membership.side == "perpetrator"
            )
        ).one()
        assert queries.finished_page(viewer("hugo", membership_id=there), call).side == "perpetrator"


def test_counts_of_today(app, viewer, call, values):
    harriet = viewer("harriet")
    with app.app_context():
        actions.finish_call(harriet, call, values())
        actions.log_short_call(viewer("henry"), CallerType.SILENT)
        counts = queries.today_counts(harriet)
    assert (counts.calls, counts.mine, counts.short) == (2, 1, 1)


def test_a_call_has_a_vault_of_its_own(app, call, get):
    vault = get(Call, call, "vault_id")["vault_id"]
    assert get(Vault, vault, "owner_id") == {"owner_id": None}
