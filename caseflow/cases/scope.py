"""Which cases and notes a viewer may see: one predicate for lists and for single objects."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.access.policy import P, Role
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered, today
from caseflow.access.viewer import Actor, Viewer
from caseflow.cases.choices import ONLY_OWN_SERVICE, CaseState
from caseflow.cases.models import Case, CaseMove, CaseNote
from caseflow.choices import RiskLevel
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.people.models import Person
from caseflow.people.scope import not_hidden, reads_as, visible_people


@remembered
def visible_cases(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on cases: those of the service one works in; the safeguarding lead reads all of a side."""
    if not viewer.can(P.CASES_READ):
        return false()
    if viewer.side is None:
        return true()
    if Role.SAFEGUARDING_LEAD in viewer.roles:
        return and_(Case.side == viewer.side, _of_somebody_visible(viewer))
    if viewer.service_id is None:
        return false()
    return and_(_own_service(viewer), not_hidden(viewer, Case.person_id))


@remembered
def visible_notes(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate on notes joined to their cases: some classes stay within the case's own service."""
    if viewer.side is None:
        return true()
    own = Case.service_id == viewer.service_id if viewer.service_id else false()
    return and_(visible_cases(viewer), or_(own, CaseNote.kind.not_in(ONLY_OWN_SERVICE)))


@remembered
def overseen_cases(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate for a manager's counts: a service's own cases, or all of a side for the helpline and lead.

    It opens no case: what it finds is shown as a row that says why it is there.
    """
    if not viewer.can(P.OVERSIGHT_HURT):
        return false()
    if viewer.side is None:
        return true()
    if viewer.area_wide:
        return and_(Case.side == viewer.side, _of_somebody_visible(viewer))
    if viewer.service_id is None:
        return false()
    return and_(_own_service(viewer), not_hidden(viewer, Case.person_id))


def _own_service(viewer: Viewer) -> ColumnElement[bool]:
    return and_(Case.side == viewer.side, Case.service_id == viewer.service_id)


def _of_somebody_visible(viewer: Viewer) -> ColumnElement[bool]:
    # One look-up for each case that is read; a list of all people in scope would grow with the area.
    found = select(Person.id).where(Person.id == reads_as(Case.person_id), visible_people(viewer))
    return found.correlate(Case).exists()


@remembered
def at_risk(*levels: RiskLevel) -> ColumnElement[bool]:
    """Return the predicate on cases: the person stands at one of these levels today."""
    found = select(Person.id).where(Person.id == reads_as(Case.person_id), Person.risk_level.in_(levels))
    return found.correlate(Case).exists()


@remembered
def review_late() -> ColumnElement[bool]:
    """Return the predicate on cases: the day to look again at the plan, or at the person's risk, is over."""
    person = select(Person.id).where(Person.id == reads_as(Case.person_id), Person.review_due_on < today())
    return or_(Case.review_due_on < today(), person.correlate(Case).exists())


def may_work(viewer: Viewer, service_id: UUID) -> bool:
    """Tell whether a viewer works cases of this service, not only reads them."""
    return viewer.can(P.CASES_WORK) and (viewer.side is None or viewer.service_id == service_id)


def load_case(viewer: Viewer, case_id: UUID) -> Case:
    """Return a case in scope; raises Unknown."""
    case = db.session.scalar(select(Case).where(Case.id == case_id, visible_cases(viewer)))
    if case is None:
        raise Unknown
    return case


def load_for_work(actor: Actor, case_id: UUID) -> Case:
    """Return a case to be worked; raises Unknown outside the scope, NotAllowed for one who only reads."""
    case = load_case(actor, case_id)
    if not may_work(actor, case.service_id):
        raise NotAllowed("You can read this case but not work it.")
    return case


def must_be_live(actor: Actor, case: Case) -> None:
    """Refuse to go on with a closed case; raises Conflict with who closed it and when."""
    if case.state is CaseState.CLOSED:
        raise too_late(actor, case, "This case is closed. Open it again before you go on.")


def too_late(viewer: Viewer, case: Case, message: str) -> Conflict:
    """Return the plain answer to a move that is no longer possible: what happened, who did it and when."""
    last = db.session.execute(
        select(CaseMove.moved_by, CaseMove.moved_at)
        .where(CaseMove.case_id == case.id)
        .order_by(CaseMove.moved_at.desc())
        .limit(1)
    ).one_or_none()
    who = user_names(viewer, [last.moved_by]).get(last.moved_by) if last else None
    own = last is not None and last.moved_by == viewer.user_id and case.state is CaseState.CLOSED
    return Conflict(message, who=who, at=last.moved_at if last else None, own=own)


def risk_now(person_id: UUID) -> RiskLevel:
    """Return the level that holds today for a person in a case that is loaded already."""
    return db.session.scalars(select(Person.risk_level).where(Person.id == reads_as(person_id))).one()
