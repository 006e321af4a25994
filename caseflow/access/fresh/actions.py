"""The write of a fresh sign-in."""

from sqlalchemy import update

from caseflow.access import events
from caseflow.access.models import SignIn
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db


@action
def freshen_session(actor: Actor) -> None:
    """Note that whoever acts has just proved again who they are."""
    db.session.execute(update(SignIn).where(SignIn.id == actor.session_id).values(fresh_at=now()))
    record(actor, events.CONFIRMED, "user", actor.user_id)
