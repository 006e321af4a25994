"""Rows of a desk about work that changes hands."""

from caseflow.access.viewer import Viewer
from caseflow.cases.feeds.queries import restricted_cases_of_who_left
from caseflow.cases.handover.queries import left_holding
from caseflow.cases.handover.received.queries import given_to_me
from caseflow.desk.handed import rows
from caseflow.desk.order import Row


def handed_rows(viewer: Viewer) -> list[Row]:
    """Return what was given to the viewer, and what waits to be moved because its worker has left."""
    return [
        *map(rows.given, given_to_me(viewer)),
        *map(rows.left_behind, left_holding(viewer)),
        *map(rows.restricted_left, restricted_cases_of_who_left(viewer)),
    ]
