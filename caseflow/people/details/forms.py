"""The forms of the sections of a person's details. Nothing is chosen beforehand; what was not asked stays so."""

from functools import cache
from typing import Any, ClassVar

from caseflow.people.choices import Section
from caseflow.people.details.questions import (
    ACCESS_LABELS,
    EQUALITY,
    NOT_ASKED,
    RECOURSE_LABELS,
    RELAY_LABELS,
    Access,
    EqualityQuestion,
    Recourse,
    Relay,
    questions_at,
)
from caseflow.web.fields import Checkboxes, Hidden, LongText, Radios, Select, Text, YesNoUnknown
from caseflow.web.forms import BaseForm


class SectionForm(BaseForm):
    """One section; `seen` says what the page showed when it was opened."""

    seen = Hidden()

    def content(self) -> dict[str, Any]:
        """Return the answers that were given, as codes and words."""
        answers = {name: _plain(value) for name, value in self.values().items() if name != "seen"}
        return {name: value for name, value in answers.items() if value not in (None, "", [], NOT_ASKED)}


def _plain(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list) else None if value is None else str(value)


class LanguageForm(SectionForm):
    """Language and interpreter."""

    language = Text("Language", max=60, hint="The one the person speaks best")
    interpreter = YesNoUnknown("Is an interpreter needed?")
    interpreter_sex = Radios(
        "Sex of the interpreter", [("female", "Female"), ("male", "Male"), ("either", "Either")]
    )
    own_community = Radios(
        "May the interpreter be from the person’s own community?", [("yes", "Yes"), ("no", "No")]
    )
    relay = Checkboxes("Signing or relay", Relay, RELAY_LABELS)
    easier = LongText("What would make this easier?", max=2_000)


class AccessForm(SectionForm):
    """Access needs."""

    needs = Checkboxes("What is needed?", Access, ACCESS_LABELS)
    more = LongText("More about these", max=2_000)


class CircumstancesForm(SectionForm):
    """What a service has to know to be able to help."""

    recourse = Radios("Public funds", Recourse, RECOURSE_LABELS)
    immigration = LongText(
        "Immigration", max=2_000, hint="Never shown to statutory partners unless you choose to"
    )
    housing = LongText("Housing", max=2_000)
    caring = LongText("Caring for somebody", max=2_000)
    health = LongText("Health and medication", max=2_000)
    substances = LongText("Alcohol or drugs", max=2_000)
    pets = Text("Pets", max=200)


class EqualityForm(SectionForm):
    """Equality; the questions depend on the age."""

    questions: ClassVar[tuple[EqualityQuestion, ...]] = EQUALITY


@cache
def _equality_form(questions: tuple[EqualityQuestion, ...]) -> type[EqualityForm]:
    fields: dict[str, Any] = {"questions": questions}
    for one in questions:
        kind = Select if len(one.answers) > 9 else Radios
        fields[one.code] = kind(one.label, list(one.offered))
        if one.other:
            fields[f"{one.code}_words"] = Text(f"{one.label}: in the person’s own words", max=200)
    return type("EqualityFormNow", (EqualityForm,), fields)


FORMS: dict[Section, type[SectionForm]] = {
    Section.LANGUAGE: LanguageForm,
    Section.ACCESS: AccessForm,
    Section.CIRCUMSTANCES: CircumstancesForm,
}


def form_of(section: Section, years: int | None) -> type[SectionForm]:
    """Return the form of a section, for somebody of this age."""
    return FORMS.get(section) or _equality_form(questions_at(years))
