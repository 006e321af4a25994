"""The index of names: found by any part in any order, within one side and one scope, and kept fresh."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.choices import Side
from caseflow.people.births import BirthSought
from caseflow.people.index import Entry, Index, Sought, Why
from caseflow.people.names import name_parts, searchable_parts

S, P = Side.SURVIVOR, Side.PERPETRATOR


def entry(
    name: str, side: Side = S, born: date | None = None, *, exact: bool = True, into: UUID | None = None
) -> Entry:
    return Entry(uuid4(), side, frozenset(searchable_parts(name)), name.casefold(), born, exact, into)


def found(index: Index, name: str, side: Side = S, **more: object) -> list[UUID]:
    return [match.person_id for match in index.search(Sought(name_parts(name)), side, **more)]


def test_parts_are_found_in_any_order_and_by_their_beginning():
    asha = entry("Asha Test-Pattern")
    index = Index([asha, entry("Ashleigh Sample")])
    assert found(index, "test asha") == [asha.person_id]
    assert found(index, "ASH patt") == [asha.person_id]
    assert found(index, "testpattern") == [asha.person_id]
    assert found(index, "asha sample") == []


def test_accents_and_signs_do_not_count():
    index = Index([who := entry("Zoë O’Sample-Łukasz")])
    for typed in ("zoe", "ZOË", "osample", "o'sample", "lukasz"):
        assert found(index, typed) == [who.person_id], typed


def test_a_whole_part_comes_before_a_beginning():
    longer, whole = entry("Annabel Sample"), entry("Zz Ann Sample")
    assert found(Index([longer, whole]), "ann") == [whole.person_id, longer.person_id]


def test_name_and_birth_together_come_first():
    day = date(1990, 3, 27)
    name_only, both = entry("Ann Sample", born=date(1970, 1, 1)), entry("Anna Sample", born=day)
    birth_only = entry("Somebody Else", born=day)
    index = Index([name_only, both, birth_only])
    matches = index.search(Sought(("ann",), BirthSought(day=day)), S)
    assert [match.person_id for match in matches] == [
        both.person_id,
        name_only.person_id,
        birth_only.person_id,
    ]
    assert [match.why for match in matches] == [{Why.NAME, Why.BIRTH}, {Why.NAME}, {Why.BIRTH}]


def test_an_uncertain_birth_fits_by_its_year_give_or_take_one():
    guess = entry("Ann Sample", born=date(1991, 6, 1), exact=False)
    index = Index([guess])
    assert index.search(Sought((), BirthSought(day=date(1990, 3, 27))), S)
    assert index.search(Sought((), BirthSought(years=(1992,))), S)
    assert not index.search(Sought((), BirthSought(years=(1994,))), S)


def test_the_other_side_is_never_found():
    index = Index([entry("Ann Sample", P)])
    assert found(index, "ann", S) == []
    assert len(found(index, "ann", P)) == 1


def test_a_scope_of_allowed_and_denied_holds():
    one, two = entry("Ann One"), entry("Ann Two")
    index = Index([one, two])
    assert found(index, "ann", allowed={two.person_id}) == [two.person_id]
    assert found(index, "ann", denied={two.person_id}) == [one.person_id]
    assert found(index, "ann", allowed=set()) == []


def test_a_limit_counts_only_those_in_scope():
    hidden = [entry(f"Ann {number:03}") for number in range(50)]
    seen = entry("Ann Zulu")
    assert found(Index([*hidden, seen]), "ann", allowed={seen.person_id}, limit=3) == [seen.person_id]


def test_a_merged_record_leads_to_its_target_once():
    target = entry("Ann Sample")
    index = Index([target, *(entry("Ann Former", into=target.person_id) for _ in range(5))])
    assert found(index, "former") == [target.person_id]
    assert found(index, "ann") == [target.person_id]
    assert found(index, "former", denied={target.person_id}) == []


def test_what_was_replaced_is_found_anew_and_no_longer_by_the_old_name():
    before = entry("Ann Former", born=date(1990, 1, 1))
    index = Index([before, entry("Bo Sample")])
    after = Entry(before.person_id, S, frozenset({"ann", "latter"}), "ann latter")
    index.replace([before.person_id], [after])
    assert found(index, "former") == []
    assert found(index, "latter") == [before.person_id]
    assert not index.search(Sought((), BirthSought(day=date(1990, 1, 1))), S)
    index.replace([before.person_id], [])
    assert found(index, "ann") == [] and len(index) == 1


@settings(deadline=None)
@given(
    st.lists(st.text("abcß é-'", min_size=1, max_size=12), max_size=12),
    st.lists(st.integers(0, 11), max_size=8),
    st.text("abcßé", min_size=1, max_size=3),
)
def test_replacing_one_by_one_equals_loading_at_once(names, changed, typed):
    people = [entry(name) for name in names]
    index = Index(people)
    for position in changed:
        if position < len(people):
            index.replace([people[position].person_id], [people[position]])
    assert found(index, typed, limit=50) == found(Index(people), typed, limit=50)
