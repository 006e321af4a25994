"""The small world of the tests: the invented area, and somebody in every role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

import caseflow
from caseflow.access.passwords.hashing import Passwords
from caseflow.access.policy import Role
from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.directory.actions import load_area, mark_installation
from caseflow.directory.pack import read
from caseflow.directory.queries import service_by_code
from caseflow.staff.actions import add_user, give_role
from tests.installation import PASSWORD

AREA = Path(caseflow.__file__).parent / "directory" / "areas" / "llr.toml"
BOTH = (Side.SURVIVOR, Side.PERPETRATOR)


@dataclass(frozen=True)
class Someone:
    """A user of the small world."""

    username: str
    name: str
    role: Role
    service: str | None = None
    sides: tuple[Side, ...] = (Side.SURVIVOR,)
    funder: str | None = None


PEOPLE = (
    Someone("harriet", "Harriet Testwell", Role.HELPLINE_ADVISER, "helpline", BOTH),
    Someone("henry", "Henry Testwell", Role.HELPLINE_ADVISER, "helpline"),
    Someone("hugo", "Hugo Testman", Role.HELPLINE_MANAGER, "helpline", BOTH),
    Someone("sofia", "Sofia Testley", Role.SAFEGUARDING_LEAD, None, BOTH),
    Someone("bella", "Bella Testford", Role.CASEWORKER, "b1"),
    Someone("bruno", "Bruno Testford", Role.CASEWORKER, "b1"),
    Someone("mona", "Mona Testbury", Role.SERVICE_MANAGER, "b1"),
    Someone("ben", "Ben Testham", Role.CASEWORKER, "b2"),
    Someone("cora", "Cora Testby", Role.CASEWORKER, "c"),
    Someone("dina", "Dina Teston", Role.CASEWORKER, "d1"),
    Someone("ezra", "Ezra Testow", Role.CASEWORKER, "e", (Side.PERPETRATOR,)),
    Someone("pam", "Pam Testrick", Role.CASEWORKER, "partner_support"),
    Someone("carl", "Carl Testing", Role.COMMISSIONER, funder="leicestershire_cc"),
    Someone("adam", "Adam Testover", Role.ADMINISTRATOR),
    Someone("petra", "Petra Testfield", Role.PRIVACY_OFFICER),
    Someone("otto", "Otto Testside", Role.AUDITOR),
)


def furnish(app: Flask) -> None:
    """Load the area and everybody into an empty installation, within the application's context."""
    actor = System("tests")
    area_id = load_area(actor, read(AREA.read_text(encoding="utf-8")))
    mark_installation(actor, area_id, demonstration=True)
    passwords: Passwords = app.extensions["caseflow.passwords"]
    kept = passwords.hash(PASSWORD)
    for one in PEOPLE:
        user_id = add_user(actor, username=one.username, name=one.name, password_hash=kept)
        service_id = service_by_code(actor, one.service) if one.service else None
        for side in one.sides:
            give_role(actor, user_id, role=one.role, service_id=service_id, side=side, funder=one.funder)
