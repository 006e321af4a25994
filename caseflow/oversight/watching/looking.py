"""Looks whether the two sides or a worker meet in what has just changed."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from caseflow.access.viewer import System
from caseflow.audit.models import AuditHead
from caseflow.cases.actions import hasten_cases
from caseflow.database import as_keeper, db, end_reading
from caseflow.errors import CaseflowError
from caseflow.oversight.alerts.actions import pass_on_known
from caseflow.oversight.alerts.queries import unpassed
from caseflow.oversight.releases.actions import carry_across
from caseflow.oversight.releases.queries import owed
from caseflow.oversight.watching.actions import catch_up, note_findings, take_in
from caseflow.oversight.watching.queries import Changed, Findings, changed_since, everybody, findings
from caseflow.people.queries import names_open, open_all_names
from caseflow.referrals.actions import hasten_referrals
from caseflow.referrals.gaps.actions import hasten_gaps
from caseflow.referrals.renewing.actions import carry_rules
from caseflow.web.logs import log

WATCH = System("watch")


def look() -> int:
    """Look at who changed since the last look; returns how much was found that is new."""
    try:
        changed = changed_since(WATCH)
    finally:
        end_reading()
    if changed is None:
        return 0
    for rise in changed.rises:
        hasten_referrals(WATCH, rise.person_id, rise.level, rise.since)
        hasten_gaps(WATCH, rise.person_id, rise.level, rise.since)
        hasten_cases(WATCH, rise.person_id, rise.level, rise.since)
    for person_id in changed.rules:
        carry_rules(WATCH, person_id)
    if not changed.people and not changed.acquaintances and changed.left_from is None:
        return take_in(WATCH, changed, Findings((), ())) if changed.rises or changed.rules else 0
    try:
        if not names_open(WATCH):
            return 0  # after a start: it is looked at once they are, for how far was looked is not moved on
        found = findings(WATCH, changed)
    finally:
        end_reading()
    return take_in(WATCH, changed, found)


def look_now() -> None:
    """Look after a write that stands already: what cannot be looked at now is looked at after the next one."""
    try:
        # It looks at both sides, which no viewer may: after the answer, and for nobody's eyes but the lead's.
        with as_keeper():
            look()
            pass_across()
    except (SQLAlchemyError, CaseflowError) as fault:
        log.error("watch", fault=type(fault).__name__)


def pass_across() -> None:
    """Pass on what waits to cross the wall: alerts and items whose other half is known, and items taken back."""
    try:
        alerts, releases = unpassed(WATCH), owed(WATCH)
    finally:
        end_reading()
    if alerts:
        pass_on_known(WATCH, alerts)
    if releases:
        carry_across(WATCH)


def look_at_all() -> int:
    """Look at everybody on record, for the command: after an import, or when the watch was left behind."""
    try:
        open_all_names(WATCH)
        here = db.session.scalar(select(AuditHead.position)) or 0
        portions = list(everybody(WATCH))
    finally:
        end_reading()
    new = 0
    for portion in portions:
        try:
            found = findings(WATCH, Changed(portion, frozenset(), here))
        finally:
            end_reading()
        if found.met or found.knows:
            new += note_findings(WATCH, found)
    catch_up(WATCH, here)
    return new
