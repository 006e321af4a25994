"""The proofs at a small size, on both databases: `make prove` runs them whole."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from caseflow.access.viewer import Viewer
from caseflow.database import whole_engine
from prove.canaries import Flock, files_below, found_in, found_in_text, words
from prove.database_files import settled_files
from prove.effects import differences, effects, never_posted, sealed_and_filled
from prove.forced import error_pages
from prove.races import Race, a_referral, acceptors, race
from prove.story import whole
from prove.walk import Strayed, Walk
from tests.installation import PASSWORD, Installation, Templates, close
from tests.laws.house import none_of
from tests.world import furnish

RACES, RUNNERS = 3, 8
PLAIN = "quagganettle"
# What no form of the walk can fill: each says why.
NOT_TYPED = {
    "oversight.signal.note": "a signal rises from what many did over days: tests/oversight",
    "people.outside_reference.value": "kept by an import only: tests/people",
    "access.kept_posts.content": "kept only when a session ended in mid-post: tests/access",
    "calls.attempt.reason": "no form asks for it yet",
    "calls.callback.note": "no form asks for it yet",
    "assessments.set_aside.content": "kept only when two people have one assessment open: tests/assessments",
}


@pytest.fixture
def twins(templates: Templates) -> Iterator[list[tuple[Installation, Flask]]]:
    """Give two installations that begin alike."""
    template = templates.template("world", furnish)
    names = [f"caseflow_{templates.engine}_once", f"caseflow_{templates.engine}_often"]
    copies = [templates.copy(template, templates.run / name, name) for name in names]
    yield [(one, one.app(TESTING=False, WTF_CSRF_ENABLED=True)) for one in copies]
    for copied in copies:
        templates.drop(copied)


@pytest.mark.timeout(600)
def test_every_form_five_times_at_once_has_one_effect_and_what_is_typed_stands_nowhere_in_the_bytes(twins):
    # One test of two promises: the walk through every form takes longer than all else here.
    (installation, app), (_, busy) = twins
    flock, log = Flock.of(), io.StringIO()
    once, often = Walk(app, PASSWORD, word=flock.next), Walk(busy, PASSWORD, word=Flock.of().next, copies=5)
    with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        whole(once)
        whole(often)
        none_of(never_posted(often))
        none_of(differences(effects(app), effects(busy)))
        pages = error_pages(app, flock.next)
    filled, empty = sealed_and_filled(app)
    files = [*files_below(installation.folder), *settled_files(installation.database_url)]
    assert set(flock.typed) == set(words())
    none_of(found_in(files, flock.typed))
    none_of(found_in_text("the log", log.getvalue(), flock.typed))
    none_of(found_in_text("an error page", pages, flock.typed))
    none_of(found_in_text("an address", "\n".join(once.addresses), flock.typed))
    assert len(filled) > 50
    none_of([f"nothing was sealed under {name}" for name in sorted(empty - set(NOT_TYPED))])


def test_a_second_effect_is_noticed():
    assert differences(Counter(cases=1, notes=2), Counter(cases=1, notes=3)) == [
        "notes: 2 after one press, 3 after several at once"
    ]


def test_a_form_that_answers_two_things_is_noticed(app):
    walk = Walk(app, PASSWORD, copies=2)
    numbers = iter("12")
    walk._post = lambda *_ignored: f"/{next(numbers)}"
    with pytest.raises(Strayed, match="2 times at once"):
        walk.send("harriet", "/find", {})


def test_a_canary_that_was_stored_plainly_is_found(app: Flask, installation: Installation, tmp_path: Path):
    # No word of the flock: PostgreSQL's log is shared with the tests that run beside this one.
    assert PLAIN not in words()
    with app.app_context(), whole_engine().begin() as connection:
        connection.execute(text("update areas set name = :name"), {"name": PLAIN})
    close(app)
    files = [*files_below(installation.folder), *settled_files(installation.database_url)]
    assert found_in(files, [PLAIN])


def test_one_of_many_who_accept_at_once_wins(app: Flask, viewer: Callable[..., Viewer]):
    runners = [viewer(name) for name in acceptors(app, RUNNERS)]
    sender = viewer("harriet")
    races = [race(app, a_referral(app, sender), runners) for _ in range(RACES)]
    assert [one for one in races if not one.fair] == []
    assert {one.told_who for one in races} == {RUNNERS - 1}


def test_an_unfair_race_is_noticed():
    assert Race(winners=1, told_who=7, others=(), cases=1, lines=1).fair
    assert not Race(winners=2, told_who=6, others=(), cases=2, lines=2).fair
    assert not Race(winners=1, told_who=6, others=("OperationalError()",), cases=1, lines=1).fair
