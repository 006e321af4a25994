"""The matrix at a small size: the table is whole, a few of its cells hold, and a change of the policy is noticed."""

from __future__ import annotations

import pytest
from flask import Flask

from caseflow.access.policy import ROLE_PERMISSIONS, P, Role
from prove.audit_proofs import _noticed
from prove.matrix import PUBLIC, Ground, kind_of, rules_of, table
from prove.matrix_clauses import sight, without_each_clause

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
    survived, tried = without_each_clause(ground, ["people.scope._in_scope", "cases.scope.visible_cases"])
    assert survived == [] and tried > 8


def test_kinds_of_answers():
    assert [kind_of(status, "") for status in (200, 302, 403, 404, 409, 410, 500)] == [
        *("open", "open", "forbidden", "none", "open", "gone", "fault 500")
    ]
    assert kind_of(302, "/sign-in?ended=1") == "sign_in"
