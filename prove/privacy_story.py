"""Holds, and erasures that two people decide."""

from __future__ import annotations

from uuid import UUID

from caseflow.database import db, end_reading
from caseflow.people.models import Person
from prove.walk import Walk, id_in

ASKED = {"ground": "asked", "told": "no"}


def holds_and_erasures(walk: Walk, person: str) -> None:
    """Hold a record and let it go; propose, withdraw and refuse its erasure; then erase somebody else's."""
    about = person + "/erasure"
    walk.press("petra", person + "/hold", "ground", "note", ground="court")
    walk.press("petra", about, at="/lift", fill=False)
    walk.press("petra", about, "ground", "told", **ASKED)
    walk.press("petra", about, at="/withdraw", fill=False)
    walk.press("petra", about, "ground", "told", **ASKED)
    walk.press("sofia", walk.find("sofia", "/erasures", "/erasures/"), "answer", refuse="")
    somebody = {"known_as": "Zephyrine", "given": "Zephyrine", "surname": "Quillfeather"}
    led = walk.press("harriet", "/people/add", "known_as", "given", fill=False, **somebody)
    other = id_in(led, "/people/")
    with walk.app.app_context():
        reference = db.session.get_one(Person, UUID(other.rsplit("/", 1)[-1])).reference
        end_reading()
    walk.press("petra", "/erasures", "reference", reference=reference, fill=False)
    walk.press("petra", other + "/erasure", "ground", "told", **ASKED)
    walk.press("sofia", walk.find("sofia", "/erasures", "/erasures/"), "answer", erase="")
    # A record that tells of the sexual abuse of a child is put on hold instead, for good.
    walk.press("petra", about, "ground", "told", ground="asked", told="yes")
