"""People as they are written and read: names, birth, sections, those around them, summaries, vaults."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.choices import RiskLevel, Side
from caseflow.clock import today
from caseflow.crypto.models import Vault
from caseflow.database import begin_writing, db, end_reading
from caseflow.directory.queries import localities
from caseflow.errors import Conflict, Invalid, NotAllowed, Unknown
from caseflow.people import actions
from caseflow.people.around.queries import child_line, harm_line
from caseflow.people.choices import BirthKind, Section
from caseflow.people.details.queries import identity_values, section_values
from caseflow.people.models import Person, PersonName
from caseflow.people.queries import (
    children_of,
    identity_bar,
    person_brief,
    person_lines,
    persons_causing_harm,
)
from caseflow.people.references import read_reference
from tests.people.conftest import counted

pytestmark = pytest.mark.usefixtures("inside")


def test_a_person_is_added_whole(viewer, person):
    henry = viewer("henry")
    place = localities(henry)[0]
    end_reading()
    asha = person(
        "Asha",
        given="Ashanti",
        surname="Sample",
        other_names=["Ash Former", " ", "Ash Former"],
        birth_on=date(1990, 3, 27),
        locality_id=place.id,
        contacts=[{"kind": "phone", "value": "07700 900123", "may_call": "allowed"}],
    )
    brief = person_brief(henry, asha)
    assert (brief.known_as, brief.full_name) == ("Asha", "Ashanti Sample")
    assert [name.whole for name in brief.names] == ["Ashanti Sample", "Ash Former"]
    assert (brief.born, brief.birth_kind) == (date(1990, 3, 27), BirthKind.EXACT)
    assert brief.locality == place.name and brief.risk is RiskLevel.NOT_ASSESSED
    assert read_reference(brief.reference) == brief.reference


def test_without_any_name_nobody_is_added(viewer, person):
    with pytest.raises(Invalid) as refused:
        person("", given=" ")
    assert "known_as" in refused.value.faults
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.parametrize("given", [{"birth_on": date(2100, 1, 1)}, {"birth_on": date(1850, 1, 1)}])
def test_an_impossible_birth_is_refused(person, given):
    with pytest.raises(Invalid) as refused:
        person(**given)
    assert list(refused.value.faults) == ["birth_on"]


def test_another_areas_place_is_refused(person):
    with pytest.raises(Invalid) as refused:
        person(locality_id=Vault.__table__.c.id.type.python_type(int=7))
    assert list(refused.value.faults) == ["locality_id"]


def test_only_what_is_given_is_changed(viewer, person):
    harriet = viewer("harriet")
    asha = person("Asha", given="Ashanti", surname="Sample", birth_on=date(1990, 3, 27))
    actions.change_person(harriet, asha, surname="Latter")
    brief = person_brief(harriet, asha)
    assert (brief.full_name, brief.known_as, brief.born) == ("Ashanti Latter", "Asha", date(1990, 3, 27))
    actions.change_person(harriet, asha, other_names=["Ash One", "Ash Two"])
    actions.change_person(harriet, asha, other_names=["Ash Two"])
    assert [name.whole for name in person_brief(harriet, asha).names] == ["Ashanti Latter", "Ash Two"]
    assert db.session.scalar(select(func.count()).select_from(PersonName)) == 2


def test_a_change_that_changes_nothing_leaves_no_line(viewer, person):
    harriet = viewer("harriet")
    asha = person("Asha", surname="Sample", birth_on=date(1990, 3, 27))
    before = db.session.scalar(select(func.count()).select_from(AuditRow))
    end_reading()
    actions.change_person(harriet, asha, known_as="Asha", surname="Sample", birth_on=date(1990, 3, 27))
    actions.save_section(harriet, asha, Section.LANGUAGE, {"language": ""})
    assert db.session.scalar(select(func.count()).select_from(AuditRow)) == before


def test_the_same_age_said_again_does_not_move_the_birth(viewer, person):
    harriet = viewer("harriet")
    asha = person("Asha", age=34)
    born = person_brief(harriet, asha).born
    end_reading()
    actions.change_person(harriet, asha, birth_on=None, age=34)
    assert person_brief(harriet, asha).born == born
    actions.change_person(harriet, asha, birth_on=None, age=35)
    assert person_brief(harriet, asha).years == 35
    actions.change_person(harriet, asha, birth_on=date(1990, 1, 1), estimated=True)
    assert person_brief(harriet, asha).birth_kind is BirthKind.ESTIMATED


def test_whoever_saves_over_what_they_have_not_seen_is_stopped(viewer, person):
    asha = person("Asha")
    opened = identity_values(viewer("harriet"), asha)
    language = section_values(viewer("harriet"), asha, Section.LANGUAGE)
    end_reading()
    actions.change_person(viewer("henry"), asha, known_as="Ash")
    with pytest.raises(Invalid) as refused:
        actions.change_person(viewer("harriet"), asha, seen=opened.seen, known_as="Asha-Bee")
    assert list(refused.value.faults) == ["seen"]
    assert person_brief(viewer("harriet"), asha).known_as == "Ash"
    # Another part of the same person may be saved meanwhile.
    actions.save_section(
        viewer("harriet"), asha, Section.LANGUAGE, {"language": "Gujarati"}, seen=language.seen
    )


def test_risk_written_meanwhile_does_not_stop_a_change_of_names(viewer, person):
    asha = person("Asha")
    opened = identity_values(viewer("harriet"), asha)
    end_reading()
    actions.set_risk_summary(viewer("henry"), asha, RiskLevel.HIGH, today(), today() + timedelta(weeks=4))
    actions.change_person(viewer("harriet"), asha, seen=opened.seen, known_as="Ash")
    line = person_lines(viewer("henry"), [asha])[asha]
    assert (line.known_as, line.risk, line.risk_on) == ("Ash", RiskLevel.HIGH, today())


def test_the_bar_carries_its_flags_in_a_fixed_number_of_queries(viewer, person):
    henry = viewer("henry")
    plain = person("Asha", birth_on=today().replace(year=today().year - 30, day=1))
    young = person("Bo", age=16, contacts=[{"kind": "phone", "value": "07700 900123", "may_call": "allowed"}])
    actions.save_section(
        henry, young, Section.LANGUAGE, {"language": "Gujarati", "interpreter": "yes", "relay": ["bsl"]}
    )
    actions.set_marac_until(henry, young, today() + timedelta(days=1))
    actions.add_child(henry, young, name="Chi", born="2020")
    actions.add_child(henry, young, born="aged 2")
    with counted() as few:
        assert identity_bar(henry, plain).flags == ()
    with counted() as many:
        bar = identity_bar(henry, young)
    assert bar.flags == (
        "Under 18",
        "Interpreter: Gujarati",
        "British Sign Language",
        "MARAC in 12 months",
        "2 children",
    )
    assert (bar.age, bar.contact_state) == ("aged about 16", "allowed")
    assert len(few) == len(many) and len(many) <= 5


def test_an_old_agreement_shows_as_lapsed(viewer, person):
    asha = person(
        contacts=[
            {
                "kind": "phone",
                "value": "07700 900123",
                "may_call": "allowed",
                "confirmed_on": today() - timedelta(days=60),
            }
        ]
    )
    assert identity_bar(viewer("henry"), asha).contact_state == "lapsed"
    assert person_lines(viewer("henry"), [asha])[asha].contact_state == "lapsed"


def test_who_causes_harm_belongs_to_the_survivor(viewer, person):
    henry = viewer("henry")
    asha = person()
    harm = actions.add_person_causing_harm(henry, asha, name="Bob Sample", relationship="former_partner")
    nobody = actions.add_person_causing_harm(henry, asha, where_now="Unknown", named=False)
    first, second = persons_causing_harm(henry, asha)
    assert (first.id, first.shown_name, first.relationship_words) == (harm, "Bob Sample", "Former partner")
    assert (second.id, second.shown_name, second.named) == (nobody, "Not named", False)
    actions.change_person_causing_harm(henry, nobody, name="Rob Sample")
    assert harm_line(henry, nobody).named
    with pytest.raises(Unknown):
        harm_line(viewer("bella"), harm)
    with pytest.raises(Unknown):
        actions.change_person_causing_harm(viewer("bella"), harm, name="X")
    client = actions.add_person(System("tests"), side=Side.PERPETRATOR, known_as="Cy")
    with pytest.raises(NotAllowed):
        actions.add_person_causing_harm(System("tests"), client, name="Bob")
    assert persons_causing_harm(System("tests"), client) == ()


def test_children_come_and_go_one_by_one(viewer, person):
    henry = viewer("henry")
    asha = person()
    child = actions.add_child(henry, asha, name="Chi", born="27/3/2020", where="With the person")
    assert [one.name for one in children_of(henry, asha)] == ["Chi"]
    assert child_line(henry, child).age is not None
    actions.change_child(henry, child, where="At school")
    assert child_line(henry, child).where == "At school"
    with pytest.raises(Invalid):
        actions.add_child(henry, asha, name=" ")
    with pytest.raises(Unknown):
        actions.remove_child(viewer("bella"), child)
    actions.remove_child(henry, child)
    assert children_of(henry, asha) == ()


def test_open_cases_never_fall_below_none(viewer, person):
    asha, henry = person(), viewer("henry")
    actions.change_open_cases(henry, asha, 1)
    actions.change_open_cases(henry, asha, -1)
    actions.change_open_cases(henry, asha, -1)
    assert person_brief(henry, asha).open_cases == 0


def test_a_calls_vault_is_given_to_one_person_and_can_be_taken_back(viewer, person):
    asha, bo, henry = person("Asha"), person("Bo"), viewer("henry")
    db.session.info["caseflow_audit"] = []
    begin_writing()
    vault = Vault()
    db.session.add(vault)
    db.session.commit()
    del db.session.info["caseflow_audit"]
    end_reading()
    actions.own_vault(henry, asha, vault.id)
    with pytest.raises(Conflict):
        actions.own_vault(henry, bo, vault.id)
    with pytest.raises(Conflict):
        actions.give_back_vault(henry, bo, vault.id)
    actions.give_back_vault(henry, asha, vault.id)
    actions.own_vault(henry, bo, vault.id)
    own = db.session.scalars(select(Person.vault_id).where(Person.id == bo)).one()
    end_reading()
    with pytest.raises(Conflict):
        actions.give_back_vault(henry, bo, own)


def test_the_audit_names_fields_and_holds_no_value(viewer, person):
    asha = person("Zanzibar", surname="Quixote", contacts=[{"kind": "phone", "value": "07700 900777"}])
    actions.save_section(viewer("henry"), asha, Section.LANGUAGE, {"language": "Esperanto"})
    rows = db.session.scalars(select(AuditRow).where(AuditRow.person_id == asha)).all()
    text = " ".join(f"{row.event} {row.fields} {row.shown}" for row in rows)
    assert "people:person:added" in text and "language.language" in text
    assert not any(word in text for word in ("Zanzibar", "Quixote", "900777", "Esperanto"))
