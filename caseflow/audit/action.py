"""@action: one transaction, one-time keys, rule, change, and the audit appended last."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from sqlalchemy import delete, event, insert, inspect, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from caseflow.audit.actors import Who
from caseflow.audit.chain import Entry
from caseflow.audit.models import OneTimeKey
from caseflow.audit.record import PENDING, append_and_commit
from caseflow.clock import now
from caseflow.crypto import keyring
from caseflow.database import Base, begin_writing, db, end_reading
from caseflow.errors import Conflict

P = ParamSpec("P")
R = TypeVar("R")
W = TypeVar("W", bound=Who)

TRIES = 3
KEPT = timedelta(hours=48)
AN_HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=5)
"""For how long the same words, added to the same thing by the same person, are one: a note, a try to ring."""
WROTE = "caseflow_wrote"
ACTED = "caseflow_acted"
REPEATED = "caseflow_repeated"
SERIALIZATION, DEADLOCK = "40001", "40P01"

Act = Callable[Concatenate[W, P], R]
Keys = tuple[list[str], timedelta | None]
"""The form's one-time key and that of its words, and for how long the words' key stands."""


class Repeated(Exception):
    """The same was posted before: here is the answer it got, and when."""

    def __init__(self, result: Any, at: datetime) -> None:
        super().__init__("repeated")
        self.result = result
        self.at = at


def action(function: Act[W, P, R]) -> Act[W, P, R]:
    """Make a function one transaction with its audit row; called inside another action, it joins that one.

    The first argument is whoever acts. The answer must be an id, a list of ids, a text, a number or nothing:
    it is kept with the form's one-time key, so that the same post twice gets the same answer and has one effect.
    """
    return _acting(function, quiet=None)


def adding_action(within: timedelta) -> Callable[[Act[W, P, R]], Act[W, P, R]]:
    """Make a function an action that adds what somebody wrote: the same words, so soon again, add it once.

    A browser's Back fills a fresh form with the words that were sent, so its one-time key alone cannot tell.
    Other words are another note; a press without words is another try each time.
    """

    def decorate(function: Act[W, P, R]) -> Act[W, P, R]:
        return _acting(function, quiet=None, adds=within)

    return decorate


def quiet_action(reason: str) -> Callable[[Act[W, P, R]], Act[W, P, R]]:
    """Make a function one transaction that leaves no audit row, for the reason given, and uses no one-time key."""

    def decorate(function: Act[W, P, R]) -> Act[W, P, R]:
        return _acting(function, quiet=reason)

    return decorate


def _acting(function: Act[W, P, R], quiet: str | None, adds: timedelta | None = None) -> Act[W, P, R]:
    @wraps(function)
    def run(actor: W, *args: P.args, **kwargs: P.kwargs) -> R:
        if PENDING in db.session.info:
            return function(actor, *args, **kwargs)
        keys = [] if quiet or actor.once is None else [actor.once]
        if keys and adds and (written := words_key(args, kwargs)):
            keys.append(written)
        for attempt in range(1, TRIES + 1):
            try:
                return _once(function, quiet, (keys, adds), actor, *args, **kwargs)
            except Repeated as before:
                db.session.info[REPEATED] = before.at
                return cast(R, before.result)
            except (StaleDataError, OperationalError, IntegrityError) as fault:
                if attempt == TRIES or not _may_try_again(fault):
                    if isinstance(fault, StaleDataError):
                        raise Conflict(
                            "Somebody else changed this at the same moment. Nothing was lost."
                        ) from None
                    raise
        raise AssertionError("unreachable")

    run.__caseflow_action__ = quiet or "audited"  # type: ignore[attr-defined]
    return run


def _once(
    function: Act[W, P, R], quiet: str | None, keys: Keys, actor: W, *args: P.args, **kwargs: P.kwargs
) -> R:
    end_reading()
    session = db.session()
    pending: list[Entry] = []
    session.info[PENDING] = pending
    session.info.pop(WROTE, None)
    try:
        begin_writing()
        _claim(session, actor, function.__qualname__, *keys)
        result = function(actor, *args, **kwargs)
        _keep(session, actor, function.__qualname__, keys[0], result)
        session.flush()
        if session.info.get(WROTE) and not pending and not quiet:
            raise RuntimeError(f"{function.__qualname__} wrote without leaving an audit line")
        if pending:
            append_and_commit(session, pending)
        else:
            session.commit()
        session.info[ACTED] = True
        return result
    finally:
        session.info.pop(PENDING, None)
        end_reading()


def acted() -> bool:
    """Tell whether an action was carried out in this request."""
    return ACTED in db.session.info


def repeated() -> datetime | None:
    """Return when that was done which this request asked for once more; None where it did something of its own."""
    at: datetime | None = db.session.info.get(REPEATED)
    return None if acted() else at


def _may_try_again(fault: Exception) -> bool:
    """Tell whether a fresh transaction may fare better: the rules then read the state anew."""
    if isinstance(fault, StaleDataError | IntegrityError):
        return True
    return getattr(getattr(fault, "orig", None), "sqlstate", None) in (SERIALIZATION, DEADLOCK)


def _claim(session: Session, actor: Who, name: str, keys: list[str], within: timedelta | None) -> None:
    """Take the form's one-time key, and that of its words, or answer with what their first post got."""
    if not keys or actor.user_id is None:
        return
    session.execute(delete(OneTimeKey).where(OneTimeKey.created_at < now() - KEPT))
    mine = (OneTimeKey.user_id == actor.user_id, OneTimeKey.action == name[:48], OneTimeKey.key.in_(keys))
    for before in session.execute(
        select(OneTimeKey.key, OneTimeKey.result, OneTimeKey.created_at).where(*mine)
    ):
        if before.key == actor.once or (within and before.created_at > now() - within):
            raise Repeated(_read(before.result), before.created_at)
        session.execute(delete(OneTimeKey).where(*mine))
    # A second post at the same moment waits here on the unique key, fails, and is tried again above.
    taken = {"user_id": actor.user_id, "action": name[:48], "result": "", "created_at": now()}
    session.execute(insert(OneTimeKey), [{"id": uuid4(), "key": key, **taken} for key in keys])


