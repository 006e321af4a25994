"""Reads for tying a call."""

from uuid import UUID

from caseflow.access.viewer import Viewer
from caseflow.people.choices import ContactKind
from caseflow.people.contact.queries import same_contact_point


def known_point(viewer: Viewer, person_id: UUID | None, number: str) -> UUID | None:
    """Return the person's contact point of a number, if it is on the record."""
    if person_id is None or not number:
        return None
    return same_contact_point(viewer, person_id, ContactKind.PHONE, number)
