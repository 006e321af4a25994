"""Files in a case: told by their content, without traces, sealed in chunks, and only ever downloaded."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from caseflow.access.viewer import System
from caseflow.cases.files.actions import add_file
from caseflow.cases.files.kinds import BROKEN, REFUSED, FileKind, NotTaken, kind_of, without_traces
from caseflow.cases.files.models import CaseFileChunk
from caseflow.cases.files.queries import file_content, files_of
from caseflow.crypto.envelope import CannotOpen
from caseflow.database import db
from caseflow.errors import Invalid, Unknown

PLACE = "Canary Wharf 51.5N"
PDF = b"%PDF-1.7 invented"


def picture(kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """Return a small picture into which a camera wrote where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, PLACE
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    out = io.BytesIO()
    more = {"comment": PLACE.encode()} if kind == "JPEG" else {}
    Image.new(mode, (40, 30), 120).save(out, kind, exif=exif.tobytes(), xmp=PLACE.encode(), **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_where_it_was_taken_and_keeps_which_way_up_it_is(kind: str) -> None:
    content = picture(kind)
    assert PLACE.encode() in content
    told = kind_of(content)
    cleaned = without_traces(content, told)
    assert PLACE.encode() not in cleaned and kind_of(cleaned) is told
    with Image.open(io.BytesIO(cleaned)) as again:
        found = again.getexif()
        assert again.size == (40, 30) and dict(found) == {0x0112: 6} and not found.get_ifd(0x8825)
        assert "xmp" not in again.info and "comment" not in again.info


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"x" * (10 * 2**20 + 1), "larger than 10 MB"),
        (b"MZ\x90\x00" + bytes(200), "cannot be added"),
        (b"\x00\x01\x02", "cannot be added"),
        (b"PK\x03\x04" + bytes(60), "cannot be added"),
        (b"\xff\xd8\xff\xe0 no picture at all", "cannot be read"),
    ],
)
def test_what_is_not_taken_says_why(content: bytes, says: str) -> None:
    with pytest.raises(NotTaken, match=says):
        without_traces(content, kind_of(content))


def test_kinds_are_told_by_content() -> None:
    assert kind_of(PDF) is FileKind.PDF and kind_of("Ñandú\n".encode()) is FileKind.TEXT
    assert without_traces(PDF, FileKind.PDF) is PDF
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    with pytest.raises(NotTaken) as caught:
        without_traces(huge.getvalue(), FileKind.PNG)
    assert str(caught.value) == BROKEN and REFUSED


def test_a_file_is_sealed_in_chunks_that_open_only_whole_and_in_place(
    within: Callable[..., Any], opened: Callable[..., tuple[UUID, UUID]], viewer: Callable[..., Any]
) -> None:
    _, case_id = opened()
    content = PDF + bytes(range(256)) * 3000
    file_id = within(add_file, viewer("bella"), case_id, called="A letter", content=content)
    other_id = within(add_file, viewer("bella"), case_id, called="The same again", content=content)
    assert [line.called for line in within(files_of, viewer("bella"), case_id)] == [
        "The same again",
        "A letter",
    ]
    assert within(file_content, viewer("bella"), file_id).data == content
    with pytest.raises(Unknown):
        within(file_content, viewer("ben"), file_id)

    def chunks() -> list[CaseFileChunk]:
        wanted = select(CaseFileChunk).where(CaseFileChunk.of_id == file_id).order_by(CaseFileChunk.number)
        return list(db.session.scalars(wanted))

    def tampered(change: Callable[[list[CaseFileChunk]], None]) -> None:
        with db.session.no_autoflush:
            rows = chunks()
            row = rows[0].of_id and db.session.get_one(type(rows[0]).of.property.mapper.class_, file_id)
            data = [one.data for one in rows]
            change(data)
            with pytest.raises(CannotOpen):
                list(CaseFileChunk.holds.open(row.vault, row.id, data))
            db.session.rollback()

    def checks() -> None:
        assert len(chunks()) == 3 and not any(b"invented" in one.data for one in chunks())
        theirs = db.session.scalars(
            select(CaseFileChunk.data).where(CaseFileChunk.of_id == other_id).order_by(CaseFileChunk.number)
        ).all()
        tampered(lambda data: data.pop())
        tampered(lambda data: data.reverse())
        tampered(lambda data: data.insert(1, data[1]))
        tampered(lambda data: data.__setitem__(slice(None), theirs))
        tampered(lambda data: data.__setitem__(1, data[1][:-1] + bytes([data[1][-1] ^ 1])))

    within(checks)


def test_a_file_goes_up_and_comes_down(
    app: Flask,
    within: Callable[..., Any],
    opened: Callable[..., tuple[UUID, UUID]],
    signed_in: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_spooling(*_args: Any, **_more: Any) -> None:
        raise AssertionError("an upload went to the disk")

    monkeypatch.setattr("werkzeug.formparser.default_stream_factory", no_spooling)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", no_spooling)
    _, case_id = opened()
    browser = signed_in("bella")
    address = f"/cases/{case_id}/files"
    large = PDF + bytes(3 * 2**20)

    def send(content: bytes, called: str = "A letter from the landlord") -> Any:
        # Written out here: the client's own way of sending would spool it to the disk on this side.
        head = 'Content-Disposition: form-data; name="{}"{}'
        named = head.format("file", '; filename="../../Testina Testwell.exe"')
        parts = [(head.format("called", ""), called.encode()), (named, content)]
        body = b"".join(b"--cut\r\n" + one.encode() + b"\r\n\r\n" + what + b"\r\n" for one, what in parts)
        return browser.post(
            address, data=body + b"--cut--\r\n", content_type="multipart/form-data; boundary=cut"
        )

    refused = send(b"MZ\x90\x00" + bytes(200), "Called this")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 200 and "cannot be added" in page and "Called this" in page
    assert "larger than 10 MB" in send(PDF + bytes(10 * 2**20)).get_data(as_text=True)
    assert send(PDF + bytes(12 * 2**20)).status_code == 413
    assert send(large).status_code == 302
    page = browser.get(address).get_data(as_text=True)
    assert "A letter from the landlord" in page and "Testina Testwell.exe" not in page
    file_id = within(files_of, System("tests"), case_id)[0].file_id
    answer = browser.get(f"/files/{file_id}")
    assert answer.data == large
    assert answer.headers["Content-Disposition"] == 'attachment; filename="file.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert signed_in("ben").get(f"/files/{file_id}").status_code == 404
    assert signed_in("bruno").post(f"/files/{file_id}/remove").status_code == 403
    assert browser.post(f"/files/{file_id}/remove").status_code == 302
    assert browser.get(f"/files/{file_id}").status_code == 404
    assert "Removed" in browser.get(address).get_data(as_text=True)


def test_a_file_needs_words(
    within: Callable[..., Any], opened: Callable[..., tuple[UUID, UUID]], viewer: Callable[..., Any]
) -> None:
    _, case_id = opened()
    with pytest.raises(Invalid) as caught:
        within(add_file, viewer("bella"), case_id, called=" ", content=PDF)
    assert "called" in caught.value.faults
