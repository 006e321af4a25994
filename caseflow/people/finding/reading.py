"""What somebody typed to find a person: a reference, a number, an address, a birth, a postcode, a name. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from caseflow.people.births import BirthSought, birth_sought
from caseflow.people.matching.evidence import Asked, Role
from caseflow.people.matching.naming_customs import without_titles
from caseflow.people.matching.postcodes import normal_postcode, read_postcode
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
    postcodes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def asked(self) -> Asked:
        """Return what the model compares records with; of a name in one box nobody can say which part is which."""
        parts = without_titles(self.parts)
        return Asked(tuple((part, Role.ANY) for part in parts), self.birth, self.postcodes)

    @property
    def understood(self) -> tuple[str, ...]:
        """Return what kinds of things were looked for, in words."""
        words = (
            ("reference", self.reference),
            ("phone number", self.phone),
            ("e-mail address", self.email),
            ("birth date or age", self.birth),
            ("postcode", self.postcodes),
            ("name", self.parts),
        )
        return tuple(word for word, given in words if given)


@dataclass(frozen=True)
class Boxes:
    """What was typed: into the one free box, which may hold anything in any order, and into a box for each thing."""

    text: str = ""
    name: str = ""
    birth: str = ""
    phone: str = ""
    email: str = ""
    postcode: str = ""


Normal = Callable[[str], str | None]


def read_question(boxes: Boxes, *, today: date, normal_phone: Normal, normal_email: Normal) -> Question:
    """Read the boxes of a find."""
    where = normal_postcode(boxes.postcode[:MOST])
    question = Question(
        phone=normal_phone(boxes.phone[:MOST]),
        email=normal_email(boxes.email[:MOST]),
        birth=birth_sought(boxes.birth[:MOST], today),
        postcodes=(where,) if where else (),
        parts=name_parts(boxes.name[:MOST]),
    )
    if boxes.phone and not question.phone and not question.email:
        question = replace(question, email=normal_email(boxes.phone[:MOST]))
    for piece in _SPLIT.split(boxes.text[:MOST]):
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
        # Some postcodes could be a reference: they are looked for as both.
        return replace(_with_postcode(question, piece), reference=reference)
    if not digits:
        return None
    if born := birth_sought(piece, today):
        return replace(question, birth=born)
    if read_postcode(piece):
        return _with_postcode(question, piece)
    number = phone(piece)
    return replace(question, phone=number) if number else None


def _with_postcode(question: Question, piece: str) -> Question:
    postcode = read_postcode(piece)
    return replace(question, postcodes=(*question.postcodes, postcode)) if postcode else question
