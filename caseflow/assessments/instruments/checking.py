"""Checks the content of an instrument's file and says every fault with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

KINDS = ("checklist", "screen", "grid")
WORDINGS = ("local", "published")

TOP: dict[str, type] = {
    "code": str,
    "version": str,
    "title": str,
    "kind": str,
    "decides_level": bool,
    "wording": str,
    "wording_note": str,
    "acknowledgement": str,
    "guidance": str,
    "age_from": int,
    "scales": list,
    "items": list,
}
TOP_MAY: dict[str, type] = {
    "age_with_notice_from": int,
    "age_notice": str,
    "scoring": dict,
    "prompts": list,
    "stop_rules": list,
}
ROWS: dict[str, tuple[dict[str, type], dict[str, type]]] = {
    "scales": ({"code": str, "label": str, "choices": list}, {}),
    "choices": ({"code": str, "label": str}, {}),
    "items": ({"code": str, "label": str}, {"hint": str, "flags": list, "prompts": list}),
    "prompts": ({"code": str, "text": str}, {"instrument": str}),
    "stop_rules": ({"code": str, "label": str}, {"all": list, "any": list, "facts": list}),
    "scoring": ({"scale": str, "counted": str}, {"unsure": str, "visible_high": int}),
}
TYPE_WORDS = {str: "text", bool: "true or false", int: "a whole number", list: "a list", dict: "a table"}
CODE = re.compile(r"[a-z0-9_]{1,32}")
VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


def faults_of(data: dict[str, Any]) -> list[str]:
    """Return every fault of an instrument's content, each with its place; none means it may be loaded."""
    shape = list(_shape_faults(data))
    # What the parts say of each other can be judged only once every part has its shape.
    return shape or list(_meaning_faults(data))


def _shape_faults(data: dict[str, Any]) -> Iterator[str]:
    yield from _table_faults("", data, TOP, TOP_MAY)
    if isinstance(data.get("scoring"), dict):
        yield from _table_faults("scoring.", data["scoring"], *ROWS["scoring"])
    for name in ("scales", "items", "prompts", "stop_rules"):
        yield from _rows_faults(name, name, data.get(name))
    for number, scale in enumerate(_tables(data.get("scales")), start=1):
        yield from _rows_faults(f"scales[{number}].choices", "choices", scale.get("choices"))


def _rows_faults(place: str, kind: str, rows: Any) -> Iterator[str]:
    if not isinstance(rows, list):
        return
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            yield f"{place}[{number}]: must be a table"
        else:
            yield from _table_faults(f"{place}[{number}].", row, *ROWS[kind])
    codes = Counter(row["code"] for row in _tables(rows) if isinstance(row.get("code"), str))
    yield from (
        f"{place}: the code {code!r} stands {times} times" for code, times in codes.items() if times > 1
    )


def _table_faults(
    place: str, table: dict[str, Any], must: dict[str, type], may: dict[str, type]
) -> Iterator[str]:
    yield from (f"{place}{name}: is missing" for name in must if name not in table)
    for name, value in table.items():
        expected = must.get(name) or may.get(name)
        if expected is None:
            yield f"{place}{name}: is not known here"
        elif not _fits(value, expected):
            yield f"{place}{name}: must be {TYPE_WORDS[expected]}"
        elif expected is str and not value.strip():
            yield f"{place}{name}: is empty"
        elif name == "code" and not CODE.fullmatch(value):
            yield f"{place}code: may hold small letters, digits and _ only"
        elif name in ("flags", "prompts", "all", "any", "facts") and place:
            yield from _code_list_faults(f"{place}{name}", value)


def _code_list_faults(place: str, value: list[Any]) -> Iterator[str]:
    for entry in value:
        if not isinstance(entry, str) or not CODE.fullmatch(entry):
            yield f"{place}: {entry!r} is not a code"


def _fits(value: Any, expected: type) -> bool:
    # True and False are whole numbers to Python, and never what is meant by one here.
    return isinstance(value, expected) and not (expected is int and isinstance(value, bool))


def _tables(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _meaning_faults(data: dict[str, Any]) -> Iterator[str]:
    if not VERSION.fullmatch(data["version"]):
        yield "version: must be a number such as 1 or 2.1"
    if data["kind"] not in KINDS:
        yield f"kind: must be one of {', '.join(KINDS)}"
    if data["wording"] not in WORDINGS:
        yield f"wording: must be one of {', '.join(WORDINGS)}"
    yield from _age_faults(data)
    yield from (f"{name}: needs at least one" for name in ("scales", "items") if not data[name])
    for number, scale in enumerate(data["scales"], start=1):
        if len(scale["choices"]) < 2:
            yield f"scales[{number}].choices: needs at least two"
    yield from _reference_faults(data)
    yield from _scoring_faults(data)


def _age_faults(data: dict[str, Any]) -> Iterator[str]:
    notice_from = data.get("age_with_notice_from", data["age_from"])
    if not 0 <= data["age_from"] <= 120:
        yield "age_from: must be an age"
    if not 0 <= notice_from <= data["age_from"]:
        yield "age_with_notice_from: must be an age, no higher than age_from"
    if notice_from < data["age_from"] and "age_notice" not in data:
        yield "age_notice: is missing, and age_with_notice_from needs it"


def _reference_faults(data: dict[str, Any]) -> Iterator[str]:
    items = {row["code"] for row in data["items"]}
    prompts = {row["code"] for row in data.get("prompts", [])}
    used: set[str] = set()
    for number, row in enumerate(data["items"], start=1):
        used.update(row.get("prompts", []))
        for code in row.get("prompts", []):
            if code not in prompts:
                yield f"items[{number}].prompts: there is no prompt {code!r}"
    yield from (f"prompts: {code!r} is used by no item" for code in sorted(prompts - used))
    rules = data.get("stop_rules", [])
    for number, rule in enumerate(rules, start=1):
        for name in ("all", "any"):
            for code in rule.get(name, []):
                if code not in items:
                    yield f"stop_rules[{number}].{name}: there is no item {code!r}"
        if not any(rule.get(name) for name in ("all", "any", "facts")):
            yield f"stop_rules[{number}]: names no item and no fact, so it would never hold"
    if rules and "scoring" not in data:
        yield "stop_rules: need a scoring table, which says which answer is a yes"
    if data["decides_level"] and not rules:
        yield "stop_rules: are missing, and an instrument that decides a level needs them"


def _scoring_faults(data: dict[str, Any]) -> Iterator[str]:
    scoring = data.get("scoring")
    if scoring is None:
        return
    scale = next((row for row in data["scales"] if row["code"] == scoring["scale"]), None)
    if scale is None:
        yield f"scoring.scale: there is no scale {scoring['scale']!r}"
        return
    choices = {row["code"] for row in scale["choices"]}
    for name in ("counted", "unsure"):
        if name in scoring and scoring[name] not in choices:
            yield f"scoring.{name}: the scale has no choice {scoring[name]!r}"
    highest = scoring.get("visible_high")
    if highest is not None and not 1 <= highest <= len(data["items"]):
        yield "scoring.visible_high: must lie between 1 and the number of items"
