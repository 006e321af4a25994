"""Anchors outside the database: what nobody could see in the chain alone, and what the command says of it."""

from __future__ import annotations

import shutil
import socket
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from caseflow.access.viewer import System
from caseflow.audit import anchoring
from caseflow.audit.digest import digest_of, keep_digest
from caseflow.audit.events import REFUSED
from caseflow.audit.models import AuditHead, AuditRow
from caseflow.audit.record import record_now
from caseflow.audit.verify import Status, verify
from caseflow.clock import today
from caseflow.database import begin_writing, db, end_reading, owner_engine
from caseflow.startup import keep_anchoring

WHO = System("tests")


def rows(count: int) -> None:
    for _ in range(count):
        record_now(WHO, REFUSED)


def cut_back_to(position: int) -> None:
    """Cut rows off and move the head back, as a thief of the database can: no secret is needed for that."""
    end_reading()
    begin_writing()
    digest = db.session.scalar(select(AuditRow.digest).where(AuditRow.position == position))
    db.session.execute(delete(AuditRow).where(AuditRow.position > position))
    db.session.execute(update(AuditHead).values(position=position, digest=digest))
    db.session.commit()
    end_reading()


def test_a_tail_cut_with_its_head_is_seen_by_the_anchor(app: Flask) -> None:
    with app.app_context():
        rows(5)
        assert verify(WHO).status is Status.CANNOT_TELL
        last, _ = anchoring.anchor_head()
        assert (verify(WHO).status, verify(WHO).anchored) == (Status.SOUND, last)
        cut_back_to(last - 2)
        verdict = verify(WHO)
        assert (verdict.broken_at, verdict.status) == (last - 1, Status.BROKEN)


def test_a_chain_written_anew_from_an_older_copy_leaves_its_anchor(app: Flask) -> None:
    with app.app_context():
        rows(3)
        last, _ = anchoring.anchor_head()
        cut_back_to(last - 2)
        rows(6)
        verdict = verify(WHO)
        assert verdict.broken_at == last and "anchor" in verdict.what


def test_a_restore_is_said_and_signed_and_then_the_chain_is_sound(app: Flask) -> None:
    with app.app_context():
        rows(5)
        last, _ = anchoring.anchor_head()
        cut_back_to(last - 3)
        anchoring.reanchor(WHO, "restored")
        rows(2)
        anchoring.anchor_head()
        assert verify(WHO).status is Status.SOUND
        event = select(AuditRow.event, AuditRow.count).where(AuditRow.position == last - 2)
        assert db.session.execute(event).one() == ("audit:chain:reanchored", 3)
        end_reading()
        with pytest.raises(ValueError, match="restored or moved"):
            anchoring.reanchor(WHO, "because")


def test_the_command_says_what_it_found_in_its_exit_status(app: Flask) -> None:
    run = app.test_cli_runner()

    def said(*words: str) -> tuple[int, str]:
        answer = run.invoke(args=["audit", *words])
        return answer.exit_code, answer.output

    assert said("verify")[0] == 2 and "no anchor" in said("verify")[1]
    assert said("anchor")[0] == 0
    status, words = said("verify")
    assert status == 0 and "The audit is sound" in words
    with app.app_context():
        folder = anchoring.current().folder
        rows(3)
        kept = folder.parent / "kept.txt"
        kept.write_text(digest_of(today()))
        last, _ = anchoring.head()
        cut_back_to(last - 2)
    assert said("verify")[0] == 0, "rows since the last anchor are what nobody holds yet"
    status, words = said("verify", "--copy", str(kept))
    assert status == 1 and f"broken at row {last - 1}" in words
    shutil.rmtree(folder)
    folder.write_text("not a folder")
    (folder.parent / "lost").mkdir()
    assert said("anchor")[0] == 1


@pytest.mark.engines("sqlite")
def test_a_digest_counts_and_names_nobody(app: Flask) -> None:
    with app.app_context():
        text_of = digest_of(today())
        assert "access:request" not in text_of and "staff:user:added" in text_of
        assert "Testwell" not in text_of and "caseflow-anchor" in text_of
        assert keep_digest(today()) and not keep_digest(today() - timedelta(days=0))


@pytest.mark.engines("sqlite")
def test_the_systems_log_gets_the_same_line(app: Flask) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard, app.app_context():
        heard.bind(("127.0.0.1", 0))
        heard.settimeout(5)
        places = anchoring.Anchors(anchoring.current().folder, f"127.0.0.1:{heard.getsockname()[1]}")
        anchoring.use(places)
        anchoring.anchor_head()
        line = heard.recv(2000).decode()
        assert next(places.lines()).strip() in line


@pytest.mark.engines("sqlite")
def test_a_process_anchors_when_it_begins_and_when_it_ends(app: Flask) -> None:
    stop = keep_anchoring(app)
    with app.app_context():
        rows(1)
        stop()
        last, _ = anchoring.head()
        assert verify(WHO).anchored == last


def test_rows_beyond_the_head_and_rows_of_an_unknown_secret_are_named(app: Flask) -> None:
    with app.app_context():
        rows(3)
        last, _ = anchoring.anchor_head()
        with owner_engine().begin() as connection:
            connection.execute(text(f"update audit_head set position = {last - 1}"))
        assert verify(WHO).broken_at == last
        with owner_engine().begin() as connection:
            connection.execute(text(f"update audit_rows set generation = 9 where position = {last - 1}"))
        assert verify(WHO).broken_at == last - 1
