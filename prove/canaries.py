"""Canary words: typed into every sealed field, and looked for in every byte that is written down."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST = ["zebu", "quokka", "yapok", "ibex", "okapi", "vizcacha", "xerus", "jerboa", "kudu", "wyvern"]
SECOND = ["zither", "quince", "yurt", "ichor", "obelisk", "vellum", "xylem", "juniper", "kelp", "wharf"]
BETWEEN = ["", "bramble", "thimble", "gosling", "plover"]


def words(many: int = 100) -> list[str]:
    """Return words that nothing else holds and none of which stands in another: a hundred, or up to five hundred."""
    made = (
        first + between + second for between in BETWEEN for first, second in itertools.product(FIRST, SECOND)
    )
    return list(itertools.islice(made, many))


@dataclass
class Flock:
    """Canaries handed out one after the other, and where each was typed."""

    typed: dict[str, str]
    _left: Iterator[str]

    @classmethod
    def of(cls, kept: Iterable[str] | None = None) -> Flock:
        """Return a flock of the hundred, over and over."""
        return cls({}, itertools.cycle(list(kept or words())))

    def next(self, place: str) -> str:
        """Hand out the next canary for a place."""
        word = next(self._left)
        self.typed[word] = place
        return word


def forms_of(word: str) -> set[bytes]:
    """Return the bytes that would give a word away: plain, in base64 at each offset, in hexadecimal, in UTF-16."""
    plain = word.encode()
    inside = {base64.b64encode(b"\0" * shift + plain)[(4 if shift else 0) : -4] for shift in range(3)}
    return {plain, plain.hex().encode(), word.encode("utf-16-le"), *(one for one in inside if len(one) >= 8)}


def found_in(places: Iterable[Path], canaries: Iterable[str]) -> list[str]:
    """Name each file in whose bytes a canary stands, whatever its case."""
    wanted = {word: {form.lower() for form in forms_of(word)} for word in canaries}
    faults = []
    for path in places:
        content = path.read_bytes().lower()
        faults += [
            f"{word} stands in {path.name}"
            for word, forms in wanted.items()
            if any(f in content for f in forms)
        ]
    return faults


def _any_in(content: bytes, forms: set[bytes]) -> bool:
    return any(form in content for form in forms)


def found_in_text(what: str, text: str, canaries: Iterable[str]) -> list[str]:
    """Name each canary that stands in a text."""
    content = text.lower()
    return [f"{word} stands in {what}" for word in canaries if word in content]


def files_below(*folders: Path) -> list[Path]:
    """Return every file below folders."""
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
