"""The pages on which two people erase a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Flask

from caseflow.access.viewer import System
from caseflow.people.actions import change_open_cases
from caseflow.people.queries import identity_bar
from caseflow.privacy import ledger
from tests.installation import Installation


def test_two_people_erase_a_record_on_the_pages(
    app: Flask,
    within: Callable[..., Any],
    opened: Callable[..., tuple[UUID, UUID]],
    signed_in: Callable[..., Any],
    installation: Installation,
) -> None:
    person_id, _ = opened()
    within(change_open_cases, System("tests"), person_id, -1)
    reference = within(identity_bar, System("tests"), person_id).reference
    petra, sofia = signed_in("petra"), signed_in("sofia")
    about = f"/people/{person_id}/erasure"
    assert signed_in("harriet").get(about).status_code == 403
    assert "six letters" in petra.post("/erasures", data={"reference": "x"}).get_data(as_text=True)
    assert petra.post("/erasures", data={"reference": reference}).headers["Location"] == about
    page = petra.get(about).get_data(as_text=True)
    assert "Cases" in page and "Propose to erase" in page and "Nothing holds this record" in page

    held = petra.post(f"/people/{person_id}/hold", data={"ground": "court", "note": "Hearing in May"})
    assert held.status_code == 302
    page = petra.get(about).get_data(as_text=True)
    assert "Hearing in May" in page and "Propose to erase" not in page
    lift = re.search(r"/holds/[0-9a-f-]{36}/lift", page)
    assert lift and petra.post(lift.group()).status_code == 302

    said = {"ground": "asked", "told": "no", "note": "Her letter came on Monday"}
    assert "Choose why" in petra.post(about, data={"told": "no"}).get_data(as_text=True)
    assert petra.post(about, data=said).status_code == 302
    page = sofia.get("/erasures").get_data(as_text=True)
    decide = re.search(r"/erasures/[0-9a-f-]{36}", page)
    assert decide and reference in page
    assert "You proposed this yourself" in petra.get(decide.group()).get_data(as_text=True)
    assert petra.post(decide.group(), data={"erase": ""}).status_code == 409
    assert "Her letter came on Monday" in sofia.get(decide.group()).get_data(as_text=True)
    assert "Say why it is refused" in sofia.post(decide.group(), data={"refuse": ""}).get_data(as_text=True)
    assert sofia.post(decide.group(), data={"erase": ""}).headers["Location"] == "/erasures"
    after = sofia.get("/erasures").get_data(as_text=True)
    assert "nothing brings it back" in after and "dead on" in after and "if key k1 is" in after
    for gone in (f"/people/{person_id}", about, decide.group()):
        assert sofia.get(gone).status_code == 404
    assert len(ledger.read(app.extensions["caseflow.keyring"], installation.keys)) == 1
