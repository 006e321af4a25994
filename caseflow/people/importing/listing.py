"""Lists that leave: hits for every row of a file, and pairs that may be one person. No cell is run as a formula."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from caseflow.access.viewer import Actor, Viewer
from caseflow.audit.record import record_now
from caseflow.choices import Side
from caseflow.crypto import keyring
from caseflow.database import end_reading
from caseflow.people import events
from caseflow.people.births import BirthSought
from caseflow.people.finding.candidates import NUMBER, Candidates
from caseflow.people.finding.freshness import searching
from caseflow.people.finding.index import Index
from caseflow.people.finding.likely_pairs import LikelyPair
from caseflow.people.importing.queries import outside_references, owners_of_contacts, references
from caseflow.people.importing.rows import Row
from caseflow.people.matching.evidence import Asked, probability
from caseflow.people.matching.name_parts import asked_parts
from caseflow.people.phones import normal_email, normal_phone
from caseflow.web.sheets import safe

AT_ONCE = 200
HIT_HEAD = ("query_id", "rank", "outside_reference", "person", "score", "probability", "reasons")
PAIR_HEAD = ("first_id", "first_reference", "second_id", "second_reference", "probability", "reasons")

Told = Callable[[int], None]
Lines = Iterator[list[str]]


def hit_lines(viewer: Viewer, side: Side, rows: Iterator[Row], top: int, told: Told) -> Lines:
    """Look rows up as the find page does; returns a line for each row and hit, the likeliest first."""
    while some := list(islice(rows, AT_ONCE)):
        found = _candidates(viewer, side, some, top)
        ids = {one for candidates, best, _ in found for one in best}
        outside, own = outside_references(viewer, ids), references(viewer, ids)
        end_reading()
        for row, (candidates, best, size) in zip(some, found, strict=True):
            for rank, one in enumerate((one for one in best if one in own), 1):
                bits = candidates.bits(one)
                match = candidates.matches.get(one)
                why = [
                    *candidates.exact.get(one, ()),
                    *(said.words for said in (match.evidence if match else ())),
                ]
                cells = [row.id or str(row.line), str(rank), outside.get(one, ""), own[one], f"{bits:.2f}"]
                yield [safe(cell) for cell in (*cells, f"{probability(bits, size):.6f}", "; ".join(why))]
        told(len(some))


Found = tuple[Candidates, list, int]  # type: ignore[type-arg]


def _candidates(viewer: Viewer, side: Side, rows: Sequence[Row], top: int) -> list[Found]:
    exact = [_exact(row) for row in rows]
    owners = owners_of_contacts(viewer, side, {lookup for one in exact for lookup in one})
    found: list[Found] = []
    with searching() as (index, _percent):
        for row, lookups in zip(rows, exact, strict=True):
            candidates = Candidates()
            for lookup, words in lookups.items():
                for one in owners.get(lookup, ()):
                    candidates.note(one, words, NUMBER)
            if index is not None:
                _weigh(index, side, row, candidates, top)
            size = len(index.sides[side]) if index else 1
            found.append((candidates, candidates.in_order()[:top], size))
    return found


def _weigh(index: Index, side: Side, row: Row, candidates: Candidates, top: int) -> None:
    asked = as_asked(row)
    found = index.search(asked, side, limit=top)
    left = set(candidates.exact) - {match.person_id for match in found}
    found += index.search(asked, side, allowed=left, limit=len(left)) if left else []
    candidates.matches = {match.person_id: match for match in found}


def as_asked(row: Row) -> Asked:
    """Return a row as a question."""
    return Asked(
        asked_parts(row.given_name, row.surname),
        BirthSought(day=row.born) if row.born else None,
        (row.postcode,) if row.postcode else (),
    )


def _exact(row: Row) -> dict[bytes, str]:
    """Return the keyed hashes of a row's number and address, each with what it is called as a reason."""
    ring = keyring.current()
    phone, email = (
        normal_phone(row.phone) if row.phone else None,
        normal_email(row.email) if row.email else None,
    )
    found = {}
    if phone:
        found[ring.lookup_hash("phone", phone)] = "Phone number"
    if email:
        found[ring.lookup_hash("email", email)] = "E-mail address"
    return found


def pair_lines(viewer: Viewer, pairs: Iterable[LikelyPair]) -> Lines:
    """Return a line for each pair that may be one person, with why."""
    remaining = iter(pairs)
    while some := list(islice(remaining, AT_ONCE)):
        ids = {one for pair in some for one in (pair.newer, pair.other)}
        outside, own = outside_references(viewer, ids), references(viewer, ids)
        end_reading()
        for pair in some:
            both = [
                cell for one in (pair.newer, pair.other) for cell in (outside.get(one, ""), own.get(one, ""))
            ]
            why = "; ".join(said.words for said in pair.evidence)
            yield [safe(cell) for cell in (*both, f"{pair.probability:.6f}", why)]


def say_so(actor: Actor, rows: int, hits: int) -> None:
    """Record that a list was compared with the people held here."""
    record_now(actor, events.PEOPLE_MATCHED, "list", fields=("rows", "hits"), count=rows)
