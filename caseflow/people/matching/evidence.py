"""The model of matching: what each field says for or against two records being one person, and why. Pure.

Evidence is counted in bits: one more bit, and it is twice as likely. A name says more the rarer it is. The bits of
all fields are added to those of the odds before anything was compared, and give the probability. The figures were
taken from public data with known answers (``prove/tuning.py``), and rounded; what they cannot know of people who
flee, such as that a postcode changes, was set by hand and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from math import log2
from typing import NamedTuple

from caseflow.people.births import BirthSought
from caseflow.people.matching.alike import Alike, likeness
from caseflow.people.matching.birth_alike import BirthAlike, birth_likeness
from caseflow.people.matching.naming_customs import says_little
from caseflow.people.matching.postcodes import PostcodeAlike, postcode_likeness


class Role(IntEnum):
    """Which name a part belongs to; of a name in one box nobody can say."""

    ANY = 0
    GIVEN = 1
    SURNAME = 2


ROLE_WORDS = {Role.ANY: "Name", Role.GIVEN: "Given name", Role.SURNAME: "Surname"}


class Field(StrEnum):
    """A field of a record."""

    NAME = "name"
    BIRTH = "birth"
    POSTCODE = "postcode"


Part = tuple[str, Role]


@dataclass(frozen=True)
class Asked:
    """Who is looked for, as far as it is known."""

    parts: tuple[Part, ...] = ()
    birth: BirthSought | None = None
    postcodes: tuple[str, ...] = ()


class Known(NamedTuple):
    """A record to compare with: the parts of all its names, its birth, its postcodes."""

    parts: tuple[Part, ...] = ()
    born: int | None = None
    """The day as a number, ``date.toordinal``."""
    exact: bool = False
    postcodes: tuple[str, ...] = ()


class Evidence(NamedTuple):
    """What one field says: how many bits for or against, and why. It is put into words only where it is shown."""

    field: Field
    bits: float
    said: str
    plain: bool = False
    """Whether the field is simply the same, with nothing to explain."""
    role: Role = Role.ANY
    known: str = ""
    asked: str = ""

    @property
    def words(self) -> str:
        """Return it in words."""
        role = ROLE_WORDS[self.role]
        return self.said.format(role=role, known=self.known.title(), asked=self.asked.title())


# --- the weights -------------------------------------------------------------------------------------------------
COST = {
    Alike.SAME: 0.3,
    Alike.FORM: 3.0,
    Alike.SOUND: 2.4,
    Alike.ONE_LETTER: 2.0,
    Alike.BEGINNING: 5.0,
    Alike.FEW_LETTERS: 4.3,
    Alike.INITIAL: 6.5,
}
"""Bits that a name says less for each way of being not quite the same."""
SWAPPED = 2.0
"""Bits less where a given name stands for a surname."""
AGAIN = 0.6
"""The share of its bits that a further agreeing part of one name adds: parts of a name go together."""
DIFFERS = {Role.ANY: -3.0, Role.GIVEN: -2.5, Role.SURNAME: -3.0}
EXTRA = -0.7
"""A part more than the other record has, beside one that agrees; a part that says little costs nothing."""
RAREST, COMMONEST = 13.0, 3.0
"""Bits of the rarest and of the commonest name: from a few bearers on nothing is told by how many there are."""

BIRTH_BITS = {
    BirthAlike.SAME: 14.0,
    BirthAlike.SWAPPED: 9.0,
    BirthAlike.ONE_DIGIT: 4.5,
    BirthAlike.TWO_DIGITS: -1.5,
    BirthAlike.SAME_YEAR: -1.0,
    BirthAlike.MONTH_FITS: 9.0,
    BirthAlike.YEAR_FITS: 5.0,
    BirthAlike.YEAR_NEAR: 3.0,
    BirthAlike.DIFFERS: -4.5,
    BirthAlike.YEARS_APART: -3.0,
}
POSTCODE_BITS = {
    PostcodeAlike.SAME: 9.5,
    PostcodeAlike.NEAR: 5.0,
    PostcodeAlike.AREA: 3.0,
    # Set by hand: people who flee move.
    PostcodeAlike.DIFFERS: -1.5,
}

BIRTH_WORDS = {
    BirthAlike.SAME: "Birth date",
    BirthAlike.SWAPPED: "Birth date with day and month swapped",
    BirthAlike.ONE_DIGIT: "Birth date but for one digit",
    BirthAlike.TWO_DIGITS: "Birth date but for two digits",
    BirthAlike.SAME_YEAR: "Year of birth",
    BirthAlike.MONTH_FITS: "Month of birth",
    BirthAlike.YEAR_FITS: "Age or year of birth",
    BirthAlike.YEAR_NEAR: "Age or year of birth, about",
    BirthAlike.DIFFERS: "Birth date differs",
    BirthAlike.YEARS_APART: "Age or year of birth differs",
}
POSTCODE_WORDS = {
    PostcodeAlike.SAME: "Postcode",
    PostcodeAlike.NEAR: "Postcode, nearly",
    PostcodeAlike.AREA: "Part of the postcode",
    PostcodeAlike.DIFFERS: "Postcode differs",
}
NAME_WORDS = {
    Alike.SAME: "{role}: {known}",
    Alike.FORM: "{role} in another form: {known} for {asked}",
    Alike.SOUND: "{role} sounds alike: {known} for {asked}",
    Alike.ONE_LETTER: "{role} but for one letter: {known} for {asked}",
    Alike.BEGINNING: "{role} begins so: {known} for {asked}",
    Alike.FEW_LETTERS: "{role} nearly the same: {known} for {asked}",
    Alike.INITIAL: "{role} by its first letter: {known} for {asked}",
}
SWAPPED_WORDS = ", given name and surname swapped"
# -----------------------------------------------------------------------------------------------------------------


Rarity = Callable[[str], float]
Likeness = Callable[[str, str], Alike]


@lru_cache(maxsize=16_384)
def rarity(bearers: int, people: int) -> float:
    """Return how many bits a name of so many bearers says, the same for all that are rare."""
    share = max(bearers, people >> 13, 3) / max(people, 1)
    return min(max(-log2(min(share, 1.0)), COMMONEST), RAREST) if people > 64 else 6.0


def pair_bits(alike: Alike, asked: str, bits: float, roles_fit: bool) -> float:
    """Return what two parts say for each other; ``bits`` is the rarity of the commoner of the two."""
    worth = bits - COST[alike] - (0.0 if roles_fit else SWAPPED)
    if alike is Alike.BEGINNING:
        worth = min(worth, len(asked) * 2.0 - 2.0)
    return max(worth, 0.5)


def fit(asked: Role, known: Role) -> bool:
    """Tell whether two parts stand in the same name, or may."""
    return asked == known or Role.ANY in (asked, known)


def weigh(asked: Asked, known: Known, rarity_of: Rarity, alike_of: Likeness = likeness) -> list[Evidence]:
    """Return what every field says of an asked person and a known record being one, names first."""
    found = _names(asked.parts, known.parts, rarity_of, alike_of)
    if asked.birth and known.born:
        how = birth_likeness(asked.birth, known.born, known.exact)
        plain = how in (BirthAlike.SAME, BirthAlike.YEAR_FITS, BirthAlike.MONTH_FITS)
        found.append(Evidence(Field.BIRTH, BIRTH_BITS[how], BIRTH_WORDS[how], plain))
    if asked.postcodes and known.postcodes:
        near = min(postcode_likeness(one, other) for one in asked.postcodes for other in known.postcodes)
        found.append(
            Evidence(Field.POSTCODE, POSTCODE_BITS[near], POSTCODE_WORDS[near], near is PostcodeAlike.SAME)
        )
    return found


Pair = tuple[float, int, int, Alike]
_PLAIN = (Alike.SAME, Alike.BEGINNING)


def _names(
    asked: Sequence[Part], known: Sequence[Part], rarity_of: Rarity, alike_of: Likeness
) -> list[Evidence]:
    """Pair the parts of two names, best pairs first, and weigh what is left over."""
    pairs: list[Pair] = []
    for here, (part, role) in enumerate(asked):
        for there, (other, other_role) in enumerate(known):
            alike = alike_of(part, other)
            if alike is not Alike.DIFFERENT:
                bits = min(rarity_of(part), rarity_of(other))
                pairs.append((pair_bits(alike, part, bits, fit(role, other_role)), here, there, alike))
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    used_here: dict[int, Pair] = {}
    used_there: set[int] = set()
    for pair in pairs:
        if pair[1] not in used_here and pair[2] not in used_there:
            used_here[pair[1]] = pair
            used_there.add(pair[2])
            used_there.update(_same_part(known, pair[2]))
    left = [part for number, part in enumerate(known) if number not in used_there]
    return _weighed(asked, known, used_here, left)


def _same_part(known: Sequence[Part], number: int) -> list[int]:
    """Return where the same part stands again, in another of the person's names."""
    return [other for other, part in enumerate(known) if part[0] == known[number][0]]


