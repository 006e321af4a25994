"""The filters of a list of cases, as codes that may stand in an address and be kept for the next visit. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from caseflow.cases.choices import CASE_STATE_LABELS, CaseState
from caseflow.choices import RISK_LABELS, RiskLevel

MINE, UNALLOCATED, TEAM = "mine", "unallocated", "team"
LIVE_ONES, CLOSED_ONES = "live", "closed"
WHOSE_LABELS = {MINE: "Mine", UNALLOCATED: "Not yet allocated", TEAM: "All of the service"}
NAMES = ("whose", "state", "risk", "late")
REVIEW = "review"
"""Instead of what is owed: the day to look again at the plan, or at the person's risk, is over."""
FARTHEST = 10_000


@dataclass(frozen=True)
class Filters:
    """Which cases a list shows."""

    whose: str = MINE
    worker_id: UUID | None = None
    state: CaseState | None = None
    closed: bool = False
    risk: RiskLevel | None = None
    late: bool = False
    review: bool = False
    page: int = 1

    def codes(self) -> dict[str, str]:
        """Return the filters as they stand in an address, without those that filter nothing."""
        found = {"whose": str(self.worker_id) if self.worker_id else self.whose}
        if self.closed:
            found["state"] = CLOSED_ONES
        elif self.state:
            found["state"] = self.state.value
        if self.risk:
            found["risk"] = self.risk.value
        if self.late:
            found["late"] = "yes"
        if self.review:
            found["late"] = REVIEW
        return found

    def at(self, page: int) -> Filters:
        """Return the same filters on another page."""
        return replace(self, page=page)

    def without(self, name: str) -> Filters:
        """Return the filters with one taken away."""
        cleared: dict[str, dict[str, object]] = {
            "state": {"state": None, "closed": False},
            "risk": {"risk": None},
            "late": {"late": False, "review": False},
        }
        return replace(self, page=1, **cleared[name])  # type: ignore[arg-type]

    def chosen(self) -> list[tuple[str, str]]:
        """Return the names and words of the filters that are set, for tags that take them away."""
        tags = []
        if self.closed:
            tags.append(("state", "Closed"))
        elif self.state:
            tags.append(("state", CASE_STATE_LABELS[self.state]))
        if self.risk:
            tags.append(("risk", RISK_LABELS[self.risk]))
        if self.late:
            tags.append(("late", "Overdue only"))
        elif self.review:
            tags.append(("late", "Review overdue"))
        return tags


def read_filters(given: Mapping[str, str], *, default_whose: str = MINE) -> Filters:
    """Return the filters that an address names; an unknown code filters nothing."""
    whose = given.get("whose", default_whose)
    worker = None if whose in WHOSE_LABELS else _uuid(whose)
    state = given.get("state", "")
    return Filters(
        whose=whose if whose in WHOSE_LABELS else TEAM if worker else default_whose,
        worker_id=worker,
        state=CaseState(state) if state in set(CaseState) and state != CaseState.CLOSED else None,
        closed=state == CLOSED_ONES,
        risk=RiskLevel(given["risk"]) if given.get("risk") in set(RiskLevel) else None,
        late=given.get("late") == "yes",
        review=given.get("late") == REVIEW,
        page=_page(given.get("page", "1")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(text: str) -> int:
    return min(max(int(text), 1), FARTHEST) if text.isascii() and text.isdigit() and len(text) < 6 else 1
