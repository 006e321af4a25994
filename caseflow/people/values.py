"""Page values of people: frozen, opened, and free of the database. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from caseflow.choices import FieldState, RiskLevel, Side
from caseflow.people.choices import BirthKind, Channel, ContactKind, NameKind
from caseflow.people.contact_rules import PointState, RuleToday

T = TypeVar("T")


class FirstOf(list[T]):
    """The first rows of a list, and how many it has in all; or, with more beyond, how many were counted."""

    def __init__(self, rows: Iterable[T], total: int, *, beyond: bool = False) -> None:
        super().__init__(rows)
        self.total = total
        self.beyond = beyond

    @property
    def left(self) -> int:
        """Return how many are not among these rows."""
        return max(self.total - len(self), 0)


@dataclass(frozen=True)
class PersonLine:
    """A person on one line of a list."""

    person_id: UUID
    side: Side
    known_as: str
    age: str | None
    under_18: bool
    reference: str
    locality_id: UUID | None
    risk: RiskLevel
    risk_on: date | None
    review_due_on: date | None
    """When the risk is to be looked at again."""
    contact_state: PointState
    restricted: bool
    open_cases: int


@dataclass(frozen=True)
class IdentityBar:
    """Who a page is about. On the perpetrator side it holds nothing of any survivor."""

    person_id: UUID
    side: Side
    known_as: str
    age: str | None
    locality: str | None
    reference: str
    risk: RiskLevel | None
    risk_on: date | None
    review_due_on: date | None
    """When the risk is to be looked at again."""
    contact_state: PointState | None
    flags: tuple[str, ...]
    href: str
    under_18: bool

    @property
    def show_risk(self) -> bool:
        """Tell whether a risk badge belongs on the bar."""
        return self.risk is not None

    @property
    def show_contact(self) -> bool:
        """Tell whether a safe-contact badge belongs on the bar."""
        return self.contact_state is not None


@dataclass(frozen=True)
class NameLine:
    """One name of a person, and what it is to them."""

    kind: NameKind
    given: str
    surname: str
    whole: str


@dataclass(frozen=True)
class HarmLine:
    """What a survivor tells of a person causing harm."""

    id: UUID
    person_id: UUID
    named: bool
    name: str
    alias: str
    relationship: str
    relationship_words: str
    born: str
    address: str
    where_now: str
    works_where: str

    @property
    def shown_name(self) -> str:
        """Return the name, or that none was given."""
        return self.name or "Not named"


@dataclass(frozen=True)
class ChildLine:
    """One child, as the person tells of them."""

    id: UUID
    person_id: UUID
    name: str
    born: str
    age: str | None
    sex: str
    where: str
    note: str


@dataclass(frozen=True)
class PersonBrief:
    """What other rooms need of a person: for a packet, a letter, an assessment."""

    person_id: UUID
    side: Side
    reference: str
    known_as: str
    full_name: str
    names: tuple[NameLine, ...]
    born: date | None
    birth_kind: BirthKind
    age: str | None
    years: int | None
    under_18: bool
    locality_id: UUID | None
    locality: str | None
    usual_locality_id: UUID | None
    usual_locality: str | None
    sections: Mapping[str, Mapping[str, Any]]
    children: tuple[ChildLine, ...]
    risk: RiskLevel
    risk_on: date | None
    review_due_on: date | None
    marac_until_on: date | None
    open_cases: int
    restricted: bool


@dataclass(frozen=True)
class PointCard:
    """One contact point: its rule first, its value hidden until it is revealed."""

    id: UUID
    person_id: UUID
    kind: ContactKind
    kind_words: str
    label: str
    hidden: str
    today: RuleToday
    may: Mapping[Channel, FieldState]
    """Each way of using it, as it may be used today."""
    who_may_answer: str
    safe_times: str
    say_we_are: str
    has_code_word: bool
    confirmed_on: date | None
    confirm_again_on: date | None
    stop_words: str | None

    @property
    def state(self) -> PointState:
        """Return the state as of today."""
        return self.today.state

    @property
    def rule(self) -> str:
        """Return the sentence to follow."""
        return self.today.rule

    @property
    def words(self) -> str:
        """Return what stands where the value would be."""
        return f"{self.label}: {self.hidden}" if self.label else self.hidden

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return what may be done."""
        return self.today.allowed

    @property
    def not_allowed(self) -> tuple[str, ...]:
        """Return what may not be done."""
        return self.today.not_allowed

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the first-contact procedure, where it applies."""
        return self.today.steps


@dataclass(frozen=True)
class ContactCard:
    """All contact points of a person, those to be used first."""

    person_id: UUID
    points: tuple[PointCard, ...]


@dataclass(frozen=True)
class RevealedPoint:
    """One contact point with its value, after a recorded press."""

    card: PointCard
    value: str
    code_word: str


@dataclass(frozen=True)
class Hit:
    """Somebody who was found: only what the viewer may know, and why they matched."""

    person_id: UUID
    side: Side
    known_as: str
    age: str | None
    under_18: bool
    locality: str | None
    reference: str
    why: tuple[str, ...]
    risk: RiskLevel | None
    risk_on: date | None
    restricted: bool
    open_cases: int
    href: str
    score: float = 0.0
    """Bits of evidence, those of exact numbers with it."""
    probability: float = 0.0


@dataclass(frozen=True)
class Found:
    """What a search found, and what it understood."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    understood: tuple[str, ...] = ()
    opening: int | None = None
    """How many per cent of the names are opened, as long as that is going on; exact things are found meanwhile."""

    @property
    def asked(self) -> bool:
        """Tell whether anything was looked for at all."""
        return bool(self.understood)