def _weighed(
    asked: Sequence[Part], known: Sequence[Part], used: dict[int, Pair], left: Sequence[Part]
) -> list[Evidence]:
    found: list[Evidence] = []
    agreed: set[Role] = set()
    for number in sorted(used, key=lambda one: -used[one][0]):
        bits, _, there, alike = used[number]
        part, role = asked[number]
        shown_role = role if role is not Role.ANY else known[there][1]
        again = role in agreed and role is not Role.ANY
        agreed.add(role)
        other, other_role = known[there]
        said = NAME_WORDS[alike] if fit(role, other_role) else NAME_WORDS[alike] + SWAPPED_WORDS
        worth, plain = bits * AGAIN if again else bits, alike in _PLAIN
        found.append(Evidence(Field.NAME, worth, said, plain, shown_role, other, part))
    for number, (part, role) in enumerate(asked):
        if number not in used:
            found += _unpaired(part, role, role in agreed and role is not Role.ANY, left)
    return found


def _unpaired(part: str, role: Role, beside: bool, left: Sequence[Part]) -> list[Evidence]:
    """Weigh an asked part that nothing agrees with: against what stands in its place, if anything does."""
    if says_little(part):
        return []
    if beside:
        return [Evidence(Field.NAME, EXTRA, "{role} without {asked}", role=role, asked=part)]
    others = [other for other, other_role in left if fit(role, other_role) and not says_little(other)]
    if not others:
        return []
    said = "{role} differs: {known} for {asked}"
    return [Evidence(Field.NAME, DIFFERS[role], said, role=role, known=others[0], asked=part)]


def total(evidence: Sequence[Evidence]) -> float:
    """Return the sum of the bits."""
    return sum(one.bits for one in evidence)


def probability(bits: float, people: int) -> float:
    """Return how likely two records are one person, if half of those asked about are among so many people."""
    odds_bits = bits - log2(max(people, 64))
    return float(1.0 / (1.0 + 2.0 ** -max(min(odds_bits, 60.0), -60.0)))
