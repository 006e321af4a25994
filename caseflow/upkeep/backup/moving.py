"""Carry an installation to another database, sealed as it is. The source is only read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError

from caseflow import startup
from caseflow.access.viewer import Actor
from caseflow.audit import anchoring
from caseflow.database import db, whole_engine
from caseflow.errors import Conflict, Misconfigured
from caseflow.startup.addresses import database_url
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
from caseflow.upkeep.backup.restoring import Telling, forget_processes, open_keys, sentence_of
from caseflow.upkeep.backup.snapshot import batches, counted, snapshot
from caseflow.upkeep.backup.tables import Table
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


def move(actor: Actor, to: str, telling: Telling) -> Moved:
    """Carry every row to another database and compare both; raises Conflict or Misconfigured with one sentence."""
    target = _target(to)
    try:
        refuse_beside_the_service(whole_engine())
        with snapshot(whole_engine()) as source:
            manifest = manifest_of(source)
            links = _prepare(target, manifest)
            before = _carry(source, target, manifest, telling)
            _bind(target, links)
            _compare(source, target, manifest, telling)
            rows = sum(manifest.rows.values())
        with working_on(target):
            open_keys()
            anchoring.reanchor(actor, "moved")
            forget_processes()
            actions.note_move(actor, rows)
        startup.mark_finished(target)
        return Moved(rows, before, target.url.render_as_string(hide_password=True))
    except (DBAPIError, OSError) as fault:
        raise Misconfigured(sentence_of(fault, "move", AGAIN)) from None
    finally:
        target.dispose()


def _target(to: str) -> Engine:
    url = database_url(to, Path())
    try:
        target = engine_of(url)
    except (ArgumentError, ImportError, ValueError):
        raise Misconfigured(
            "That is no database address: write postgresql://… or sqlite:////…/caseflow.sqlite."
        ) from None
    if target.dialect.name not in ("sqlite", "postgresql"):
        raise Misconfigured("caseflow keeps its data in SQLite or PostgreSQL only.")
    if target.url == db.engine.url:
        raise Conflict("That is the database that is served now: there is nothing to move.")
    return target


def _prepare(target: Engine, manifest: Manifest) -> list[Any]:
    """Lay the target out, or find it as a move of the very same source left it; returns its foreign keys."""
    notes = startup.notes_of(target)
    here = {"position": manifest.position, "digest": manifest.digest.hex(), "revision": manifest.revision}
    if notes:
        noted = json.loads(notes)
        if {name: noted.get(name) for name in here} == here:
            return list(noted["links"])
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
    startup.mark_unfinished(target, AGAIN, json.dumps({**here, "links": links}))
    return links


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
