"""Whether an area pack agrees with itself: names are there, periods do not overlap, no table has a hole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from caseflow.choices import Element
from caseflow.directory.choices import ClockCode, Funding, Need
from caseflow.directory.contents import Pack, PackContract, PackCoverage, PackService
from caseflow.directory.entry import Fault

Named = Iterable[tuple[str, str, str]]
"""Place, key, and the code that is named there."""


def disagreements(pack: Pack) -> list[Fault]:
    """Return every fault of a pack whose single tables were read."""
    funders = {funder.code for funder in pack.funders}
    localities = {locality.gss for locality in pack.localities}
    faults = [*_doubles(pack), *_unknown("funder", _named_funders(pack), funders)]
    faults += _unknown("locality", _named_localities(pack), localities)
    faults += _unknown(
        "organisation",
        ((service.place, "organisation", service.organisation) for service in pack.services),
        {organisation.code for organisation in pack.organisations},
    )
    for service in pack.services:
        faults += _service(service, tuple(locality.gss for locality in pack.localities))
    faults += [*_neighbours(pack), *_clocks(pack), *_helpline(pack)]
    return faults


def _doubles(pack: Pack) -> Iterator[Fault]:
    lists: dict[str, list[object]] = {
        "funder": [one.code for one in pack.funders],
        "locality": [one.gss for one in pack.localities],
        "organisation": [one.code for one in pack.organisations],
        "service": [one.code for one in pack.services],
        "question": [f"{one.element} {one.code}" for one in pack.questions],
        "clock": [f"{one.clock} {one.element or 'all elements'} {one.risk}" for one in pack.clocks],
        "gap": [f"{gap.need} {gss}" for gap in pack.gaps for gss in gap.localities],
        "postcode": [one.outward for one in pack.postcodes],
        "out_of_hours": [f"{one.code} {gss}" for one in pack.numbers for gss in one.localities],
    }
    for table, keys in lists.items():
        for key, times in Counter(keys).items():
            if key and times > 1:
                yield Fault(f"{table} {key!r}", f"stands in the pack {times} times")
    for question in pack.questions:
        for code, times in Counter(code for code, _ in question.options).items():
            if times > 1:
                yield Fault(f"question {question.code!r}, options", f"{code!r} stands there {times} times")


def _named_funders(pack: Pack) -> Named:
    for locality in pack.localities:
        yield f"locality {locality.name!r}", "authority", locality.authority
    for service in pack.services:
        for contract in service.contracts:
            yield contract.place, "funder", contract.funder
        for coverage in service.coverage:
            yield coverage.place, "decider", coverage.decider or ""
    for gap in pack.gaps:
        yield gap.place, "decider", gap.decider


def _named_localities(pack: Pack) -> Named:
    for locality in pack.localities:
        for gss in locality.neighbours:
            yield f"locality {locality.name!r}", "neighbours", gss
    for service in pack.services:
        yield service.place, "place_locality", service.place_locality
        for coverage in service.coverage:
            yield from ((coverage.place, "localities", gss) for gss in coverage.localities)
    for group in (pack.gaps, pack.postcodes, pack.numbers):
        for one in group:
            yield from ((one.place, "localities", gss) for gss in one.localities)


def _unknown(table: str, named: Named, known: set[str]) -> Iterator[Fault]:
    for place, key, code in named:
        if code and code not in known:
            yield Fault(f"{place}, {key}", f"names the {table} {code!r}, which is not in the pack")


def _service(service: PackService, everywhere: tuple[str, ...]) -> Iterator[Fault]:
    if service.outside != (service.element is Element.OUTSIDE):
        yield Fault(f"{service.place}, outside", "is true for the element outside, and only for it")
    if not service.needs:
        yield Fault(f"{service.place}, needs", "is empty, so no referral would ever find this service")
    if service.hours and not any(weekday < 5 for weekday in service.hours):
        yield Fault(f"{service.place}, open", "has no day from Monday to Friday, so its clocks could not run")
    if service.element is Element.ACCOMMODATION and not service.place_locality:
        yield Fault(f"{service.place}, place_locality", "is missing: accommodation is ranked by distance")
    rows: list[PackCoverage | PackContract] = [*service.coverage, *service.contracts]
    for row in rows:
        ends = row.until_on or date.max
        if row.from_on < service.from_on or (service.until_on and ends > service.until_on):
            yield Fault(row.place, "reaches beyond the dates of the service")
    periods: dict[str, list[tuple[date, date | None]]] = {}
    for coverage in service.coverage:
        for gss in coverage.localities or everywhere:
            periods.setdefault(gss, []).append((coverage.from_on, coverage.until_on))
    for gss, spans in periods.items():
        if _overlap(spans):
            yield Fault(f"{service.place}, coverage", f"covers {gss} twice on the same day")
    yield from _shares(service)


def _overlap(spans: list[tuple[date, date | None]]) -> bool:
    ordered = sorted(spans, key=lambda span: span[0])
    return any((first[1] or date.max) >= second[0] for first, second in pairwise(ordered))


def _shares(service: PackService) -> Iterator[Fault]:
    for day in {contract.from_on for contract in service.contracts}:
        live = [one for one in service.contracts if one.from_on <= day <= (one.until_on or date.max)]
        whole = sum(one.share for one in live)
        if whole > 100:
            yield Fault(f"{service.place}, contract", f"the shares on {day} add up to {whole}, more than 100")
        for funder, times in Counter(one.funder for one in live).items():
            if times > 1:
                yield Fault(f"{service.place}, contract", f"{funder!r} pays twice on {day}")


def _neighbours(pack: Pack) -> Iterator[Fault]:
    lists = {locality.gss: locality.neighbours for locality in pack.localities}
    names = {locality.gss: locality.name for locality in pack.localities}
    for gss, neighbours in lists.items():
        for other in neighbours:
            if other == gss:
                yield Fault(f"locality {names[gss]!r}, neighbours", "names itself")
            elif other in lists and gss not in lists[other]:
                yield Fault(f"locality {names[other]!r}, neighbours", f"leaves out {gss}, which names it")


def _clocks(pack: Pack) -> Iterator[Fault]:
    there = {rule.clock for rule in pack.clocks if rule.element is None}
    for clock in ClockCode:
        if clock not in there:
            yield Fault(
                f"clock {clock.value!r}", "is missing: every clock needs one entry without an element"
            )


def _helpline(pack: Pack) -> Iterator[Fault]:
    if not pack.localities:
        yield Fault("locality", "is missing: an area has at least one")
    if sum(service.element is Element.HELPLINE for service in pack.services) != 1:
        yield Fault("service", "an area has exactly one service of the element helpline")
    for service in pack.services:
        if service.outside and any(one.funding is Funding.DECISION for one in service.coverage):
            yield Fault(f"{service.place}, coverage", "an outside destination has no funding decision")
    if not any(Need.CHILD_SAFETY in service.needs for service in pack.services):
        yield Fault("service", "none answers the need child_safety, which every child under 13 is sent to")
