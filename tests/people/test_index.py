"""The index: found by any part in any order however it is spelt, within one side and one scope, and kept fresh."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.choices import Side
from caseflow.people.births import BirthSought
from caseflow.people.finding.coarse import at_most, look_among_all
from caseflow.people.finding.index import Index
from caseflow.people.finding.side_people import Entry
from caseflow.people.finding.vocabulary import Vocabulary
from caseflow.people.matching.alike import Alike, likeness
from caseflow.people.matching.evidence import Asked, Role, total, weigh
from caseflow.people.matching.name_parts import field_parts, parts_of
from caseflow.people.names import name_parts

S, P = Side.SURVIVOR, Side.PERPETRATOR
DAY = date(1990, 3, 27)


def entry(name: str, side: Side = S, born: date | None = None, **more: object) -> tuple[Side, Entry]:
    given_name, _, surname = name.partition(" ")
    parts = parts_of(field_parts(given_name), field_parts(surname), whole=True)
    more.setdefault("exact", True)
    return side, Entry(uuid4().bytes, parts, born.toordinal() if born else None, **more)


def asked(name: str = "", birth: BirthSought | None = None, postcode: str = "") -> Asked:
    parts = tuple((part, Role.ANY) for part in name_parts(name))
    return Asked(parts, birth, (postcode,) if postcode else ())


def found(index: Index, name: str, side: Side = S, **scope: object) -> list[UUID]:
    return [match.person_id for match in index.search(asked(name), side, **scope)]


def ids(*entries: tuple[Side, Entry]) -> list[UUID]:
    return [one.person_id for _, one in entries]


def test_parts_are_found_in_any_order_and_by_their_beginning():
    asha, other = entry("Asha Test-Pattern"), entry("Ashleigh Sample")
    index = Index([asha, other])
    assert found(index, "test asha")[0] == asha[1].person_id
    assert found(index, "ASH patt")[0] == asha[1].person_id
    assert found(index, "testpattern") == ids(asha)


def test_a_misspelt_name_is_found_after_the_same_one():
    right, near, far = entry("Ewa Kowalska"), entry("Eva Kovalski"), entry("Bo Sample")
    assert found(Index([far, near, right]), "ewa kowalska") == ids(right, near)


def test_accents_signs_and_another_order_do_not_count():
    index = Index([who := entry("Zoë O’Sample-Łukasz")])
    for typed in ("zoe", "ZOË", "osample zoe", "lukasz"):
        assert found(index, typed) == ids(who), typed


def test_a_whole_part_comes_before_a_beginning():
    longer, whole = entry("Annabel Sample"), entry("Ann Sample")
    assert found(Index([longer, whole]), "ann") == ids(whole, longer)


def test_name_and_birth_together_come_first():
    name_only, both = entry("Ann Sample", born=date(1970, 1, 1)), entry("Ann Sample", born=DAY)
    birth_only = entry("Somebody Else", born=DAY)
    matches = Index([name_only, both, birth_only]).search(asked("ann", BirthSought(day=DAY)), S)
    assert matches[0].person_id == both[1].person_id
    assert matches[0].probability > matches[-1].probability


def test_a_birth_swapped_or_a_digit_off_or_only_about_is_found():
    swapped = entry("Ann Sample", born=date(1990, 4, 3))
    digit = entry("Ann Sample", born=date(1990, 3, 14))
    about = entry("Ann Sample", born=date(1991, 6, 1), exact=False)
    index = Index([swapped, digit, about])
    births = [match.person_id for match in index.search(asked(birth=BirthSought(day=date(1990, 3, 4))), S)]
    assert births == ids(swapped, digit)
    by_year = index.search(asked("ann", BirthSought(years=(1991,))), S)
    assert by_year[0].person_id == about[1].person_id


def test_a_postcode_finds_whole_by_its_half_and_nearly():
    who = entry("Ann Sample", postcodes=("LE11AA", "LE20BB"))
    index = Index([who, entry("Bo Else", postcodes=("NG11AA",))])
    for typed in ("LE11AA", "LE1", "LE11AB", "LE20BB"):
        assert [one.person_id for one in index.search(asked(postcode=typed), S)] == ids(who), typed


def test_the_other_side_is_never_found():
    index = Index([entry("Ann Sample", P)])
    assert found(index, "ann", S) == [] and len(found(index, "ann", P)) == 1


def test_a_limit_counts_only_those_in_scope():
    hidden = [entry(f"Ann {'x' * number}ebra") for number in range(150)]
    seen = entry("Ann Zulu")
    index = Index([*hidden, seen])
    assert found(index, "ann", allowed=set(ids(seen)), limit=3) == ids(seen)
    assert found(index, "ann", denied=set(ids(*hidden)), limit=3) == ids(seen)


def test_a_merged_record_leads_to_its_target_once_however_long_the_chain():
    target = entry("Ann Sample")
    middle = entry("Ann Middle", leads_to=target[1].identity)
    index = Index([target, middle, entry("Ann Former", leads_to=middle[1].identity)])
    assert found(index, "former") == found(index, "ann") == ids(target)
    assert found(index, "former", denied=set(ids(target))) == []
    assert found(index, "former", allowed=set(ids(target))) == ids(target)


GIVEN = ("Asha", "Aisha", "Ash", "Bo", "Anna", "Ann")
SURNAMES = ("Sample", "Samples", "Test", "Tester", "Ann", "Bo")
BIRTHS = (DAY, date(1991, 3, 17), date(1981, 3, 27), date(1990, 7, 2), date(1990, 2, 7), date(1971, 11, 5))
PLACES = ("LE11AA", "LE11AB", "LE21AA", "LE2")


def worlds() -> st.SearchStrategy[list[tuple[Side, Entry]]]:
    """People who are like each other in many ways: names in both places, births digits apart, several postcodes."""
    one = st.builds(
        lambda given, surname, day, exact, places: entry(
            f"{given} {surname}", born=day, exact=exact, postcodes=tuple(places)
        ),
        st.sampled_from(GIVEN),
        st.sampled_from(SURNAMES),
        st.none() | st.sampled_from(BIRTHS),
        st.booleans(),
        st.lists(st.sampled_from(PLACES[:3]), unique=True, max_size=3),
    )
    return st.lists(one, min_size=1, max_size=40)


def questions() -> st.SearchStrategy[Asked]:
    """What might be asked in such a world: names in their places or anywhere, births whole or in part, a postcode."""
    part = st.tuples(
        st.sampled_from([name.lower() for name in (*GIVEN, *SURNAMES, "tes", "bob")]), st.sampled_from(Role)
    )
    birth = st.one_of(
        st.none(),
        st.builds(lambda day: BirthSought(day=day), st.sampled_from(BIRTHS)),
        st.builds(lambda month: BirthSought(month=month, years=(1990,)), st.integers(1, 12)),
        st.just(BirthSought(years=(1989, 1990))),
    )
    return st.builds(
        lambda parts, born, place: Asked(tuple(parts), born, (place,) if place else ()),
        st.lists(part, min_size=1, max_size=3),
        birth,
        st.none() | st.sampled_from(PLACES),
    )


@settings(max_examples=200, deadline=None)
@given(worlds(), questions(), st.integers(1, 12))
def test_nobody_is_left_out_who_weighs_as_much_as_the_last_who_is_found(people, question, limit):
    index = Index(people)
    side = index.sides[S]
    look = look_among_all(side, question).best(len(people))
    weights = [total(weigh(question, side.known(row), side.rarity_of)) for row in look.rows.tolist()]
    hoped = at_most(side, question, look)
    assert all(most >= weight for most, weight in zip(hoped, weights, strict=True))
    everybody = index.search(question, S, limit=len(people))
    assert index.search(question, S, limit=limit) == everybody[:limit]


def test_what_was_replaced_is_found_anew_and_no_longer_by_the_old_name():
    before = entry("Ann Former", born=date(1990, 1, 1))
    index = Index([before, entry("Bo Sample")])
    person_id = before[1].person_id
    index.replace([person_id], [(S, Entry(person_id.bytes, (("latter", Role.SURNAME),)))])
    assert found(index, "former") == [] and found(index, "latter") == [person_id]
    assert index.search(asked(birth=BirthSought(day=date(1990, 1, 1))), S) == []
    index.replace([person_id], [])
    assert found(index, "latter") == [] and len(index) == 1


NAMES = st.lists(st.text("abcß é-", min_size=1, max_size=12), max_size=12)


@settings(max_examples=60)
@given(NAMES, st.lists(st.integers(0, 11), max_size=8), st.text("abcßé", min_size=1, max_size=3))
def test_replacing_one_by_one_equals_loading_at_once(names, changed, typed):
    people = [entry(name) for name in names]
    index = Index(people)
    for position in changed:
        if position < len(people):
            index.replace(ids(people[position]), [people[position]])
    assert found(index, typed, limit=50) == found(Index(people), typed, limit=50)


@settings(max_examples=60)
@given(NAMES, st.sets(st.integers(0, 11)), st.text("abcßé", min_size=1, max_size=3))
def test_who_is_out_of_reach_leaves_no_trace_in_what_is_found(names, hidden, typed):
    people = [entry(name) for name in names]
    out = {one.person_id for number, (_, one) in enumerate(people) if number in hidden}
    reach = [one for one in people if one[1].person_id not in out]
    alone = Index(reach).search(asked(typed), S)
    index = Index(people)
    assert index.search(asked(typed), S, denied=out) == alone
    assert index.search(asked(typed), S, allowed=set(ids(*reach))) == alone


@settings(max_examples=60)
@given(
    st.lists(st.text("akowhljszi", min_size=1, max_size=9), min_size=1),
    st.text("akowhljszi", min_size=1, max_size=9),
)
def test_the_vocabulary_compares_as_two_parts_are_compared(words, part):
    vocabulary = Vocabulary()
    for word in words:
        vocabulary.number(word)
    likes = vocabulary.like(part)
    said = dict(zip(likes.words.tolist(), likes.levels.tolist(), strict=True))
    for word, number in vocabulary.numbers.items():
        assert said.get(number, Alike.DIFFERENT) == likeness(part, word), word
