"""Which assessments and safeguarding actions a viewer may see: those of the people whom the viewer may see."""

from sqlalchemy import ColumnElement, and_, false, or_

from caseflow.access.policy import P
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.assessments.choices import AssessmentState
from caseflow.assessments.models import Assessment
from caseflow.people.scope import of_visible_people


@remembered
def visible_assessments(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: finished ones with the right to read, half-done ones with the right to assess."""
    states = []
    if viewer.can(P.ASSESSMENTS_READ):
        states.append(Assessment.state == AssessmentState.FINISHED)
    if viewer.can(P.ASSESSMENTS_WRITE):
        states.append(Assessment.state == AssessmentState.IN_PROGRESS)
    return and_(of_visible_people(viewer, Assessment.person_id), or_(false(), *states))
