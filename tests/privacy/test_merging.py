"""Two records of one person: read as one, and taken apart at any later time with exactly what each had."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from caseflow.audit.models import AuditRow
from caseflow.calls.choices import AttemptOutcome
from caseflow.calls.queries import person_attempts
from caseflow.calls.reaches.attempts.actions import record_attempt
from caseflow.cases.queries import person_cases
from caseflow.choices import RiskLevel, Side
from caseflow.clock import today
from caseflow.database import Base, db
from caseflow.dossier.queries import person_page
from caseflow.errors import Conflict, Invalid, NeedsLead, NotAllowed, Unknown
from caseflow.oversight.conflicts.actions import answer_step
from caseflow.people.actions import add_child, add_person, save_section, set_risk_summary
from caseflow.people.apart.actions import keep_apart
from caseflow.people.choices import BirthKind, Section, StopReason
from caseflow.people.contact.actions import add_contact_point, stop_contact_point
from caseflow.people.contact_rules import PointState
from caseflow.people.details.queries import identity_values, section_values
from caseflow.people.models import Person
from caseflow.people.pairs.actions import tell_apart
from caseflow.people.queries import children_of, contact_card, find_people, identity_bar, person_lines
from caseflow.people.scope import load_person
from caseflow.privacy.merging import actions
from caseflow.privacy.merging.actions import merge_records, take_apart
from caseflow.privacy.merging.fields import LABELS
from caseflow.privacy.merging.queries import likely_pairs, merge_page, seen_pair

NUMBER = "07700 900321"


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.fixture
def kept(within, viewer):
    """Give the record that stays: with a number that may be called, and a child."""

    def add():
        harriet = viewer("harriet")
        point = {"kind": "phone", "value": NUMBER, "may_call": "allowed", "may_text": "not_allowed"}
        who = add_person(harriet, known_as="Zara", given="Zara", surname="Fennick", contacts=[point])
        add_child(harriet, who, name="Tilly")
        save_section(harriet, who, Section.LANGUAGE, {"language": "Polish"})
        return who

    return within(add)


@pytest.fixture
def other(within, viewer, opened):
    """Give the record that is merged: a case of another service hangs on it."""
    who, _case = opened()

    def more():
        harriet = viewer("harriet")
        point = {"kind": "phone", "value": NUMBER, "may_text": "allowed"}
        save_section(harriet, who, Section.LANGUAGE, {"language": "Urdu", "interpreter": "yes"})
        save_section(harriet, who, Section.ACCESS, {"more": "Cannot use stairs"})
        add_contact_point(harriet, who, **point)

    within(more)
    return who


def as_recorded(viewer, person_id):
    """Return what a record says of itself, as its pages show it."""
    card = contact_card(viewer, person_id)
    return {
        "identity": identity_values(viewer, person_id).values,
        "sections": {one: section_values(viewer, person_id, one).values for one in Section},
        "points": [(point.id, point.today, point.may) for point in card.points],
        "children": children_of(viewer, person_id),
        "bar": identity_bar(viewer, person_id),
        "cases": [one.case_id for one in person_cases(viewer, person_id)],
        "attempts": [one.attempt_id for one in person_attempts(viewer, person_id)],
        "line": person_lines(viewer, [person_id])[person_id],
        "named": sorted(hit.reference for hit in find_people(viewer, "zara").hits),
    }


def hangs_where():
    """Return, for every row that hangs on a person, on whom and under which vault."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if "person_id" in table.c and table.name not in ("audit_rows", "person_merges"):
            vault = table.c.vault_id if "vault_id" in table.c else table.c.id
            for row in db.session.execute(select(table.c.id, table.c.person_id, vault)):
                found[table.name, row[0]] = (row[1], row[2])
    return found


def merged(within, viewer, kept, other, by="hugo", **more):
    return within(merge_records, viewer(by), kept, other, **more)


