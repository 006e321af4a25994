"""Reads of the dossier: a kept search, the person page, and a person's referrals and cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseflow.access.policy import P
from caseflow.access.queries import user_names
from caseflow.access.viewer import Viewer
from caseflow.audit.shown import shown_already
from caseflow.cases.choices import CASE_STATE_LABELS
from caseflow.cases.models import Case
from caseflow.cases.queries import person_cases
from caseflow.cases.scope import visible_cases
from caseflow.cases.values import PersonCase
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.directory.queries import service_names
from caseflow.dossier.events import FOUND
from caseflow.dossier.models import SavedSearch
from caseflow.dossier.timeline import Kind, Timeline, arrange
from caseflow.dossier.weaving.queries import items_of
from caseflow.oversight.releases.queries import ItemLine, items_of_client
from caseflow.people.queries import contact_card, find_people, identity_bar
from caseflow.people.scope import records_of
from caseflow.people.values import ContactCard, Found, IdentityBar
from caseflow.referrals.choices import WAITING
from caseflow.referrals.gaps.queries import person_gaps
from caseflow.referrals.lines import GapLine, ReferralLine
from caseflow.referrals.queries import person_referrals

KEPT = timedelta(hours=1)
OWN_BOXES = ("name", "birth", "phone", "email", "postcode")
MOST, WHILE_TYPING = 30, 10


@dataclass(frozen=True)
class FindPage:
    """What a kept search finds now."""

    words: dict[str, str]
    found: Found


@dataclass(frozen=True)
class HeldLine:
    """One service that holds the person: who, since when; a way in only where the viewer may read the case."""

    service: str
    state: str
    worker: str | None
    since_at: datetime
    case_id: UUID | None


@dataclass(frozen=True)
class PersonPage:
    """The page of a person: where they are now, and the timeline of all that the viewer may see."""

    bar: IdentityBar
    held: tuple[HeldLine, ...]
    waiting: tuple[ReferralLine, ...]
    gaps: tuple[GapLine, ...]
    timeline: Timeline
    contact: ContactCard
    survivor: bool
    released: tuple[ItemLine, ...] = ()


@dataclass(frozen=True)
class WorkPage:
    """A person's referrals, cases and gaps."""

    bar: IdentityBar
    held: tuple[HeldLine, ...]
    cases: tuple[PersonCase, ...]
    referrals: tuple[ReferralLine, ...]
    gaps: tuple[GapLine, ...]

    @property
    def waiting(self) -> list[ReferralLine]:
        """Return the referrals that wait for an answer: their senders hold the risk."""
        return [one for one in self.referrals if one.state in WAITING]

    @property
    def open_gaps(self) -> list[GapLine]:
        """Return the gaps that wait for their decider."""
        return [one for one in self.gaps if one.open]

    @property
    def shown(self) -> list[UUID]:
        """Return the ids of what the page shows."""
        return [
            *(one.case_id for one in self.cases),
            *(one.referral_id for one in self.referrals),
            *(one.gap_id for one in self.gaps),
        ]


def kept_search(viewer: Viewer, search_id: UUID) -> FindPage | None:
    """Return what a kept search of the viewer's own finds on the side it was made on; None once its hour is over."""
    row = db.session.scalar(
        select(SavedSearch).where(
            SavedSearch.id == search_id,
            SavedSearch.user_id == viewer.user_id,
            SavedSearch.side == viewer.side,
            SavedSearch.saved_at >= now() - KEPT,
        )
    )
    if row is None:
        return None
    words: dict[str, str] = dict(row.words)
    return FindPage(words, found_now(viewer, words, most=MOST))


def found_now(viewer: Viewer, words: Mapping[str, str], *, most: int = WHILE_TYPING) -> Found:
    """Return whom these words find; a reference is looked for as the free box does."""
    own = {name: words[name] for name in OWN_BOXES if words.get(name)}
    rest = [words[name] for name in ("text", "reference") if words.get(name)]
    return find_people(viewer, "; ".join(rest), limit=most, **own)


def shown_before(viewer: Viewer, search_id: UUID) -> set[UUID]:
    """Return whom a search of the viewer's own has shown within its hour, as the audit has it."""
    return shown_already(viewer, [FOUND], search_id, KEPT)


def person_page(viewer: Viewer, person_id: UUID, chosen: Kind | None = None, page: int = 1) -> PersonPage:
    """Return the page of a person; raises Unknown where the viewer may not know of them."""
    bar = identity_bar(viewer, person_id)
    return PersonPage(
        bar=bar,
        held=held_by(viewer, bar.person_id),
        waiting=tuple(one for one in person_referrals(viewer, bar.person_id) if one.state in WAITING),
        gaps=tuple(person_gaps(viewer, bar.person_id, still_open=True)),
        timeline=arrange(items_of(viewer, bar.person_id), chosen, page),
        contact=contact_card(viewer, bar.person_id),
        survivor=bar.side is Side.SURVIVOR,
        released=tuple(items_of_client(viewer, bar.person_id)),
    )


def work_page(viewer: Viewer, person_id: UUID) -> WorkPage:
    """Return a person's referrals, cases and gaps, as far as the viewer may know of them."""
    bar = identity_bar(viewer, person_id)
    return WorkPage(
        bar=bar,
        held=held_by(viewer, bar.person_id),
        cases=tuple(person_cases(viewer, bar.person_id)),
        referrals=tuple(person_referrals(viewer, bar.person_id)),
        gaps=tuple(person_gaps(viewer, bar.person_id)),
    )


def held_by(viewer: Viewer, person_id: UUID) -> tuple[HeldLine, ...]:
    """Return the services that hold a person now: all of them for the front door, else those whose case one reads."""
    wanted = select(Case, visible_cases(viewer).label("readable")).where(
        Case.person_id.in_(records_of(person_id)), Case.is_live
    )
    if viewer.side is not None:
        wanted = wanted.where(Case.side == viewer.side)
    if not (viewer.area_wide and viewer.can(P.REFERRALS_READ)):
        wanted = wanted.where(visible_cases(viewer))
    rows = db.session.execute(wanted.order_by(Case.accepted_at)).all()
    services = service_names(viewer, [case.service_id for case, _ in rows])
    workers = user_names(viewer, [case.worker_id for case, _ in rows])
    return tuple(
        HeldLine(
            service=services.get(case.service_id, ""),
            state=CASE_STATE_LABELS[case.state],
            worker=workers.get(case.worker_id) if case.worker_id else None,
            since_at=case.accepted_at,
            case_id=case.id if readable else None,
        )
        for case, readable in rows
    )
