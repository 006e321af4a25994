"""Restores and moves that are killed, at a small size, on both databases."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from prove.stopped import kill_moves, kill_restores
from tests.conftest import RUN_PID
from tests.installation import Installation, Templates
from tests.postgres import admin_url, server_url


def test_a_killed_restore_loses_nothing(installation: Installation) -> None:
    found = kill_restores(installation, 1, random.Random(3))
    assert found.faults == [] and found.kills == 1 and found.left.total() == 1


@pytest.fixture
def elsewhere(templates: Templates, tmp_path: Path) -> Iterator[list[str]]:
    """Give addresses of empty databases of the other kind."""
    if templates.server:
        yield [f"sqlite:///{tmp_path / str(one)}.sqlite" for one in range(9)]
        return
    server = server_url(templates.run, int(os.environ[RUN_PID]))
    names = [f"caseflow_{uuid4().hex}" for _ in range(9)]
    with psycopg.connect(admin_url(server), autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"')
        yield [server.format(name) for name in names]
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_killed_move_goes_on(installation: Installation, elsewhere: list[str]) -> None:
    found = kill_moves(installation, elsewhere.pop, 1, random.Random(4))
    assert found.faults == [] and found.kills == 1 and found.left.total() == 1
