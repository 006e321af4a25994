"""The proofs of the sealing at a small size."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from prove.erased import erase_many
from prove.moved import Refused, flipped, moved, places
from tests.installation import Installation


@pytest.mark.engines("sqlite")
def test_moved_and_changed_values_are_refused(app: Flask) -> None:
    with app.app_context():
        every = len(places())
        found = moved(3 * every, random.Random(1))
        assert found.faults == [] and found.tried.total() == 3 * every + 6 and every > 60
        broken = flipped(10, random.Random(2))
        assert broken.faults == [] and broken.tried.total() > 600


def test_what_opens_or_fails_otherwise_is_a_fault() -> None:
    found = Refused()
    found.hold("moved", "a name", lambda: "opened")
    found.hold("moved", "a name", lambda: 1 / 0)
    assert found.faults == ["moved a name: opened", "moved a name: ZeroDivisionError"]


@pytest.mark.engines("sqlite")
@pytest.mark.timeout(600)
def test_the_erased_stay_erased(app: Flask, installation: Installation, viewer: Callable[..., Any]) -> None:
    found = erase_many(installation, app, viewer("harriet"), 2)
    assert found.faults == [] and found.vaults == 4
