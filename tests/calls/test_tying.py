"""Tying a call gives its vault to the person, untying gives it back; nothing is sealed again."""

from datetime import date

import pytest
from sqlalchemy import select

from caseflow.access.models import Membership
from caseflow.calls import actions, queries
from caseflow.calls.choices import CallerCheck, CallerType, Outcome
from caseflow.calls.models import Call
from caseflow.choices import FieldState, Side
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import db
from caseflow.errors import Conflict, Invalid, Unknown
from caseflow.people.actions import add_person
from caseflow.people.choices import ContactKind
from caseflow.people.models import ContactPoint, Person, PersonCausingHarm
from caseflow.people.pairs.actions import suggest_pair
from caseflow.people.pairs.choices import PairState
from caseflow.people.pairs.models import RecordPair


def both_sides(app, viewer, name):
    with app.app_context():
        there = db.session.scalars(
            select(Membership.id).where(
                Membership.user_id == viewer(name).user_id, Membership.side == Side.PERPETRATOR
            )
        ).one()
    return viewer(name, membership_id=there)


def test_a_new_person_takes_over_what_was_typed(app, viewer, call, get, values):
    with app.app_context():
        person_id = actions.go_on_with_person(
            viewer("harriet"), call, values(who="new", may_call=FieldState.ALLOWED, who_may_answer="sister")
        )
        person = db.session.get(Person, person_id)
        assert (person.known_as, person.birth_on, person.side) == ("Zara", date(1990, 3, 27), Side.SURVIVOR)
        point = db.session.scalars(select(ContactPoint).where(ContactPoint.person_id == person_id)).one()
        assert point.may_call is FieldState.ALLOWED and point.may_voicemail is FieldState.NOT_ASKED
        assert point.may_answer == "sister"
        harm = db.session.scalars(
            select(PersonCausingHarm).where(PersonCausingHarm.person_id == person_id)
        ).one()
        assert harm.name == "Col Fennick" and harm.vault_id == person.vault_id
        harm_id = harm.id
    row = get(Call, call, "person_id", "person_causing_harm_id", "vault_id")
    assert row["person_id"] == person_id and row["person_causing_harm_id"] == harm_id
    assert get(Vault, row["vault_id"], "owner_id")["owner_id"] == person_id


def test_tying_seals_nothing_again(app, viewer, call, zara, get, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values())
    before = get(Call, call, "narrative_sealed", "vault_id")
    with app.app_context():
        actions.tie_call(viewer("harriet"), call, zara)
    assert get(Call, call, "narrative_sealed", "vault_id") == before
    with app.app_context():
        actions.untie_call(viewer("harriet"), call)
    assert get(Call, call, "narrative_sealed", "vault_id") == before
    assert get(Vault, before["vault_id"], "owner_id")["owner_id"] is None
    assert get(Call, call, "narrative", "person_id") == {"narrative": "What was said", "person_id": None}


def test_going_on_twice_adds_nobody_twice(app, viewer, call, values):
    with app.app_context():
        first = actions.go_on_with_person(viewer("harriet"), call, values(who="new"))
        assert actions.go_on_with_person(viewer("harriet"), call, values(who="new")) == first
        actions.finish_call(viewer("harriet"), call, values(who="new"))
        assert len(list(db.session.scalars(select(Person.id)))) == 1
        assert len(list(db.session.scalars(select(PersonCausingHarm.id)))) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "anonymous"}, "who"),
        ({"who": "new", "name": None}, "name"),
        ({"who": "nonsense"}, "who"),
        ({"who": "7f1b6f3e-2d43-4a8b-9a2e-111111111111"}, "who"),
        ({"who": "new", "caller_type": None}, "caller_type"),
    ],
)
def test_going_on_needs_a_person(app, viewer, call, values, changes, field):
    with app.app_context(), pytest.raises(Invalid) as fault:
        actions.go_on_with_person(viewer("harriet"), call, values(**changes))
    assert set(fault.value.faults) == {field}


def test_nobody_new_is_made_before_the_likely_matches_were_shown(app, viewer, call, zara, values):
    with app.app_context():
        for check, fields in ((None, {"who", "check"}), (CallerCheck.NOT_DONE, {"who"})):
            with pytest.raises(Invalid) as fault:
                actions.go_on_with_person(viewer("harriet"), call, values(who="new", check=check))
            assert set(fault.value.faults) == fields
        shown = values(who="new", not_these=f"{zara},nonsense")
        new = actions.go_on_with_person(viewer("harriet"), call, shown)
        assert new != zara
        pair = db.session.scalars(select(RecordPair)).one()
        assert {pair.first_id, pair.second_id} == {new, zara} and pair.state is PairState.APART
        suggest_pair(viewer("harriet"), zara, new)
        db.session.expire_all()
        assert db.session.scalars(select(RecordPair.state)).one() is PairState.APART


