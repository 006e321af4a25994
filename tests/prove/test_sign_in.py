"""The proofs of signing in, at a small size."""

from __future__ import annotations

import pytest

from prove.sign_in import area, give_factor, replay, time_pairs
from tests.installation import PASSWORD

COPIES = 8


def test_of_many_who_use_one_code_at_once_one_gets_in(app, viewer):
    secret = give_factor(app, viewer("bella"))
    found = replay(app, "bella", PASSWORD, secret, COPIES)
    assert sorted(found) == [200] * (COPIES - 1) + [302]


@pytest.mark.engines("sqlite")
def test_a_known_and_an_unknown_name_take_the_usual_path(app):
    times = time_pairs(app, PASSWORD, 6)
    assert len(times.known) == len(times.unknown) == 6
    assert min(times.known + times.unknown) > 0


def test_the_area_tells_a_difference_and_none():
    assert area([1, 2, 3], [1, 2, 3]) == 0.5
    assert area([1, 2], [3, 4]) == 1
    assert area([3, 4], [1, 2]) == 0
