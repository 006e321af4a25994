"""Who may know of whom: the wall first, then the scope of the role, then grants."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from caseflow.access.grants import end_grants, grant
from caseflow.access.viewer import System
from caseflow.audit.action import action
from caseflow.audit.record import record
from caseflow.choices import Side
from caseflow.clock import now
from caseflow.database import db
from caseflow.errors import NotAllowed, Unknown
from caseflow.people import events
from caseflow.people.actions import add_person
from caseflow.people.models import Person
from caseflow.people.queries import find_people, identity_bar, person_lines
from caseflow.people.scope import load_for_writing, load_person, visible_people

pytestmark = pytest.mark.usefixtures("inside")


@action
def change(actor, person_id, **values):
    person = db.session.scalars(select(Person).where(Person.id == person_id)).one()
    for name, value in values.items():
        setattr(person, name, value)
    record(actor, events.PERSON_CHANGED, "person", person_id, person_id=person_id, fields=tuple(values))


@action
def open_to(actor, person_id, source_id, **to_whom):
    return grant(actor, "person", person_id, why="test", source_id=source_id, **to_whom)


@action
def close(actor, source_id):
    end_grants(actor, source_id)


def sees(viewer, person_id) -> bool:
    """Tell whether a viewer knows of a person, by every way in; all must agree."""
    try:
        load_person(viewer, person_id)
        one = True
    except Unknown:
        one = False
    in_lists = person_id in person_lines(viewer, [person_id])
    by_sql = (
        db.session.scalar(select(Person.id).where(Person.id == person_id, visible_people(viewer))) is not None
    )
    by_name = person_id in [hit.person_id for hit in find_people(viewer, "asha").hits]
    assert one == in_lists == by_sql == by_name
    return one


def test_the_helpline_sees_everybody_of_its_side_and_a_service_nobody_at_first(viewer, person):
    asha = person("Asha")
    assert sees(viewer("henry"), asha) and sees(viewer("hugo"), asha) and sees(viewer("sofia"), asha)
    assert not sees(viewer("bella"), asha)
    for nobody in ("adam", "carl", "otto"):
        assert not sees(viewer(nobody), asha)


def test_a_grant_opens_one_person_to_one_service_until_it_ends(viewer, person):
    asha, other, source = person("Asha"), person("Asha"), uuid4()
    bella = viewer("bella")
    open_to(System("tests"), asha, source, service_id=bella.service_id)
    assert sees(bella, asha) and not sees(bella, other)
    assert sees(viewer("bruno"), asha) and not sees(viewer("ben"), asha)
    close(System("tests"), source)
    assert not sees(bella, asha)


def test_a_grant_that_has_run_out_opens_nothing(viewer, person):
    asha, bella = person("Asha"), viewer("bella")
    open_to(
        System("tests"), asha, uuid4(), service_id=bella.service_id, until_at=now() - timedelta(minutes=1)
    )
    assert not sees(bella, asha)


def test_the_wall_holds_against_a_role_and_against_a_grant(viewer, person, inside):
    client = add_person(System("tests"), side=Side.PERPETRATOR, known_as="Asha")
    bella, ezra = viewer("bella"), viewer("ezra")
    assert not sees(viewer("henry"), client)
    open_to(System("tests"), client, uuid4(), service_id=bella.service_id)
    assert not sees(bella, client)
    open_to(System("tests"), client, uuid4(), service_id=ezra.service_id)
    assert sees(ezra, client)
    survivor = person("Asha")
    open_to(System("tests"), survivor, uuid4(), user_id=ezra.user_id)
    assert not sees(ezra, survivor)


def test_a_helpline_worker_sees_one_side_at_a_time(viewer, person, inside):
    client = add_person(System("tests"), side=Side.PERPETRATOR, known_as="Asha")
    survivor = person("Asha")
    harriet = viewer("harriet")
    there = next(held.id for held in harriet.memberships if held.side is Side.PERPETRATOR)
    over_there = viewer("harriet", membership_id=there)
    assert sees(harriet, survivor) and not sees(harriet, client)
    assert sees(over_there, client) and not sees(over_there, survivor)
    bar = identity_bar(over_there, client)
    assert (bar.risk, bar.contact_state, bar.risk_on) == (None, None, None)


def test_a_restricted_person_is_seen_by_those_who_are_named_only(viewer, person):
    asha, henry, source = person("Asha"), viewer("henry"), uuid4()
    change(System("tests"), asha, restricted=True)
    assert not sees(henry, asha)
    open_to(System("tests"), asha, source, user_id=henry.user_id)
    assert sees(henry, asha) and not sees(viewer("hugo"), asha)


def test_a_merged_record_leads_to_its_target_and_stands_in_no_list(viewer, person):
    old, target = person("Asha", surname="Former"), person("Asha", surname="Sample")
    change(System("tests"), old, merged_into_id=target)
    henry = viewer("henry")
    assert load_person(henry, old).id == target
    assert person_lines(henry, [old])[old].person_id == target
    assert [hit.person_id for hit in find_people(henry, "former").hits] == [target]
    with pytest.raises(Unknown):
        load_person(viewer("bella"), old)


def test_two_records_merged_into_each_other_end_nowhere(viewer, person):
    one, other = person("Asha"), person("Asha")
    change(System("tests"), one, merged_into_id=other)
    change(System("tests"), other, merged_into_id=one)
    with pytest.raises(Unknown):
        load_person(viewer("henry"), one)


def test_who_may_read_but_not_write_is_told_so(viewer, person):
    asha = person("Asha")
    assert load_person(viewer("petra"), asha)
    with pytest.raises(NotAllowed):
        load_for_writing(viewer("petra"), asha)


def test_a_service_that_adds_a_person_sees_them(viewer, inside):
    bella = viewer("bella")
    added = add_person(bella, known_as="Asha")
    assert sees(bella, added) and sees(viewer("henry"), added) and not sees(viewer("ben"), added)


def test_nobody_adds_a_person_on_the_other_side(viewer, inside):
    with pytest.raises(NotAllowed):
        add_person(viewer("bella"), side=Side.PERPETRATOR, known_as="Asha")
    with pytest.raises(NotAllowed):
        add_person(viewer("adam"), known_as="Asha")
