"""Archives: whole, encrypted, and refused in a sentence when they are not what they should be."""

import errno
import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from caseflow.access.viewer import System
from caseflow.audit.verify import verify as verify_chain
from caseflow.crypto import archives, keyring
from caseflow.crypto.archives import END, MARK, BadArchive
from caseflow.crypto.models import KekPurpose
from caseflow.crypto.sources import FolderSource
from caseflow.database import db
from caseflow.errors import Misconfigured
from caseflow.staff.actions import add_user
from caseflow.upkeep.actions import add_key
from caseflow.upkeep.backup import writing
from caseflow.upkeep.backup.creating import create
from caseflow.upkeep.backup.verifying import Verified, verify

WHO = System("tests")


def untold(_rows: int) -> Any:
    return lambda _done: None


def made(path: Path) -> bytes:
    create(WHO, path, untold)
    return path.read_bytes()


def read(path: Path) -> Verified:
    return verify(path, keyring.current().source, untold)


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(BadArchive) as caught:
        read(path)
    return str(caught.value)


def test_an_archive_is_whole_and_says_what_it_is(app: Flask, tmp_path: Path) -> None:
    told: list[int] = []

    def telling(rows: int) -> Any:
        told.append(rows)
        return lambda done: told.append(-done)

    with app.app_context():
        add_user(WHO, username="vizcacha", name="Vizcacha Testname", password_hash="zitherhash")
        done = create(WHO, tmp_path / "one.caseflow", telling)
        found = read(tmp_path / "one.caseflow")
        assert sum(told) == 0 and done.rows == found.rows > 50
        assert found.manifest.rows["users"] == found.checks.rows["users"] == 17
        assert found.manifest.keys.keys() == {"k1"} and found.archive == done.archive
        assert verify_chain(WHO).broken_at is None
    content = (tmp_path / "one.caseflow").read_bytes()
    # What archives that were made before begin and end with: with other words they could not be restored.
    assert content.startswith(b"caseflow archive") and content.endswith(b"caseflow the end")
    assert b'"version": 1,' in content[:500]
    assert not any(word in content for word in (b"Vizcacha", b"zitherhash", b"users", b"caseworker"))
    assert (tmp_path / "one.caseflow").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*.caseflow*")] == ["one.caseflow"]


