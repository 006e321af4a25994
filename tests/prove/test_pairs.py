"""Couples on the two sides of the wall, at a small size: `make prove` walks along it with a thousand."""

from __future__ import annotations

import pytest

from caseflow.choices import Side
from caseflow.oversight.watching.looking import look_at_all
from prove.pairs import linked_pairs
from prove.wall_walk import Seen, ask, at_work, own_side, walk_the_wall
from tests.laws.house import none_of

PAIRS = 2
WORKERS = (("ezra", Side.PERPETRATOR), ("bella", Side.SURVIVOR))


@pytest.mark.engines("sqlite")
def test_no_word_of_one_half_gets_to_the_other_side(app):
    couples = linked_pairs(app, PAIRS)
    with app.app_context():
        assert look_at_all() == PAIRS
    seen = walk_the_wall(app, couples, WORKERS, nobodies=("otto",))
    none_of(seen.found)
    none_of(own_side(app, couples[0]))
    assert seen.answers > 200 and seen.statuses[404] > 50
    # The walk notices what it looks for: on her own side, her words are there.
    her = couples[0].halves[Side.SURVIVOR]
    own = Seen()
    ask(
        own,
        app,
        at_work(app, "bella", Side.SURVIVOR),
        f"/people/{her.person_id}/details",
        set(her.canaries),
        "bella",
    )
    assert len(own.found) >= 2