def test_a_known_person_gets_a_number_only_from_who_passed_the_check(app, viewer, zara, values):
    other = "07700 900456"
    with app.app_context():
        for check, wanted in ((CallerCheck.NOT_PASSED, 1), (CallerCheck.PASSED, 2)):
            call_id = actions.open_call(viewer("harriet"))
            actions.finish_call(viewer("harriet"), call_id, values(who=str(zara), check=check, phone=other))
            points = list(db.session.scalars(select(ContactPoint.id).where(ContactPoint.person_id == zara)))
            assert len(points) == wanted


def test_an_email_address_finds_and_is_put_on_the_record_once_with_nothing_agreed(app, viewer, call, values):
    with app.app_context():
        new = actions.go_on_with_person(
            viewer("harriet"),
            call,
            values(who="new", email="z.fennick@example.com", may_call=FieldState.ALLOWED),
        )
        for email in ("Z.Fennick@example.com", "zara.new@example.com"):
            call_id = actions.open_call(viewer("harriet"))
            told = values(who=str(new), check=CallerCheck.PASSED, email=email)
            actions.finish_call(viewer("harriet"), call_id, told)
        points = db.session.scalars(select(ContactPoint).where(ContactPoint.person_id == new)).all()
        emails = {one.value: one.may_email for one in points if one.kind is ContactKind.EMAIL}
        assert emails == dict.fromkeys(
            ("z.fennick@example.com", "zara.new@example.com"), FieldState.NOT_ASKED
        )
        call_id = actions.open_call(viewer("harriet"))
        for name, email, found in (("", "ZARA.NEW@example.com", [new]), ("Nobody", "other@example.com", [])):
            typed = {"check": ["passed"], "name": [name], "email": [email]}
            assert [hit.person_id for hit in queries.matches(viewer("harriet"), call_id, typed).hits] == found


def test_a_known_person_causing_harm_is_not_added_twice(app, viewer, zara, values):
    with app.app_context():
        for _ in range(2):
            call_id = actions.open_call(viewer("harriet"))
            actions.finish_call(viewer("harriet"), call_id, values(who=str(zara), harm_name="col  FENNICK"))
        names = list(
            db.session.scalars(select(PersonCausingHarm.id).where(PersonCausingHarm.person_id == zara))
        )
    assert len(names) == 1


def test_a_person_causing_harm_may_stay_unnamed(app, viewer, call, zara, values):
    with app.app_context():
        actions.finish_call(
            viewer("harriet"), call, values(who=str(zara), harm_name=None, harm_not_named=True)
        )
        row = db.session.scalars(select(PersonCausingHarm).where(PersonCausingHarm.person_id == zara)).one()
        assert row.named is False


def test_a_call_is_tied_once(app, viewer, call, zara, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values(who=str(zara)))
        with pytest.raises(Conflict):
            actions.tie_call(viewer("harriet"), call, zara)


def test_a_call_from_which_a_referral_was_sent_stays(app, viewer, call, zara, values):
    with app.app_context():
        actions.finish_call(viewer("harriet"), call, values(who=str(zara)))
        actions.note_referral_sent(viewer("harriet"), call, now())
        with pytest.raises(Conflict):
            actions.untie_call(viewer("harriet"), call)


def test_own_behaviour_makes_a_record_on_the_other_side(app, viewer, call, values):
    with app.app_context():
        person_id = actions.go_on_with_person(
            viewer("harriet"), call, values(who="new", caller_type=CallerType.OWN_BEHAVIOUR)
        )
        assert db.session.get(Person, person_id).side is Side.PERPETRATOR
        assert list(db.session.scalars(select(PersonCausingHarm.id))) == []


def test_who_works_on_one_side_ties_nobody_of_the_other(app, viewer, values):
    with app.app_context():
        call_id = actions.open_call(viewer("henry"))
        with pytest.raises(Invalid) as fault:
            actions.go_on_with_person(
                viewer("henry"), call_id, values(who="new", caller_type=CallerType.OWN_BEHAVIOUR)
            )
    assert set(fault.value.faults) == {"who"}


