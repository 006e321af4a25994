"""How the weights of the model were taken from FEBRL's sets 1 to 3: `python -m prove.tuning`.

For each field and each way of being alike: how often true pairs are so (m), how often chance pairs are (u), and the
bits that follow, log2(m / u), beside those that the model uses. Set 4 is never looked at here: it measures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from math import log2
from statistics import mean
from typing import Any

import click

from caseflow.people.births import BirthSought
from caseflow.people.matching.alike import Alike, likeness
from caseflow.people.matching.birth_alike import BirthAlike, birth_likeness
from caseflow.people.matching.evidence import BIRTH_BITS, COST, POSTCODE_BITS, rarity
from caseflow.people.matching.postcodes import PostcodeAlike, postcode_likeness
from caseflow.people.names import name_parts
from prove.febrl import Record, day_of, sets_1_to_3

CHANCE_PAIRS = 400_000
Compare = Callable[[Record, Record], Any]


def _names(field: str) -> Compare:
    def compare(one: Record, other: Record) -> Alike | None:
        asked, known = name_parts(getattr(one, field)), name_parts(getattr(other, field))
        return min(likeness(a, k) for a in asked for k in known) if asked and known else None

    return compare


def _births(one: Record, other: Record) -> BirthAlike | None:
    asked, known = day_of(one.date_of_birth), day_of(other.date_of_birth)
    return birth_likeness(BirthSought(day=asked), known.toordinal(), True) if asked and known else None


def _postcodes(one: Record, other: Record) -> PostcodeAlike | None:
    return postcode_likeness(one.postcode, other.postcode) if one.postcode and other.postcode else None


def _pairs() -> tuple[list[tuple[Record, Record]], list[tuple[Record, Record]]]:
    """Return the true pairs of the three sets, and pairs by chance within each."""
    chance, true, random_pairs = random.Random(1), [], []
    for records, links in sets_1_to_3():
        true += [(records[one], records[other]) for one, other in links]
        linked = set(links)
        for _ in range(CHANCE_PAIRS // 3):
            one, other = chance.randrange(len(records)), chance.randrange(len(records))
            if one != other and (one, other) not in linked and (other, one) not in linked:
                random_pairs.append((records[one], records[other]))
    return true, random_pairs


def _shares(pairs: list[tuple[Record, Record]], compare: Compare) -> tuple[Counter[Any], int]:
    found = Counter(how for one, other in pairs if (how := compare(one, other)) is not None)
    return found, sum(found.values())


def _line(name: str, how: Any, m: float, u: float, used: str) -> str:
    bits = f"{log2(m / u):6.1f}" if m and u else "     -"
    return f"{name:12} {how.name:14} m {m:8.4f}   u {u:10.7f}   bits {bits}   the model: {used}"


def tables() -> Iterator[str]:
    """Return a line for each field and way of being alike."""
    true, by_chance = _pairs()
    yield f"{len(true)} true pairs, {len(by_chance)} by chance"
    for field in ("given_name", "surname"):
        compare = _names(field)
        usual = _usual_rarity(true, field)
        m, all_m = _shares(true, compare)
        u, all_u = _shares(by_chance, compare)
        for how in Alike:
            used = f"{usual - COST[how]:5.1f} for a name of {usual:.1f} bits" if how in COST else "by DIFFERS"
            yield _line(field, how, m[how] / all_m, (u[how] + 0.5) / all_u, used)
    for name, compare, bits, kinds in (
        ("birth", _births, BIRTH_BITS, BirthAlike),
        ("postcode", _postcodes, POSTCODE_BITS, PostcodeAlike),
    ):
        m, all_m = _shares(true, compare)
        u, all_u = _shares(by_chance, compare)
        for how in kinds:
            yield _line(name, how, m[how] / all_m, (u[how] + 0.5) / all_u, f"{bits[how]:5.1f}")


def _usual_rarity(pairs: list[tuple[Record, Record]], field: str) -> float:
    bearers = Counter(getattr(one, field) for one, _ in pairs if getattr(one, field))
    people = sum(bearers.values())
    return mean(rarity(bearers[name], people) for name in bearers.elements())


@click.command()
def main() -> None:
    """Print the tables."""
    for line in tables():
        click.echo(line)


if __name__ == "__main__":
    main()
