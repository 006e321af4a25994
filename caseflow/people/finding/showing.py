"""What may be shown of those who were found: one statement for the people, one for such names as are needed."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.access.remembered import remembered
from caseflow.access.viewer import Viewer
from caseflow.choices import RiskLevel, Side
from caseflow.crypto.columns import VAULT, ReadVault
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.directory.models import Locality
from caseflow.people.births import age_words, may_be_under_18
from caseflow.people.choices import NAME_KIND_LABELS, BirthKind, NameKind
from caseflow.people.finding.candidates import Candidates
from caseflow.people.finding.index import Match
from caseflow.people.finding.reading import Question
from caseflow.people.matching.evidence import Evidence, Field, probability
from caseflow.people.models import Person, PersonName
from caseflow.people.names import full_name, searchable_parts
from caseflow.people.scope import visible_people
from caseflow.people.values import Hit

_one = aliased(Person)
_whole = func.coalesce(_one.merged_into_id, _one.id)
_person, _name = Person.__table__.c, PersonName.__table__.c
_PEOPLE = (
    select(
        *VAULT,
        *(Person.id, Person.side, Person.reference, _person.known_as_sealed, _person.birth_on_sealed),
        *(Person.birth_kind, Person.restricted, Person.risk_level, Person.risk_on, Person.open_cases),
        Locality.name,
    )
    .outerjoin(Vault, Vault.id == Person.vault_id)
    .outerjoin(Locality, Locality.id == Person.locality_id)
)
_NAMES = (
    select(*VAULT, _whole, _name.id, _name.kind, _name.given_sealed, _name.surname_sealed)
    .join(_one, _one.id == PersonName.person_id)
    .outerjoin(Vault, Vault.id == PersonName.vault_id)
    .where(
        or_(
            _one.id.in_(bindparam("wanted", expanding=True)),
            _one.merged_into_id.in_(bindparam("wanted", expanding=True)),
        )
    )
)


class _Shown(NamedTuple):
    """One person as a hit shows them."""

    person_id: UUID
    side: Side
    reference: str
    known_as: str
    born: date | None
    birth_kind: BirthKind
    restricted: bool
    risk: RiskLevel
    risk_on: date | None
    open_cases: int
    locality: str | None


class _Name(NamedTuple):
    """One name of a person."""

    kind: NameKind
    whole: str


def hits_of(
    viewer: Viewer, candidates: Candidates, question: Question, day: date, limit: int, size: int
) -> list[Hit]:
    """Return what may be shown of the best; the database has the last word on the scope."""
    ranked = candidates.in_order()
    people = _people(viewer, ranked)
    ranked = [one for one in ranked if one in people][:limit]
    names = _names([one for one in ranked if _needs_names(people[one], candidates, question)])
    hits = []
    for one in ranked:
        why = list(candidates.exact.get(one, []))
        if one in candidates.matches:
            why += _why(candidates.matches[one], people[one].known_as, names.get(one, []), question)
        bits = candidates.bits(one)
        hits.append(_hit(people[one], tuple(why), day, bits, probability(bits, size)))
    return hits


@remembered
def _people_in_scope(viewer: Viewer) -> Select[Any]:
    """Return the statement for those of some people whom the viewer may know of."""
    return _PEOPLE.where(Person.id.in_(bindparam("wanted", expanding=True)), visible_people(viewer))


def _people(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, _Shown]:
    found: dict[UUID, _Shown] = {}
    if ids:
        for row in db.session.execute(_people_in_scope(viewer), {"wanted": list(ids)}):
            vault, (person_id, side, reference, known_as, birth_on, *more) = ReadVault(*row[:4]), row[4:]
            found[person_id] = _Shown(
                person_id,
                side,
                reference,
                vault.read(Person.known_as, person_id, known_as),
                vault.read(Person.birth_on, person_id, birth_on),
                *more,
            )
    return found


def _names(people: Sequence[UUID]) -> dict[UUID, list[_Name]]:
    found: dict[UUID, list[_Name]] = {}
    if people:
        for row in db.session.execute(_NAMES, {"wanted": list(people)}):
            vault, (person_id, name_id, kind, given, surname) = ReadVault(*row[:4]), row[4:]
            parts = (
                vault.read(PersonName.given, name_id, given),
                vault.read(PersonName.surname, name_id, surname),
            )
            found.setdefault(person_id, []).append(_Name(kind, full_name(*parts)))
    return found


def _needs_names(person: _Shown, candidates: Candidates, question: Question) -> bool:
    """Tell whether it is one of their other names that fits, so that all of them have to be opened."""
    match = candidates.matches.get(person.person_id)
    return bool(match and _fits_plainly(_of_names(match)) and not _fits(person.known_as, question.parts))


def _why(match: Match, known_as: str, names: Iterable[_Name], question: Question) -> list[str]:
    """Say why somebody matched: what agrees, and in which way where it is not simply the same."""
    of_names = _of_names(match)
    if _fits_plainly(of_names):
        words = [_which_name(known_as, names, question.parts)]
    else:
        words = [one.words for one in of_names if one.bits > 0]
    return words + [one.words for one in match.evidence if one.field is not Field.NAME and one.bits > 0]


def _of_names(match: Match) -> list[Evidence]:
    return [one for one in match.evidence if one.field is Field.NAME]


def _fits_plainly(evidence: Sequence[Evidence]) -> bool:
    return bool(evidence) and all(one.bits > 0 and one.plain for one in evidence)


def _which_name(known_as: str, names: Iterable[_Name], parts: tuple[str, ...]) -> str:
    """Say which name fitted, where it is not the one that the person is shown by."""
    if _fits(known_as, parts):
        return "Name"
    for name in names:
        if _fits(f"{known_as} {name.whole}", parts):
            kind = NAME_KIND_LABELS[name.kind] if name.kind is not NameKind.KNOWN_AS else "Name"
            return f"{kind}: {name.whole}"
    return "Name"


def _fits(name: str, parts: tuple[str, ...]) -> bool:
    known = searchable_parts(name)
    return all(any(one.startswith(part) for one in known) for part in parts)


def _hit(person: _Shown, why: tuple[str, ...], day: date, bits: float, sure: float) -> Hit:
    survivor = person.side is Side.SURVIVOR
    return Hit(
        person_id=person.person_id,
        side=person.side,
        known_as=person.known_as,
        age=age_words(person.born, person.birth_kind, day),
        under_18=may_be_under_18(person.born, person.birth_kind, day),
        locality=person.locality,
        reference=person.reference,
        why=why,
        risk=person.risk if survivor else None,
        risk_on=person.risk_on if survivor else None,
        restricted=person.restricted,
        open_cases=person.open_cases,
        href=f"/people/{person.person_id}",
        score=bits,
        probability=sure,
    )
