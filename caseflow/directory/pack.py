"""An area pack: one TOML file that says everything about an area, read whole or refused with every fault. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date

from caseflow.choices import Element, Lot, RiskLevel, Side
from caseflow.directory.agreement import disagreements
from caseflow.directory.choices import ClockCode, Fit, Funding, Need, PlaceType, QuestionKind, Unit
from caseflow.directory.clocks import Rule
from caseflow.directory.contents import (
    Pack,
    PackContract,
    PackCoverage,
    PackFunder,
    PackGap,
    PackLocality,
    PackNumber,
    PackPostcode,
    PackQuestion,
    PackService,
)
from caseflow.directory.entry import TOP, Entry, Fault

SPAN = re.compile(r"([1-9]\d{0,2}) (h|wd)")
OUTWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
LEVELS = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.STANDARD)


class BadPack(Exception):
    """A pack with faults; nothing of it may be loaded."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in the pack")
        self.faults = faults


def read(text: str) -> Pack:
    """Return the area that a pack describes; raises BadPack with every fault if there is one."""
    pack, faults = parse(text)
    faults += disagreements(pack)
    if faults:
        raise BadPack(faults)
    return pack


def parse(text: str) -> tuple[Pack, list[Fault]]:
    """Return what a pack's text says, and every fault of form in it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack([Fault("file", f"is not TOML: {error}")]) from None
    faults: list[Fault] = []
    top = Entry(TOP, table, faults)
    area = Entry("area", table["area"] if isinstance(table.get("area"), dict) else {}, faults)
    top.asked.add("area")
    pack = Pack(
        code=area.code("code"),
        name=area.text("name", required=True, most=200),
        version=area.text("version", required=True, most=40),
        funders=tuple(_named(top, "funder")),
        localities=tuple(_localities(top)),
        organisations=tuple(_named(top, "organisation")),
        services=tuple(_services(top)),
        questions=tuple(_questions(top)),
        clocks=tuple(_clocks(top)),
        gaps=tuple(_gaps(top)),
        postcodes=tuple(_postcodes(top)),
        numbers=tuple(_numbers(top)),
    )
    area.done()
    top.done()
    return pack, faults


def _named(top: Entry, key: str) -> Iterator[PackFunder]:
    for entry in top.tables(key):
        yield PackFunder(entry.code("code"), entry.text("name", required=True, most=200))
        entry.done()


def _localities(top: Entry) -> Iterator[PackLocality]:
    for entry in top.tables("locality", "name"):
        gss = entry.text("gss", required=True)
        if gss and not re.fullmatch(r"[EWSN]\d{8}", gss):
            entry.fault("gss", f"must be a letter and eight digits such as E06000016, not {gss!r}")
        name, authority = entry.text("name", required=True, most=100), entry.code("authority")
        yield PackLocality(gss, name, authority, entry.texts("neighbours"))
        entry.done()


def _services(top: Entry) -> Iterator[PackService]:
    for entry in top.tables("service"):
        from_on, until_on = entry.period()
        least, most = entry.integer("min_age", 0, 120), entry.integer("max_age", 0, 120)
        if least is not None and most is not None and most < least:
            entry.fault("max_age", f"is {most}, below min_age, {least}")
        yield PackService(
            place=entry.place,
            code=entry.code("code"),
            organisation=entry.code("organisation"),
            name=entry.text("name", required=True, most=200),
            element=entry.choice("element", Element, required=True) or Element.OUTSIDE,
            lot=entry.choice("lot", Lot),
            side=entry.choice("side", Side, required=True) or Side.SURVIVOR,
            outside=entry.truth("outside"),
            description=entry.text("description", most=1000),
            phone=entry.text("phone", most=40),
            email=entry.text("email", most=200),
            min_age=least,
            max_age=most,
            from_on=from_on,
            until_on=until_on,
            needs=entry.many("needs", Need),
            fits=entry.many("fits", Fit),
            place_type=entry.choice("place_type", PlaceType),
            place_size=entry.integer("place_size", 1, 20),
            place_locality=entry.text("place_locality"),
            hours=entry.hours("open"),
            coverage=tuple(_coverage(entry)),
            contracts=tuple(_contracts(entry)),
        )
        entry.done()


def _coverage(service: Entry) -> Iterator[PackCoverage]:
    for entry in service.tables("coverage"):
        from_on, until_on = entry.period()
        funding = entry.choice("funding", Funding) or Funding.COVERED
        decider = entry.code("decider", required=funding is Funding.DECISION) or None
        yield PackCoverage(entry.place, entry.texts("localities"), from_on, until_on, funding, decider)
        entry.done()


def _contracts(service: Entry) -> Iterator[PackContract]:
    for entry in service.tables("contract", "funder"):
        from_on, until_on = entry.period()
        share = entry.integer("share", 1, 100, required=True) or 0
        yield PackContract(entry.place, entry.code("funder"), from_on, until_on, share)
        entry.done()


def _questions(top: Entry) -> Iterator[PackQuestion]:
    for entry in top.tables("question"):
        options = []
        for option in entry.tables("options"):
            options.append((option.code("code"), option.text("label", required=True, most=200)))
            option.done()
        kind = entry.choice("kind", QuestionKind, required=True) or QuestionKind.TEXT
        if (kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)) != bool(options):
            entry.fault("options", "belong to the kinds choice and choices, and only to them")
        yield PackQuestion(
            element=entry.choice("element", Element, required=True) or Element.OUTSIDE,
            code=entry.code("code"),
            label=entry.text("label", required=True, most=300),
            hint=entry.text("hint"),
            kind=kind,
            required=entry.truth("required"),
            options=tuple(options),
        )
        entry.done()


def _clocks(top: Entry) -> Iterator[Rule]:
    for entry in top.tables("clock", "clock"):
        clock = entry.choice("clock", ClockCode, required=True)
        element = entry.choice("element", Element)
        for level in LEVELS:
            span = entry.text(level, required=True)
            match = SPAN.fullmatch(span)
            if span and not match:
                entry.fault(level, f'must be such as "4 h" or "2 wd", not {span!r}')
            if clock is None or match is None:
                continue
            yield Rule(element, clock, level, int(match[1]), Unit(match[2]))
            if level is RiskLevel.HIGH:
                yield Rule(element, clock, RiskLevel.NOT_ASSESSED, int(match[1]), Unit(match[2]))
        entry.done()


def _gaps(top: Entry) -> Iterator[PackGap]:
    for entry in top.tables("gap", "need"):
        need = entry.choice("need", Need, required=True) or Need.SAFE_HOUSING
        says = entry.text("says", required=True)
        yield PackGap(
            entry.place, need, entry.texts("localities", required=True), entry.code("decider"), says
        )
        entry.done()


def _postcodes(top: Entry) -> Iterator[PackPostcode]:
    for entry in top.tables("postcode", "outward"):
        outward = entry.text("outward", required=True)
        if outward and not OUTWARD.fullmatch(outward):
            entry.fault(
                "outward", f"must be the first half of a postcode in capitals such as LE12, not {outward!r}"
            )
        localities, clear = entry.texts("localities", required=True), entry.truth("clear")
        outside = entry.truth("reaches_outside")
        if clear and (len(localities) != 1 or outside):
            entry.fault("clear", "a clear outward code has one locality and does not reach outside the area")
        yield PackPostcode(entry.place, outward, localities, clear, outside)
        entry.done()


def _numbers(top: Entry) -> Iterator[PackNumber]:
    for entry in top.tables("out_of_hours"):
        yield PackNumber(
            place=entry.place,
            code=entry.code("code"),
            label=entry.text("label", required=True, most=200),
            phone=entry.text("phone", required=True, most=40),
            localities=entry.texts("localities", required=True),
            checked_on=entry.day("checked", required=True) or date.min,
        )
        entry.done()
