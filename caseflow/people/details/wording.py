"""A person's details in words, for pages: what was answered, what was not asked. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from caseflow.people.choices import Section
from caseflow.people.details.questions import (
    ACCESS_LABELS,
    NOT_ASKED_LABEL,
    RECOURSE_LABELS,
    RELAY_LABELS,
    questions_at,
)

Rows = list[tuple[str, str | None]]

ANSWERS = {"yes": "Yes", "no": "No", "unknown": "Don’t know"}
SEXES = {"female": "Female", "male": "Male", "either": "Either"}

LABELS: dict[Section, dict[str, tuple[str, Mapping[Any, str]]]] = {
    Section.LANGUAGE: {
        "language": ("Language", {}),
        "interpreter": ("Interpreter needed", ANSWERS),
        "interpreter_sex": ("Sex of the interpreter", SEXES),
        "own_community": ("Interpreter from own community", {"yes": "May be", "no": "Must not be"}),
        "relay": ("Signing or relay", RELAY_LABELS),
        "easier": ("What would make this easier", {}),
    },
    Section.ACCESS: {"needs": ("Needs", ACCESS_LABELS), "more": ("More about these", {})},
    Section.CIRCUMSTANCES: {
        "recourse": ("Public funds", RECOURSE_LABELS),
        "immigration": ("Immigration", {}),
        "housing": ("Housing", {}),
        "caring": ("Caring for somebody", {}),
        "health": ("Health and medication", {}),
        "substances": ("Alcohol or drugs", {}),
        "pets": ("Pets", {}),
    },
}


def section_rows(section: Section, values: Mapping[str, Any], years: int | None) -> Rows:
    """Return a section as questions and answers in words; None where nothing was recorded."""
    if section is Section.EQUALITY:
        return _equality_rows(values, years)
    return [(label, _in_words(values.get(name), words)) for name, (label, words) in LABELS[section].items()]


def _in_words(value: Any, words: Mapping[Any, str]) -> str | None:
    if not value:
        return None
    if isinstance(value, list | tuple):
        return ", ".join(words.get(one, str(one)) for one in value)
    return words.get(value, str(value))


def _equality_rows(values: Mapping[str, Any], years: int | None) -> Rows:
    rows: Rows = []
    for one in questions_at(years):
        answer = dict(one.offered).get(values.get(one.code, ""), NOT_ASKED_LABEL)
        own_words = values.get(f"{one.code}_words")
        rows.append((one.label, f"{answer}: {own_words}" if own_words else answer))
    return rows


def equality_answered(values: Mapping[str, Any], years: int | None) -> tuple[int, int]:
    """Return how many of the equality questions that are asked at this age have an answer, and how many there are."""
    asked = questions_at(years)
    return sum(one.code in values for one in asked), len(asked)


def identity_rows(values: Mapping[str, Any], places: Mapping[UUID, str]) -> Rows:
    """Return names, birth and places in words."""
    return [
        ("Known as", values["known_as"]),
        ("Full name", " ".join(part for part in (values["given"], values["surname"]) if part) or None),
        ("Other names", ", ".join(values["other_names"]) or None),
        ("Birth date", _birth_words(values["birth_on"], values["estimated"], values["age"])),
        ("Staying now in", places.get(values["locality_id"]) if values["locality_id"] else None),
        ("Usual home in", places.get(values["usual_locality_id"]) if values["usual_locality_id"] else None),
    ]


def _birth_words(born: date | None, estimated: bool, age: int | None) -> str | None:
    if born is not None:
        written = f"{born.day} {born:%B %Y}"
        return f"{written}, a guess" if estimated else written
    return f"Aged about {age}, birth date not known" if age is not None else None
