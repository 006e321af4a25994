"""A report for its reader: one path for page, picture and files; exact inside, suppressed outside."""

import csv
import re
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO, StringIO

import pytest

from caseflow.reports.chart import draw, height_of, largest
from caseflow.reports.facing import exact, face, release, span_words
from caseflow.reports.shape import (
    Column,
    Count,
    Definition,
    Figure,
    Picture,
    Report,
    Row,
    Share,
    Span,
    Table,
    Words,
)
from caseflow.reports.shown import Shown, ShownPicture
from caseflow.reports.spreadsheet import as_csv, as_xlsx
from caseflow.web.sheets import safe

NASTY = "=cmd|' /C calc'!A0"


def a_report(numbers=((3, 40), (1, 60), (0, 23)), labels=("One & only", NASTY, "Three <b>")):
    rows = [
        Row(str(place), label, (Count(sum(line)), *(Count(one) for one in line), Share(line[0], sum(line))))
        for place, (label, line) in enumerate(zip(labels, numbers, strict=True))
    ]
    whole = [sum(line[place] for line in numbers) for place in range(2)]
    total = Row(
        "total", "All", (Count(sum(whole)), *(Count(one) for one in whole), Share(whole[0], sum(whole)))
    )
    columns = (Column("sent", "Sent"), Column("a", "Left"), Column("b", "Right"), Column("share", "Share"))
    table = Table("by", "Things", "Thing", columns, tuple(rows), total, whole="sent", parts=("a", "b"))
    return Report(
        code="things",
        question="How many things?",
        about=(("Period", "A year"),),
        figures=(
            Figure("sent", "things", Count(sum(whole))),
            Figure("left", "left", Share(whole[0], sum(whole))),
        ),
        picture=Picture("Things", "by", ("a", "b"), {"Amber": 25}),
        tables=(table,),
        definitions=(Definition("Thing", "What is counted."),),
    )


def cells(report):
    return [
        [cell.text for cell in row.cells] for table in report.tables for row in (*table.rows, table.total)
    ]


def test_inside_every_number_is_exact():
    shown = cells(face(a_report(), released=False))
    assert shown == [
        ["43", "3", "40", "7%"],
        ["61", "1", "60", "2%"],
        ["23", "0", "23", "0%"],
        ["127", "4", "123", "3%"],
    ]


def test_outside_small_ones_are_starred_and_the_rest_rounded():
    shown = cells(face(a_report(), released=True))
    assert shown == [
        ["45", "*", "40", "too few"],
        ["60", "*", "60", "too few"],
        ["25", "0", "25", "0%"],
        ["125", "*", "125", "too few"],
    ]


def test_no_file_and_no_picture_holds_more_than_the_page():
    true = {"41", "61", "26", "44", "62", "128", "132"}
    report = a_report(numbers=((3, 41), (1, 61), (0, 26)))
    inside, outside = face(report, released=False), face(report, released=True)
    for shown, known in ((inside, true), (outside, set())):
        told = set(re.findall(r"\d+", " ".join(ET.fromstring(draw(shown.picture)).itertext())))
        listed = set(re.findall(r"(?<![\d#])\d+", as_csv(shown)))
        book = zipfile.ZipFile(BytesIO(as_xlsx(shown)))
        written = set(
            re.findall(r"<c r=\"\w+\"><v>(\d+)</v>", book.read("xl/worksheets/sheet2.xml").decode())
        )
        assert true & listed == known
        assert true & written == known
        assert {"41", "61", "26"} & told == {"41", "61", "26"} & known


def test_what_would_run_as_a_formula_is_quoted():
    assert "'=cmd" in as_csv(face(a_report(), released=True))


