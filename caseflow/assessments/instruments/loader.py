"""Finds the instruments' files and turns them into checked values, or says every fault with its place."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from .checking import faults_of
from .shape import Choice, Instrument, Item, Prompt, Scale, ScoringRule, StopRule


class InstrumentFault(ValueError):
    """A file of an instrument is wrong: `faults` holds one sentence for each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_instrument(name: str, text: str) -> Instrument:
    """Return the instrument in this file, or raise `InstrumentFault` with every fault and its place."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InstrumentFault([f"{name}: is not valid TOML: {fault}"]) from fault
    faults = [f"{name}: {fault}" for fault in faults_of(data)]
    expected = f"{data.get('code')}-{data.get('version')}.toml"
    if not faults and name != expected:
        faults = [f"{name}: the file of this code and version must be named {expected}"]
    if faults:
        raise InstrumentFault(faults)
    return _build(data)


@cache
def instruments() -> dict[tuple[str, str], Instrument]:
    """Return every packaged instrument by code and version; all faults of all files are raised at once."""
    found: dict[tuple[str, str], Instrument] = {}
    faults: list[str] = []
    here = resources.files(__package__)
    for entry in sorted(here.iterdir(), key=lambda one: one.name):
        if not entry.name.endswith(".toml"):
            continue
        try:
            instrument = read_instrument(entry.name, entry.read_text(encoding="utf-8"))
        except InstrumentFault as fault:
            faults.extend(fault.faults)
        else:
            found[instrument.code, instrument.version] = instrument
    if faults:
        raise InstrumentFault(faults)
    return check_together(found)


def check_together(found: dict[tuple[str, str], Instrument]) -> dict[tuple[str, str], Instrument]:
    """Return the same instruments once every prompt that opens another one is known to find it."""
    codes = {code for code, _version in found}
    lost = [
        f"{one.code}-{one.version}.toml: items {item.code}: "
        f"opens the instrument {prompt.instrument!r}, which has no file"
        for one in found.values()
        for item in one.items
        for prompt in item.prompts
        if prompt.instrument and prompt.instrument not in codes
    ]
    if lost:
        raise InstrumentFault(lost)
    return found


def instrument(code: str, version: str) -> Instrument:
    """Return one instrument; `KeyError` where no such file is packaged."""
    return instruments()[code, version]


def title_of(code: str | None, version: str | None) -> str:
    """Return the words for what was used, also where its file has gone."""
    if code is None:
        return "Judgement only, no checklist"
    found = instruments().get((code, version or ""))
    return found.title if found else code


def current_instruments() -> tuple[Instrument, ...]:
    """Return the newest version of each instrument, those that decide a level first."""
    newest: dict[str, Instrument] = {}
    for one in instruments().values():
        held = newest.get(one.code)
        if held is None or _order(one.version) > _order(held.version):
            newest[one.code] = one
    return tuple(sorted(newest.values(), key=lambda one: (not one.decides_level, one.title)))


def current_instrument(code: str) -> Instrument | None:
    """Return the newest version of an instrument, or None where the area has none of that code."""
    return next((one for one in current_instruments() if one.code == code), None)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _build(data: dict[str, Any]) -> Instrument:
    rows = data.get("prompts", [])
    prompts = {row["code"]: Prompt(row["code"], row["text"], row.get("instrument")) for row in rows}
    scoring = data.get("scoring")
    return Instrument(
        code=data["code"],
        version=data["version"],
        title=data["title"],
        kind=data["kind"],
        decides_level=data["decides_level"],
        wording=data["wording"],
        wording_note=data["wording_note"],
        acknowledgement=data["acknowledgement"],
        guidance=data["guidance"],
        age_from=data["age_from"],
        age_with_notice_from=data.get("age_with_notice_from", data["age_from"]),
        age_notice=data.get("age_notice"),
        scales=tuple(_scale(row) for row in data["scales"]),
        items=tuple(_item(row, prompts) for row in data["items"]),
        scoring=_scoring(scoring) if scoring else None,
        stop_rules=tuple(_stop_rule(row) for row in data.get("stop_rules", [])),
    )


def _scale(row: dict[str, Any]) -> Scale:
    return Scale(
        row["code"], row["label"], tuple(Choice(one["code"], one["label"]) for one in row["choices"])
    )


def _item(row: dict[str, Any], prompts: dict[str, Prompt]) -> Item:
    opened = tuple(prompts[code] for code in row.get("prompts", []))
    return Item(row["code"], row["label"], row.get("hint"), tuple(row.get("flags", [])), opened)


def _scoring(row: dict[str, Any]) -> ScoringRule:
    return ScoringRule(row["scale"], row["counted"], row.get("unsure"), row.get("visible_high"))


def _stop_rule(row: dict[str, Any]) -> StopRule:
    parts = (tuple(row.get(name, [])) for name in ("all", "any", "facts"))
    return StopRule(row["code"], row["label"], *parts)
