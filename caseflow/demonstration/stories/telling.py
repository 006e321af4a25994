"""What every part of a story has at hand, and the people it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from caseflow.choices import FieldState, RiskLevel, Side
from caseflow.crypto.models import Vault
from caseflow.demonstration.chance import LONDON, Chance
from caseflow.demonstration.ground import Ground, Place
from caseflow.demonstration.shelf import Shelf
from caseflow.people.contact_rules import Rule, confirm_again


@dataclass
class Telling:
    """One story being told: where, onto which shelf, with whose chance."""

    ground: Ground
    shelf: Shelf
    chance: Chance

    def past(self, at: datetime) -> bool:
        """Tell whether a moment has come, by the morning of today."""
        return at <= self.ground.anchor

    def days_ago(self, days: float, hours: dict[int, int]) -> datetime:
        """Return a moment so many days ago at a likely hour; never today."""
        on = self.ground.anchor.astimezone(LONDON).date() - timedelta(days=max(1, round(days)))
        return self.chance.moment(on, hours)

    def one_of(self, users: tuple[UUID, ...]) -> UUID | None:
        """Return one of several users; the first of a team has far more on the desk than the last."""
        if not users:
            return None
        place = min(self.chance.whole(0, len(users) - 1), self.chance.whole(0, len(users) - 1))
        return users[place]


@dataclass
class Someone:
    """The person that a story is about, with what later parts of it go on from."""

    id: UUID
    vault: Vault
    side: Side
    known_as: str
    age: int
    place: Place | None
    usual: Place | None
    phone: str
    point_id: UUID | None
    point: dict[str, Any] | None
    row: dict[str, Any] = field(repr=False)
    rule: Rule | None = None
    """The phone's contact rule, which travels before the number."""
    harm_id: UUID | None = None
    harm_name: str = ""
    children: tuple[str, ...] = ()
    risk: RiskLevel = RiskLevel.NOT_ASSESSED
    assessment_id: UUID | None = None

    @property
    def place_id(self) -> UUID | None:
        """Return where the person is staying."""
        return self.place.id if self.place else None

    @property
    def usual_id(self) -> UUID | None:
        """Return where the usual home is."""
        return self.usual.id if self.usual else None

    def assessed(self, risk: RiskLevel, on: date, review_on: date, assessment_id: UUID) -> None:
        """Write the summary that an assessment leaves on the person."""
        self.risk, self.assessment_id = risk, assessment_id
        self.row.update(risk_level=risk, risk_on=on, review_due_on=review_on)

    def confirmed(self, on: date) -> None:
        """Renew the rule of the number on which the person was spoken to: it was asked, and it is safe."""
        if self.point is None or self.point["stopped_at"] or (self.point["confirmed_on"] or on) > on:
            return
        if self.point["may_call"] is FieldState.NOT_ASKED:
            self.point["may_call"] = FieldState.ALLOWED
        self.point.update(confirmed_on=on, confirm_again_on=confirm_again(on))
        self.row.update(contact_state=self.point["may_call"], contact_until_on=confirm_again(on))

    def case_opened(self) -> None:
        """Count a live case on the person."""
        self.row["open_cases"] += 1


def awake(moment: datetime) -> datetime:
    """Return the moment itself, or half past eight where people sleep: nobody is rung at night."""
    local = moment.astimezone(LONDON)
    if 8 <= local.hour < 21:
        return moment
    on = local.date() if local.hour < 8 else local.date() + timedelta(days=1)
    return datetime.combine(on, time(8, 30 + moment.minute // 3), LONDON).astimezone(UTC)


def day(moment: datetime) -> date:
    """Return the date on the wall in England."""
    return moment.astimezone(LONDON).date()
