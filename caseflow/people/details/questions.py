"""What is asked of a person: relays, access needs, and the equality questions with their answers. Pure.

Every equality question can be answered with "prefer not to say"; without an answer it was not asked.
"""

from dataclasses import dataclass
from enum import StrEnum

PREFER_NOT = "prefer_not_to_say"
PREFER_NOT_LABEL = "Prefer not to say"
NOT_ASKED = "not_asked"
NOT_ASKED_LABEL = "Not asked"


class Relay(StrEnum):
    """Ways of speaking over the telephone that need a relay or an interpreter of signs."""

    BSL = "bsl"
    TEXT_RELAY = "text_relay"


RELAY_LABELS = {Relay.BSL: "British Sign Language", Relay.TEXT_RELAY: "Text relay"}


class Access(StrEnum):
    """What makes it possible for somebody to take part."""

    STEP_FREE = "step_free"
    HEARING = "hearing"
    SIGHT = "sight"
    EASY_WORDS = "easy_words"
    MORE_TIME = "more_time"
    SUPPORTER = "supporter"
    CARER = "carer"


ACCESS_LABELS = {
    Access.STEP_FREE: "Step-free access",
    Access.HEARING: "Help with hearing",
    Access.SIGHT: "Large print, audio or Braille",
    Access.EASY_WORDS: "Easy words, short letters",
    Access.MORE_TIME: "More time, or breaks",
    Access.SUPPORTER: "Somebody they trust beside them",
    Access.CARER: "Care that must be arranged first",
}


@dataclass(frozen=True)
class EqualityQuestion:
    """One equality question: its permanent code, its words, its answers, and from what age it is asked."""

    code: str
    label: str
    answers: tuple[tuple[str, str], ...]
    from_age: int = 0
    other: bool = False
    """Whether the person's own words may be added."""

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """Return every answer that can be chosen, with the two that every question has."""
        return (*self.answers, (PREFER_NOT, PREFER_NOT_LABEL), (NOT_ASKED, NOT_ASKED_LABEL))


YES_NO = (("yes", "Yes"), ("no", "No"))

EQUALITY = (
    EqualityQuestion("sex", "Sex", (("female", "Female"), ("male", "Male"), ("intersex", "Intersex"))),
    EqualityQuestion(
        "gender_same",
        "Is their gender the same as the sex registered at birth?",
        YES_NO,
        from_age=16,
        other=True,
    ),
    EqualityQuestion(
        "orientation",
        "Sexual orientation",
        (
            ("straight", "Straight or heterosexual"),
            ("gay_lesbian", "Gay or lesbian"),
            ("bisexual", "Bisexual"),
            ("other", "Other"),
        ),
        from_age=16,
        other=True,
    ),
    EqualityQuestion(
        "ethnicity",
        "Ethnic group",
        (
            ("asian_indian", "Asian: Indian"),
            ("asian_pakistani", "Asian: Pakistani"),
            ("asian_bangladeshi", "Asian: Bangladeshi"),
            ("asian_chinese", "Asian: Chinese"),
            ("asian_other", "Asian: any other Asian background"),
            ("black_caribbean", "Black: Caribbean"),
            ("black_african", "Black: African"),
            ("black_other", "Black: any other Black background"),
            ("mixed_caribbean", "Mixed: White and Black Caribbean"),
            ("mixed_african", "Mixed: White and Black African"),
            ("mixed_asian", "Mixed: White and Asian"),
            ("mixed_other", "Mixed: any other Mixed background"),
            ("white_british", "White: English, Welsh, Scottish, Northern Irish or British"),
            ("white_irish", "White: Irish"),
            ("white_traveller", "White: Gypsy or Irish Traveller"),
            ("white_roma", "White: Roma"),
            ("white_other", "White: any other White background"),
            ("arab", "Arab"),
            ("other", "Any other ethnic group"),
        ),
        other=True,
    ),
    EqualityQuestion(
        "religion",
        "Religion",
        (
            ("none", "No religion"),
            ("christian", "Christian"),
            ("buddhist", "Buddhist"),
            ("hindu", "Hindu"),
            ("jewish", "Jewish"),
            ("muslim", "Muslim"),
            ("sikh", "Sikh"),
            ("other", "Any other religion"),
        ),
        other=True,
    ),
    EqualityQuestion("disability", "Disability or long-term condition", YES_NO, other=True),
    EqualityQuestion(
        "partnership",
        "Marriage or civil partnership",
        (
            ("single", "Single"),
            ("married", "Married"),
            ("civil_partnership", "In a civil partnership"),
            ("separated", "Separated"),
            ("divorced", "Divorced or partnership dissolved"),
            ("widowed", "Widowed or surviving partner"),
        ),
        from_age=16,
    ),
    EqualityQuestion("pregnancy", "Pregnant, or a baby under 18 months", YES_NO),
)


def questions_at(years: int | None) -> tuple[EqualityQuestion, ...]:
    """Return the questions that are asked at an age; at an age that is not known, all of them."""
    return tuple(one for one in EQUALITY if years is None or years >= one.from_age)


class Recourse(StrEnum):
    """Whether somebody may draw on public funds."""

    YES = "yes"
    NONE = "none"
    CHECKING = "checking"
    UNKNOWN = "unknown"


RECOURSE_LABELS = {
    Recourse.YES: "Has recourse to public funds",
    Recourse.NONE: "No recourse to public funds",
    Recourse.CHECKING: "Being checked",
    Recourse.UNKNOWN: "Not known",
}
