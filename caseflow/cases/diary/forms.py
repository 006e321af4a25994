"""Forms for what is written into a case."""

from datetime import UTC, datetime, time
from uuid import UUID

from caseflow import clock
from caseflow.cases import choices
from caseflow.cases.choices import Answered, NoteClass, TaskKind
from caseflow.choices import Side
from caseflow.web.fields import DatePart, Hidden, LongText, Radios, Select, Text, TimeText
from caseflow.web.forms import BaseForm

NOON = time(12)


class NoteForm(BaseForm):
    """Write a note."""

    body = LongText("Note", required="Enter the note", max=20_000)
    kind = Radios(
        "What is it about?",
        NoteClass,
        choices.NOTE_CLASS_LABELS,
        hints=choices.NOTE_CLASS_HINTS,
        required="Choose what the note is about",
    )
    on = DatePart("When did it happen?", past=True, called="The day it happened", hint="Leave empty for now")
    time = TimeText("At what time?", called="The time it happened")

    def for_side(self, survivor: bool) -> None:
        """Offer the classes of one side."""
        classes = choices.NOTE_CLASSES[Side.SURVIVOR if survivor else Side.PERPETRATOR]
        self.kind.offer(classes, choices.NOTE_CLASS_LABELS)

    def happened_at(self) -> datetime | None:
        """Return when it happened; an earlier day without a time counts from its noon."""
        if self.on.data is None:
            return None
        at = self.time.data or (NOON if self.on.data < clock.today() else None)
        return datetime.combine(self.on.data, at, clock.LONDON).astimezone(UTC) if at else None


class NoteTextForm(BaseForm):
    """Change a note within its day, or add a correction to it."""

    body = LongText("Note", required="Enter the note", max=20_000)
    seen = Hidden()


class TaskForm(BaseForm):
    """Add something to do, or a date to know."""

    title = Text("What is to be done, or happens?", required="Say what is to be done", max=200)
    due_on = DatePart("By when, or on which day?", required="Enter a day", called="The day")
    task_kind = Radios("Kind", TaskKind, choices.TASK_KIND_LABELS, required="Choose a kind")
    assigned_to = Select("For whom?", coerce=UUID, empty="The worker of the case")


class PlanForm(BaseForm):
    """Write the safety plan."""

    body = LongText(
        "Safety plan",
        required="Enter the safety plan",
        max=6000,
        hint="Short: what to do, where to go, whom to ring, what to take",
    )
    review_on = DatePart("Look at it again on", future=True, called="The day to look at it again")
    seen = Hidden()


class IncidentForm(BaseForm):
    """Record what happened."""

    happened_on = DatePart(
        "When did it happen?", past=True, required="Enter the day it happened", called="The day it happened"
    )
    what = LongText("What happened?", required="Say what happened", max=6000)
    reported = Radios(
        "Was it reported to the police?",
        Answered,
        choices.ANSWERED_LABELS,
        required="Say whether it was reported",
    )
    children = Radios(
        "Were children there?", Answered, choices.ANSWERED_LABELS, required="Say whether children were there"
    )
