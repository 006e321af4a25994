"""Reads for tying a call."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import and_, func, select

from caseflow.access.viewer import Viewer
from caseflow.calls.checks import Refused
from caseflow.calls.choices import CallerCheck
from caseflow.calls.models import Call
from caseflow.calls.scope import on_this_side
from caseflow.database import db
from caseflow.people.choices import ContactKind
from caseflow.people.contact.queries import same_contact_point
from caseflow.people.scope import of_visible_people


def known_point(
    viewer: Viewer, person_id: UUID | None, value: str, kind: ContactKind = ContactKind.PHONE
) -> UUID | None:
    """Return the person's contact point of a number or an e-mail address, if it is on the record."""
    if person_id is None or not value:
        return None
    return same_contact_point(viewer, person_id, kind, value)


def refused_checks(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Refused]:
    """Return for which of these people somebody rang and did not pass the caller check; one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    here = and_(on_this_side(viewer), of_visible_people(viewer, Call.person_id))
    rows = db.session.execute(
        select(Call.person_id, func.count(), func.max(Call.started_at))
        .where(Call.person_id.in_(wanted), Call.check == CallerCheck.NOT_PASSED, here)
        .group_by(Call.person_id)
    )
    return {person_id: Refused(times, last_at) for person_id, times, last_at in rows if person_id}
