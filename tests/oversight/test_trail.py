"""The audit as people read it: what a user did, what was refused; an auditor reads of nobody by name."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from caseflow.access.policy import P, Role
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.oversight.choices import SUBJECTS
from caseflow.oversight.looked.queries import looked_page
from caseflow.oversight.trail.asked import asked_of
from caseflow.oversight.trail.queries import doer_page, doers, refusals
from caseflow.staff.actions import end_role, give_role, let_go
from caseflow.web.sheets import csv_of, safe


def asked(**given: str):
    return asked_of(given, today(), SUBJECTS)


def test_what_a_user_did_names_people_to_those_who_may_read_them_only(signed_in, person, viewer, within):
    asha = person("Asha", surname="Sample", by="henry")
    signed_in("bella").get(f"/people/{asha}")
    henry = viewer("henry").user_id
    petra = within(lambda: doer_page(viewer("petra"), henry, asked())).trail
    otto = within(lambda: doer_page(viewer("otto"), henry, asked())).trail
    assert petra.lines[0].about.startswith("Asha, ") and petra.shown == [asha]
    assert otto.lines[0].about == f"Person {asha.hex[:8]}" and otto.shown == []
    page = signed_in("otto").get(f"/oversight/users/{henry}")
    assert page.status_code == 200 and "Asha" not in page.text and "A person was added" in page.text


def test_what_was_done_to_a_user_says_to_whom(signed_in, viewer, within):
    adam, bella, ben = (viewer(name) for name in ("adam", "bella", "ben"))
    signed_in("adam").post(f"/users/{bella.user_id}/reset")

    def administer() -> None:
        end_role(adam, give_role(adam, bella.user_id, role=Role.COMMISSIONER, funder="leicestershire_cc"))
        let_go(adam, ben.user_id)

    within(administer)
    lines = within(lambda: doer_page(viewer("otto"), adam.user_id, asked())).trail.lines
    about = {line.words: (line.about, line.about_user_id) for line in lines}
    assert about["A link to set a new password was made for a user"] == ("Bella Testford", bella.user_id)
    for words in ("A user was given a role", "A user's role was ended"):
        assert about[words] == ("Bella Testford", bella.user_id)
    assert about["A user left; all roles and sessions ended"] == ("Ben Testham", ben.user_id)
    browser, address = signed_in("otto"), f"/oversight/users/{adam.user_id}"
    assert f'href="/oversight/users/{ben.user_id}">Ben Testham</a>' in browser.get(address).text
    file = browser.get(f"{address}.csv").get_data().decode("utf-8-sig")
    left = next(line for line in file.splitlines() if "A user left; all roles and sessions ended" in line)
    assert ",left_at,Ben Testham," in left


@pytest.mark.engines("sqlite")
def test_a_manager_is_not_told_whose_doings_were_read(signed_in, person, viewer, within):
    asha, henry = person(by="henry"), viewer("henry").user_id
    signed_in("petra").get(f"/oversight/users/{henry}")
    officer, everything = viewer("petra"), asked()
    read = within(lambda: looked_page(officer, asha, everything)).trail.lines[0]
    assert (read.words, read.about) == ("What a user did was looked at", "Henry Testwell")
    # The same row for whoever may see who looked, without the right to read the audit.
    manager = replace(officer, permissions=officer.permissions - {P.AUDIT_READ})
    read = within(lambda: looked_page(manager, asha, everything)).trail.lines[0]
    assert (read.words, read.about, read.about_user_id) == ("What a user did was looked at", "", None)


@pytest.mark.engines("sqlite")
def test_the_privacy_officer_reads_of_one_side_only(person, viewer, within):
    client = person("Clive", by="ezra", side=Side.PERPETRATOR)
    ezra = viewer("ezra").user_id
    assert within(lambda: doer_page(viewer("otto"), ezra, asked())).trail.lines
    lines = within(lambda: doer_page(viewer("petra"), ezra, asked())).trail.lines
    assert all(client.hex[:8] not in line.about for line in lines)
    assert not [line for line in lines if line.words == "A person was added"]


@pytest.mark.engines("sqlite")
def test_what_was_refused_stands_there_with_who_asked(signed_in, person, viewer, within):
    browser = signed_in("bella")
    assert browser.get(f"/people/{person()}").status_code == 404
    assert browser.get("/users").status_code == 403
    found = within(lambda: refusals(viewer("otto"), asked()))
    assert [line.who for line in found.lines[:2]] == ["Bella Testford"] * 2
    page = signed_in("otto").get("/oversight/refusals?back=week&about=access")
    assert page.status_code == 200 and "Bella Testford" in page.text


@pytest.mark.engines("sqlite")
def test_pages_follow_one_another_and_filters_narrow(viewer, within):
    user = within(lambda: doers(viewer("otto")))[0]
    assert user.left_at is None
    everything = within(lambda: refusals(viewer("otto"), asked(about="keys")))
    assert everything.lines == () and everything.first


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_holds_the_same_and_leaves_a_row(signed_in, person, viewer, within, form):
    person("=Asha", by="henry")
    browser = signed_in("petra")
    answer = browser.get(f"/oversight/users/{viewer('henry').user_id}.{form}")
    assert answer.status_code == 200 and form in answer.headers["Content-Disposition"]
    data = answer.get_data()
    if form == "csv":
        assert "'=Asha" in data.decode("utf-8-sig")
    else:
        with ZipFile(BytesIO(data)) as book:
            assert "=Asha" in book.read("xl/sharedStrings.xml").decode()
            assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    newest = within(lambda: doer_page(viewer("otto"), viewer("petra").user_id, asked())).trail.lines[0]
    assert newest.words == "Lines of the audit were given as a file"


@pytest.mark.engines("sqlite")
def test_the_desk_of_an_auditor_leads_there_and_others_may_not(signed_in):
    assert "/oversight" in signed_in("otto").get("/").text
    for username in ("adam", "mona"):
        assert signed_in(username).get("/oversight").status_code == 403


def test_no_cell_runs():
    assert safe("=1+1") == "'=1+1" and "'@cmd" in csv_of(["a"], [["@cmd"]])
