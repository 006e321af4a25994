"""Rows of a desk, made of the lines that the rooms give. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from caseflow.calls.reaches.values import ReachLine, StoppedLine
from caseflow.calls.values import CallbackLine, ReferDueLine, UnfinishedCall
from caseflow.cases.values import CaseLine
from caseflow.choices import RISK_LABELS, RiskLevel
from caseflow.desk.order import Group, Row
from caseflow.referrals.choices import WAITING
from caseflow.referrals.lines import GapLine, ReferralLine

LONDON = ZoneInfo("Europe/London")
SOON = timedelta(hours=24)
REFERRAL = "referrals.referral"
"""Where a referral is opened."""


class Asked(Protocol):
    """A request to lower a risk."""

    @property
    def id(self) -> UUID: ...
    @property
    def known_as(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def to_level(self) -> RiskLevel: ...
    @property
    def asked_by(self) -> str: ...
    @property
    def asked_at(self) -> datetime: ...


def waiting(line: ReferralLine) -> Row:
    """Return the row of a referral that a service has to answer."""
    phone = "safe tonight: phone first" if line.safe_tonight else ""
    words = f"Referral waiting: {line.need_words.lower()}"
    return _referral(line, Group.INBOX, words, "Open", detail=phone, urgent=line.safe_tonight)


def came_back(line: ReferralLine) -> Row:
    """Return the row of a referral that was declined and waits for its sender."""
    reason = line.words.partition(": ")[2]
    why = f"Declined by {line.to_service}{f': {reason.lower()}' if reason else ''}"
    return _referral(line, Group.DECLINED, why, "See what is next", back=True, since=line.answered_at)


def asked_back(line: ReferralLine) -> Row:
    """Return the row of a referral that came back with a question."""
    return _referral(line, Group.DECLINED, f"{line.to_service} asks for information", "Answer")


def not_answered(line: ReferralLine) -> Row:
    """Return the row of a referral that is not answered in time, and who owes the next step."""
    return _referral(line, Group.SENT, line.late_words, "Open", urgent=line.safe_tonight)


def risen(line: ReferralLine) -> Row:
    """Return the row of a referral to a service with nobody in it: it rises to the manager."""
    why = f"Nobody works in {line.to_service}: find another way"
    return _referral(line, Group.SENT, why, "Open", back=True, since=line.sent_at, urgent=line.safe_tonight)


def funding(line: ReferralLine) -> Row:
    """Return the row of a referral that waits for a funding decision."""
    return _referral(line, Group.FUNDING, f"Funding decision for {line.to_service}", "Record the decision")


def _referral(
    line: ReferralLine,
    group: Group,
    why: str,
    action: str,
    *,
    detail: str = "",
    urgent: bool = False,
    back: bool = False,
    since: datetime | None = None,
) -> Row:
    return Row(
        group,
        why,
        line.known_as,
        action,
        REFERRAL,
        "referral_id",
        line.referral_id,
        risk=line.risk,
        due_at=line.due_at if line.state in WAITING else None,
        since_at=since,
        detail=detail,
        urgent=urgent,
        held_by_nobody=back,
    )


def to_reach(line: ReachLine) -> Row:
    """Return the row of somebody whom the helpline has to reach."""
    return Row(
        Group.REACH,
        f"Person to reach: {line.due_words.lower()}",
        line.known_as,
        "Reach",
        "calls.reach_one",
        "reach_id",
        line.reach_id,
        reference=line.reference,
        risk=line.risk,
        due_at=line.due_at,
        detail=line.words,
    )


def ring_back(line: CallbackLine, *, decides: bool = False) -> Row:
    """Return the row of a promise to ring back; one that was not kept rises on the desk of who manages."""
    return Row(
        Group.CALLBACK,
        "Call-back missed" if line.missed else "Call back now",
        line.known_as,
        "Ring back",
        "calls.callback",
        "callback_id",
        line.callback_id,
        risk=line.risk,
        urgent=line.missed and decides,
        due_at=line.due_until_at,
        detail=line.note,
        tags=("promised",),
    )


def refer_now(line: ReferDueLine) -> Row:
    """Return the row of a call after which the referral was not sent yet."""
    return Row(
        Group.REFER,
        "Referral not sent yet after the call",
        line.known_as,
        "Open the call",
        "calls.call",
        "call_id",
        line.call_id,
        risk=line.risk,
        due_at=line.due_at,
    )


def left_open(line: UnfinishedCall) -> Row:
    """Return the row of a call that somebody left unfinished: who rang may be in danger."""
    return Row(
        Group.UNFINISHED_CALL,
        f"Call left unfinished by {line.holder}",
        line.words,
        "Open",
        "calls.call",
        "call_id",
        line.call_id,
        since_at=line.saved_at,
        urgent=True,
    )


def stopped(line: StoppedLine) -> Row:
    """Return the row of a number that may not be used until a manager decides."""
    return Row(
        Group.STOPPED,
        f"Number stopped: {line.why.lower()}",
        line.known_as,
        "Decide",
        "calls.stopped",
        "stopped_id",
        line.stopped_id,
        reference=line.reference,
        risk=line.risk,
        due_at=line.due_at,
    )


def lowering(line: Asked) -> Row:
    """Return the row of a request to lower a risk, which stays high meanwhile."""
    return Row(
        Group.LOWERING,
        f"Asks to lower the risk to {RISK_LABELS[line.to_level].lower()}",
        line.known_as,
        "Decide",
        "assessments.lowering.decide",
        "lowering_id",
        line.id,
        reference=line.reference,
        risk=RiskLevel.HIGH,
        since_at=line.asked_at,
        detail=f"Asked by {line.asked_by}",
    )


def gap(line: GapLine) -> Row:
    """Return the row of something that the area could not offer."""
    return Row(
        Group.GAP,
        f"{line.need_words}: {line.decider} decides",
        line.known_as,
        "Open",
        "referrals.gap",
        "gap_id",
        line.gap_id,
        risk=line.risk,
        due_at=line.due_at,
    )


def case(line: CaseLine, *, opens: bool = True) -> Row:
    """Return the row of a case, by what is owed in it soonest; who may not open cases is led to the person."""
    return Row(
        Group.CASE,
        line.next.words if line.next else "Look at this case",
        line.known_as,
        *_way(line, opens),
        reference=line.reference,
        risk=line.risk,
        due_at=line.next.due_at if line.next else None,
        detail=f"{line.service}{f', {line.worker}' if line.worker else ''}",
    )


def own_case(line: CaseLine) -> Row:
    """Return the row of one of the viewer's own cases."""
    return replace(case(line), detail="")


