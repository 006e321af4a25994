"""The tools of the proofs can fail: a proof that finds nothing must be able to find something."""

from __future__ import annotations

import base64
import time

import pytest

from prove import measurements
from prove.at_once import at_once
from prove.canaries import Flock, files_below, found_in, found_in_text, words
from prove.page_forms import form_with, forms_in

PAGE = """
<form method="get" action="/inbox"><select name="risk"><option value="">all</option></select></form>
<form method="post" action="/calls/1"><input type="hidden" name="csrf_token" value="t">
<input name="name" value="Ann"><textarea name="story">once
upon</textarea><input type="radio" name="safe" value="yes"><input type="radio" name="safe" value="no" checked>
<input type="checkbox" name="kinds" value="a" checked><input type="checkbox" name="kinds" value="b" checked>
<select name="level"><option value="1">1</option><option value="2" selected>2</option></select>
<button name="do" value="finish">Finish</button></form>
"""


def test_a_hundred_words_and_no_two_alike():
    assert len(set(words())) == 100


@pytest.mark.parametrize(
    "hidden", [bytes.upper, lambda raw: b"x" + base64.b64encode(raw), lambda raw: raw.hex().encode()]
)
def test_a_canary_is_found_however_it_is_written(tmp_path, hidden):
    flock = Flock.of()
    word = flock.next("a note")
    (tmp_path / "clean").write_bytes(b"nothing here")
    assert found_in(files_below(tmp_path), flock.typed) == []
    (tmp_path / "dirty").write_bytes(b"\x01\x02" + hidden(b"so " + word.encode() + b" it was"))
    assert found_in(files_below(tmp_path), flock.typed) == [f"{word} stands in dirty"]


def test_a_canary_in_an_address_is_found():
    assert found_in_text("an address", "/find?name=ZebuZither", words()) == [
        "zebuzither stands in an address"
    ]


def test_a_form_is_read_as_a_browser_reads_it():
    form = form_with(PAGE, "story", "do")
    assert (form.action, form.method, form.buttons) == ("/calls/1", "post", [("do", "finish")])
    assert form.values() == {
        "csrf_token": "t",
        "name": "Ann",
        "story": "once\nupon",
        "safe": "no",
        "kinds": ["a", "b"],
        "level": "2",
    }
    assert len(forms_in(PAGE)) == 2
    with pytest.raises(LookupError):
        form_with(PAGE, "absent")


def test_all_start_together_and_each_keeps_its_answer():
    def fail():
        raise ValueError("no")

    outcomes = at_once([lambda: (time.perf_counter(), "a"), fail, lambda: (time.perf_counter(), "c")])
    assert [bool(one.fault) for one in outcomes] == [False, True, False]
    assert abs(outcomes[0].answer[0] - outcomes[2].answer[0]) < 0.5


def test_a_section_is_replaced_and_the_others_stay(tmp_path):
    file = tmp_path / "measurements.md"
    measurements.write("Races", "first", file)
    measurements.write("Canaries", "none", file)
    measurements.write("Races", "second", file)
    text = file.read_text()
    assert text.count("## Races") == 1
    assert "first" not in text
    assert text.index("second") < text.index("## Canaries") < text.index("none")