def words_key(args: Sequence[object], kwargs: Mapping[str, object]) -> str | None:
    """Return the keyed hash of what is added, with what it is added to; None where nothing is written."""
    said = [*args, *kwargs.values()]
    said += [each for one in said if isinstance(one, Mapping) for each in one.values()]
    if not any(type(one) is str and one for one in said):
        return None
    written = json.dumps([args, sorted(kwargs.items())], default=str)
    return keyring.current().lookup_hash("words", written).hex()[:48]


def had_effect(user_id: UUID, key: str) -> bool:
    """Tell whether the form with this one-time key has had its effect: asked where a rule would now refuse it."""
    end_reading()
    found = select(OneTimeKey.id).where(
        OneTimeKey.user_id == user_id, OneTimeKey.key == key, OneTimeKey.result != ""
    )
    try:
        return db.session.scalar(found.limit(1)) is not None
    finally:
        end_reading()


def _keep(session: Session, actor: Who, name: str, keys: list[str], result: object) -> None:
    if not keys or actor.user_id is None:
        return
    session.execute(
        OneTimeKey.__table__.update()  # type: ignore[attr-defined]
        .where(OneTimeKey.user_id == actor.user_id, OneTimeKey.key.in_(keys), OneTimeKey.action == name[:48])
        .values(result=_write(result))
    )


def _write(result: object) -> str:
    if isinstance(result, UUID):
        return json.dumps({"id": result.hex})
    if isinstance(result, list | tuple):
        return json.dumps({"ids": [cast(UUID, one).hex for one in result]})
    if result is None or isinstance(result, str | int):
        return json.dumps({"value": result})
    raise TypeError("an action answers with an id, ids, a text, a number or nothing")


def _read(kept: str) -> object:
    answer = json.loads(kept)
    if "id" in answer:
        return UUID(answer["id"])
    return [UUID(one) for one in answer["ids"]] if "ids" in answer else answer["value"]


def _note_writes(session: Session, _context: object) -> None:
    """Remember that audited rows were written, and refuse to write them outside an action."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if getattr(type(row), "__unaudited__", None) or not (
            row in session.new or row in session.deleted or session.is_modified(row)
        ):
            continue
        if PENDING not in session.info:
            raise RuntimeError(f"{inspect(row).mapper.class_.__name__} was written outside an @action")
        session.info[WROTE] = True


def _note_statements(state: ORMExecuteState) -> None:
    """Hold a bulk statement to the same: it goes round the unit of work, not round the audit."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    table = cast(Any, state.statement).table
    if table.name in _unaudited_tables():
        return
    if PENDING not in state.session.info:
        raise RuntimeError(f"{table.name} was written outside an @action")
    state.session.info[WROTE] = True


@cache
def _unaudited_tables() -> frozenset[str]:
    return frozenset(
        cast(Any, mapper.local_table).name
        for mapper in Base.registry.mappers
        if getattr(mapper.class_, "__unaudited__", None)
    )


event.listen(Session, "after_flush", _note_writes)
event.listen(Session, "do_orm_execute", _note_statements)
