"""Importing: whole files and broken ones, run once and run again, and a list matched against what is held."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from sqlalchemy import func, select

from caseflow.access.viewer import System
from caseflow.audit.models import AuditRow
from caseflow.choices import Side
from caseflow.database import db, end_reading
from caseflow.people import events
from caseflow.people.importing.columns import BadFile, places_of, read_map
from caseflow.people.importing.models import OutsideReference
from caseflow.people.importing.rows import Reading, decoded, read_rows, refuse_doubles
from caseflow.people.importing.taking_in import take_in
from caseflow.people.models import ContactPoint, Person
from caseflow.people.pairs.actions import tell_apart
from caseflow.people.pairs.models import RecordPair
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.queries import find_people

HEAD = "id,given_name,surname,date_of_birth,postcode,phone,email\n"
READING = Reading(date(2026, 11, 25), normal_phone, normal_email)
OLD_SYSTEM = HEAD + (
    "A1,Asha,Sample,1990-03-27,LE1 1AA,07700 900123,asha@example.com\n"
    "A2,Łucja,Test-Pattern,19710102,,,\n"
    "A3,=1+1 Bo,Example,,,,\n"
    "A4,,O’Sample,1990-02-31,nowhere,12,not an address\n"
)


def rows(text: str, encoding: str = "utf-8", **mapped: str):
    lines = decoded(text.encode(encoding).splitlines(keepends=True), "utf-8")
    return list(refuse_doubles(read_rows(lines, mapped, READING)))


def said(text: str) -> list[str]:
    return [str(fault) for row in rows(text) for fault in row.faults]


def test_values_are_read_in_their_forms_and_what_cannot_be_is_left_out():
    first, second, third, fourth = rows(OLD_SYSTEM)
    assert (first.id, first.born, first.postcode, first.line) == ("A1", date(1990, 3, 27), "LE11AA", 2)
    assert (second.given_name, second.born) == ("Łucja", date(1971, 1, 2))
    assert third.given_name == "=1+1 Bo"
    assert [str(one) for one in fourth.faults] == [
        f"Line 5: {column} is not one that can be; the value is left out"
        for column in ("date_of_birth", "postcode", "phone", "email")
    ]
    assert not any(row.refused for row in (first, second, third, fourth))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("X,,,,,,", "it has no name"),
        ("X,🙂,,,,,", "it has no name"),
        (f"X,{'y' * 201},,,,,", "given_name has more than 200 letters"),
        ("X,Asha", "it has 2 cells where the first line has 7"),
        ("B,Asha,,,,,\nB,Bo,,,,,", "it has the same id as line 2"),
        (",Asha,Sample,,,,\n,Asha,Sample,,,,", "it has the same content as line 2"),
    ],
)
def test_a_row_that_cannot_be_taken_in_says_why(line, words):
    assert [one for one in said(HEAD + line) if words in one and "the row is left out" in one]


@pytest.mark.parametrize("name", ["A", "y" * 200, "Asha 🙂", "Mr Mrs", "李小龙", "\u202eahsA\u0000"])
def test_unusual_names_are_names(name):
    (row,) = rows(f"{HEAD}X,{name},,,,,")
    assert not row.faults and "\u202e" not in row.given_name


def test_a_byte_order_mark_and_other_headings_are_no_matter():
    (row,) = rows("\ufeffFirst name,Last name\nAsha,Sample\n", given_name="First name", surname="Last name")
    assert (row.given_name, row.surname) == ("Asha", "Sample")
    assert read_map('[columns]\nsurname = "Last name"') == {"surname": "Last name"}


@pytest.mark.parametrize(
    ("text", "encoding", "words"),
    [
        ("a,b\n1,2\n", "utf-8", "must name the columns"),
        (f"{HEAD}1,Zoë,,,,,\n", "cp1252", "Line 2 is not text in utf-8.*--encoding cp1252"),
        (f'{HEAD}1,"Asha,,,,', "utf-8", "was it cut off"),
        ("", "utf-8", "must name the columns"),
        ("surname,surname\n", "utf-8", "names a column twice: surname"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(text, encoding, words):
    with pytest.raises(BadFile, match=words):
        rows(text, encoding)


@pytest.mark.parametrize("text", ["not toml", "columns = 1", '[columns]\nshoe_size = "x"'])
def test_a_bad_map_says_so(text):
    with pytest.raises(BadFile):
        read_map(text)


def test_a_map_to_a_column_that_is_not_there_says_so():
    with pytest.raises(BadFile, match="no column 'Last name'"):
        places_of(["given_name"], {"surname": "Last name"})


@pytest.fixture
def run(app, tmp_path):
    """Run a command about people with a file in its own folder."""

    def command(*words: str, text: str = OLD_SYSTEM, code: int | None = None):
        (tmp_path / "old.csv").write_text(text, encoding="utf-8")
        with app.app_context():
            answer = app.test_cli_runner().invoke(
                args=["people", words[0], str(tmp_path / "old.csv"), *words[1:]]
            )
        assert code is None or answer.exit_code == code, answer.output
        return answer.output

    return command


def read(path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def counted(app, *models) -> list[int]:
    with app.app_context():
        found = [db.session.scalar(select(func.count()).select_from(model)) for model in models]
        end_reading()
    return found


def test_a_file_taken_in_twice_has_one_effect(app, run, viewer):
    tables = (Person, ContactPoint, OutsideReference)
    before = counted(app, *tables)
    run("import", "--dry-run")
    assert counted(app, *tables) == before
    output = run("import", code=1)
    assert "Line 5: date_of_birth" in output and "4 people were taken in" in output
    first = counted(app, *tables)
    assert [after - was for after, was in zip(first, before, strict=True)] == [4, 3, 4]
    assert "0 people were taken in; 4 were there already" in run("import")
    assert counted(app, *tables) == first
    with app.app_context():
        hit = find_people(viewer("henry"), "lucja pattern").hits[0]
        assert (hit.known_as, hit.age) == ("Łucja", "aged 55")
        assert find_people(viewer("henry"), "07700 900123").hits[0].known_as == "Asha"
        assert find_people(viewer("henry"), postcode="le1 1aa").hits[0].known_as == "Asha"
        assert not find_people(viewer("ezra"), "asha").hits
        end_reading()


def test_a_part_can_be_taken_in_and_the_rest_later(app, run):
    run("import", "--rows", "1-2")
    assert counted(app, OutsideReference) == [2]
    assert "2 people were taken in; 2 were there already" in run("import")
    lines = select(func.count()).where(AuditRow.event == events.PEOPLE_IMPORTED.name)
    with app.app_context():
        assert db.session.scalar(lines) == 2
        end_reading()


def test_likely_duplicates_are_listed_for_a_decision(app, run, tmp_path):
    run("import")
    more = HEAD + "B1,Ashaa,Sample,1990-03-27,LE1 1AA,,\nB2,Quite,Different,1950-05-05,,,\n"
    assert "1 pairs may each be one person" in run("import", "--dry-run", text=more, code=0)
    assert counted(app, RecordPair) == [0]
    output = run("import", "--pairs", str(tmp_path / "pairs.csv"), text=more, code=0)
    assert "1 pairs may each be one person" in output and counted(app, RecordPair) == [1]
    (line,) = read(tmp_path / "pairs.csv")
    assert (line["first_id"], line["second_id"]) == ("B1", "A1")
    assert "Birth date" in line["reasons"] and float(line["probability"]) > 0.5
    assert (tmp_path / "pairs.csv").stat().st_mode & 0o077 == 0


def test_what_was_broken_off_before_pairs_were_looked_for_has_them_looked_for_when_run_again(
    app, run, viewer
):
    run("import")
    more = HEAD + "B1,Ashaa,Sample,1990-03-27,LE1 1AA,,\n"
    with app.app_context():
        assert take_in(System("tests"), Side.SURVIVOR, iter(rows(more)), lambda _count: None)[0] == 1
        end_reading()
    again = run("import", text=more, code=0)
    assert "0 people were taken in; 1 were there already" in again and "1 pairs may each be" in again
    with app.app_context():
        pair = db.session.scalars(select(RecordPair)).one()
        tell_apart(viewer("henry"), pair.first_id, pair.second_id)
        end_reading()
    assert "pairs may" not in run("import", text=more, code=0)


def test_a_double_is_told_by_the_line_it_stood_on_first_however_many_rows_lie_between():
    text = HEAD + "".join(f"N{number},Asha,,,,,\n" for number in (*range(3_000), 0, 2_999))
    assert said(text) == [
        f"Line {line}: it has the same id as line {first}; the row is left out"
        for line, first in ((3_002, 2), (3_003, 3_001))
    ]


def test_a_list_is_matched_as_the_find_page_does(app, run, viewer, tmp_path):
    run("import")
    asked = (
        HEAD + "Q1,Asja,Sampel,1990-03-27,,,\nQ2,,,,,07700900123,\nQ3,Nobody,Knows,1931-01-01,,,\n"
        "=Q4,Bo,Exampel,,,,\n"
    )
    run("match", "--out", str(tmp_path / "hits.csv"), text=asked, code=0)
    hits = read(tmp_path / "hits.csv")
    assert list(hits[0]) == [
        "query_id",
        "rank",
        "outside_reference",
        "person",
        "score",
        "probability",
        "reasons",
    ]
    best = {hit["query_id"]: hit["outside_reference"] for hit in hits if hit["rank"] == "1"}
    assert best == {"Q1": "A1", "Q2": "A1", "'=Q4": "A3"}
    with app.app_context():
        page = find_people(viewer("henry"), "asja sampel", birth="1990-03-27").hits[0]
        end_reading()
    assert hits[0]["person"] == page.reference


def test_people_of_the_other_side_are_taken_in_on_theirs(app, run):
    run("import", "--side", "perpetrator")
    with app.app_context():
        assert set(db.session.scalars(select(Person.side).join(OutsideReference))) == {Side.PERPETRATOR}
        end_reading()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (OLD_SYSTEM.encode("utf-16"), "Line 1 is not text in utf-8"),
        (f'{OLD_SYSTEM}A5,"Zo'.encode(), "was it cut off"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(app, tmp_path, written, words):
    (tmp_path / "old.csv").write_bytes(written)
    with app.app_context():
        answer = app.test_cli_runner().invoke(args=["people", "import", str(tmp_path / "old.csv")])
    assert answer.exit_code == 1 and words in answer.output
    assert counted(app, OutsideReference) == [0]
