"""Each clause of the scope predicates taken away in turn: some cell of the matrix must then answer otherwise.

A clause is one argument of an `and_` in a room's scope.py, or an early `return false()`. The predicates are asked as
they stand, about every record of the matrix, for everybody; what they must answer stands in the reviewed table.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from caseflow.access import grants
from caseflow.access.policy import P
from caseflow.access.viewer import Viewer
from caseflow.assessments import scope as assessments
from caseflow.assessments.models import Assessment
from caseflow.calls import scope as calls
from caseflow.calls.callbacks import scope as callbacks
from caseflow.calls.models import Call, Callback
from caseflow.calls.reaches import scope as reaches
from caseflow.calls.reaches.models import Reach, StoppedPoint
from caseflow.cases import scope as cases
from caseflow.cases.models import Case, CaseNote
from caseflow.database import db, end_reading
from caseflow.oversight.glass import queries as glass
from caseflow.oversight.glass.models import GlassBreak
from caseflow.oversight.signals import queries as signals
from caseflow.oversight.signals.models import Signal
from caseflow.people import scope as people
from caseflow.people.apart import queries as apart
from caseflow.people.apart.models import LeadQuestion
from caseflow.people.models import Person
from caseflow.referrals import scope as referrals
from caseflow.referrals.models import Gap, Referral
from prove.forgetting import forget
from prove.matrix import Ground
from prove.matrix_hanging import hanging
from prove.matrix_records import Record, more_records
from tests.seen import find_viewer

Predicate = Callable[[Viewer], ColumnElement[bool]]
READS_ASSESSMENTS, WRITES_ASSESSMENTS = (P.ASSESSMENTS_READ,), (P.ASSESSMENTS_WRITE,)


def _notes(viewer: Viewer) -> ColumnElement[bool]:
    """Ask about notes beside their cases, as every list of notes does."""
    return and_(CaseNote.case_id == Case.id, cases.visible_notes(viewer))


ASKED: tuple[tuple[str, Any, Predicate, tuple[P, ...]], ...] = (
    ("person_id", Person.id, people.visible_people, (P.PEOPLE_READ,)),
    ("case_id", Case.id, cases.visible_cases, (P.CASES_READ,)),
    ("case_id", Case.id, cases.overseen_cases, (P.OVERSIGHT_HURT,)),
    ("note_id", CaseNote.id, _notes, (P.CASES_READ,)),
    ("own_note_id", CaseNote.id, _notes, (P.CASES_READ,)),
    ("referral_id", Referral.id, referrals.visible_referrals, (P.REFERRALS_READ,)),
    ("gap_id", Gap.id, referrals.visible_gaps, (P.REFERRALS_READ,)),
    ("reach_id", Reach.id, reaches.visible_reaches, (P.REACH_WORK, P.ATTEMPTS_DECIDE)),
    ("stopped_id", StoppedPoint.id, reaches.visible_stops, (P.ATTEMPTS_DECIDE,)),
    ("call_id", Call.id, calls.visible_calls, (P.CALLS_READ,)),
    ("callback_id", Callback.id, callbacks.visible_callbacks, (P.REACH_WORK, P.CALLS_READ)),
    ("assessment_id", Assessment.id, assessments.visible_assessments, READS_ASSESSMENTS),
    ("half_id", Assessment.id, assessments.visible_assessments, WRITES_ASSESSMENTS),
    ("signal_id", Signal.id, signals.visible_signals, (P.OVERSIGHT_SIGNALS,)),
    ("break_id", GlassBreak.id, glass.visible_breaks, (P.GLASS_REVIEW,)),
    ("asked_id", GlassBreak.id, glass.visible_breaks, (P.DESK,)),
    ("question_id", LeadQuestion.id, apart.visible_questions, (P.DESK,)),
)
"""Which kind of id each predicate is asked about, and the permissions without any of which it finds nothing."""
HELD: tuple[tuple[ModuleType, tuple[str, ...]], ...] = (
    (people, ("visible_people", "_in_scope", "hidden_people", "not_hidden", "of_visible_people")),
    (cases, ("visible_cases", "visible_notes", "overseen_cases", "_own_service", "_of_somebody_visible")),
    (referrals, ("visible_referrals", "visible_gaps")),
    (reaches, ("visible_reaches", "visible_stops")),
    (calls, ("visible_calls",)),
    (callbacks, ("visible_callbacks",)),
    (assessments, ("visible_assessments",)),
    (signals, ("visible_signals",)),
    (glass, ("visible_breaks",)),
    (apart, ("visible_questions",)),
    (grants, ("_live_grant", "denied")),
)
EQUAL: dict[tuple[str, str], str] = {
    (
        "_in_scope",
        "Person.restricted.is_(True)",
    ): "whoever is on a list, or keeps the lists, sees what is unrestricted",
    ("visible_cases", "Case.side == viewer.side"): "a case has its person's side, which is asked beside it",
    ("overseen_cases", "Case.side == viewer.side"): "a case has its person's side, which is asked beside it",
    (
        "_own_service",
        "Case.side == viewer.side",
    ): "a case has its service's side; who works on both is area-wide",
    ("visible_reaches", "Reach.side == viewer.side"): "it has its person's side, which is asked beside it",
    (
        "visible_stops",
        "StoppedPoint.side == viewer.side",
    ): "it has its person's side, which is asked beside it",
    (
        "visible_referrals",
        "or mine",
    ): "whoever works for the whole area sees their own team's among all others",
    ("visible_gaps", "or mine"): "whoever works for the whole area sees their own team's among all others",
    ("not_hidden", "or person_id.is_(None)"): "only a call hangs on nobody, and who had it is not asked here",
    ("visible_callbacks", "mine"): "whoever rings back or reads calls does so for the whole area",
}
"""Clauses without which the same rows are seen, each with its reason: there for speed, or as a second thread."""


@dataclass
class Sight:
    """What the predicates answered, and which answers are not those of the table."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Clause:
    """One clause of one predicate, and the code of its function without it."""

    name: str
    function: FunctionType
    without: CodeType


