"""Some works need the service stopped: what it would write meanwhile would be lost."""

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from caseflow.clock import now
from caseflow.crypto.models import Process
from caseflow.crypto.rotation import LIVE
from caseflow.errors import Conflict


def refuse_beside_the_service(engine: Engine) -> None:
    """Raise Conflict while a server runs on a database; one that is not at this version is served by nobody."""
    try:
        with Session(engine) as session:
            numbers = session.scalars(select(Process.number).where(Process.seen_at > now() - LIVE)).all()
    except DBAPIError:
        return
    if numbers:
        raise Conflict(
            f"The service runs (processes {', '.join(map(str, numbers))}): stop it first; nothing was changed. "
            "One that was killed is forgotten after three minutes."
        )
