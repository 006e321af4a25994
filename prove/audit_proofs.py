"""The proofs of who may see what and of the audit, at full size, each for one database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

from caseflow.access.policy import ROLE_PERMISSIONS, P, Role
from caseflow.audit import anchoring
from caseflow.audit.verify import Status
from caseflow.people.actions import add_person
from prove.audit_load import costs, readers, written_at_once
from prove.grounds import Grounds, Verdict
from prove.matrix import Ground, roles_held
from prove.matrix_clauses import sight, without_each_clause
from prove.tampering import lengthen, tamper, timed
from tests.installation import close
from tests.seen import find_viewer

TAMPERINGS, TAMPERED_ROWS, LONG, SECONDS = 10_000, 200, 1_000_000, 20
WRITERS, EACH_WRITES, A_SECOND = 16, 200, 500
READERS, EACH_READS, TIMES = 8, 100, 200
NO_WAIT = {"sqlite": "", "postgresql": " (the tests' server does not wait for the disk)"}


def tampering(grounds: Grounds, engine: str) -> Verdict:
    """Tamper with the audit ten thousand times, and find each."""
    with grounds.installation(engine) as (_made, app):
        lengthen(app, TAMPERED_ROWS)
        with app.app_context():
            anchoring.anchor_head()
        done = tamper(app, TAMPERINGS)
    kinds = ", ".join(f"{number:,} {name}" for name, number in done.tried.items())
    return f"{sum(done.tried.values()):,} tamperings ({kinds}): {len(done.missed)} not found.", done.missed


def long_audit(grounds: Grounds, engine: str) -> Verdict:
    """Check an audit of a million rows."""
    with grounds.installation(engine) as (_made, app):
        lengthen(app, LONG)
        with app.app_context():
            anchoring.anchor_head()
        verdict, seconds = timed(app)
    faults = [] if verdict.status is Status.SOUND else [verdict.what]
    faults += [f"{seconds:.1f} seconds, not under {SECONDS}"] if seconds >= SECONDS else []
    return f"{verdict.rows:,} rows were checked in {seconds:.1f} seconds.", faults


def load(grounds: Grounds, engine: str) -> Verdict:
    """Let sixteen write at once, eight read at once, and compare pages with those without walls and audit."""
    with grounds.installation(engine) as (made, app), redirect_stdout(StringIO()):
        written = written_at_once(made, WRITERS, EACH_WRITES)
        with app.app_context():
            person_id = add_person(find_viewer(app, "henry"), known_as="Asha", surname="Sample")
        # Signing in from a script: without the token that a page would carry.
        served = made.app()
        answers = readers(served, person_id, READERS, EACH_READS)
        pages = {"a person": ("henry", f"/people/{person_id}"), "cases": ("bella", "/cases")}
        spent = costs(served, pages, TIMES)
    faults = [*written.faults]
    faults += [
        f"a read was answered {status}, {count} times" for status, count in answers.items() if status != 200
    ]
    if engine == "postgresql" and written.a_second < A_SECOND:
        faults.append(f"{written.a_second:.0f} audited writes a second, not {A_SECOND}")
    if engine == "sqlite":
        faults += [f"costs too much: {one}" for one in spent if not one.fair]
    said = "; ".join(str(one) for one in spent)
    return (
        f"{WRITERS} writers: {written.a_second:.0f} audited writes a second, each {written.spent:.1f} ms of the "
        f"writers' processor time{NO_WAIT[engine]}. {READERS} readers: {sum(answers.values())} reads, "
        f"{answers[200]} of them answered. At p95: {said}."
    ), faults


def matrix(grounds: Grounds, engine: str) -> Verdict:
    """Ask every route as everybody about records in every relation; then take each permission of each role away."""
    with grounds.installation(engine) as (made, _app), redirect_stdout(StringIO()):
        app = made.app()
        ground = Ground(app)
        outcome = ground.run()
        seen = sight(ground)
        survived, removed = _without_each(ground) if engine == "sqlite" else ([], 0)
        unnoticed, clauses = without_each_clause(ground) if engine == "sqlite" else ([], 0)
        close(app)
    relations = ", ".join(f"{number:,} {name}" for name, number in sorted(outcome.relations.items()))
    said = (
        f"{outcome.cells:,} cells over {len(outcome.rules)} routes ({relations}): {len(outcome.wrong)} wrong. "
        f"{seen.asked:,} times a predicate was asked about a record: {len(seen.wrong)} wrong. "
        f"{removed} permissions of roles taken away one by one: {removed - len(survived)} noticed. "
        f"{clauses} clauses of the predicates taken away one by one: {clauses - len(unnoticed)} noticed."
    )
    gone = [f"nobody noticed that {one} was gone" for one in (*survived, *unnoticed)]
    return said, outcome.wrong + seen.wrong + gone


def _without_each(ground: Ground) -> tuple[list[str], int]:
    """Take each permission from each role in turn; returns those that no cell noticed, and how many there were."""
    survived, removed, held = [], 0, roles_held()
    for role in Role:
        for permission in sorted(ROLE_PERMISSIONS[role]):
            removed += 1
            if not _noticed(ground, role, permission, held[role.value][:1]):
                survived.append(f"{role.value} {permission.value}")
    return survived, removed


def _noticed(ground: Ground, role: Role, permission: P, users: list[str]) -> bool:
    whole = ROLE_PERMISSIONS[role]
    ROLE_PERMISSIONS[role] = whole - {permission}
    try:
        if any(ground.shows(permission.value, one) is False for one in users):
            return True
        return bool(ground.run(users, permission=permission.value, stop=True).wrong)
    finally:
        ROLE_PERMISSIONS[role] = whole


PROOFS: dict[str, tuple[str, Callable[[Grounds, str], Verdict]]] = {
    "matrix": ("Who may do what to whom", matrix),
    "tampering": ("The audit tampered with", tampering),
    "long-audit": ("An audit of a million rows", long_audit),
    "audit-load": ("The audit under load", load),
}
