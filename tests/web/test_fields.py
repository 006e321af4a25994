"""The fields of forms: what they take, what they refuse, and the words they refuse it with."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Form, validators

from caseflow.web import fields as f
from caseflow.web import typed


class Colour(StrEnum):
    GREEN = "green"
    BLUE = "blue"


WORDS = {Colour.GREEN: "Green", Colour.BLUE: "Blue, or nearly"}


def answer(field: Any, *sent: Any, **named: Any) -> Any:
    """Return the field `it` of a form after these values were sent for it."""
    pairs = [("it", value) for value in sent] + [(f"it-{name}", value) for name, value in named.items()]

    class OneField(Form):
        it = field

    form = OneField(MultiDict(pairs))
    form.validate()
    return form.it


def begun(field: Any, value: Any) -> Any:
    class OneField(Form):
        it = field

    return OneField(data={"it": value}).it


# --- words -------------------------------------------------------------------------------------------


def test_text_is_trimmed_and_on_one_line() -> None:
    assert answer(f.Text("Name"), "\u200b  Sami\tde\r\nVries \u00a0").data == "Sami de Vries"


def test_text_of_spaces_is_nothing() -> None:
    assert answer(f.Text("Name"), " \u00a0\u200b ").data is None
    assert answer(f.Text("Name"), " ").errors == []


def test_text_not_sent_is_nothing() -> None:
    assert answer(f.Text("Name")).data is None


@pytest.mark.parametrize("words", ["👩‍👧 ok", "سلام", "李小龙", "Zoë", "O’Brien-Ní", "ਪੰਜਾਬੀ"])
def test_any_script_is_kept(words: str) -> None:
    assert answer(f.Text("Name"), words).data == words
    assert answer(f.LongText("What was said"), words).data == words


def test_letters_are_composed() -> None:
    assert answer(f.Text("Name"), "Zoe\u0308").data == "Zoë"


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused_and_taken_out_of_what_is_shown(unseen: str) -> None:
    for field in (f.Text("Name"), f.LongText("Name")):
        it = answer(field, f"Sa{unseen}mi")
        assert it.data is None
        assert it.errors == [
            "Name held a character that cannot be seen or kept. "
            "It has been taken out: check the words and send again"
        ]
        assert it.shown == "Sami"


def test_long_text_keeps_its_lines() -> None:
    assert answer(f.LongText("Note"), " one\r\n\r\n\ttwo\rthree\n").data == "one\n\n\ttwo\nthree"


def test_too_long_says_by_how_much_and_keeps_what_was_typed() -> None:
    it = answer(f.Text("Name", max=5), "abcdef")
    assert it.errors == ["Name must be 5 characters or fewer. You typed 6"]
    assert it.shown == "abcdef"
    assert answer(f.Text("Name", max=5), "abcde").data == "abcde"


def test_required_asks_in_words() -> None:
    assert answer(f.Text("Known-as name", required=True), "").errors == ["Enter known-as name"]
    assert answer(f.Text("NHS number", required=True), "").errors == ["Enter NHS number"]
    assert answer(f.Text("Name", required="Type a name"), "").errors == ["Type a name"]


def test_validators_still_run_on_what_was_given() -> None:
    refuse = validators.Regexp("^a", message="Must begin with a")
    assert answer(f.Text("Name", validators=[refuse]), "b").errors == ["Must begin with a"]
    assert answer(f.Text("Name", max=2, validators=[refuse]), "bbb").errors == [
        "Name must be 2 characters or fewer. You typed 3"
    ]


@given(st.text(max_size=300))
def test_text_never_fails_and_never_keeps_an_unseen_character(words: str) -> None:
    it = answer(f.Text("Name", max=300), words)
    assert it.errors or it.data is None or not typed.has_unseen(it.data)
    it = answer(f.LongText("Name"), words)
    assert it.errors or it.data is None or not typed.has_unseen(it.data, allowed="\n\t")


def test_email() -> None:
    assert answer(f.Email("E-mail"), " a@example.com ").data == "a@example.com"
    for wrong in ("a", "a@", "@b.c", "a@b", "a b@example.com"):
        assert answer(f.Email("E-mail"), wrong).errors == [
            "E-mail must be an e-mail address, like name@example.com"
        ]


# --- numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "found"), [("3", 3), (" 1,200 ", 1200), ("0", 0), ("", None), ("٣", 3)])
def test_integer(sent: str, found: int | None) -> None:
    assert answer(f.Integer("Children"), sent).data == found


def test_integer_says_what_is_wrong() -> None:
    children = lambda: f.Integer("Children", most=20)  # noqa: E731
    assert answer(children(), "two").errors == ["Children must be a whole number, like 3"]
    assert answer(children(), "2.5").errors == ["Children must be a whole number, like 3"]
    assert answer(children(), "²").errors == ["Children must be a whole number, like 3"]
    assert answer(children(), "9" * 50).errors == ["Children must be a whole number, like 3"]
    assert answer(f.Integer("Age", example=34), "abc").errors == ["Age must be a whole number, like 34"]
    assert answer(children(), "21").errors == ["Children must be between 0 and 20"]
    assert answer(f.Integer("Children"), "-1").errors == ["Children must be 0 or more"]


def test_nought_answers_a_required_number() -> None:
    assert answer(f.Integer("Children", required=True), "0").errors == []
    assert answer(f.Integer("Children", required=True), "").errors == ["Enter children"]


@pytest.mark.parametrize(
    "number", ["07700 900123", "0116 496 0123", "+44 7700 900 123", "(0116) 4960123 ext 4"]
)
def test_phone_is_kept_as_typed(number: str) -> None:
    it = answer(f.Phone("Number"), f" {number} ")
    assert it.data == number
    assert it.e164 in ("+447700900123", "+441164960123")


@pytest.mark.parametrize("number", ["123", "call me", "0116 FLOWERS", "9" * 30])
def test_phone_refuses_what_cannot_ring(number: str) -> None:
    assert answer(f.Phone("Number"), number).errors == [
        "Number must be a full number in digits, like 07700 900123 or +44 116 496 0123"
    ]


def test_phone_left_out() -> None:
    it = answer(f.Phone("Number"), "")
    assert (it.data, it.e164, it.errors) == (None, None, [])


@pytest.mark.parametrize(
    ("sent", "found"), [("le11aa", "LE1 1AA"), (" LE1 1aa ", "LE1 1AA"), ("LE67-2AB", "LE67 2AB"), ("", None)]
)
def test_postcode(sent: str, found: str | None) -> None:
    assert answer(f.Postcode("Postcode"), sent).data == found


def test_half_a_postcode_only_where_it_will_do() -> None:
    assert answer(f.Postcode("Postcode", outward=True), "le14").data == "LE14"
    assert answer(f.Postcode("Postcode"), "le14").errors == [
        "Postcode must be a full UK postcode, like LE1 1AA"
    ]
    assert answer(f.Postcode("Postcode", outward=True), "nowhere").errors == [
        "Postcode must be a full UK postcode, like LE1 1AA, or its first half, like LE1"
    ]


def test_code_ignores_spaces_and_is_not_shown_again() -> None:
    it = answer(f.Code("Code"), "123 456")
    assert (it.data, it.shown) == ("123456", "")
    assert answer(f.Code("Code"), "12345").errors == ["Code must be 6 digits"]
    assert answer(f.Code("Code"), "١٢٣٤٥٦").errors == ["Code must be 6 digits"]


def test_password_is_never_trimmed_nor_shown() -> None:
    it = answer(f.Password("Password"), " secret ")
    assert (it.data, it.shown) == (" secret ", "")
    assert answer(f.Password("Password", required=True), "").errors == ["Enter password"]
    assert answer(f.Password("Password"), "x" * 300).errors == ["Password must be 256 characters or fewer"]


# --- choices -----------------------------------------------------------------------------------------


def colours(kind: type[f.Radios] = f.Radios, **more: Any) -> Any:
    return kind("Which colour?", Colour, WORDS, **more)


@pytest.mark.parametrize("kind", [f.Radios, f.Select])
def test_one_choice(kind: type[f.Radios]) -> None:
    it = answer(colours(kind), "blue")
    assert it.data is Colour.BLUE
    assert [(one.value, one.label) for one in it.options] == [("green", "Green"), ("blue", "Blue, or nearly")]
    assert it.chosen == {"blue"}


@pytest.mark.parametrize("kind", [f.Radios, f.Select, f.Checkboxes])
def test_nothing_is_chosen_beforehand(kind: type[f.Radios]) -> None:
    class OneField(Form):
        it = colours(kind)

    assert OneField().it.chosen == frozenset()
    assert answer(colours(kind)).errors == []
    assert answer(colours(kind), "").errors == []


@pytest.mark.parametrize("kind", [f.Radios, f.Select, f.Checkboxes])
def test_an_unknown_code_is_refused(kind: type[f.Radios]) -> None:
    it = answer(colours(kind), "purple")
    assert it.data in (None, [])
    assert it.errors == ["“Which colour” has an answer that is not on the list. Choose again"]


def test_required_choice() -> None:
    assert answer(colours(required=True)).errors == ["Choose an answer for “Which colour?”"]
    assert answer(colours(f.Checkboxes, required=True)).errors == [
        "Choose at least one answer for “Which colour?”"
    ]


def test_many_choices_once_each() -> None:
    assert answer(colours(f.Checkboxes), "blue", "green", "blue").data == [Colour.BLUE, Colour.GREEN]
    assert answer(colours(f.Checkboxes)).data == []
    assert begun(colours(f.Checkboxes), [Colour.GREEN]).chosen == {"green"}


def test_choices_begin_with_a_value() -> None:
    assert begun(colours(), Colour.BLUE).chosen == {"blue"}
    assert begun(colours(), "blue").data is Colour.BLUE
    assert begun(colours(), None).data is None


def test_choices_offered_later() -> None:
    here, there = uuid4(), uuid4()

    class Later(Form):
        it = f.Radios("Team", coerce=UUID)

    form = Later(MultiDict({"it": str(there)}))
    form.it.offer([(here, "Here"), (there, "There")])
    assert form.validate() and form.it.data == there
    form.it.offer([(here, "Here")])
    assert not form.validate() and form.it.data is None


def test_some_members_of_a_list() -> None:
    it = answer(f.Radios("Colour", [(Colour.BLUE, "Blue")]), "blue")
    assert it.data is Colour.BLUE
    assert answer(f.Radios("Colour", [Colour.BLUE], WORDS), "green").errors


def test_yes_no_unknown() -> None:
    assert answer(f.YesNoUnknown("Hurt?"), "unknown").data is f.Answer.UNKNOWN
    assert answer(f.YesNoUnknown("Hurt?")).data is None
    assert [one.label for one in answer(f.YesNoUnknown("Hurt?", unknown="Not clear")).options] == [
        "Yes",
        "No",
        "Not clear",
    ]


def test_tick() -> None:
    assert answer(f.Tick("Agreed"), "y").data is True
    assert answer(f.Tick("Agreed")).data is False
    assert answer(f.Tick("Agreed", required=True)).errors == ["Tick “Agreed” to go on"]


# --- dates and times ---------------------------------------------------------------------------------

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def birth(**more: Any) -> Any:
    return f.DatePart("Date of birth", **more)


@pytest.mark.parametrize(
    "boxes",
    [("27", "3", "1990"), ("27", "march", "1990"), ("27th", "Mar.", "1990"), ("27/3/1990", "", ""),
     ("27 March 1990", "", ""), ("1990-03-27", "", ""), (" 27 ", " 03 ", " 1990 ")],
)  # fmt: skip
def test_dates_as_people_type_them(boxes: tuple[str, str, str]) -> None:
    it = answer(birth(), day=boxes[0], month=boxes[1], year=boxes[2])
    assert (it.data, it.errors) == (date(1990, 3, 27), [])


@pytest.mark.parametrize("whole", ["1990-03-27", "27/3/1990"])
def test_one_box_date(whole: str) -> None:
    assert answer(birth(), whole).data == date(1990, 3, 27)


@pytest.mark.parametrize(
    ("boxes", "words", "parts"),
    [
        (("27", "3", ""), "Date of birth must include a year", ("year",)),
        (("", "", "1990"), "Date of birth must include a day and month", ("day", "month")),
        (("27", "13", "1990"), "Date of birth must include a real month, like 3 or March", ("month",)),
        (("27", "ma", "1990"), "Date of birth must include a real month, like 3 or March", ("month",)),
        (("27", "3", "90"), "Date of birth must include a year of 4 numbers, like 1990", ("year",)),
        (("x", "3", "1990"), "Date of birth must include a real day, from 1 to 31", ("day",)),
        (("31", "2", "1990"), "Date of birth must be a real date", ("day", "month", "year")),
        (("27", "3", "1890"), "Date of birth must be 1 January 1900 or later", ("day", "month", "year")),
        (("27", "\x00", "1990"), "Date of birth must be a real date", ("day", "month", "year")),
        (("2²", "3", "1990"), "Date of birth must include a real day, from 1 to 31", ("day",)),
    ],
)
def test_a_wrong_date_says_exactly_what_is_wrong(
    boxes: tuple[str, str, str], words: str, parts: tuple[str, ...]
) -> None:
    it = answer(birth(), day=boxes[0], month=boxes[1], year=boxes[2])
    assert (it.data, it.errors, it.wrong_parts) == (None, [words], parts)


def test_a_wrong_date_keeps_what_was_typed() -> None:
    it = answer(birth(), day="31", month="Feb", year="1990")
    assert (it.parts.day, it.parts.month, it.parts.year) == ("31", "Feb", "1990")


def test_dates_past_and_future() -> None:
    with time_machine.travel(NOON, tick=False):
        assert answer(birth(past=True), day="23", month="11", year="2026").errors == []
        assert answer(birth(past=True), day="24", month="11", year="2026").errors == [
            "Date of birth must be today or in the past"
        ]
        assert answer(f.DatePart("Review", future=True), day="22", month="11", year="2026").errors == [
            "Review must be today or in the future"
        ]
        assert answer(
            f.DatePart("Review", latest=date(2027, 1, 1)), day="2", month="1", year="2027"
        ).errors == ["Review must be 1 January 2027 or earlier"]


def test_today_is_the_date_in_england() -> None:
    with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
        assert answer(birth(past=True), day="1", month="7", year="2026").errors == []


def test_date_left_out_and_required() -> None:
    assert answer(birth()).errors == []
    assert answer(birth(required=True)).errors == ["Enter date of birth"]
    assert answer(birth(), day="", month="", year="").data is None


def test_date_begins_with_a_value() -> None:
    assert begun(birth(), date(1990, 3, 27)).parts == typed.DateParts("27", "3", "1990")
    assert begun(birth(), "1990-03-27").data == date(1990, 3, 27)


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_dates_never_fail(day: str, month: str, year: str) -> None:
    it = answer(birth(), day=day, month=month, year=year)
    assert it.data is None or isinstance(it.data, date)


@pytest.mark.parametrize(
    ("sent", "found"),
    [("9:30", time(9, 30)), ("2pm", time(14)), ("14.30", time(14, 30)), ("9.30 a.m.", time(9, 30)),
     ("0930", time(9, 30)), ("12am", time(0)), ("12 pm", time(12)), ("noon", time(12)), ("14", time(14)),
     ("00:15", time(0, 15)), ("2:05PM", time(14, 5)), ("", None)],
)  # fmt: skip
def test_times_as_people_type_them(sent: str, found: time | None) -> None:
    it = answer(f.TimeText("Time"), sent)
    assert (it.data, it.errors) == (found, [])


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("9", "Time must say am or pm, like 9am, or be a 24-hour time, like 14:30"),
        ("25:00", "Time must be a real time, like 9:30am or 14:30"),
        ("9:75", "Time must be a real time, like 9:30am or 14:30"),
        ("14pm", "Time must be a real time, like 9:30am or 14:30"),
        ("soon", "Time must be a time, like 9:30am or 14:30"),
        ("٩:٣٠", "Time must be a time, like 9:30am or 14:30"),
    ],
)
def test_a_wrong_time_says_what_is_wrong(sent: str, words: str) -> None:
    it = answer(f.TimeText("Time"), sent)
    assert (it.data, it.errors, it.shown) == (None, [words], sent)


def test_a_time_on_a_day_is_english_time() -> None:
    it = answer(f.TimeText("Time"), "9:30")
    assert it.at(date(2026, 7, 1)) == datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert it.at(date(2026, 12, 1)) == datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


@given(st.text(max_size=12))
def test_times_never_fail(sent: str) -> None:
    it = answer(f.TimeText("Time"), sent)
    assert it.data is None or isinstance(it.data, time)


# --- files -------------------------------------------------------------------------------------------


def test_upload() -> None:
    sent = FileStorage(BytesIO(b"x"), filename="a.txt")
    assert answer(f.Upload("File"), sent).data is sent
    assert answer(f.Upload("File"), FileStorage(BytesIO(), filename="")).data is None
    assert answer(f.Upload("File", required=True)).errors == ["Choose a file"]
