"""What somebody typed into a find box: a reference, a number, an e-mail address, a birth and parts of a name. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from caseflow.people.births import BirthSought, birth_sought
from caseflow.people.names import name_parts
from caseflow.people.references import read_reference

MOST = 200
"""Nobody types more than this; what is longer was pasted by mistake."""

LONGEST_DATE = 5
"""A birth date written out has at most so many words."""

_SPLIT = re.compile(r"[,;\n]+")


@dataclass(frozen=True)
class Question:
    """What is looked for, each part of it as it was understood."""

    reference: str | None = None
    phone: str | None = None
    email: str | None = None
    birth: BirthSought | None = None
    parts: tuple[str, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """Return what kinds of things were looked for, in words."""
        words = (
            ("reference", self.reference),
            ("phone number", self.phone),
            ("e-mail address", self.email),
            ("birth date or age", self.birth),
            ("name", self.parts),
        )
        return tuple(word for word, given in words if given)


Normal = Callable[[str], str | None]


def read_question(
    text: str, name: str, birth: str, phone: str, *, today: date, normal_phone: Normal, normal_email: Normal
) -> Question:
    """Read the boxes of a find; the one free box may hold anything, in any order."""
    question = Question(
        phone=normal_phone(phone[:MOST]),
        birth=birth_sought(birth[:MOST], today),
        parts=name_parts(name[:MOST]),
    )
    if phone and not question.phone:
        question = replace(question, email=normal_email(phone[:MOST]))
    for piece in _SPLIT.split(text[:MOST]):
        question = _with_piece(question, " ".join(piece.split()), today, normal_phone, normal_email)
    return question


def _with_piece(question: Question, piece: str, today: date, phone: Normal, email: Normal) -> Question:
    """Take one piece in whole if it is one thing; else look for a number or a birth among its words."""
    if not piece:
        return question
    whole = _as_one_thing(question, piece, today, phone, email)
    if whole is not None:
        return whole
    words = piece.split(" ")
    for length in range(min(LONGEST_DATE, len(words) - 1), 0, -1):
        for start in range(len(words) - length, -1, -1):
            part = " ".join(words[start : start + length])
            taken = _as_one_thing(question, part, today, phone, email)
            if taken is not None:
                rest = " ".join((*words[:start], *words[start + length :]))
                return _with_piece(taken, rest, today, phone, email)
    return replace(question, parts=tuple(dict.fromkeys((*question.parts, *name_parts(piece)))))


def _as_one_thing(
    question: Question, piece: str, today: date, phone: Normal, email: Normal
) -> Question | None:
    """Return the question with the piece taken in, if the piece is one thing and no name."""
    if "@" in piece and (address := email(piece)):
        return replace(question, email=address)
    digits = any(letter.isdigit() for letter in piece)
    # Letters alone are a reference only where they are written as one: they may be a name.
    if (digits or "-" in piece) and (reference := read_reference(piece)):
        return replace(question, reference=reference)
    if not digits:
        return None
    if born := birth_sought(piece, today):
        return replace(question, birth=born)
    number = phone(piece)
    return replace(question, phone=number) if number else None
