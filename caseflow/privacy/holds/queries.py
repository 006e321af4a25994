"""What keeps a record from being erased."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from caseflow.access.viewer import Viewer
from caseflow.calls.choices import AbuseKind
from caseflow.calls.models import Call
from caseflow.cases.models import Case
from caseflow.choices import Element
from caseflow.database import db
from caseflow.people.births import may_be_under_18
from caseflow.people.models import Person
from caseflow.people.scope import load_person, records_of
from caseflow.privacy.models import Hold
from caseflow.referrals.models import Referral


def live_holds(viewer: Viewer, person_id: UUID) -> list[Hold]:
    """Return the holds on a person's record that are not lifted, oldest first."""
    person = load_person(viewer, person_id)
    wanted = select(Hold).where(Hold.person_id.in_(records_of(person.id)), Hold.lifted_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Hold.placed_at)))


def may_tell_of_child_sexual_abuse(viewer: Viewer, person_id: UUID) -> bool:
    """Tell whether codes alone speak of sexual abuse before the person was 18; the words may tell of more."""
    person = load_person(viewer, person_id)
    days = [
        call.started_at.date()
        for call in db.session.scalars(select(Call).where(Call.person_id.in_(records_of(person.id))))
        if AbuseKind.SEXUAL in ((call.details or {}).get("abuse") or ())
    ]
    for column, table in ((Referral.sent_at, Referral), (Case.accepted_at, Case)):
        found = select(column).where(
            table.person_id.in_(records_of(person.id)), table.element == Element.SEXUAL_VIOLENCE
        )
        days += [at.date() for at in db.session.scalars(found)]
    return any(_under_18(person, day) for day in days)


def _under_18(person: Person, day: date) -> bool:
    return may_be_under_18(person.birth_on, person.birth_kind, day)
