"""Carry an installation to another database, sealed as it is. The source is only read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from caseflow import startup
from caseflow.access.viewer import Actor
from caseflow.access.wall.raising import Roles, raise_wall, refuse_unknown
from caseflow.audit import anchoring
from caseflow.database import db, whole_engine
from caseflow.errors import Conflict, Misconfigured
from caseflow.startup.addresses import address_of
from caseflow.upkeep.backup import actions
from caseflow.upkeep.backup.columns import Values, pack, unpack
from caseflow.upkeep.backup.comparing import checks_of, differing
from caseflow.upkeep.backup.contents import Manifest
from caseflow.upkeep.backup.creating import manifest_of
from caseflow.upkeep.backup.loading import (
    add_links,
    check_links,
    drop_links,
    fill,
    is_empty,
    links_of,
    unchecked,
    wipe,
)
from caseflow.upkeep.backup.places import engine_of, working_on
from caseflow.upkeep.backup.restoring import Telling, forget_processes, open_keys
from caseflow.upkeep.backup.snapshot import batches, counted, snapshot
from caseflow.upkeep.backup.tables import Table
from caseflow.upkeep.broken import sentence_of
from caseflow.upkeep.stopped import refuse_beside_the_service

AGAIN = "run the same flask --app wsgi move --to … again, from the database that was served before"
AT_ONCE = 80
"""Batches in a transaction: what a move that is stopped has to carry again."""


@dataclass(frozen=True)
class Moved:
    """How much was carried, and how much of it by a run before."""

    rows: int
    before: int
    to: str


def move(actor: Actor, to: str, telling: Telling, walled_for: tuple[str, str] | None = None) -> Moved:
    """Carry every row to another database and compare both; raises Conflict or Misconfigured with one sentence.

    With the names of an application's and a keeper's role, the second wall is raised there too.
    """
    target = _target(to)
    try:
        roles = _roles(target, walled_for)
        refuse_beside_the_service(whole_engine())
        with snapshot(whole_engine()) as source:
            manifest = manifest_of(source)
            rows = sum(manifest.rows.values())
            left = _prepare(target, manifest)
            before = rows if left.same else _carry(source, target, manifest, telling)
            if not left.same:
                _bind(target, left.links)
                _compare(source, target, manifest, telling)
                _note(target, manifest, Left(left.links, same=True))
        with working_on(target):
            open_keys()
            anchoring.reanchor(actor, "moved")
            forget_processes()
            actions.note_move(actor, rows)
        if roles:
            with target.begin() as connection:
                raise_wall(connection, roles)
        startup.mark_finished(target)
        return Moved(rows, before, target.url.render_as_string(hide_password=True))
    except (DBAPIError, OSError) as fault:
        raise Misconfigured(sentence_of(fault, "move", AGAIN)) from None
    finally:
        target.dispose()


def _target(to: str) -> Engine:
    url = address_of(to, "The address to move to")
    try:
        target = engine_of(url)
    except (ArgumentError, ImportError, ValueError):
        raise Misconfigured(
            "That is no database address: write postgresql://… or sqlite:////…/caseflow.sqlite."
        ) from None
    if target.url == db.engine.url:
        raise Conflict("That is the database that is served now: there is nothing to move.")
    return target


def _roles(target: Engine, walled_for: tuple[str, str] | None) -> Roles | None:
    """Return the roles of the second wall in the target; raises Misconfigured where it cannot be raised."""
    if walled_for is None:
        return None
    if target.dialect.name != "postgresql":
        raise Misconfigured("Only PostgreSQL has roles: leave --app and --keeper out to move to SQLite.")
    roles = Roles(app=walled_for[0], owner=target.url.username or "", keeper=walled_for[1])
    with target.connect() as connection:
        refuse_unknown(connection, roles)
    return roles


@dataclass(frozen=True)
class Left:
    """How a move that was stopped left its target: the foreign keys it is to have, and whether it was compared."""

    links: list[Any]
    same: bool


def _prepare(target: Engine, manifest: Manifest) -> Left:
    """Lay the target out, or find it as a move of the very same source left it."""
    notes = startup.notes_of(target)
    if notes:
        noted = json.loads(notes)
        here = _here(manifest)
        if {name: noted.get(name) for name in here} == here:
            return Left(list(noted["links"]), bool(noted["same"]))
    if startup.unfinished(target) is None and not is_empty(target):
        raise Conflict("The database to move to is not empty: nothing was changed. Name an empty one.")
    startup.mark_unfinished(target, AGAIN)
    wipe(target)
    with working_on(target):
        startup.migrate("base")
        startup.migrate("head")
    links: list[Any] = []
    if target.dialect.name == "postgresql":
        with target.connect() as connection:
            links = [list(link) for link in links_of(connection)]
    _note(target, manifest, Left(links, same=False))
    return Left(links, same=False)


def _here(manifest: Manifest) -> dict[str, Any]:
    """Return by what the source is known again: what its audit does not tell of, no move carries twice."""
    return {"position": manifest.position, "digest": manifest.digest.hex(), "revision": manifest.revision}


def _note(target: Engine, manifest: Manifest, left: Left) -> None:
    notes = {**_here(manifest), "links": left.links, "same": left.same}
    startup.mark_unfinished(target, AGAIN, json.dumps(notes))


def _carry(source: Connection, target: Engine, manifest: Manifest, telling: Telling) -> int:
    """Carry what the target does not have yet; returns how many rows it had."""
    progress = telling("Moving")(sum(manifest.rows.values()))
    with target.connect() as connection:
        if target.dialect.name == "sqlite":
            with unchecked(connection):
                before = _carry_all(source, connection, manifest, progress)
                check_links(connection)
                return before
        return _carry_all(source, connection, manifest, progress)


def _carry_all(
    source: Connection, target: Connection, manifest: Manifest, progress: Callable[[int], None]
) -> int:
    if target.dialect.name == "postgresql":
        drop_links(target, links_of(target))
        target.commit()
    total = 0
    for table in manifest.tables:
        before = counted(target, table)
        total += before
        progress(before)
        following = batches(source, table, _last_key(target, table)) if before else batches(source, table)
        for number, rows in enumerate(following, 1):
            # As SQLite keeps them, which both databases take, from whichever database they come.
            kept: list[Values] = list(unpack(table.kinds, pack(table.kinds, rows)))
            fill(target, [(table, kept)], progress)
            if number % AT_ONCE == 0:
                target.commit()
        target.commit()
    return total


def _last_key(target: Connection, table: Table) -> str:
    found = target.exec_driver_sql(f'SELECT "id" FROM "{table.name}" ORDER BY "id" DESC LIMIT 1').scalar_one()
    return UUID(str(found)).hex


def _bind(target: Engine, links: list[Any]) -> None:
    """Put the foreign keys of PostgreSQL back, all or none."""
    if links:
        with target.begin() as connection:
            drop_links(connection, links)
            add_links(connection, links)


def _compare(source: Connection, target: Engine, manifest: Manifest, telling: Telling) -> None:
    rows = sum(manifest.rows.values())
    here = checks_of(source, manifest.tables, telling("Comparing: here")(rows))
    with snapshot(target) as connection:
        there = checks_of(connection, manifest.tables, telling("Comparing: there")(rows))
    different = differing(here, there)
    if different:
        raise Conflict(
            f"These tables did not arrive as they are: {', '.join(different)}. The source is untouched. "
            "Empty the database to move to, and begin again."
        )
