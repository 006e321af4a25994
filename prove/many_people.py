"""Very many invented people, for the proofs of finding at full size: the same ones at each run.

Names come as names do: a few given names and surnames very often, and a long tail of rare ones, so that a list of a
million has some hundred thousand different parts of names to be compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from caseflow.demonstration.names import FIRST_HALVES, GIVEN, LAST_HALVES, OTHERS
from caseflow.people.importing.rows import Row

RARE_GIVEN, RARE_SURNAME = 0.12, 0.25
FIRST, DAYS = date(1926, 1, 1), 30_000
_SYLLABLES = (
    "ba be bi da de di dor fa fe gor ha he hu ja jo ka ke kha ki la le li lo lu ma me mi mo na ne ni no nwa o pa "
    "pe pra ra re ri ro sa se shi si so ta te ti to u va ve vi wa we ya ye za ze zi"
)
SYLLABLES = tuple(_SYLLABLES.split())
AREAS = (*(f"LE{number}" for number in range(1, 20)), *(f"DE{number}" for number in range(1, 12)))
UNIT = "ABDEFGHJLNPQRSTUWXYZ"
NUMBERS = 2_000
"""So many telephone numbers are kept free for stories; no more may be invented, and nobody shares one here."""


class _Often:
    """Values of which the first come often and the last seldom, as names do."""

    def __init__(self, values: tuple[str, ...], chance: random.Random) -> None:
        self._values = chance.sample(values, len(values))
        self._totals = list(accumulate(1 / (place + 3) for place in range(len(values))))

    def pick(self, chance: random.Random) -> str:
        """Return one of them."""
        return chance.choices(self._values, cum_weights=self._totals)[0]


_SHUFFLED = random.Random(1)
_GIVEN = _Often((*GIVEN, *OTHERS), _SHUFFLED)
_SURNAMES = _Often(tuple(one + other for one in FIRST_HALVES for other in LAST_HALVES), _SHUFFLED)


def person(number: int) -> Row:
    """Return the person with a number, the same in a list of any length, as a row of a file."""
    chance = random.Random(number)
    return Row(
        line=number + 2,
        id=f"P{number}",
        given_name=_rare(chance, 2, 3) if chance.random() < RARE_GIVEN else _GIVEN.pick(chance),
        surname=_rare(chance, 2, 4) if chance.random() < RARE_SURNAME else _SURNAMES.pick(chance),
        born=FIRST + timedelta(days=chance.randrange(DAYS)),
        postcode=f"{chance.choice(AREAS)}{chance.randrange(10)}{chance.choice(UNIT)}{chance.choice(UNIT)}",
        phone=_number(number) if number < NUMBERS else "",
        email=f"p{number}@example.com" if number % 3 == 0 else "",
    )


def many_people(first: int, last: int) -> Iterator[Row]:
    """Return the people with these numbers, one after the other."""
    return map(person, range(first, last))


def _rare(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(least, most))).capitalize()


def _number(number: int) -> str:
    return f"07700 900{number:03}" if number < 1_000 else f"0116 496 0{number - 1_000:03}"
