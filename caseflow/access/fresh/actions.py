"""The write of a fresh sign-in."""

from sqlalchemy import update

from caseflow.access import events
from caseflow.access.factors.proving import Proof, use_up
from caseflow.access.models import SignIn
from caseflow.access.signing.actions import USED
from caseflow.access.viewer import Actor
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import Invalid


@action
def freshen_session(actor: Actor, proof: Proof | None) -> None:
    """Note that whoever acts has just proved again who they are; raises Invalid if the code was used meanwhile."""
    if proof is not None and (actor.user_id is None or not use_up(actor.user_id, proof)):
        raise Invalid({"code": USED})
    db.session.execute(update(SignIn).where(SignIn.id == actor.session_id).values(fresh_at=now()))
    record(actor, events.CONFIRMED, "user", actor.user_id)
    if proof is not None and proof.is_recovery:
        record(actor, events.RECOVERY_USED, "user", actor.user_id)
