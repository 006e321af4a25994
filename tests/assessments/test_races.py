"""Several workers press at the same moment: one effect, and the others are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from caseflow.assessments.actions import FINISHED, KEPT_APART, finish_assessment, start_assessment
from caseflow.assessments.choices import Purpose
from caseflow.assessments.lowering.actions import approve_lowering, refuse_lowering
from caseflow.assessments.lowering.models import RiskLowering
from caseflow.assessments.lowering.queries import waiting_lowerings
from caseflow.assessments.models import Assessment
from caseflow.database import db, end_reading
from caseflow.errors import CaseflowError
from tests.assessments.conftest import decided

WORKERS = 6


@pytest.fixture
def at_once(app):
    """Run functions at the same moment, each in a context of its own; an answer that is refused is its class."""

    def run(*functions):
        gate = Barrier(len(functions))

        def one(function):
            with app.app_context():
                gate.wait()
                try:
                    return function()
                except CaseflowError as refused:
                    return type(refused)
                finally:
                    end_reading()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(one, functions))

    return run


def count_of(app, model):
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model))
        end_reading()
        return found


def test_begun_at_once_there_is_one_half_done(app, at_once, viewer, survivor):
    person_id, actors = survivor(), [viewer("harriet"), viewer("henry")] * (WORKERS // 2)

    def begin(actor):
        return lambda: start_assessment(actor, person_id, instrument_code="dash", purpose=Purpose.INTAKE)

    assert len(set(at_once(*map(begin, actors)))) == 1
    assert count_of(app, Assessment) == 1


def test_finished_at_once_one_finishes_and_the_others_words_are_kept(app, at_once, within, viewer, survivor):
    person_id = survivor()
    actors = [viewer(name) for name in ("harriet", "henry", "hugo", "sofia")]
    made = within(start_assessment, actors[0], person_id, instrument_code="dash", purpose=Purpose.INTAKE)

    def finish(actor):
        content = decided("medium", yes=15, reason=f"By {actor.username}.")
        return lambda: finish_assessment(actor, made, content=content, seen=1, page_id=uuid4())

    answers = at_once(*map(finish, actors))
    assert sorted(answers) == sorted([FINISHED, *[KEPT_APART] * 3])
    assert count_of(app, RiskLowering) == 1


def test_decided_at_once_one_manager_wins(app, at_once, within, viewer, survivor):
    person_id = survivor()
    harriet = viewer("harriet")
    made = within(start_assessment, harriet, person_id, instrument_code="dash", purpose=Purpose.INTAKE)
    within(finish_assessment, harriet, made, content=decided("medium", yes=15), seen=1, page_id=uuid4())
    (asked,) = within(waiting_lowerings, viewer("hugo"))
    deciders = [(viewer("hugo"), approve_lowering), (viewer("sofia"), refuse_lowering)] * (WORKERS // 2)

    def decide(actor, act):
        return lambda: act(actor, asked.id, note="Seen.")

    answers = at_once(*(decide(*one) for one in deciders))
    assert answers.count(made) == 1
    assert [one.__name__ for one in answers if one != made] == ["Conflict"] * (WORKERS - 1)