def test_a_hidden_total_is_hidden_in_the_headline_too():
    report = a_report(numbers=((7, 7),), labels=("One",))
    columns = (Column("sent", "Sent"), *(Column(code, code) for code in "abcd"))
    values = (Count(28), *(Count(7) for _ in range(4)))
    table = Table(
        "by",
        "T",
        "T",
        columns,
        (Row("1", "One", values),),
        Row("total", "All", values),
        "sent",
        tuple("abcd"),
    )
    sevens = Report(
        "t", "Q", (), (Figure("sent", "sent", Count(28)),), Picture("P", "by", ("a",)), (table,), ()
    )
    shown = face(sevens, released=True)
    assert shown.figures[0].value.text == "hidden"
    assert shown.tables[0].total.cells[0].text == "hidden"
    assert face(report, released=True).figures[0].value.text != "28"


def test_words_about_somebody_never_leave():
    with pytest.raises(ValueError, match="never leave"):
        release(Words("Ewa"))


def test_lines_that_overlap_are_not_released():
    report = a_report()
    table = report.tables[0]
    overlapping = Table(
        table.code, "", "", table.columns, table.rows, table.total, table.whole, table.parts, adds_up=False
    )
    with pytest.raises(ValueError, match="twice"):
        face(Report("t", "Q", (), (), report.picture, (overlapping,), ()), released=True)


def test_each_kind_of_value_inside():
    assert exact(Count(1234)) == Shown("1,234", 1234)
    assert exact(Share(1, 3)).text == "33%"
    assert exact(Share(0, 0)).text == "–"
    assert exact(Span(None, 0)).text == "–"
    assert exact(Words("Ewa", "/x")).href == "/x"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(120, "2 min"), (3600, "1 h"), (5400, "1 h 30 min"), (40_000, "11 h"), (200_000, "2 days")],
)
def test_lengths_of_time_in_words(seconds, words):
    assert span_words(seconds) == words


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_runs_as_a_formula(text):
    assert safe(text) == f"'{text}"


def test_the_csv_is_read_back_as_it_was_shown():
    shown = face(a_report(), released=False)
    text = as_csv(shown)
    assert text.startswith("\ufeff")
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert ["Thing", "Sent", "Left", "Right", "Share"] in lines
    assert [f"'{NASTY}", "61", "1", "60", "2%"] in lines
    assert ["All", "127", "4", "123", "3%"] in lines


def test_the_workbook_holds_numbers_as_numbers_and_no_formula():
    book = zipfile.ZipFile(BytesIO(as_xlsx(face(a_report(), released=False))))
    sheet = book.read("xl/worksheets/sheet2.xml").decode()
    assert "<v>127</v>" in sheet
    assert "<f>" not in sheet
    assert NASTY.split("|")[0] in book.read("xl/sharedStrings.xml").decode()


def test_the_picture_is_well_formed_and_says_every_number_in_words():
    shown = face(a_report(), released=False)
    root = ET.fromstring(draw(shown.picture))
    told = " ".join(root.itertext())
    assert "One & only, Right: 40" in told
    assert "Amber 25" in told
    assert root.get("height") == str(height_of(shown.picture))
    assert "style" not in draw(shown.picture)
    assert "<script" not in draw(shown.picture)


def test_an_empty_picture_is_drawn_too():
    empty = ShownPicture("Nothing", (), (), ())
    assert "Nothing to draw" in " ".join(ET.fromstring(draw(empty)).itertext())
    assert largest(empty) == 1


def test_bars_fit_the_picture():
    shown = face(a_report(numbers=((500, 900), (0, 0), (1, 1))), released=False)
    for bar in ET.fromstring(draw(shown.picture)).iter("{http://www.w3.org/2000/svg}rect"):
        assert float(bar.get("x")) + float(bar.get("width")) <= 960


def test_a_long_name_stands_beside_its_bar_on_two_lines():
    name = "Castlebrook Advocacy, Leicester and the county (invented)"
    picture = ShownPicture("Sent", (name, "one " * 40), (("Sent", (Shown("3", 3), Shown("1", 1))),), ())
    told = [one.text for one in ET.fromstring(draw(picture)).iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(told[:2]) == name
    assert told[4].endswith("one…") and max(map(len, told)) <= 38
