"""Answering: accepted once, declined back to the sender, returned, withdrawn, funded; on both databases."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.cases.actions import accept_referral
from caseflow.choices import Element, Side
from caseflow.clock import now
from caseflow.database import db, end_reading
from caseflow.directory.choices import Need
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.referrals import actions, queries
from caseflow.referrals.choices import Decline, Move, ReferralState
from caseflow.referrals.models import ReferralMove
from caseflow.referrals.moves import MOVES, RECEIVERS
from tests.referrals.story import KNOWN_AS, NUMBER, add_wrenna, gaps_of, send, stored

DOMESTIC = (Need.DOMESTIC_ABUSE,)


@pytest.fixture
def world(app: Flask, viewer):
    with app.app_context():
        yield viewer
        end_reading()


@pytest.fixture
def sent(world):
    """A referral to b1 that waits for its answer."""
    harriet = world("harriet")
    return send(harriet, add_wrenna(harriet), DOMESTIC, "b1")[0]


def test_the_receiver_reads_the_packet_but_not_the_person(world, sent):
    bella = world("bella")
    page = queries.referral_page(bella, sent)
    assert page.packet is not None and page.packet.known_as == KNOWN_AS and page.bar is None
    assert page.packet.points[0].value == NUMBER
    assert page.may == RECEIVERS
    inbox = queries.waiting_referrals(bella)
    assert [(line.known_as, line.referral_id) for line in inbox.lines] == [(KNOWN_AS, sent)]


def test_nobody_else_knows_that_it_exists(world, sent):
    for name in ("ben", "cora", "dina", "ezra", "adam", "carl", "otto"):
        with pytest.raises(Unknown):
            queries.referral_page(world(name), sent)
        assert queries.waiting_referrals(world(name)).lines == ()
    manager = queries.referral_page(world("hugo"), sent)
    assert manager.may == {Move.WITHDRAW}


def test_two_workers_accept_one_wins_and_the_other_is_told_who_and_when(world, sent):
    accept_referral(world("bella"), sent, allocate_to="me")
    with pytest.raises(Conflict) as refused:
        accept_referral(world("bruno"), sent, allocate_to="me")
    assert refused.value.who == "Bella Testford" and refused.value.at is not None
    assert "accepted" in refused.value.message
    assert stored(sent).answered_by == world("bella").user_id


def test_declined_comes_back_to_the_helpline_and_the_packet_closes(world, sent):
    bella, harriet = world("bella"), world("harriet")
    actions.decline_referral(bella, sent, group=Decline.NO_CAPACITY, detail="Full until the third")
    [line] = queries.declined_back(harriet)
    assert line.referral_id == sent and "No capacity" in line.words and line.known_as == KNOWN_AS
    closed = queries.referral_page(bella, sent)
    assert closed.packet is None and closed.known_as == "" and closed.closed
    assert closed.decline_detail == "" and all(step.note == "" for step in closed.steps)
    open_still = queries.referral_page(harriet, sent)
    assert open_still.packet is not None and open_still.decline_detail == "Full until the third"
    assert queries.waiting_referrals(bella).lines == ()
    assert all(line.known_as == "" for line in queries.person_referrals(bella, line.person_id))


def test_a_withdrawn_packet_closes_too(world, sent):
    actions.withdraw_referral(world("henry"), sent, reason="Safe with family now")
    assert queries.referral_page(world("bella"), sent).packet is None
    with pytest.raises(Conflict) as refused:
        accept_referral(world("bella"), sent, allocate_to=None)
    assert refused.value.who == "Henry Testwell"


def test_returned_with_a_question_and_answered(world, sent):
    bella, harriet = world("bella"), world("harriet")
    with pytest.raises(Invalid):
        actions.return_referral(bella, sent, question="  ")
    actions.return_referral(bella, sent, question="Which school?")
    row = stored(sent)
    assert row.state is ReferralState.RETURNED and timedelta(0) < row.answer_due_at - now() <= timedelta(
        hours=2
    )
    assert [line.referral_id for line in queries.returned_back(harriet)] == [sent]
    actions.answer_return(harriet, sent, answer="The one by the park")
    row = stored(sent)
    assert row.state is ReferralState.SENT and row.answer_due_at - now() > timedelta(hours=3)
    page = queries.referral_page(bella, sent)
    assert (page.question, page.answer) == ("Which school?", "The one by the park")


DO = {
    Move.ACCEPT: lambda who, one: accept_referral(who, one, allocate_to=None),
    Move.DECLINE: lambda who, one: actions.decline_referral(who, one, group=Decline.NO_CAPACITY),
    Move.RETURN: lambda who, one: actions.return_referral(who, one, question="What?"),
    Move.ANSWER: lambda who, one: actions.answer_return(who, one, answer="That"),
    Move.WITHDRAW: lambda who, one: actions.withdraw_referral(who, one, reason="Not now"),
    Move.FUND: lambda who, one: actions.decide_funding(who, one, given=True),
    Move.REFUSE_FUNDING: lambda who, one: actions.decide_funding(who, one, given=False),
}
RIGHT = {
    move: "mona" if move in RECEIVERS or move in (Move.FUND, Move.REFUSE_FUNDING) else "harriet"
    for move in DO
}
INTO = {
    ReferralState.SENT: [],
    ReferralState.RETURNED: [Move.RETURN],
    ReferralState.ACCEPTED: [Move.ACCEPT],
    ReferralState.DECLINED: [Move.DECLINE],
    ReferralState.WITHDRAWN: [Move.WITHDRAW],
}


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("state", INTO)
def test_every_move_from_every_state_does_what_the_table_says(world, sent, state):
    for move in INTO[state]:
        DO[move](world(RIGHT[move]), sent)
    for move in DO:
        if (state, move) not in MOVES:
            with pytest.raises(Conflict) as refused:
                DO[move](world(RIGHT[move]), sent)
            assert refused.value.at is not None
            assert stored(sent).state is state


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(("move", "name"), list(product(DO, ("cora", "ezra", "carl", "adam"))))
def test_nobody_outside_can_make_any_move(world, sent, move, name):
    with pytest.raises((Unknown, NotAllowed)):
        DO[move](world(name), sent)
    assert stored(sent).state is ReferralState.SENT


def test_the_sender_cannot_answer_and_the_receiver_cannot_withdraw(world, sent):
    for move in RECEIVERS:
        with pytest.raises(NotAllowed):
            DO[move](world("harriet"), sent)
    with pytest.raises(NotAllowed):
        DO[Move.WITHDRAW](world("bella"), sent)
    assert db.session.scalars(select(ReferralMove.to_state)).all() == [ReferralState.SENT]


def test_the_first_home_taken_withdraws_the_rest_and_nothing_else(world):
    harriet = world("harriet")
    person = add_wrenna(harriet)
    first, second, third = send(harriet, person, (Need.SAFE_HOUSING, Need.DOMESTIC_ABUSE), "d1", "d2", "b1")
    accept_referral(world("dina"), first, allocate_to="me")
    assert stored(second).state is ReferralState.WITHDRAWN
    assert stored(third).state is ReferralState.SENT
    notes = queries.referral_page(harriet, second).steps
    assert "offered a home first" in notes[0].note and notes[0].by == "Dina Teston"


def test_funding_given_starts_the_clock_and_refused_comes_back(world):
    harriet = world("harriet")
    his_side = next(held.id for held in harriet.memberships if held.side is Side.PERPETRATOR)
    sender, hugo = world("harriet", membership_id=his_side), world("hugo")
    lead = world(
        "hugo", membership_id=next(one.id for one in hugo.memberships if one.side is Side.PERPETRATOR)
    )
    client = add_wrenna(sender, place="Rutland", side=Side.PERPETRATOR)
    [referral] = send(sender, client, (Need.OWN_BEHAVIOUR,), "e")
    with pytest.raises(NotAllowed):
        actions.decide_funding(sender, referral, given=True)
    with pytest.raises(Conflict):
        DO[Move.ACCEPT](world("ezra"), referral)
    assert [line.referral_id for line in queries.funding_waiting(lead)] == [referral]
    actions.decide_funding(lead, referral, given=True, note="Agreed by the county")
    row = stored(referral)
    assert row.state is ReferralState.SENT and row.answer_due_at - now() > timedelta(hours=3)
    actions.decline_referral(world("ezra"), referral, group=Decline.NOT_RIGHT, detail="Not ready")
    [again] = send(sender, client, (Need.OWN_BEHAVIOUR,), "e")
    actions.decide_funding(lead, again, given=False, note="No money left")
    assert stored(again).decline_group is Decline.FUNDING_REFUSED
    assert {line.referral_id for line in queries.declined_back(sender)} == {referral, again}


def test_an_outside_answer_is_recorded_by_the_sender(world):
    harriet = world("harriet")
    person = add_wrenna(harriet)
    [referral] = send(harriet, person, (Need.COUNSELLING,), "counselling")
    assert queries.referral_page(harriet, referral).may_record_outside
    with pytest.raises(Invalid):
        actions.note_outside_answer(harriet, referral, accepted=True, answer=" ")
    actions.note_outside_answer(harriet, referral, accepted=True, answer="Eight weeks, said the desk")
    row = stored(referral)
    assert row.state is ReferralState.ACCEPTED and row.element is Element.OUTSIDE
    [to_b1] = send(harriet, person, DOMESTIC, "b1")
    with pytest.raises(NotAllowed):
        actions.note_outside_answer(harriet, to_b1, accepted=True, answer="They said yes")


def test_declining_needs_words_where_the_code_says_nothing(world, sent):
    for group in (Decline.OTHER, Decline.NOT_RIGHT):
        with pytest.raises(Invalid):
            actions.decline_referral(world("bella"), sent, group=group)
    with pytest.raises(Invalid):
        actions.decline_referral(world("bella"), sent, group=Decline.FUNDING_REFUSED, detail="x")
    assert stored(sent).state is ReferralState.SENT


def test_a_service_with_nobody_in_it_rises_to_the_managers(world):
    harriet = world("harriet")
    person = add_wrenna(harriet, place="Leicester")
    [referral] = send(harriet, person, (Need.SAFE_HOUSING,), "d2")
    assert [line.referral_id for line in queries.risen_referrals(world("hugo"))] == [referral]
    assert queries.referral_page(world("hugo"), referral).nobody
    [staffed] = send(harriet, person, DOMESTIC, "b2")
    assert [line.referral_id for line in queries.risen_referrals(world("hugo"))] == [referral]
    assert stored(staffed).state is ReferralState.SENT


def test_the_senders_desk_says_what_became_of_it(world, sent):
    harriet = world("harriet")
    assert [line.words for line in queries.sent_referrals(harriet)] == ["Sent, not answered yet"]
    end_reading()
    accept_referral(world("bella"), sent, allocate_to="me")
    [line] = queries.sent_referrals(harriet)
    assert line.words.startswith("Accepted ") and line.words.endswith("not spoken to yet")
    end_reading()
    actions.note_spoken(world("bella"), sent, now())
    [line] = queries.sent_referrals(harriet)
    assert ", spoke " in line.words
    assert queries.sent_referrals(world("henry")) == []


def test_overdue_shows_to_the_sender_the_receiver_and_the_manager(world, sent, time_machine):
    time_machine.move_to(now() + timedelta(hours=5))
    for name in ("harriet", "bella", "mona", "hugo"):
        assert [line.referral_id for line in queries.overdue_referrals(world(name))] == [sent], name
    assert queries.overdue_referrals(world("cora")) == []


def test_most_urgent_first_and_filters(world):
    harriet, bella = world("harriet"), world("bella")
    first = send(harriet, add_wrenna(harriet), DOMESTIC, "b1")[0]
    second = send(harriet, add_wrenna(harriet, place="Rutland"), DOMESTIC, "b1")[0]
    actions.return_referral(bella, first, question="Which?")  # two hours: before the four of the second
    assert [line.referral_id for line in queries.waiting_referrals(bella).lines] == [first, second]
    only = queries.InboxFilters(state=ReferralState.SENT)
    assert [line.referral_id for line in queries.waiting_referrals(bella, only).lines] == [second]
    page = queries.waiting_referrals(bella, queries.InboxFilters(page=99))
    assert (page.page, page.pages, page.total) == (1, 1, 2)


def test_a_gap_is_decided_once(world):
    harriet = world("harriet")
    person = add_wrenna(harriet, place="Rutland")
    send(harriet, person, (Need.STAY_AT_HOME,))
    gap = gaps_of(person)[0].id
    [line] = queries.open_gaps(harriet)
    assert line.decider == "Rutland County Council" and line.known_as == KNOWN_AS
    with pytest.raises(Invalid):
        actions.decide_gap(harriet, gap, met=True, note=" ")
    actions.decide_gap(harriet, gap, met=False, note="Nothing before Monday, says the duty officer")
    assert queries.open_gaps(harriet) == []
    with pytest.raises(Conflict) as refused:
        actions.decide_gap(world("hugo"), gap, met=True, note="Again")
    assert refused.value.who == "Harriet Testwell"
    with pytest.raises((Unknown, NotAllowed)):
        actions.decide_gap(world("bella"), gap, met=True, note="Mine?")
