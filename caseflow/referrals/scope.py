"""Which referrals and gaps a viewer may know of, and who may do what with one."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import joinedload

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.database import db
from caseflow.errors import Conflict, NotAllowed, Unknown
from caseflow.people.scope import not_hidden, of_visible_people
from caseflow.referrals.models import Gap, Referral, ReferralMove
from caseflow.referrals.moves import own_answer, refusal


@remembered
def visible_referrals(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: of the viewer's side, sent or received by the service worked in; area-wide all of it."""
    if not viewer.can(P.REFERRALS_READ):
        return false()
    if viewer.side is None:
        return true()
    mine: ColumnElement[bool] = false()
    if viewer.service_id is not None:
        mine = or_(Referral.from_service_id == viewer.service_id, Referral.to_service_id == viewer.service_id)
    if viewer.area_wide:
        mine = or_(mine, of_visible_people(viewer, Referral.person_id))
    return and_(Referral.side == viewer.side, mine, not_hidden(viewer, Referral.person_id))


@remembered
def visible_gaps(viewer: Viewer) -> ColumnElement[bool]:
    """Return the predicate: of the viewer's side, found by the service worked in; area-wide all of it."""
    if not viewer.can(P.REFERRALS_READ):
        return false()
    if viewer.side is None:
        return true()
    mine: ColumnElement[bool] = Gap.service_id == viewer.service_id if viewer.service_id else false()
    if viewer.area_wide:
        mine = or_(mine, of_visible_people(viewer, Gap.person_id))
    return and_(Gap.side == viewer.side, mine, not_hidden(viewer, Gap.person_id))


def load_referral(viewer: Viewer, referral_id: UUID) -> Referral:
    """Return a referral; raises Unknown where the viewer may not know of it."""
    found = db.session.scalar(
        select(Referral)
        .where(Referral.id == referral_id, visible_referrals(viewer))
        .options(joinedload(Referral.vault))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Unknown
    return found


def load_gap(viewer: Viewer, gap_id: UUID) -> Gap:
    """Return a gap; raises Unknown where the viewer may not know of it."""
    found = db.session.scalar(select(Gap).where(Gap.id == gap_id, visible_gaps(viewer)))
    if found is None:
        raise Unknown
    return found


def is_receiver(viewer: Viewer, referral: Referral) -> bool:
    """Tell whether the viewer works in the service that the referral went to, and may answer it."""
    if viewer.purpose is not None:
        return True
    return viewer.service_id == referral.to_service_id and viewer.can(P.REFERRALS_ANSWER)


def is_sender(viewer: Viewer, referral: Referral) -> bool:
    """Tell whether the viewer works in the service that sent the referral, or for the whole area."""
    if viewer.purpose is not None:
        return True
    mine = viewer.service_id == referral.from_service_id or viewer.area_wide
    return mine and viewer.can(P.REFERRALS_SEND)


def load_as_receiver(actor: Viewer, referral_id: UUID) -> Referral:
    """Return a referral to be answered; raises NotAllowed where another service is to answer it."""
    referral = load_referral(actor, referral_id)
    if not is_receiver(actor, referral):
        raise NotAllowed("Only the service that received this referral can answer it.")
    return referral


def load_as_sender(actor: Viewer, referral_id: UUID) -> Referral:
    """Return a referral to be worked by its sender; raises NotAllowed for anyone else."""
    referral = load_referral(actor, referral_id)
    if not is_sender(actor, referral):
        raise NotAllowed("Only the service that sent this referral can do this.")
    return referral


def too_late(viewer: Viewer, referral: Referral) -> Conflict:
    """Return the plain answer to a move that is no longer possible: what happened, who did it and when."""
    last = db.session.execute(
        select(ReferralMove.moved_by, ReferralMove.moved_at, ReferralMove.to_state)
        .where(ReferralMove.referral_id == referral.id)
        .order_by(ReferralMove.moved_at.desc())
        .limit(1)
    ).one_or_none()
    who = user_names(viewer, [last.moved_by]).get(last.moved_by) if last and last.moved_by else None
    own = last is not None and last.moved_by == viewer.user_id and last.to_state is referral.state
    words = own_answer(referral.state) if own else ""
    at = last.moved_at if last else referral.sent_at
    return Conflict(words or refusal(referral.state), who=who, at=at, own=bool(words))
