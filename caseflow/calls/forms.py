"""The forms of a call. Nothing is chosen beforehand, and only the first row is needed to finish."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from caseflow.calls.choices import (
    ABUSE_LABELS,
    ASKED_CALLERS,
    CALLER_LABELS,
    CHANNEL_LABELS,
    CHECK_LABELS,
    DANGER_LABELS,
    DIALLED_LABELS,
    DIRECTION_LABELS,
    DROP_LABELS,
    OUTCOME_LABELS,
    PROFESSION_LABELS,
    SAFE_LABELS,
    AbuseKind,
    CallerCheck,
    Channel,
    Danger,
    Dialled,
    Direction,
    DropPlan,
    Outcome,
    Profession,
    SafeToTalk,
)
from caseflow.calls.content import WISHES
from caseflow.calls.drafting import Typed, typed_in
from caseflow.choices import FieldState
from caseflow.people.choices import RELATIONSHIP_LABELS, Relationship
from caseflow.web.fields import (
    Checkboxes,
    DatePart,
    Email,
    Hidden,
    Integer,
    LongText,
    Phone,
    Postcode,
    Radios,
    Select,
    Text,
    Tick,
    TimeText,
    YesNoUnknown,
)
from caseflow.web.forms import BaseForm

MAY = [(FieldState.ALLOWED, "Yes"), (FieldState.NOT_ALLOWED, "No")]


class StartForm(BaseForm):
    """One press: a call begins, or a short call is logged."""


class FirstRow(BaseForm):
    """What is asked first: who rings, is it safe, is there danger, what if the line drops."""

    page = Hidden(default=lambda: uuid4().hex)
    seen = Hidden()
    caller_type = Radios("Who is calling?", [(one, CALLER_LABELS[one]) for one in ASKED_CALLERS])
    profession = Select("Organisation type", Profession, PROFESSION_LABELS, empty="Choose")
    caller_name = Text("Caller’s name")
    caller_agency = Text("Organisation")
    caller_link = Text("Who they are to the person")
    channel = Select("Came by", Channel, CHANNEL_LABELS, empty="Phone")
    direction = Select("Direction", Direction, DIRECTION_LABELS, empty="To us")
    safe_to_talk = Radios("Safe to talk now?", SafeToTalk, SAFE_LABELS)
    again_at = Text("Call again at")
    where_now = Text("Where right now?", max=500)
    number_now = Phone("Number they are on", called="The number they are on")
    danger = Radios("Immediate danger?", Danger, DANGER_LABELS)
    dialled = Select("Who dialled 999?", Dialled, DIALLED_LABELS)
    dialled_at = TimeText("At what time?", hint="Like 9:30am or 14:30")
    log_number = Text("Log number", max=60)
    weapons = YesNoUnknown("Weapons?")
    danger_children = YesNoUnknown("Children there?")
    can_hear = YesNoUnknown("Can the call be overheard?")
    ambulance = YesNoUnknown("Ambulance needed?")
    drop_plan = Radios("If the line drops", DropPlan, DROP_LABELS)
    drop_number = Phone("Call back on", called="The number to call back")


class About(FirstRow):
    """Whom the call is about, and who is causing harm."""

    name = Text("Name", called="The name")
    born = DatePart("Born", past=True, called="The birth date")
    age = Integer("Or age", most=120, example=34, called="The age")
    phone = Phone("Phone", called="The phone number")
    email = Email("E-mail", max=250, called="The e-mail address")
    postcode = Postcode("Postcode", outward=True, called="The postcode")
    locality_id = Select("Staying in", empty="Not known", coerce=UUID)
    may_call = Radios("May we call it?", MAY)
    may_voicemail = Radios("Leave a voicemail?", MAY)
    may_text = Radios("Send a text?", MAY)
    who_may_answer = Text("Who else may answer?")
    check = Radios("Caller check", CallerCheck, CHECK_LABELS)
    who = Text("Who this is about", max=40)
    not_these = Text("Shown as likely", max=2_000)
    harm_name = Text("Name")
    harm_relationship = Select("Relationship", Relationship, RELATIONSHIP_LABELS)
    harm_where = Text("Where now?", max=500)
    harm_born = Text("Born, or age", max=60)
    harm_area = Text("Address or area", max=500)
    harm_works = Text("Works where", max=500)
    harm_not_named = Tick("Not named")


class CallForm(About):
    """A whole call on one screen."""

    narrative = LongText("What was said", max=20_000)
    abuse = Checkboxes("Kinds of abuse", AbuseKind, ABUSE_LABELS)
    children = Tick("Children")
    children_where = Text("Where are they?", max=500)
    interpreter = Tick("Interpreter now")
    interpreter_language = Text("Language, and who would suit", max=200)
    easier = Text("What would make this easier?", max=500)
    own_partner = Text("Partner or former partner", max=500)
    own_children = Text("Children", max=500)
    own_contact = Text("Contact with them now", max=500)
    own_weapons = YesNoUnknown("Weapons within reach?")
    own_suicide = YesNoUnknown("Thoughts of suicide?")
    own_wish = Select("Why now?", list(WISHES.items()))
    outcomes = Checkboxes("What came of it", Outcome, OUTCOME_LABELS)
    callback_on = DatePart("Day", future=True, called="The day of the call-back")
    callback_from = TimeText("From", called="The time from which we may ring")
    callback_until = TimeText("Until", called="The time until which we may ring")
    callback_number = Phone("Number", called="The call-back number")
    callback_agreed = Tick("It lies within the times that were agreed for this number")

    @classmethod
    def showing(cls, typed: Typed, *, seen: int) -> "CallForm":
        """Return the form with what was typed so far, just as it was typed."""
        boxes = [(name, text) for name, texts in typed.items() for text in texts]
        form = cls(formdata=MultiDict(boxes))
        form.seen.data = str(seen)
        return form

    def typed(self, posted: Iterable[tuple[str, list[str]]]) -> Typed:
        """Return what was posted of a draft, just as it was typed."""
        return typed_in(posted, self._fields)


class MoveForm(BaseForm):
    """A press on a button: park, take over, drop, tie, untie."""


class TieForm(BaseForm):
    """Tie a finished call to a person who agreed."""

    name = Text("Name")
    birth = Text("Birth date or age", max=40)
    phone = Phone("Phone")
    who = Text("Who this is", max=40)

    def chosen(self) -> UUID | None:
        """Return the person who was chosen, if one was."""
        try:
            return UUID(self.who.data or "")
        except ValueError:
            return None
