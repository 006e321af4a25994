"""Erasure: two people, everything of one person, nothing of anybody else, and it stays so after a restore."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.access.models import Grant
from caseflow.access.viewer import System, Viewer
from caseflow.audit.verify import verify
from caseflow.calls.actions import open_call
from caseflow.calls.models import Call
from caseflow.calls.tying.actions import tie_call
from caseflow.clock import now
from caseflow.crypto.models import Vault
from caseflow.database import Base, db
from caseflow.errors import Conflict, Misconfigured, Unknown
from caseflow.people.actions import add_contact_point, change_open_cases
from caseflow.people.choices import ContactKind
from caseflow.people.models import ContactPoint, Person
from caseflow.people.queries import find_people, identity_bar
from caseflow.privacy import ledger
from caseflow.privacy.choices import Ground, HoldGround, Told
from caseflow.privacy.erasing import actions
from caseflow.privacy.erasing.queries import erased_vaults
from caseflow.privacy.erasing.traces import empty_log, readers, remove_traces
from caseflow.privacy.holds.actions import lift_hold, place_hold
from caseflow.privacy.kept.coarse import coarse_length, day_of
from caseflow.privacy.kept.models import KeptCase
from caseflow.privacy.ledger import Erased
from caseflow.privacy.models import ErasedVault
from tests.installation import Installation

WHO = System("tests")
SAID = {"ground": Ground.ASKED, "told": Told.NO}
KEPT = {
    "kept_referrals",
    "kept_cases",
    "kept_gaps",
    "audit_rows",
    "privacy_erased_vaults",
    "audit_head",
    "one_time_keys",
}


def counts() -> Counter[str]:
    return Counter(
        {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT
        }
    )


@pytest.fixture
def full(
    within: Callable[..., Any], viewer: Callable[..., Viewer], opened: Callable[..., Any]
) -> Callable[[], UUID]:
    """Make a person with a call, a number, a referral and a case that is over."""

    def make() -> UUID:
        person_id: UUID = opened()[0]

        def more() -> None:
            add_contact_point(WHO, person_id, kind=ContactKind.PHONE, value="07700 900123")
            call_id = open_call(viewer("harriet"))
            tie_call(viewer("harriet"), call_id, person_id)
            change_open_cases(WHO, person_id, -1)

        within(more)
        return person_id

    return make


def test_everything_of_one_person_goes_and_nothing_of_another(
    within: Callable[..., Any], full: Callable[[], UUID]
) -> None:
    before = within(counts)
    person_id = full()
    assert within(counts)["calls"] > before["calls"]
    other = full()
    both = within(counts)
    assert within(actions.erase_person, WHO, person_id) == 2, (
        "her own vault and the one that the call brought"
    )
    left = within(counts)
    # Two alike were made: one of them is left.
    assert {name: (both[name] - before[name]) / 2 for name in both} == {
        name: left[name] - before[name] for name in left
    }
    assert within(identity_bar, WHO, other).person_id == other
    assert within(lambda: verify(WHO).broken_at) is None


def test_an_erased_person_is_as_one_who_never_was(
    app: Flask,
    within: Callable[..., Any],
    full: Callable[[], UUID],
    signed_in: Callable[..., Any],
    viewer: Callable[..., Viewer],
) -> None:
    person_id = full()
    browser = signed_in("harriet")
    assert browser.get(f"/people/{person_id}").status_code == 200
    assert [one.person_id for one in within(find_people, viewer("harriet"), "Testina").hits] == [person_id]
    within(actions.erase_person, WHO, person_id)
    assert browser.get(f"/people/{person_id}").status_code == 404
    assert not within(find_people, viewer("harriet"), "Testina").hits, "not in the index of names either"
    looked_up = select(func.count()).where(ContactPoint.lookup.is_not(None))
    assert within(lambda: db.session.scalar(looked_up)) == 0
    granted = select(func.count()).where(Grant.record_kind == "person", Grant.record_id == person_id)
    assert within(lambda: db.session.scalar(granted)) == 0
    with pytest.raises(Unknown):
        within(actions.erase_person, WHO, person_id)


def test_two_people_approve(
    within: Callable[..., Any], full: Callable[[], UUID], viewer: Callable[..., Viewer]
) -> None:
    person_id = full()
    request = within(actions.propose_erasure, viewer("petra"), person_id, **SAID)
    with pytest.raises(Conflict, match="proposed already"):
        within(actions.propose_erasure, viewer("petra"), person_id, **SAID)
    with pytest.raises(Conflict, match="second person"):
        within(actions.approve_erasure, viewer("petra"), request)
    within(actions.refuse_erasure, viewer("sofia"), request, answer="She asked again to keep it.")
    with pytest.raises(Conflict, match="settled before"):
        within(actions.approve_erasure, viewer("sofia"), request)
    request = within(actions.propose_erasure, viewer("petra"), person_id, **SAID)
    assert within(actions.approve_erasure, viewer("sofia"), request) == 2
    with pytest.raises(Unknown):
        within(identity_bar, WHO, person_id)


def test_what_is_held_is_not_erased(
    within: Callable[..., Any], full: Callable[[], UUID], viewer: Callable[..., Viewer]
) -> None:
    person_id = full()
    hold = within(place_hold, viewer("petra"), person_id, ground=HoldGround.COURT)
    for attempt in (
        lambda: actions.erase_person(WHO, person_id),
        lambda: actions.propose_erasure(viewer("petra"), person_id, **SAID),
    ):
        with pytest.raises(Conflict, match="hold"):
            within(attempt)
    within(lift_hold, viewer("petra"), hold)
    change = within(change_open_cases, WHO, person_id, 1)
    with pytest.raises(Conflict, match="case of this person is open"):
        within(actions.erase_person, WHO, person_id)
    assert change is None


def test_child_sexual_abuse_is_never_proposed(
    within: Callable[..., Any], full: Callable[[], UUID], viewer: Callable[..., Viewer]
) -> None:
    person_id = full()
    assert (
        within(actions.propose_erasure, viewer("petra"), person_id, ground=Ground.ASKED, told=Told.NOT_SURE)
        is None
    )
    with pytest.raises(Conflict, match="hold"):
        within(actions.erase_person, WHO, person_id)

    def young() -> None:
        call = db.session.scalars(select(Call).where(Call.person_id == other)).one()
        call.details = {"abuse": ["sexual"]}
        db.session.get_one(Person, other).birth_on = now().date().replace(year=now().year - 12)

    other = full()
    within(_as_action, young)
    with pytest.raises(Conflict, match="sexual abuse of a child"):
        within(actions.erase_person, WHO, other)


def _as_action(change: Callable[[], None]) -> None:
    from caseflow.audit.action import quiet_action  # noqa: PLC0415

    quiet_action("a test changes what a form would")(lambda _actor: change())(WHO)


def test_the_ledger_outside_survives_the_database(
    app: Flask, within: Callable[..., Any], full: Callable[[], UUID], installation: Installation
) -> None:
    erased, kept = full(), full()
    vaults = within(lambda: set(db.session.scalars(select(Vault.id).where(Vault.owner_id == erased))))
    erased_at = now() - timedelta(days=3)
    lines = [Erased(one, "k1", erased_at) for one in vaults]
    ring = app.extensions["caseflow.keyring"]
    assert ledger.add_missing(ring, installation.keys, lines) == 2
    # As if an older backup had been restored: the database knows of nobody erased, the file does.
    assert within(erased_vaults, WHO) == []
    assert within(actions.replay_ledger, WHO, installation.keys) == 2
    with pytest.raises(Unknown):
        within(identity_bar, WHO, erased)
    assert within(identity_bar, WHO, kept).person_id == kept
    over = within(lambda: db.session.scalars(select(KeptCase.closed_at)).all())
    assert over == [day_of(erased_at)], "a case that the backup held open ended when she was erased"
    assert {one.vault_id for one in within(erased_vaults, WHO)} == vaults
    assert within(actions.replay_ledger, WHO, installation.keys) == 0
    assert ledger.add_missing(ring, installation.keys, lines) == 0
    assert within(lambda: verify(WHO).broken_at) is None


def test_a_changed_ledger_is_refused(
    app: Flask, within: Callable[..., Any], installation: Installation
) -> None:
    ring, path = app.extensions["caseflow.keyring"], installation.keys / ledger.NAME
    lines = [Erased(UUID(int=number), "k1", now()) for number in (1, 2, 3)]
    ledger.add_missing(ring, installation.keys, lines[:2])
    assert ledger.read(ring, installation.keys) == lines[:2]
    whole = path.read_text()
    # A crash cuts the last line: it is written again.
    path.write_text(whole + "00000000")
    assert ledger.read(ring, installation.keys) == lines[:2]
    assert ledger.add_missing(ring, installation.keys, lines) == 1
    assert ledger.read(ring, installation.keys) == lines
    for broken in (
        whole.replace("k1", "k2", 1),
        "".join(whole.splitlines(keepends=True)[1:]),
        "nonsense\n",
        whole.replace(" 1 ", " 9 ", 1),
    ):
        path.write_text(broken)
        with pytest.raises(Misconfigured, match="Line 1 of the ledger"):
            ledger.read(ring, installation.keys)
    path.chmod(0o600)
    path.write_bytes(b"\xff")
    with pytest.raises(Misconfigured, match="cannot be read"):
        ledger.read(ring, installation.keys)


def test_an_operator_erases_by_reference(
    app: Flask, within: Callable[..., Any], full: Callable[[], UUID], installation: Installation
) -> None:
    person_id = full()
    reference = within(lambda: db.session.get_one(Person, person_id).reference)
    run = app.test_cli_runner().invoke
    assert (
        run(args=["privacy", "erase", "BBB-BBB", "--yes"]).output
        == "Error: There is nobody with this reference.\n"
    )
    assert "Aborted" in run(args=["privacy", "erase", reference], input="n\n").output
    said = run(args=["privacy", "erase", reference, "--yes"])
    assert said.exit_code == 0 and "2 vaults are destroyed" in said.output, said.output
    assert "if key k1 is rotated away and retired today, and destroyed" in said.output
    held = ledger.read(app.extensions["caseflow.keyring"], installation.keys)
    assert held == within(erased_vaults, WHO) and len(held) == 2
    assert run(args=["privacy", "ledger"]).exit_code == 0


@pytest.mark.engines("sqlite")
def test_the_log_is_emptied_and_whoever_blocks_it_is_named(
    app: Flask, within: Callable[..., Any], full: Callable[[], UUID], installation: Installation
) -> None:
    person_id = full()
    wrapped = within(lambda: [one.wrapped for one in db.session.scalars(select(Vault))])
    file = installation.data / "caseflow.sqlite"
    reader = sqlite3.connect(file)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM people").fetchone()
    within(actions.erase_person, WHO, person_id)
    with app.app_context():
        db.engine.dispose()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        left = remove_traces(installation.keys).left
        assert len(left) == 1 and "(this one)" in left[0]
        reader.close()
        assert empty_log(db.engine) is None
    log = file.with_name(file.name + "-wal")
    everything = file.read_bytes() + (log.read_bytes() if log.exists() else b"")
    alive = within(lambda: {one.wrapped for one in db.session.scalars(select(Vault))})
    gone = [one for one in wrapped if one not in alive]
    assert len(gone) == 2 and not any(one in everything for one in gone)
    assert readers(installation.data / "nothing") == ()


def test_a_ledger_that_cannot_be_written_is_told(
    app: Flask, within: Callable[..., Any], installation: Installation
) -> None:
    with app.app_context():
        left = remove_traces(installation.keys / "nowhere").left
        assert len(left) == 1 and "cannot be written" in left[0]
        assert db.session.scalar(select(func.count()).select_from(ErasedVault)) == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (29, 0),
        (31, 60),
        (35_940, 35_940),
        (36_000, 36_000),
        (37_900, 39_600),
        (172_740, 172_800),
        (260_000, 259_200),
    ],
)
def test_a_kept_length_is_as_coarse_as_it_is_told(seconds: int, told: int) -> None:
    assert coarse_length(seconds) == told == coarse_length(told)
