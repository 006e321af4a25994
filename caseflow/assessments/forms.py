"""Forms of the assessments room. The form of an instrument is built from its file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, cast
from uuid import UUID

from caseflow.assessments.choices import (
    FACT_LABELS,
    JUDGEMENT_STOP_LABELS,
    LEVEL_LABELS,
    LEVELS,
    PURPOSE_LABELS,
    SOURCE_LABELS,
    STOP_ANSWER_LABELS,
    Fact,
    Purpose,
    Source,
    StopAnswer,
)
from caseflow.assessments.content import Content
from caseflow.assessments.instruments.shape import Instrument, Item
from caseflow.people.choices import RELATIONSHIP_LABELS, Relationship
from caseflow.web.fields import Checkboxes, DatePart, Hidden, Integer, LongText, Radios, Select, Text, Tick
from caseflow.web.forms import BaseForm

NEW, NOT_NAMED = "new", "not_named"
NONE_KNOWN = "none_known"
NOTE_LENGTH = 2_000
OTHER_SOURCES = list(Source)


class PairFields(BaseForm):
    """Which pair an assessment is about: someone known on the record, someone added by name, or not named."""

    pair = Radios("Who is causing harm?", required="Choose who is causing harm, or that they are not named")
    harm_name = Text("Their name", max=120)
    harm_relationship = Select("Relationship to the person", Relationship, RELATIONSHIP_LABELS)
    source = Radios("Who gives the answers, if not the person?", Source, SOURCE_LABELS)

    def offer_pairs(self, known: Sequence[tuple[UUID, str]]) -> None:
        """Offer the persons causing harm who are on the record, then a new one, then not named."""
        listed = [(str(one), name) for one, name in known]
        self.pair.offer([*listed, (NEW, "Someone not yet on the record"), (NOT_NAMED, "Not named")])

    def pair_values(self) -> dict[str, Any]:
        """Return the pair as an action takes it."""
        chosen = str(self.pair.data or "")
        adding = chosen == NEW
        return {
            "harm_id": None if chosen in ("", NEW, NOT_NAMED) else UUID(chosen),
            "harm_name": (self.harm_name.data or "") if adding else "",
            "harm_relationship": self.harm_relationship.data if adding else None,
            "source": self.source.data or Source.PERSON,
        }

    def validate(self, *args: Any, **rest: Any) -> bool:
        """Ask for the name of someone who is to be added."""
        sound = cast(bool, super().validate(*args, **rest))
        if self.pair.data == NEW and not self.harm_name.data and not self.harm_name.errors:
            self.refuse({"harm_name": "Enter their name, or choose Not named"})
            return False
        return sound


class StartForm(PairFields):
    """Begin an assessment: the pair, the instrument, and why now."""

    instrument = Radios("What will you use?", required="Choose what you will use")
    purpose = Radios("Why now?", Purpose, PURPOSE_LABELS, required="Choose why it is made now")


class DecisionFields(BaseForm):
    """The level and its reason, with what else has a say."""

    level = Radios("Risk level", LEVELS, LEVEL_LABELS)
    reason = LongText("Reason", max=10_000)
    stop_answer = Radios("Have you considered high?", StopAnswer, STOP_ANSWER_LABELS)
    stop_because = LongText("Why a lower level is right", max=4_000)
    marac_judgement = Tick("There are reasonable grounds for MARAC on professional judgement")
    marac_why = LongText("Why MARAC", max=4_000)
    police_incidents = Integer("Incidents reported to police in the past 12 months", least=0, most=999)
    wishes = LongText("What the person wants from us", max=4_000)
    review_on = DatePart("Review date")

    DECIDING: ClassVar[bool] = True

    def decided(self) -> dict[str, Any]:
        """Return the deciding part of the content."""
        return {
            "level": str(self.level.data) if self.level.data else None,
            "reason": self.reason.data or "",
            "stop_answer": str(self.stop_answer.data) if self.stop_answer.data else None,
            "stop_because": self.stop_because.data or "",
            "marac_judgement": self.marac_judgement.data,
            "marac_why": self.marac_why.data or "",
            "police_incidents": self.police_incidents.data,
            "wishes": self.wishes.data or "",
            "review_on": self.review_on.data.isoformat() if self.review_on.data else None,
        }


class JudgeForm(PairFields, DecisionFields):
    """A judgement without a checklist, in one post."""

    purpose = Radios("Why now?", Purpose, PURPOSE_LABELS)
    stop_ticked = Checkboxes(
        "Is any of these known?", [*JUDGEMENT_STOP_LABELS.items(), (NONE_KNOWN, "None of these is known")]
    )

    def content(self) -> Content:
        """Return what was typed."""
        return Content(
            **self.decided(),
            stop_ticked=tuple(code for code in self.stop_ticked.data if code != NONE_KNOWN),
            stop_none_known=self.stop_ticked.data == [NONE_KNOWN],
        )


class ItemsForm(BaseForm):
    """The items of an instrument. `seen` and `page` say which version this page was opened on."""

    instrument: ClassVar[Instrument]
    DECIDING: ClassVar[bool] = False

    seen = Hidden()
    page = Hidden()

    def rows(self) -> list[ItemRow]:
        """Return the items in order, each with its fields."""
        return [ItemRow(self, item) for item in self.instrument.items]

    def decided(self) -> dict[str, Any]:
        """An instrument that decides no level has no deciding part."""
        return {}

    def content(self) -> Content:
        """Return what was typed."""
        answers: dict[str, dict[str, str]] = {}
        notes: dict[str, str] = {}
        sources: dict[str, str] = {}
        for row in self.rows():
            given = {scale: field.data for scale, field in row.by_scale.items() if field.data}
            if given:
                answers[row.item.code] = given
            if row.note.data:
                notes[row.item.code] = row.note.data
            if row.source.data:
                sources[row.item.code] = str(row.source.data)
        return Content(answers=answers, notes=notes, sources=sources, **self.decided())

    def opened_on(self) -> dict[str, Any]:
        """Return which version the page was opened on, as the actions take it; a garbled one counts as stale."""
        try:
            return {"seen": int(self.seen.data or ""), "page_id": UUID(self.page.data or "")}
        except (TypeError, ValueError):
            return {"seen": -1, "page_id": None}


class DecidingItemsForm(DecisionFields, ItemsForm):
    """The items and the decision on one page."""

    facts = Checkboxes("Other relevant facts", Fact, FACT_LABELS)
    facts_note = LongText("More about these", max=4_000)
    priorities = LongText("The person's own priorities", max=4_000)

    def decided(self) -> dict[str, Any]:
        """Return the deciding part of the content, with the other facts."""
        return DecisionFields.decided(self) | {
            "facts": tuple(str(one) for one in self.facts.data),
            "facts_note": self.facts_note.data or "",
            "priorities": self.priorities.data or "",
        }


class ItemRow:
    """One item with the fields that belong to it."""

    def __init__(self, form: ItemsForm, item: Item) -> None:
        self.item = item
        self.on_stop_card = form.instrument.on_stop_card(item.code)
        self.by_scale = {scale.code: form[answer_name(item, scale.code)] for scale in form.instrument.scales}
        self.note = form[note_name(item)]
        self.source = form[source_name(item)]

    @property
    def fields(self) -> list[Any]:
        """The fields of the answers, one for each scale."""
        return list(self.by_scale.values())


def answer_name(item: Item, scale: str) -> str:
    """Return the name of an answer's field."""
    return f"item_{item.code}_{scale}"


