"""The matrix at a small size: the table is whole, a few of its cells hold, and a change of the policy is noticed."""

from __future__ import annotations

import inspect
import sys

import pytest
from flask import Flask

from caseflow.access.policy import ROLE_PERMISSIONS, P, Role
from prove.audit_proofs import _noticed
from prove.matrix import PUBLIC, Ground, kind_of, rules_of, table
from prove.matrix_clauses import HELD, sight, without_each_clause

WHOLE = table()


def test_every_route_stands_in_the_table_and_none_besides(app: Flask):
    keys = {key for key, _ in rules_of(app)}
    assert keys - set(WHOLE["routes"]) == set(), "a new route needs a row"
    assert set(WHOLE["routes"]) - keys == set(), "a row without a route"


def test_the_table_knows_every_role_and_permission():
    assert set(WHOLE["roles"]) == set(WHOLE["reach"]) == {role.value for role in Role}
    named = {row.split()[0] for row in WHOLE["routes"].values()} - {PUBLIC}
    assert named <= {one for held in WHOLE["roles"].values() for one in held} <= {one.value for one in P}


@pytest.mark.engines("sqlite")
def test_a_few_cells_hold_and_a_permission_taken_away_is_noticed(app: Flask):
    ground = Ground(app)
    for username in ("bella", "sofia", "ezra"):
        outcome = ground.run([username], permission="people_read")
        assert outcome.cells > 20 and outcome.wrong == []
    assert _noticed(ground, Role.CASEWORKER, P.PEOPLE_READ, ["bella"])
    assert P.PEOPLE_READ in ROLE_PERMISSIONS[Role.CASEWORKER]


@pytest.mark.engines("sqlite")
def test_predicates_answer_as_the_table_says_and_a_clause_taken_away_is_noticed(app: Flask):
    ground = Ground(app)
    seen = sight(ground)
    assert seen.wrong == [] and seen.asked > 300
    some = ["people.scope._in_scope", "cases.scope.visible_cases", "reaches.scope.visible_stops"]
    survived, tried = without_each_clause(ground, some)
    assert survived == [] and tried > 12


@pytest.mark.engines("sqlite")
def test_every_predicate_on_a_kind_of_record_is_among_those_whose_clauses_are_taken_away(app: Flask):
    there = {
        f"{module}.{name}"
        for module, loaded in list(sys.modules.items())
        for name, one in vars(loaded).items()
        if module.startswith("caseflow.") and name.startswith("visible_") and one.__module__ == module
        if "ColumnElement" in str(inspect.unwrap(one).__annotations__.get("return"))
    }
    assert len(there) > 10
    assert there == {
        f"{module.__name__}.{name}" for module, names in HELD for name in names if name.startswith("visible_")
    }


def test_kinds_of_answers():
    assert [kind_of(status, "") for status in (200, 302, 403, 404, 409, 410, 500)] == [
        *("open", "open", "forbidden", "none", "open", "gone", "fault 500")
    ]
    assert kind_of(302, "/sign-in?ended=1") == "sign_in"