def test_a_survivor_is_not_found_for_a_caller_of_the_other_side(app, viewer, call, zara, values):
    with app.app_context():
        with pytest.raises(Invalid):
            actions.go_on_with_person(
                viewer("harriet"), call, values(who=str(zara), caller_type=CallerType.OWN_BEHAVIOUR)
            )
        typed = {"caller_type": ["own_behaviour"], "check": ["passed"], "name": ["Zara"]}
        assert queries.matches(viewer("harriet"), call, typed).hits == ()


def test_a_tied_call_does_not_change_sides(app, viewer, call, zara, values):
    with app.app_context():
        actions.go_on_with_person(viewer("harriet"), call, values(who=str(zara)))
        with pytest.raises(Invalid) as fault:
            actions.finish_call(viewer("harriet"), call, values(caller_type=CallerType.OWN_BEHAVIOUR))
    assert set(fault.value.faults) == {"caller_type"}


def test_a_short_call_is_tied_to_nobody(app, viewer, zara):
    with app.app_context():
        call_id = actions.log_short_call(viewer("harriet"), CallerType.SILENT)
        with pytest.raises(Invalid):
            actions.tie_call(viewer("harriet"), call_id, zara)


def test_nothing_known_is_shown_before_the_check(app, viewer, call, zara):
    typed = {"caller_type": ["survivor"], "name": ["Zara Fennick"]}
    with app.app_context():
        before = queries.matches(viewer("harriet"), call, typed)
        assert before.hits == () and not before.checked
        after = queries.matches(viewer("harriet"), call, {**typed, "check": ["not_done"]})
    assert [hit.person_id for hit in after.hits] == [zara]
    assert after.hits[0].points[0].allowed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"name": ["zara"]}, True),
        ({"phone": ["+44 7700 900123"]}, True),
        ({"born-day": ["27"], "born-month": ["3"], "born-year": ["1990"]}, True),
        ({"name": ["Zara"], "born-day": ["1"], "born-month": ["1"], "born-year": ["1970"]}, True),
        ({"name": ["Nobody"]}, False),
        ({}, False),
    ],
)
def test_they_are_found_by_name_number_or_birth(app, viewer, call, zara, typed, found):
    with app.app_context():
        answer = queries.matches(viewer("harriet"), call, {"check": ["passed"], **typed})
    assert bool(answer.hits) is found


def test_under_eighteen_is_said_even_before_the_check(app, viewer, call):
    with app.app_context():
        assert queries.matches(viewer("harriet"), call, {"age": ["16"]}).under_18
        assert not queries.matches(viewer("harriet"), call, {"age": ["18"]}).under_18


def test_a_call_begun_about_a_person_is_tied_from_the_start(app, viewer, zara):
    with app.app_context():
        call_id = actions.open_call(viewer("harriet"), person_id=zara)
        page = queries.working_page(viewer("harriet"), call_id)
    assert page.person_id == zara and page.bar.known_as == "Zara"


def test_calls_of_a_person_for_those_in_scope_only(app, viewer, call, zara, values):
    with app.app_context():
        actions.finish_call(
            viewer("harriet"), call, values(who=str(zara), outcomes=[Outcome.SAFETY_PLANNING])
        )
        line = queries.person_calls(viewer("henry"), zara)[0]
        assert line.narrative == "What was said" and line.outcomes == ("Safety planning",)
        with pytest.raises(Unknown):
            queries.person_calls(viewer("bella"), zara)


def test_a_summary_reads_the_draft_and_then_the_finished_call(app, viewer, call, values, zara):
    harriet = viewer("harriet")
    with app.app_context():
        actions.save_draft(harriet, call, {"narrative": ["so far"], "abuse": ["physical"]}, page="a", seen=0)
        assert queries.call_summary(harriet, call, about=zara).narrative == "so far"
        assert queries.call_summary(harriet, call, about=zara).abuse == ("Physical",)
        actions.finish_call(harriet, call, values())
        summary = queries.call_summary(harriet, call, about=zara)
    assert summary.narrative == "What was said" and ("name", "Col Fennick") in summary.harm


def test_a_person_added_elsewhere_on_the_other_side_is_not_offered(app, viewer, call):
    there = both_sides(app, viewer, "harriet")
    with app.app_context():
        added = add_person(there, side=Side.PERPETRATOR, known_as="Zara", given="Zara", surname="Fennick")
        typed = {"caller_type": ["survivor"], "check": ["passed"], "name": ["Zara"]}
        assert queries.matches(viewer("harriet"), call, typed).hits == ()
        own = queries.matches(viewer("harriet"), call, {**typed, "caller_type": ["own_behaviour"]})
    assert [hit.person_id for hit in own.hits] == [added]
