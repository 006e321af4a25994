"""The forms of people to reach: the referral from a professional, a try, a manager's choice."""

from typing import Any
from uuid import UUID

from caseflow.calls.choices import (
    ATTEMPT_LABELS,
    CHANNEL_LABELS,
    NEXT_WAY_LABELS,
    OUTSIDE_GRADE_LABELS,
    OUTSIDE_TOOL_LABELS,
    PROFESSION_LABELS,
    STOP_DECISION_LABELS,
    TOLD_LABELS,
    VERIFIED_LABELS,
    AttemptOutcome,
    Channel,
    NextWay,
    OutsideGrade,
    OutsideTool,
    Profession,
    StopDecision,
    Told,
    Verified,
)
from caseflow.choices import FieldState, Side
from caseflow.web.fields import (
    DatePart,
    Hidden,
    Integer,
    LongText,
    Phone,
    Postcode,
    Radios,
    Select,
    Text,
    TimeText,
)
from caseflow.web.forms import BaseForm

MAY = [(FieldState.ALLOWED, "Yes"), (FieldState.NOT_ALLOWED, "No")]
WHO = {
    Side.SURVIVOR: "Somebody who experiences abuse",
    Side.PERPETRATOR: "Somebody who is worried about, or is to work on, their own behaviour",
}

PRESSES = {
    "spoke:yes": "Spoke, still safe",
    "spoke:no": "Spoke, not safe here any more",
    "spoke": "Spoke, not asked whether it is still safe",
    **{str(one): words for one, words in ATTEMPT_LABELS.items() if one is not AttemptOutcome.SPOKE},
}
"""What one press says: the outcome, and after a colon the answer to "is it still safe?"."""

OTHER_CHANNELS = [(one, words) for one, words in CHANNEL_LABELS.items() if one is not Channel.EMAIL]


class ReferrerForm(BaseForm):
    """Who refers, and what they say of the risk."""

    referrer = Text("Name of the referrer", required=True)
    profession = Select("Organisation type", Profession, PROFESSION_LABELS, empty="Choose", required=True)
    agency = Text("Organisation", required=True)
    referrer_contact = Text("How to reach the referrer", required=True, hint="Their number or e-mail address")
    verified = Radios("How was the referrer verified?", Verified, VERIFIED_LABELS, required=True)
    their_reference = Text("Their reference", max=100)
    # The first line stands for e-mail (actions.py), so the list below it leaves e-mail out.
    channel = Select("Came by", OTHER_CHANNELS, empty=CHANNEL_LABELS[Channel.EMAIL])
    received_on = DatePart("Received on", past=True, required=True, called="The day of receipt")
    received_time = TimeText("At", required=True, called="The time of receipt", hint="Like 9:30am or 14:30")
    outside_grade = Select("Their grade", OutsideGrade, OUTSIDE_GRADE_LABELS, empty="Not said")
    outside_tool = Select("Tool", OutsideTool, OUTSIDE_TOOL_LABELS, empty="Not said")
    outside_on = DatePart("Graded on", past=True, called="The day of the grade")
    outside_agency = Text("Graded by")


class ReachForm(ReferrerForm):
    """A referral from a professional, whole."""

    side = Radios("Who is this about?", list(WHO.items()), required=True)
    name = Text("Name", called="The name")
    born = DatePart("Born", past=True, called="The birth date")
    age = Integer("Or age", most=120, example=34, called="The age")
    postcode = Postcode("Postcode", outward=True, called="The postcode")
    locality_id = Select("Staying in", empty="Not known", coerce=UUID)
    told = Radios("Does the person know of this referral?", Told, TOLD_LABELS, required=True)
    phone = Phone("Number that is said to be safe", called="The number")
    safe_says = Text("Who says that it is safe?", max=500)
    may_call = Radios("May we call it?", MAY)
    may_voicemail = Radios("Leave a voicemail?", MAY)
    may_text = Radios("Send a text?", MAY)
    who_may_answer = Text("Who else may answer?")
    narrative = LongText("What happened", required=True, called="What happened")
    who = Text("Who this is about", max=40)
    not_these = Text("Shown as likely", max=2_000)


class AttemptForm(BaseForm):
    """One try: a press, with a line if there is something to say."""

    press = Radios("What happened?", list(PRESSES.items()), required=True)
    point = Hidden()
    reason = Text("Why it was tried all the same", max=1000)
    note = Text("Anything to note", max=1000)
    again_on = DatePart("Asked for", future=True, called="The day to try again")
    again_time = TimeText("At", called="The time to try again")

    def said(self) -> tuple[AttemptOutcome, bool | None]:
        """Return what happened, and what was said to "still safe?" where it was asked."""
        outcome, _, still = str(self.press.data).partition(":")
        return AttemptOutcome(outcome), {"yes": True, "no": False}.get(still)

    def attempt(self) -> dict[str, Any]:
        """Return the try as the action takes it, without the number that was used."""
        outcome, still = self.said()
        return {
            "outcome": outcome,
            "note": self.note.data or "",
            "reason": self.reason.data or "",
            "may_still": still,
            "again_at": self.again_time.at(self.again_on.data) if self.again_on.data else None,
        }


class ShowPointForm(BaseForm):
    """The press that shows a number, which is recorded."""

    point = Hidden()


class DecideForm(BaseForm):
    """A manager's choice of the next way."""

    way = Radios("What next?", NextWay, NEXT_WAY_LABELS, required=True)
    note = LongText("Why", required="Say why, in a sentence", max=2000)


class CloseForm(BaseForm):
    """Close as not reached."""

    note = LongText("Anything to note", max=2000)


class StopForm(BaseForm):
    """A manager's decision about a stopped number."""

    decision = Radios("What about this number?", StopDecision, STOP_DECISION_LABELS, required=True)
    note = LongText("Why", required="Say why, in a sentence", max=2000)
