"""Where a story leads: referrals to services and outside, their answers, and the gaps that nobody covers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from caseflow.choices import Element, RiskLevel
from caseflow.demonstration.ground import Team
from caseflow.demonstration.stories.gaps import decided_by_now
from caseflow.demonstration.stories.packets import packet_content
from caseflow.demonstration.stories.telling import Someone, Telling, awake, day
from caseflow.demonstration.words import DECLINE_DETAILS, RETURN_QUESTIONS
from caseflow.directory.choices import ClockCode, Need
from caseflow.referrals.choices import Agreement, Basis, Decline, ReferralState
from caseflow.referrals.models import Packet, Referral, ReferralMove

S = ReferralState

ANSWERS: dict[Element, dict[ReferralState, int]] = {
    Element.LOCALITY: {S.ACCEPTED: 82, S.DECLINED: 13, S.WITHDRAWN: 3, S.RETURNED: 2},
    Element.SEXUAL_VIOLENCE: {S.ACCEPTED: 84, S.DECLINED: 11, S.WITHDRAWN: 3, S.RETURNED: 2},
    Element.ACCOMMODATION: {S.ACCEPTED: 34, S.DECLINED: 52, S.WITHDRAWN: 11, S.RETURNED: 3},
    Element.PERPETRATOR: {S.ACCEPTED: 74, S.DECLINED: 19, S.WITHDRAWN: 5, S.RETURNED: 2},
    Element.OUTSIDE: {S.ACCEPTED: 78, S.DECLINED: 14, S.WITHDRAWN: 8},
    Element.HELPLINE: {S.ACCEPTED: 95, S.WITHDRAWN: 5},
}
DECLINES: dict[Element, dict[Decline, int]] = {
    Element.ACCOMMODATION: {
        Decline.NO_CAPACITY: 41,
        Decline.TOO_NEAR: 9,
        Decline.FAMILY_SIZE: 9,
        Decline.CHILD_AGE: 6,
        Decline.MENTAL_HEALTH: 9,
        Decline.NO_PUBLIC_FUNDS: 8,
        Decline.CHOSE_NOT: 8,
        Decline.NOT_RIGHT: 6,
        Decline.NO_CONTACT: 4,
    },
    Element.LOCALITY: {
        Decline.NO_CAPACITY: 34,
        Decline.CHOSE_NOT: 26,
        Decline.NO_CONTACT: 17,
        Decline.NOT_RIGHT: 13,
        Decline.AREA: 6,
        Decline.OTHER: 4,
    },
}
USUAL_DECLINES = {
    Decline.CHOSE_NOT: 38,
    Decline.NOT_RIGHT: 25,
    Decline.NO_CAPACITY: 25,
    Decline.NO_CONTACT: 12,
}
HOURS_TO_ANSWER = {
    RiskLevel.HIGH: 2.6,
    RiskLevel.NOT_ASSESSED: 3.2,
    RiskLevel.MEDIUM: 17.0,
    RiskLevel.STANDARD: 30.0,
}
AGREED = {Agreement.GIVEN: 92, Agreement.NOT_ASKED: 5, Agreement.NOT_GIVEN: 3}
STUCK_DAYS, STUCK = 9, 0.34
"""Of what was sent in the last few days, so much is still unanswered."""


@dataclass(frozen=True)
class Sent:
    """A referral that was sent, and how it stands."""

    id: UUID
    team: Team
    need: Need
    state: ReferralState
    answered_at: datetime | None
    sent_at: datetime
    row: dict[str, Any]


def refer(
    tell: Telling,
    someone: Someone,
    team: Team,
    need: Need,
    at: datetime,
    *,
    call_id: UUID | None,
    batch_id: UUID | None = None,
    answer: ReferralState | None = None,
    decider: str | None = None,
    safe_tonight: bool = False,
) -> Sent:
    """Lay down a referral with its packet, moves, grant and answer."""
    referral_id, sender = uuid4(), tell.one_of(tell.ground.helpline.workers)
    tell.shelf.put(
        Referral,
        someone.vault,
        id=referral_id,
        person_id=someone.id,
        side=someone.side,
        call_id=call_id,
        assessment_id=someone.assessment_id,
        batch_id=batch_id or uuid4(),
        from_service_id=tell.ground.helpline.id,
        sent_by=sender,
        held_by=sender,
        need=need,
        **_where_to(someone, team),
        safe_tonight=safe_tonight,
        state=S.WAITING_FUNDING if decider else S.SENT,
        sent_at=at,
        answer_due_at=None if decider else _due(team, someone, at, safe_tonight),
        **_agreement(tell),
        funding_decider=decider,
        told_at=tell.chance.later(at, 2, 15),
    )
    row = tell.shelf.last(Referral)
    content = packet_content(tell, someone, team, day(at))
    tell.shelf.put(Packet, someone.vault, referral_id=referral_id, content=content, frozen_at=at)
    _move(tell, someone, referral_id, None, row["state"], at, sender)
    started = _funded(tell, someone, row, team, at) if decider else at
    answered = None if started is None else _answered(tell, someone, row, team, started, answer)
    return Sent(referral_id, team, need, row["state"], answered, at, row)


def _where_to(someone: Someone, team: Team) -> dict[str, Any]:
    return {
        "to_service_id": team.id,
        "element": team.element,
        "lot": team.lot,
        "locality_id": someone.place_id,
        "usual_locality_id": someone.usual_id,
        "risk_level": someone.risk,
    }


def _agreement(tell: Telling) -> dict[str, Any]:
    agreement = tell.chance.of(AGREED)
    if agreement is Agreement.GIVEN:
        return {"agreement": agreement}
    said = "Risk of serious harm; it was not safe to ask again."
    return {"agreement": agreement, "basis": Basis.SERIOUS_HARM, "basis_detail": said}


def withdraw(tell: Telling, someone: Someone, sent: Sent, at: datetime) -> None:
    """Take back a referral that still waits, because another service has the person now."""
    if sent.row["state"] is S.SENT:
        sent.row.update(state=S.WITHDRAWN, answered_at=at)
        _move(tell, someone, sent.id, S.SENT, S.WITHDRAWN, at, sent.row["sent_by"])


def _due(team: Team, someone: Someone, at: datetime, tonight: bool) -> datetime:
    return team.due_at(ClockCode.ANSWER_TONIGHT if tonight else ClockCode.ANSWER, someone.risk, at)


def _answered(
    tell: Telling,
    someone: Someone,
    row: dict[str, Any],
    team: Team,
    started: datetime,
    answer: ReferralState | None,
) -> datetime | None:
    """Write how the referral was answered on its row; return when, or nothing while it waits."""
    chance = tell.chance
    hours = 0.7 if row["safe_tonight"] else HOURS_TO_ANSWER[someone.risk]
    at = started + timedelta(hours=chance.about(hours))
    urgent = someone.risk in (RiskLevel.HIGH, RiskLevel.NOT_ASSESSED)
    at = awake(at) if urgent else team.open_time(at)
    stuck = tell.ground.anchor - started < timedelta(days=STUCK_DAYS) and chance.yes(STUCK)
    state = answer or chance.of(ANSWERS[team.element])
    if state is S.SENT:
        return None
    if state is S.RETURNED and tell.ground.anchor - at > timedelta(days=4):
        state = S.ACCEPTED
    if not tell.past(at) or (stuck and answer is None):
        return None
    by = None if team.element is Element.OUTSIDE else tell.one_of(team.workers + team.heads)
    by = row["sent_by"] if state is S.WITHDRAWN else by
    row.update(state=state, answered_at=at, answered_by=by)
    _move(tell, someone, row["id"], S.SENT, state, at, by)
    if state is S.DECLINED:
        _declined(tell, someone, row, team, at)
    if state is S.ACCEPTED and team.element is Element.OUTSIDE:
        _outside(someone, row, "They will be in touch; the wait is about six weeks.")
    if state is S.RETURNED:
        row["return_question_sealed"] = Referral.return_question.sealed(
            someone.vault, row["id"], chance.pick(RETURN_QUESTIONS)
        )
        row["answer_due_at"] = tell.ground.helpline.due_at(ClockCode.INFORMATION, someone.risk, at)
    return at


def _settled(tell: Telling, declined_at: datetime) -> datetime | None:
    """Return when the sender dealt with what was declined: within a day or so, a few of the last days not yet."""
    settled = declined_at + timedelta(hours=tell.chance.between(0.5, 30))
    recent = tell.ground.anchor - declined_at < timedelta(days=6)
    return None if not tell.past(settled) or (recent and tell.chance.yes(0.3)) else settled


def _outside(someone: Someone, row: dict[str, Any], said: str) -> None:
    row["outside_answer_sealed"] = Referral.outside_answer.sealed(someone.vault, row["id"], said)


def _declined(tell: Telling, someone: Someone, row: dict[str, Any], team: Team, at: datetime) -> None:
    if team.element is Element.OUTSIDE:
        _outside(someone, row, "They cannot take the person: the list is closed until next month.")
        row.update(decline_group=Decline.OTHER, settled_at=_settled(tell, at))
        return
    group = tell.chance.of(DECLINES.get(team.element, USUAL_DECLINES))
    said = DECLINE_DETAILS.get(group.value, DECLINE_DETAILS["other"])
    row.update(
        decline_group=group,
        decline_detail_sealed=Referral.decline_detail.sealed(someone.vault, row["id"], said),
        settled_at=_settled(tell, at),
    )


def _funded(
    tell: Telling, someone: Someone, row: dict[str, Any], team: Team, at: datetime
) -> datetime | None:
    """Tell of the decision on a place that is bought one by one; return when it was granted."""
    due = tell.ground.helpline.due_at(ClockCode.FUNDING, someone.risk, at)
    row["funding_due_at"] = due
    granted, decided = decided_by_now(tell, at, due)
    if decided is None:
        return None
    by = tell.one_of(tell.ground.helpline.heads)
    _move(tell, someone, row["id"], S.WAITING_FUNDING, S.SENT if granted else S.DECLINED, decided, by)
    if granted:
        row.update(state=S.SENT, answer_due_at=_due(team, someone, decided, False))
        return decided
    said = DECLINE_DETAILS["funding_refused"]
    row.update(
        state=S.DECLINED,
        answered_at=decided,
        answered_by=by,
        decline_group=Decline.FUNDING_REFUSED,
        decline_detail_sealed=Referral.decline_detail.sealed(someone.vault, row["id"], said),
        settled_at=decided + timedelta(hours=3),
    )
    return None


def _move(
    tell: Telling,
    someone: Someone,
    referral_id: UUID,
    before: ReferralState | None,
    after: ReferralState,
    at: datetime,
    by: UUID | None,
) -> None:
    tell.shelf.put(
        ReferralMove,
        someone.vault,
        referral_id=referral_id,
        from_state=before,
        to_state=after,
        moved_by=by,
        moved_at=at,
    )