def test_whoever_could_see_either_sees_one_person(within, viewer, signed_in, kept, other):
    with pytest.raises(Unknown):
        within(identity_bar, viewer("bella"), kept)
    merged(within, viewer, kept, other, taken=["access"])
    for who in ("bella", "harriet"):
        bar = within(identity_bar, viewer(who), other)
        assert bar.person_id == kept and bar.known_as == "Zara" and "1 child" in bar.flags
        page = within(person_page, viewer(who), kept)
        assert page.held and page.timeline.total
        assert [hit.person_id for hit in within(find_people, viewer(who), "testina").hits] == [kept]
    with pytest.raises(Unknown):
        within(identity_bar, viewer("ben"), kept)
    assert within(section_values, viewer("bella"), kept, Section.ACCESS).values == {
        "more": "Cannot use stairs"
    }
    lines = within(person_lines, viewer("bella"), [kept, other])
    assert lines[kept] == lines[other] and lines[kept].open_cases == 1
    browser = signed_in("bella")
    assert browser.get(f"/people/{other}").location.endswith(f"/people/{kept}")
    assert "Zara" in text_of(browser.get("/cases"))
    rows = within(
        lambda: db.session.scalars(
            select(AuditRow.person_id).where(AuditRow.event == "people:person:merged")
        ).all()
    )
    assert set(rows) == {kept, other}


def test_taking_apart_gives_each_exactly_what_it_had(within, viewer, kept, other):
    sofia = viewer("sofia")
    within(set_risk_summary, viewer("harriet"), kept, RiskLevel.MEDIUM, today(), today())
    before = within(as_recorded, sofia, kept), within(as_recorded, sofia, other), within(hangs_where)
    merge = merged(within, viewer, kept, other, taken=list(LABELS))
    whole = within(identity_bar, sofia, kept)
    assert whole.known_as == "Testina" and whole.risk is RiskLevel.HIGH
    assert within(hangs_where).items() >= before[2].items()
    names = {hit.person_id for hit in within(find_people, sofia, "zara fennick").hits}
    assert names == {kept}
    assert within(take_apart, viewer("petra"), merge) == other
    after = within(as_recorded, sofia, kept), within(as_recorded, sofia, other), within(hangs_where)
    assert after == before
    with pytest.raises(Conflict):
        within(take_apart, viewer("hugo"), merge)


def test_what_was_written_since_the_merge_stays(within, viewer, kept, other):
    merge = merged(within, viewer, kept, other, taken=["language"])
    within(save_section, viewer("harriet"), other, Section.LANGUAGE, {"language": "Welsh"})
    within(take_apart, viewer("hugo"), merge)
    said = within(section_values, viewer("harriet"), kept, Section.LANGUAGE).values
    assert said == {"language": "Welsh"}


def test_chains_come_apart_in_any_order(within, viewer, kept, other):
    third = within(add_person, viewer("harriet"), known_as="Zarina")
    first = merged(within, viewer, other, third)
    second = merged(within, viewer, kept, other)
    reads = lambda one: within(lambda: load_person(viewer("harriet"), one).id)  # noqa: E731
    assert [reads(one) for one in (third, other, kept)] == [kept] * 3
    within(take_apart, viewer("hugo"), second)
    assert [reads(one) for one in (third, other, kept)] == [other, other, kept]
    again = merged(within, viewer, kept, other)
    within(take_apart, viewer("hugo"), first)
    assert [reads(one) for one in (third, other, kept)] == [third, kept, kept]
    within(take_apart, viewer("hugo"), again)
    assert [reads(one) for one in (third, other, kept)] == [third, other, kept]


def test_one_number_on_both_keeps_to_the_stricter_rule(within, viewer, kept, other):
    merged(within, viewer, kept, other)
    (point,) = within(contact_card, viewer("harriet"), kept).points
    assert point.state is PointState.NOT_ASKED or not point.allowed
    within(stop_contact_point, viewer("harriet"), point.id, reason=StopReason.NOT_SAFE)
    (point,) = within(contact_card, viewer("harriet"), kept).points
    assert point.state is PointState.STOPPED
    within(record_attempt, viewer("harriet"), other, outcome=AttemptOutcome.SPOKE)
    assert len(within(person_attempts, viewer("harriet"), kept)) == 1


def test_what_is_not_merged(within, viewer, kept, other):
    with pytest.raises(NotAllowed):
        merged(within, viewer, kept, other, by="harriet")
    with pytest.raises(Unknown):
        client = within(add_person, viewer("ezra"), side=Side.PERPETRATOR, known_as="Ezekiel")
        merged(within, viewer, kept, client)
    with pytest.raises(Conflict):
        merged(within, viewer, kept, kept)
    seen = within(merge_page, viewer("hugo"), kept, other).seen
    within(save_section, viewer("harriet"), other, Section.ACCESS, {"more": "Uses a stick"})
    with pytest.raises(Invalid) as fault:
        merged(within, viewer, kept, other, seen=seen)
    assert set(fault.value.faults) == {"seen"}


