"""Anchors: signed lines outside the database that say how far the chain had come, and with which digest. Pure.

Each line is signed over the one before it, so that a line taken out of the middle is noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

SecretOf = Callable[[int], bytes]
WORD = "caseflow-anchor"
HEAD, REANCHORED = "head", "reanchored"
FIRST = "0" * 16
LINE = re.compile(
    rf"{WORD} chain=(?P<chain>[0-9a-f]{{16}}) kind=(?P<kind>[a-z]+) why=(?P<why>[a-z_]+) at=(?P<at>[0-9T:.Z-]+)"
    r" position=(?P<position>\d{1,18}) digest=(?P<digest>[0-9a-f]{64}) generation=(?P<generation>\d{1,9})"
    r" before=(?P<before>[0-9a-f]{16}) mark=(?P<mark>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Anchor:
    """One line: the chain ended here, then, for this reason."""

    chain: str
    kind: str
    why: str
    at: str
    position: int
    digest: str
    generation: int
    before: str = FIRST
    mark: str = ""

    @property
    def unsigned(self) -> str:
        """Return what the signature covers."""
        return (
            f"{WORD} chain={self.chain} kind={self.kind} why={self.why} at={self.at} position={self.position}"
            f" digest={self.digest} generation={self.generation} before={self.before}"
        )

    @property
    def line(self) -> str:
        """Return the line as it is written down."""
        return f"{self.unsigned} mark={self.mark}"

    def signed(self, secret: bytes, before: str) -> Anchor:
        """Return the anchor signed, after the one whose mark begins like this."""
        placed = replace(self, before=before)
        return replace(placed, mark=_mark(secret, placed.unsigned))

    def holds(self, secret: bytes) -> bool:
        """Tell whether the signature is right."""
        return hmac.compare_digest(self.mark, _mark(secret, self.unsigned))


def _mark(secret: bytes, text: str) -> str:
    return hmac.digest(_derived(secret, b"anchor"), text.encode(), hashlib.sha256).hex()


def _derived(secret: bytes, purpose: bytes) -> bytes:
    """Return a key for one purpose: what signs anchors does not sign rows."""
    return hmac.digest(secret, b"caseflow audit " + purpose, hashlib.sha256)


def chain_name(oldest_secret: bytes) -> str:
    """Return the name by which the anchors of one installation are told from another's."""
    return _derived(oldest_secret, b"chain name")[:8].hex()


def parse(line: str) -> Anchor | None:
    """Read a line, or nothing if it is not an anchor."""
    found = LINE.search(line)
    if not found:
        return None
    chain, kind, why, at, position, digest, generation, before, mark = found.groups()
    return Anchor(chain, kind, why, at, int(position), digest, int(generation), before, mark)


@dataclass(frozen=True)
class GivenUp:
    """Rows that a restore or a move gave up: the first and the last, why and when."""

    first: int
    last: int
    why: str
    at: str


@dataclass
class Standing:
    """What the anchors of one chain say together, once read in order."""

    wanted: dict[int, str] = field(default_factory=dict)
    """The digest that the row at a position must have."""
    last: Anchor | None = None
    given_up: list[GivenUp] = field(default_factory=list)
    fault: str = ""

    @property
    def furthest(self) -> int:
        """Return how far the chain must reach at least."""
        return max(self.wanted, default=0)

    def take(self, anchor: Anchor) -> None:
        """Take the next anchor: a restore or a move gives up what the chain had beyond it."""
        if anchor.kind == REANCHORED:
            if self.furthest > anchor.position:
                self.given_up.append(GivenUp(anchor.position + 1, self.furthest, anchor.why, anchor.at))
            self.wanted = {place: digest for place, digest in self.wanted.items() if place <= anchor.position}
        self._want(anchor)
        self.last = anchor

    def take_copy(self, anchor: Anchor) -> None:
        """Take an anchor that was kept elsewhere, unless it tells of rows that a later restore gave up."""
        gone = (one.first <= anchor.position <= one.last and anchor.at <= one.at for one in self.given_up)
        if anchor.kind == HEAD and not any(gone):
            self._want(anchor)

    def _want(self, anchor: Anchor) -> None:
        if self.wanted.get(anchor.position, anchor.digest) != anchor.digest:
            self.fault = f"two anchors differ about row {anchor.position}"
        if anchor.position:
            self.wanted[anchor.position] = anchor.digest


def stand(lines: Iterable[str], copies: Iterable[str], chain: str, secret_of: SecretOf) -> Standing:
    """Read the anchors of one chain in order, then copies of them; a line changed or taken out is a fault."""
    standing = Standing()
    for anchor in _of_chain(lines, chain):
        if not anchor.holds(secret_of(anchor.generation)):
            standing.fault = standing.fault or f"the anchor of {anchor.at} was changed"
            continue
        if standing.last is not None and anchor.before != standing.last.mark[:16]:
            standing.fault = standing.fault or f"an anchor before that of {anchor.at} is missing"
        standing.take(anchor)
    for anchor in _of_chain(copies, chain):
        if anchor.holds(secret_of(anchor.generation)):
            standing.take_copy(anchor)
        else:
            standing.fault = standing.fault or f"the copy of the anchor of {anchor.at} was changed"
    return standing


def _of_chain(lines: Iterable[str], chain: str) -> Iterator[Anchor]:
    # A line torn by a crash is no anchor; the next one goes on from the last whole line.
    return (anchor for line in lines if (anchor := parse(line)) and anchor.chain == chain)