def note_name(item: Item) -> str:
    """Return the name of a note's field."""
    return f"note_{item.code}"


def source_name(item: Item) -> str:
    """Return the name of the field that says who answered, if not the person."""
    return f"source_{item.code}"


@cache
def form_of(instrument: Instrument) -> type[ItemsForm]:
    """Return the form class of an instrument."""
    parent = DecidingItemsForm if instrument.decides_level else ItemsForm
    fields: dict[str, Any] = {"instrument": instrument}
    for item in instrument.items:
        for scale in instrument.scales:
            label = item.label if len(instrument.scales) == 1 else scale.label
            # Without a script a radio cannot be taken back, so "Not asked" can be chosen again; it is no answer.
            choices = [*((choice.code, choice.label) for choice in scale.choices), ("", "Not asked")]
            fields[answer_name(item, scale.code)] = Radios(label, choices)
        fields[note_name(item)] = LongText(f"Note on {item.code}", max=NOTE_LENGTH)
        fields[source_name(item)] = Select(
            f"Who said so, on {item.code}", OTHER_SOURCES, SOURCE_LABELS, empty="Source: as for all"
        )
    return type(f"{instrument.code.title()}Form", (parent,), fields)


def filled(instrument: Instrument, content: Content) -> dict[str, Any]:
    """Return the values with which the form of an instrument begins."""
    values: dict[str, Any] = dict(vars(content))
    for item in instrument.items:
        for scale in instrument.scales:
            values[answer_name(item, scale.code)] = content.answers.get(item.code, {}).get(scale.code)
        values[note_name(item)] = content.notes.get(item.code)
        values[source_name(item)] = content.sources.get(item.code)
    return values
