"""The instruments that are packaged, and every fault that a file can have."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from caseflow.assessments.choices import JUDGEMENT_STOP_LABELS, Fact
from caseflow.assessments.instruments.loader import (
    InstrumentFault,
    check_together,
    current_instrument,
    current_instruments,
    instruments,
    read_instrument,
)

SMALL = """
code = "small"
version = "1"
title = "Small"
kind = "checklist"
decides_level = true
wording = "local"
wording_note = "Local wording."
acknowledgement = "Nobody."
guidance = "Ask."
age_from = 18
[scoring]
scale = "answer"
counted = "yes"
unsure = "unsure"
visible_high = 2
[[scales]]
code = "answer"
label = "Answer"
choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }, { code = "unsure", label = "?" }]
[[prompts]]
code = "care"
text = "Take care."
[[items]]
code = "1"
label = "First"
prompts = ["care"]
[[items]]
code = "2"
label = "Second"
[[stop_rules]]
code = "first"
label = "First"
any = ["1"]
"""


def faults(text: str, name: str = "small-1.toml") -> list[str]:
    with pytest.raises(InstrumentFault) as caught:
        read_instrument(name, text)
    return caught.value.faults


def test_the_small_file_itself_is_sound() -> None:
    small = read_instrument("small-1.toml", SMALL)
    assert [item.code for item in small.items] == ["1", "2"]
    assert small.items[0].prompts[0].text == "Take care."
    assert small.age_with_notice_from == 18


def test_the_packaged_instruments_load() -> None:
    assert set(instruments()) == {("dash", "1"), ("stalking", "1"), ("severity", "1")}
    assert current_instruments()[0].code == "dash"
    assert current_instrument("dash_young") is None


def test_dash_has_24_items_in_order_and_acknowledges_its_publisher() -> None:
    dash = instruments()["dash", "1"]
    assert [item.code for item in dash.items] == [str(number) for number in range(1, 25)]
    assert dash.scoring is not None and dash.scoring.visible_high == 14
    assert "SafeLives" in dash.acknowledgement
    assert dash.wording == "local" and "Local wording" in dash.wording_note
    assert [choice.code for choice in dash.scales[0].choices] == ["yes", "no", "dont_know"]


@pytest.mark.parametrize(
    ("item", "prompt"),
    [("8", "stalking_screen"), ("15", "medical_check"), ("16", "sexual_violence"), ("17", "honour_based")],
)
def test_dash_items_open_their_prompts(item: str, prompt: str) -> None:
    dash = instruments()["dash", "1"]
    found = next(one for one in dash.items if one.code == item)
    assert prompt in [one.code for one in found.prompts]


def test_the_stalking_prompt_opens_the_stalking_screen_of_11_without_cut_off() -> None:
    dash, stalking = instruments()["dash", "1"], instruments()["stalking", "1"]
    prompt = next(one for item in dash.items for one in item.prompts if one.code == "stalking_screen")
    assert prompt.instrument == stalking.code
    assert len(stalking.items) == 11
    assert stalking.scoring is not None and stalking.scoring.visible_high is None
    assert not stalking.decides_level


def test_the_severity_grid_asks_four_kinds_on_two_scales() -> None:
    grid = instruments()["severity", "1"]
    assert len(grid.items) == 4 and len(grid.scales) == 2
    severity = [choice.code for choice in grid.scale("severity").choices]
    assert severity == ["none", "standard", "moderate", "high"]
    assert [choice.code for choice in grid.scale("change").choices] == ["worse", "same", "less"]


def test_the_facts_that_stop_rules_name_are_facts_that_can_be_ticked() -> None:
    named = {fact for one in instruments().values() for rule in one.stop_rules for fact in rule.facts}
    assert named and named <= {str(fact) for fact in Fact}


def test_a_judgement_alone_asks_the_same_stop_questions_as_the_checklist() -> None:
    assert {rule.code: rule.label for rule in instruments()["dash", "1"].stop_rules} == JUDGEMENT_STOP_LABELS


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Small"', "", "small-1.toml: title: is missing"),
        ('title = "Small"', 'title = " "', "small-1.toml: title: is empty"),
        ('title = "Small"', "title = 3", "small-1.toml: title: must be text"),
        ('title = "Small"', 'title = "Small"\ncolour = "red"', "small-1.toml: colour: is not known here"),
        ("age_from = 18", "age_from = true", "small-1.toml: age_from: must be a whole number"),
        ("age_from = 18", "age_from = 300", "small-1.toml: age_from: must be an age"),
        ('kind = "checklist"', 'kind = "quiz"', "small-1.toml: kind: must be one of checklist, screen, grid"),
        ('version = "1"', 'version = "one"', "small-1.toml: version: must be a number such as 1 or 2.1"),
        ('label = "Second"', "", "small-1.toml: items[2].label: is missing"),
        ('code = "2"', 'code = "1"', "small-1.toml: items: the code '1' stands 2 times"),
        (
            'code = "2"',
            'code = "Two!"',
            "small-1.toml: items[2].code: may hold small letters, digits and _ only",
        ),
        ('prompts = ["care"]', "", "small-1.toml: prompts: 'care' is used by no item"),
        ('any = ["1"]', 'any = ["9"]', "small-1.toml: stop_rules[1].any: there is no item '9'"),
        ('any = ["1"]', "", "small-1.toml: stop_rules[1]: names no item and no fact, so it would never hold"),
        ('counted = "yes"', 'counted = "ja"', "small-1.toml: scoring.counted: the scale has no choice 'ja'"),
        ('scale = "answer"', 'scale = "other"', "small-1.toml: scoring.scale: there is no scale 'other'"),
        (
            "visible_high = 2",
            "visible_high = 3",
            "small-1.toml: scoring.visible_high: must lie between 1 and the number of items",
        ),
    ],
)
def test_every_fault_is_said_with_its_place(old: str, new: str, fault: str) -> None:
    assert old in SMALL
    assert faults(SMALL.replace(old, new, 1)) == [fault]


def test_a_prompt_that_does_not_exist_is_said_with_its_item() -> None:
    text = SMALL.replace('prompts = ["care"]', 'prompts = ["care", "cure"]')
    assert faults(text) == ["small-1.toml: items[1].prompts: there is no prompt 'cure'"]


def test_all_faults_of_a_file_are_said_at_once() -> None:
    text = SMALL
    for line in ('title = "Small"', 'label = "Second"', 'guidance = "Ask."'):
        text = text.replace(line, "")
    assert len(faults(text)) == 3


def test_a_file_must_bear_the_name_of_its_code_and_version() -> None:
    assert faults(SMALL, "large-1.toml") == [
        "large-1.toml: the file of this code and version must be named small-1.toml"
    ]


def test_a_file_that_is_not_toml_says_where() -> None:
    assert "line 2" in faults('code = "a"\ncode = "b"\n')[0]


def test_an_instrument_that_decides_a_level_needs_a_stop_card() -> None:
    text = SMALL[: SMALL.index("[[stop_rules]]")]
    assert faults(text) == [
        "small-1.toml: stop_rules: are missing, and an instrument that decides a level needs them"
    ]


def test_a_prompt_may_only_open_an_instrument_that_has_a_file() -> None:
    text = SMALL.replace('text = "Take care."', 'text = "x"\ninstrument = "gone"')
    small = read_instrument("small-1.toml", text)
    with pytest.raises(InstrumentFault, match="opens the instrument 'gone', which has no file"):
        check_together({("small", "1"): small})


def test_the_files_are_packaged_data() -> None:
    folder = resources.files("caseflow.assessments.instruments")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")]
    assert len(names) == len(instruments())
    assert all(tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names)