def sight(ground: Ground, *, stop: bool = False) -> Sight:
    """Ask every predicate about every record for everybody; with ``stop``, up to the first wrong answer."""
    found = Sight()
    more, answers = _more(ground), ground.table["answers"] | ground.table["seen"]
    with ground.app.app_context():
        for someone in ground.people.values():
            viewer = find_viewer(ground.app, someone.username)
            may = set(ground.table["roles"][someone.role.value])
            reach = ground.table["reach"][someone.role.value]
            for kind, column, predicate, permissions in ASKED:
                for record in (*ground.records, *more):
                    if kind not in record.ids:
                        continue
                    relation = ground.relation(someone, record)
                    wanted = bool(may & set(permissions)) and answers[kind][reach][relation] == "open"
                    seen = db.session.scalar(
                        select(column).where(column == record.ids[kind], predicate(viewer))
                    )
                    found.asked += 1
                    if (seen is not None) is not wanted:
                        found.wrong.append(f"{predicate.__name__} for {someone.username}: {record.name}")
                        if stop:
                            break
            end_reading()
            if stop and found.wrong:
                break
    return found


def _more(ground: Ground) -> list[Record]:
    kept: list[Record] | None = getattr(ground, "more", None)
    if kept is None:
        with ground.app.app_context():
            kept = list(more_records(ground.app))
            client_id = _client_of(kept)
            kept += hanging(ground.app, ground.records, client_id)
            end_reading()
        ground.more = kept  # type: ignore[attr-defined]
    return kept


def _client_of(more: Iterable[Record]) -> UUID:
    referral_id = next(one.ids["referral_id"] for one in more if one.name == "of a client")
    return db.session.scalars(select(Referral.person_id).where(Referral.id == referral_id)).one()


def clauses() -> Iterator[Clause]:
    """Give every clause of the predicates."""
    for module, names in HELD:
        for name in names:
            function = inspect.unwrap(getattr(module, name))
            tree = ast.parse(inspect.getsource(function))
            tree.body[0].decorator_list = []  # type: ignore[attr-defined]
            for number, (words, changed) in enumerate(_without_each(tree), 1):
                where = f"{module.__name__}.{name} {number}: {words}"
                if any(name == held and words == said for held, said in EQUAL):
                    continue
                yield Clause(where, cast(FunctionType, function), _code_of(changed, function))


def _without_each(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    for index, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Call) and _called(node) in ("and_", "or_", "where"):
            for place, argument in enumerate(node.args):
                changed = copy.deepcopy(tree)
                del cast(ast.Call, list(ast.walk(changed))[index]).args[place]
                kind = "or " if _called(node) == "or_" else ""
                yield kind + ast.unparse(argument), changed
        if isinstance(node, ast.If) and ast.unparse(node.body[0]) == "return false()" and _may_matter(node):
            changed = copy.deepcopy(tree)
            cast(ast.If, list(ast.walk(changed))[index]).test = ast.Constant(False)
            yield ast.unparse(node.test), changed
            for place, part in enumerate(node.test.values if isinstance(node.test, ast.BoolOp) else ()):
                changed = copy.deepcopy(tree)
                branch = cast(ast.If, list(ast.walk(changed))[index])
                test = cast(ast.BoolOp, branch.test)
                del test.values[place]
                branch.test = test if len(test.values) > 1 else test.values[0]
                yield ast.unparse(part), changed


def _may_matter(node: ast.If) -> bool:
    """Leave out what only saves a query: without a service, a comparison with it finds nothing either."""
    return "service_id is None" not in ast.unparse(node.test)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _code_of(tree: ast.Module, function: Any) -> CodeType:
    """Return the code of a changed function, to be put in place of what everybody has imported already."""
    code = compile(ast.fix_missing_locations(tree), inspect.getfile(function), "exec")
    return next(one for one in code.co_consts if isinstance(one, CodeType))


def without_each_clause(ground: Ground, only: Iterable[str] = ()) -> tuple[list[str], int]:
    """Take each clause away in turn; returns those that no cell noticed, and how many there were."""
    survived, tried, wanted = [], 0, tuple(only)
    for clause in clauses():
        if wanted and not any(one in clause.name for one in wanted):
            continue
        tried += 1
        if not _noticed(ground, clause):
            survived.append(clause.name)
    return survived, tried


def _noticed(ground: Ground, clause: Clause) -> bool:
    whole = clause.function.__code__
    clause.function.__code__ = clause.without
    forget()
    try:
        return bool(sight(ground, stop=True).wrong)
    except Exception:  # a predicate that cannot be asked any more is noticed too
        end_reading()
        return True
    finally:
        clause.function.__code__ = whole
        forget()
