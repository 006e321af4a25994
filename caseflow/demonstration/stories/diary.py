"""What is written in a case while it is worked: notes, plan, tasks, attempts, incidents."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from caseflow.cases.choices import Answered, NoteClass, TaskKind
from caseflow.cases.models import CaseNote, CasePlan, CaseTask, Incident
from caseflow.choices import Element
from caseflow.demonstration.chance import DESK_HOURS
from caseflow.demonstration.ground import Team
from caseflow.demonstration.stories.telling import Someone, Telling, day
from caseflow.demonstration.words import INCIDENTS, ISVA_NOTES, NOTES, PLANS, PROGRAMME_NOTES, TASKS

MOST_NOTES, DAYS_A_NOTE = 7, 13
CLASSES = {NoteClass.GENERAL: 86, NoteClass.SAFEGUARDING: 8, NoteClass.THIRD_PARTY: 3, NoteClass.MARAC: 3}
REPORTED = {Answered.YES: 40, Answered.NO: 50, Answered.UNKNOWN: 10}
KINDS = {TaskKind.TASK: 80, TaskKind.HEARING: 12, TaskKind.ORDER_ENDS: 8}


def keep_diary(
    tell: Telling,
    someone: Someone,
    case_id: UUID,
    row: dict[str, Any],
    team: Team,
    worker: UUID | None,
    until: datetime,
) -> None:
    """Lay down what was written in a case from the first contact until a moment."""
    since: datetime = row["spoken_at"]
    _notes(tell, someone, case_id, team, worker, since, until)
    _tasks(tell, someone, case_id, worker, since, until)
    if row["planned_at"] and team.element is not Element.PERPETRATOR:
        renew_plan(tell, someone, case_id, worker, row["planned_at"], 1)
    if team.element in (Element.LOCALITY, Element.ACCOMMODATION) and tell.chance.yes(0.16):
        _incident(tell, someone, case_id, worker, since, until)


def _notes(
    tell: Telling,
    someone: Someone,
    case_id: UUID,
    team: Team,
    worker: UUID | None,
    since: datetime,
    until: datetime,
) -> None:
    days = max(1, (until - since).days)
    texts = {Element.SEXUAL_VIOLENCE: ISVA_NOTES}.get(team.element, NOTES)
    programme = team.element is Element.PERPETRATOR and someone.side.value == "perpetrator"
    for _ in range(min(MOST_NOTES, 1 + days // DAYS_A_NOTE)):
        at = tell.chance.moment(day(since) + timedelta(days=tell.chance.whole(0, days)), DESK_HOURS)
        at = min(max(at, since + timedelta(minutes=10)), until)
        tell.shelf.put(
            CaseNote,
            someone.vault,
            case_id=case_id,
            kind=NoteClass.PROGRAMME if programme else tell.chance.of(CLASSES),
            body=tell.chance.pick(PROGRAMME_NOTES if programme else texts),
            happened_at=at,
            written_at=at + timedelta(minutes=tell.chance.whole(0, 45)),
            written_by=worker,
        )


def _tasks(
    tell: Telling, someone: Someone, case_id: UUID, worker: UUID | None, since: datetime, until: datetime
) -> None:
    closed = until < tell.ground.anchor
    for number in range(tell.chance.whole(0, 2)):
        on = day(since) + timedelta(days=tell.chance.whole(2, max(3, (until - since).days)))
        if not closed and number == 0:
            on = tell.ground.today + timedelta(days=tell.chance.whole(-4, 18))
        done = closed or (on < tell.ground.today and tell.chance.yes(0.8))
        kind = tell.chance.of(KINDS)
        tell.shelf.put(
            CaseTask,
            someone.vault,
            case_id=case_id,
            kind=kind,
            title=_title(tell, kind),
            due_on=on,
            assigned_to=worker,
            created_at=since,
            created_by=worker,
            done_at=min(tell.chance.moment(on, DESK_HOURS), until) if done else None,
            done_by=worker if done else None,
        )


def _title(tell: Telling, kind: TaskKind) -> str:
    if kind is TaskKind.HEARING:
        return "Hearing at the magistrates' court"
    return "Non-molestation order ends" if kind is TaskKind.ORDER_ENDS else tell.chance.pick(TASKS)


def plan_review(at: datetime) -> date:
    """Return the day by which a plan that is made now is looked at again."""
    return day(at) + timedelta(days=84)


def renew_plan(
    tell: Telling, someone: Someone, case_id: UUID, worker: UUID | None, at: datetime, number: int
) -> None:
    """Lay down the plan of a case, or the next one after it."""
    tell.shelf.put(
        CasePlan,
        someone.vault,
        case_id=case_id,
        number=number,
        body=tell.chance.pick(PLANS),
        made_on=day(at),
        review_on=plan_review(at),
        made_at=at,
        made_by=worker,
    )


def _incident(
    tell: Telling, someone: Someone, case_id: UUID, worker: UUID | None, since: datetime, until: datetime
) -> None:
    at = since + (until - since) * tell.chance.between(0.1, 0.95)
    tell.shelf.put(
        Incident,
        someone.vault,
        case_id=case_id,
        person_id=someone.id,
        happened_on=day(at),
        what=tell.chance.pick(INCIDENTS),
        reported=tell.chance.of(REPORTED),
        children=Answered.YES if someone.children and tell.chance.yes(0.4) else Answered.NO,
        recorded_at=at,
        recorded_by=worker,
    )
