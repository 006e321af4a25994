"""The form that moves work."""

from collections.abc import Iterable
from uuid import UUID

from caseflow.cases.handover.choices import Work
from caseflow.cases.handover.values import HeldPage
from caseflow.web.fields import Checkboxes, Select
from caseflow.web.forms import BaseForm

TEAM = "team"


class HandOverForm(BaseForm):
    """Choose pieces of work, and to whom they go."""

    pieces = Checkboxes("What is to be moved")
    to = Select("Move to", empty="Choose who takes it", required="Choose who takes it")

    def offer(self, page: HeldPage, posted: Iterable[str] = ()) -> None:
        """Offer what is held, and those who can take it; a piece that was posted may be moved by now."""
        codes = {one.code: one.who for one in page.held if not one.waits}
        self.pieces.offer(list(({code: "" for code in posted if _piece(code)} | codes).items()))
        takers = [(str(user_id), name) for user_id, name in page.takers]
        self.to.offer([(TEAM, "The team: whoever is free takes it"), *takers])

    def chosen(self, page: HeldPage, *, everything: bool) -> list[tuple[Work, UUID]]:
        """Return the pieces that were ticked, or all that can be moved; a task in a case that goes needs no naming."""
        codes = [one.code for one in page.held if not one.waits] if everything else self.pieces.data
        wanted = [piece for code in codes if (piece := _piece(code))]
        in_case = {one.record_id: one.open_at for one in page.held if one.kind is Work.TASK}
        going = {record_id for kind, record_id in wanted if kind is Work.CASE}
        return [
            (kind, record_id)
            for kind, record_id in wanted
            if kind is not Work.TASK or in_case.get(record_id) not in going
        ]

    def taker(self) -> UUID | None:
        """Return who takes it; nothing means the team."""
        return None if self.to.data == TEAM else UUID(self.to.data)


def _piece(code: str) -> tuple[Work, UUID] | None:
    kind, _, record_id = code.partition(":")
    try:
        return Work(kind), UUID(record_id)
    except ValueError:
        return None