def free_case(line: CaseLine) -> Row:
    """Return the row of a case of the team that any of its workers may take."""
    return replace(case(line), why="No worker yet: take it, or give it to somebody", detail="")


def to_give(line: CaseLine) -> Row:
    """Return the row of a case without a worker, for a manager who gives it to one."""
    return replace(
        case(line),
        action="Give to a worker",
        endpoint="cases.allocate",
        why="Accepted, and no worker",
        detail=line.service,
    )


def own_review(line: CaseLine, due_on: date, *, survivor: bool) -> Row:
    """Return the row of one of the viewer's own cases whose plan or risk should have been looked at."""
    return replace(review(line, due_on, survivor=survivor), detail="")


def review(line: CaseLine, due_on: date, *, survivor: bool, opens: bool = True) -> Row:
    """Return the row of a case whose plan or risk should have been looked at by the end of a day."""
    return replace(
        case(line, opens=opens),
        why="Review of the risk and the plan" if survivor else "Review of the plan",
        due_at=end_of(due_on),
    )


def end_of(day: date) -> datetime:
    """Return the last moment of a day in England."""
    return datetime.combine(day, time.max.replace(microsecond=0), LONDON)


def _way(line: CaseLine, opens: bool) -> tuple[str, str, str, UUID]:
    if opens:
        return "Open the case", "cases.case", "case_id", line.case_id
    return "Open the person", "dossier.person", "person_id", line.person_id


def silent(line: CaseLine, *, opens: bool = True) -> Row:
    """Return the row of somebody at high risk with whom nobody has spoken."""
    return Row(
        Group.CASE,
        "High risk, and nobody has spoken with the person for a week",
        line.known_as,
        *_way(line, opens),
        reference=line.reference,
        risk=line.risk,
        since_at=line.last_spoken_at or line.accepted_at,
        detail=f"{line.service}{f', {line.worker}' if line.worker else ', no worker'}",
        held_by_nobody=True,
    )


def due_soon(rows: Iterable[Row | None], now: datetime) -> list[Row]:
    """Return the rows that are late or fall due within a day; one without a clock stays."""
    return [row for row in rows if row and (row.due_at is None or row.due_at <= now + SOON)]
