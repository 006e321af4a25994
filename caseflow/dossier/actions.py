"""The one write of the dossier: a search is kept for an hour, so that its words never stand in an address."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from caseflow.access.models import User
from caseflow.access.viewer import Actor
from caseflow.audit.action import quiet_action
from caseflow.clock import now
from caseflow.database import db
from caseflow.dossier.models import SavedSearch
from caseflow.errors import Invalid, NotAllowed

KEPT = timedelta(hours=1)


@quiet_action("the words of a search are nobody's record; what it shows is recorded when it is shown")
def save_search(actor: Actor, words: Mapping[str, str]) -> UUID:
    """Keep what was typed, sealed under the user's own vault; returns a random id. Old searches go."""
    if not words:
        raise Invalid({"q": "Enter a name, a birth date, a phone number or a reference"})
    if actor.side is None or actor.user_id is None:
        raise NotAllowed("A search belongs to a user on one side.")
    db.session.execute(delete(SavedSearch).where(SavedSearch.saved_at < now() - KEPT))
    user = db.session.scalars(
        select(User).where(User.id == actor.user_id).options(joinedload(User.vault))
    ).one()
    row = SavedSearch(vault=user.vault, user=user, side=actor.side, words=dict(words), saved_at=now())
    db.session.add(row)
    db.session.flush()
    return row.id