def test_a_merge_that_breaks_off_leaves_nothing_half(within, viewer, kept, other, monkeypatch):
    def die(_person):
        raise RuntimeError("cut off")

    sofia = viewer("sofia")
    before = within(as_recorded, sofia, kept), within(as_recorded, sofia, other)
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(actions, "_count_anew", die)
        merged(within, viewer, kept, other, taken=list(LABELS))
    assert (within(as_recorded, sofia, kept), within(as_recorded, sofia, other)) == before


def test_two_people_are_not_suggested_again(within, viewer, kept, other):
    (pair,) = within(likely_pairs, viewer("petra"))
    assert {pair.one.person_id, pair.other.person_id} == {kept, other}
    within(tell_apart, viewer("hugo"), kept, other)
    assert within(likely_pairs, viewer("petra")) == []


def test_a_mother_and_her_daughter_who_share_a_number_are_two(within, viewer):
    def add(name, born):
        point = {"kind": "phone", "value": NUMBER}
        birth = {"birth_on": born, "birth_kind": BirthKind.EXACT}
        return add_person(
            viewer("harriet"), known_as=name, given=name, surname="Sample", contacts=[point], **birth
        )

    mother = within(add, "Marigold", date(1979, 5, 2))
    within(add, "Wendeline", date(2013, 11, 20))
    assert within(likely_pairs, viewer("petra")) == []
    again = within(add, "Marygold", date(1979, 5, 2))
    pairs = within(likely_pairs, viewer("petra"))
    assert [{one.one.person_id, one.other.person_id} for one in pairs] == [{mother, again}]


def test_merged_and_taken_apart_on_the_pages(within, viewer, signed_in, kept, other):
    browser = signed_in("petra")
    assert "The same number" in text_of(browser.get("/duplicates"))
    found = text_of(browser.post(f"/people/{kept}/merge", data={"sought": "testina"}))
    assert f"/people/{kept}/merge/{other}" in found
    address = f"/people/{kept}/merge/{other}"
    page = text_of(browser.get(address))
    assert "Are these two one person?" in page and "Polish" in page and "Urdu" in page
    answer = browser.post(address, data={"take_language": "other", "take_known_as": "kept"})
    assert answer.status_code == 302 and answer.location.endswith(f"/people/{kept}/merge")
    merges = text_of(browser.get(answer.location))
    assert "Take apart" in merges and "Testina" in merges
    merge = merges.split("/merges/")[1].split("/apart")[0]
    assert browser.post(f"/merges/{merge}/apart").status_code == 302
    assert within(lambda: db.session.get(Person, other).merged_into_id) is None
    assert signed_in("harriet").get(address).status_code == 403


def test_a_merge_of_two_who_are_kept_apart_needs_the_lead_first(within, viewer, kept, other, signed_in):
    within(keep_apart, viewer("sofia"), kept, other)
    with pytest.raises(NeedsLead):
        within(merge_records, viewer("petra"), kept, other)
    page = f"/people/{kept}/merge/{other}"
    hugo = signed_in("hugo")
    form = {"seen": within(seen_pair, viewer("hugo"), kept, other)}
    held = hugo.post(page, data=form)
    assert "/lead-first/" in held.headers["Location"]
    question = UUID(held.headers["Location"].rsplit("/", 1)[1])
    within(answer_step, viewer("sofia"), question, allowed=True)
    assert hugo.post(page, data=form).headers["Location"].endswith(f"/people/{kept}/merge")


@pytest.mark.engines("sqlite")
def test_a_merge_that_gives_one_worker_both_of_a_couple_needs_the_lead_first(
    within, viewer, kept, other, opened
):
    partner, _ = opened()  # Bella holds the other half of a couple, and the record that is merged.
    within(keep_apart, viewer("sofia"), kept, partner)
    for one, two in ((kept, other), (other, kept)):
        with pytest.raises(NeedsLead):
            within(merge_records, viewer("petra"), one, two)
