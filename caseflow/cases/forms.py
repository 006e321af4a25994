"""Forms that open, give, move and close a case."""

from typing import Any
from uuid import UUID

from caseflow.calls.choices import AttemptOutcome
from caseflow.cases import choices
from caseflow.cases.choices import (
    AllocateTo,
    Change,
    CloseReason,
    FeelsSafer,
    OutcomeArea,
    PauseReason,
    Press,
    YesNo,
)
from caseflow.web.fields import DatePart, Hidden, LongText, Radios, Select, TimeText
from caseflow.web.forms import BaseForm

MAY_STILL = {Press.SPOKE_SAFE: True, Press.SPOKE_NOT_SAFE: False}


class AcceptForm(BaseForm):
    """Accept a referral for oneself, a colleague or the team."""

    to = Radios(
        "Who will work with this person?",
        AllocateTo,
        choices.ALLOCATE_TO_LABELS,
        required="Choose who will work with this person",
    )
    worker = Select("Colleague", coerce=UUID, empty="Choose a colleague")

    def allocate_to(self) -> UUID | str | None:
        """Return for whom it is accepted, as the action takes it."""
        if self.to.data is AllocateTo.ME:
            return "me"
        return self.worker.data if self.to.data is AllocateTo.COLLEAGUE else None

    def validate(self, *args: Any, **rest: Any) -> bool:
        """Ask for the colleague where one is meant."""
        sound: bool = super().validate(*args, **rest)
        if sound and self.to.data is AllocateTo.COLLEAGUE and self.worker.data is None:
            self.refuse({"worker": "Choose a colleague"})
            return False
        return sound


class AllocateForm(BaseForm):
    """Give a case to a worker."""

    worker = Select("Worker", coerce=UUID, empty="Choose a worker", required="Choose who works this case")


class AttemptForm(BaseForm):
    """Log an attempt to reach the person, by one press or with words."""

    press = Radios("What happened?", Press, choices.PRESS_LABELS, required="Choose what happened")
    contact_point_id = Radios("By which number or address?", coerce=UUID)
    reason = LongText("If it went beyond what was agreed: why?", max=1000)
    note = LongText("Anything to add?", max=2000)
    again_on = DatePart("Try again on", future=True, called="The day to try again")
    again_time = TimeText("At", called="The time to try again")

    def attempt(self) -> dict[str, Any]:
        """Return the attempt as the action takes it."""
        press: Press = self.press.data
        spoke = press in (Press.SPOKE, Press.SPOKE_SAFE, Press.SPOKE_NOT_SAFE)
        outcome = AttemptOutcome.SPOKE if spoke else AttemptOutcome(press.value)
        again = (
            self.again_time.at(self.again_on.data) if self.again_on.data and self.again_time.data else None
        )
        return {
            "outcome": outcome,
            "contact_point_id": self.contact_point_id.data,
            "may_still": MAY_STILL.get(press),
            "again_at": again if outcome is AttemptOutcome.LATER else None,
            "note": self.note.data or "",
            "reason": self.reason.data or "",
        }


class MoveForm(BaseForm):
    """Send a case to another state."""

    to = Radios(
        "Where does the case go?",
        choices.CaseState,
        choices.CASE_STATE_LABELS,
        required="Choose where the case goes",
    )
    pause_reason = Radios("Why does it pause?", PauseReason, choices.PAUSE_REASON_LABELS)
    note = LongText("Why", max=2000)


class CloseForm(BaseForm):
    """Close a case with its reason and outcomes; what is missing the action says, all of it at once."""

    reason = Radios(
        "Why does this case close?",
        CloseReason,
        choices.CLOSE_REASON_LABELS,
    )
    planned = Radios("Was the close planned?", YesNo, choices.PLANNED_LABELS)
    feels_safer = Radios("How does the person feel?", FeelsSafer, choices.FEELS_SAFER_LABELS)
    health = Radios("Health", Change, choices.CHANGE_LABELS)
    shelter = Radios("Somewhere to live", Change, choices.CHANGE_LABELS)
    family = Radios("Family, friends and children", Change, choices.CHANGE_LABELS)
    work = Radios("Education, skills and work", Change, choices.CHANGE_LABELS)
    drugs_alcohol = Radios("Drugs and alcohol", Change, choices.CHANGE_LABELS)
    finance = Radios("Money", Change, choices.CHANGE_LABELS)
    outlook = Radios("Outlook and attitude", Change, choices.CHANGE_LABELS)
    social = Radios("Social life", Change, choices.CHANGE_LABELS)
    note = LongText("Anything to add?", max=5000)

    @property
    def areas(self) -> list[Radios]:
        """Return the fields of the eight areas."""
        return [self[area.value] for area in OutcomeArea]

    def outcomes(self) -> dict[OutcomeArea, Change]:
        """Return the areas that were answered."""
        return {area: self[area.value].data for area in OutcomeArea if self[area.value].data}


class ReopenForm(BaseForm):
    """Open a closed case again."""

    why = LongText("Why does this case open again?", max=2000, required="Say why this case opens again")


class PressForm(BaseForm):
    """A post of one press: nothing is typed."""

    seen = Hidden()