@pytest.mark.engines("sqlite")
def test_a_damaged_archive_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "bad.caseflow"
    with app.app_context():
        whole = made(tmp_path / "good.caseflow")
        assert (
            refusal(path, b"")
            == refusal(path, b"PK\3\4 something else")
            == "This file is not a caseflow archive."
        )
        for length in (5, 18, 40, len(whole) // 2, len(whole) - 1):
            assert "cut short" in refusal(path, whole[:length]), length
        assert "cut short" in refusal(path, whole + b"\0")
        middle = len(whole) // 2
        assert "changed or damaged" in refusal(path, whole[:middle] + b"\0" + whole[middle:])
        assert "changed or damaged" in refusal(path, whole[:middle] + END)
        header = archives.read_header(io.BytesIO(whole))[1]
        assert "changed or damaged" in refusal(path, header + END), (
            "nothing between its beginning and its end"
        )
        for at in (25, 200, len(whole) // 2, len(whole) - len(END) - 1):
            broken = bytearray(whole)
            broken[at] ^= 1
            assert "changed" in refusal(path, bytes(broken)) or "another" in refusal(path, bytes(broken)), at
        for before, after in (
            (b'"version"', b'"verxion"'),
            (b'"version": 1', b'"version": x'),
            (b'"key_id": "b1"', b'"key_id": "B1"'),
            (b'"wrapped": "', b'"wrapped":"z'),
        ):
            assert "header cannot be read" in refusal(path, whole.replace(before, after, 1))
        at = whole.index(b'"wrapped": "') + 40
        swapped = whole[:at] + (b"0" if whole[at : at + 1] != b"0" else b"1") + whole[at + 1 :]
        assert refusal(path, swapped) == "The archive was changed: its key does not open."
        newer = whole.replace(b'"version": 1', b'"version": 2', 1)
        assert "newer version of caseflow" in refusal(path, newer)
        with pytest.raises(BadArchive, match="cannot be read: no such file"):
            read(tmp_path / "nowhere.caseflow")


@pytest.mark.engines("sqlite")
def test_a_header_is_read_up_to_its_longest(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        found, start = archives.read_header(io.BytesIO(made(tmp_path / "good.caseflow")))

    def padded(length: int) -> io.BytesIO:
        written = start[len(MARK) + 4 :].ljust(length)
        return io.BytesIO(MARK + length.to_bytes(4, "big") + written)

    assert archives.read_header(padded(4096))[0] == found
    with pytest.raises(BadArchive, match="header cannot be read"):
        archives.read_header(padded(4097))
    with pytest.raises(BadArchive, match="cut short"):
        archives.read_header(io.BytesIO(padded(4096).getvalue()[:-1]))


@pytest.mark.engines("sqlite")
def test_an_archive_of_elsewhere_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        made(tmp_path / "ours.caseflow")
        theirs = FolderSource(tmp_path / "keys")
        with pytest.raises(Misconfigured, match="The key b1 is missing"):
            verify(tmp_path / "ours.caseflow", theirs, untold)
        theirs.create("b1")
        with pytest.raises(BadArchive, match="belongs to another installation"):
            verify(tmp_path / "ours.caseflow", theirs, untold)


@pytest.mark.engines("sqlite")
def test_an_archive_under_an_older_backup_key_still_opens(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        made(tmp_path / "old.caseflow")
        assert add_key(WHO, KekPurpose.BACKUP) == "b2"
        made(tmp_path / "new.caseflow")
        with (tmp_path / "new.caseflow").open("rb") as file:
            assert archives.read_header(file)[0].key_id == "b2"
        read(tmp_path / "old.caseflow")
        read(tmp_path / "new.caseflow")


@pytest.mark.engines("sqlite")
def test_a_full_disk_leaves_nothing_and_says_so(app: Flask, tmp_path: Path, monkeypatch: Any) -> None:
    class Full(io.BufferedWriter):
        def write(self, piece: Any) -> int:
            if self.tell() > 20_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(piece)

    target = tmp_path / "full.caseflow"
    monkeypatch.setattr(writing, "open", lambda handle, _mode: Full(io.FileIO(handle, "wb")), raising=False)
    with app.app_context(), pytest.raises(Misconfigured, match=r"the disk is full\. Nothing was kept"):
        made(target)
    monkeypatch.undo()
    assert list(tmp_path.glob("*full*")) == list(tmp_path.glob(".*full*")) == []
    with app.app_context():
        made(target)
        with pytest.raises(Misconfigured, match=r"There is a file full\.caseflow already"):
            made(target)
        with pytest.raises(Misconfigured, match="cannot be written: no such file"):
            made(tmp_path / "nowhere" / "one.caseflow")


def test_a_snapshot_sees_nothing_that_is_written_while_it_looks(app: Flask, tmp_path: Path) -> None:
    late = []

    def write_meanwhile(_rows: int) -> Any:
        if not late:
            late.append(add_user(WHO, username="late", name="Late Writer", password_hash="x"))
        return lambda _done: None

    with app.app_context():
        create(WHO, tmp_path / "one.caseflow", write_meanwhile)
        before = read(tmp_path / "one.caseflow")
        assert late and before.manifest.rows["users"] == before.checks.rows["users"] == 16
        made(tmp_path / "two.caseflow")
        assert read(tmp_path / "two.caseflow").manifest.rows["users"] == 17
        db.session.remove()


def test_the_commands_speak_plainly(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    target = str(tmp_path / "one.caseflow")
    result = runner.invoke(args=["backup", "create", target])
    assert result.exit_code == 0 and "one.caseflow holds 0 people" in result.output
    result = runner.invoke(args=["backup", "verify", target])
    assert result.exit_code == 0 and "is whole: made on" in result.output and "needs k1" in result.output
    (tmp_path / "bad.caseflow").write_bytes(Path(target).read_bytes()[:-3])
    result = runner.invoke(args=["backup", "verify", str(tmp_path / "bad.caseflow")])
    assert result.exit_code == 1
    assert result.output.strip() == "Error: The archive was cut short: its end is missing."
