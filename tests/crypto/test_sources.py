"""Where keys come from; each refusal is one sentence."""

import base64
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from caseflow.crypto.envelope import new_key
from caseflow.crypto.sources import CommandSource, EnvironmentSource, FolderSource, key_source
from caseflow.errors import Misconfigured


def test_a_created_key_is_read_again(tmp_path: Path) -> None:
    source = FolderSource(tmp_path / "keys")
    key = source.create("k1")
    assert source.material("k1") == key and len(key) == 32
    assert source.create("k1") == key, "a key is never written over"
    assert (tmp_path / "keys" / "kek-k1.key").read_bytes() == base64.b64encode(key) + b"\n", (
        "one line of text"
    )


def test_a_new_folder_of_keys_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        FolderSource(tmp_path / "far" / "keys").create("k1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "far" / "keys").stat().st_mode) == 0o700


def test_a_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    source = FolderSource(tmp_path / "keys")
    source.create("k1")
    path = tmp_path / "keys" / "kek-k1.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    path.chmod(0o444)
    with pytest.raises(Misconfigured, match="can be read by others"):
        source.material("k1")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not base64!", "base64"),
        ("A" * 20 + "!" + "A" * 23 + "=", "base64"),
        (base64.b64encode(b"short").decode(), "has 5 bytes"),
    ],
)
def test_a_wrong_key_file_is_named(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "kek-k1.key"
    path.write_text(content)
    path.chmod(0o400)
    with pytest.raises(Misconfigured, match=says):
        FolderSource(tmp_path).material("k1")


def test_a_key_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "kek-k1.key").write_bytes(b"\xff" * 44)
    with pytest.raises(Misconfigured, match=r"The key file kek-k1\.key cannot be read"):
        FolderSource(tmp_path).material("k1")


def test_two_that_make_a_key_at_once_get_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link, first = os.link, []

    def after_another(half: Path, path: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        monkeypatch.setattr(os, "getpid", lambda: 1)
        first.append(FolderSource(tmp_path).create("k1"))
        link(half, path)

    monkeypatch.setattr(os, "link", after_another)
    assert [FolderSource(tmp_path).create("k1")] == first
    assert [one.name for one in tmp_path.iterdir()] == ["kek-k1.key"]


def test_a_missing_key_says_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"put its file kek-k1\.key back"):
        FolderSource(tmp_path).material("k1")


def test_a_full_disk_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Misconfigured, match="No space left"):
        FolderSource(tmp_path).create("k1")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_how: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(Misconfigured, match=r"The key file kek-k1\.key cannot be written: Permission denied"):
        FolderSource(tmp_path).create("k1")


@pytest.mark.parametrize("key_id", ["../k1", "", "K1", "a/b"])
def test_a_key_id_is_never_a_path(tmp_path: Path, key_id: str) -> None:
    with pytest.raises(Misconfigured, match="not a key id"):
        FolderSource(tmp_path).material(key_id)


def test_a_command_prints_the_key(tmp_path: Path) -> None:
    key = new_key()
    script = tmp_path / "kms.py"
    script.write_text(f"import sys; assert sys.argv[1] == 'k1'; print({base64.b64encode(key).decode()!r})")
    assert CommandSource([sys.executable, str(script)]).material("k1") == key
    with pytest.raises(Misconfigured, match="did not give the key k2"):
        CommandSource([sys.executable, str(script)]).material("k2")
    with pytest.raises(Misconfigured, match="Add a key named k3"):
        CommandSource([sys.executable, str(script)]).create("k3")
    assert CommandSource([sys.executable, str(script)]).create("k1") == key, "taken once it was put there"


def test_a_command_that_prints_no_text_is_named(tmp_path: Path) -> None:
    script = tmp_path / "kms.py"
    script.write_text("import sys; sys.stdout.buffer.write(bytes(range(224, 256)))")
    with pytest.raises(Misconfigured, match="k1 in the key command's answer is not written in base64"):
        CommandSource([sys.executable, "-S", str(script)]).material("k1")


def test_a_command_that_hangs_is_waited_for_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(words: list[str], *, timeout: float, **_how: object) -> None:
        waited.append(timeout)
        raise subprocess.TimeoutExpired(words, timeout)

    waited: list[float] = []
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(Misconfigured, match="did not give the key k1"):
        CommandSource(["kms"]).material("k1")
    assert waited == [30]


def test_the_environment_holds_keys() -> None:
    key = new_key()
    source = EnvironmentSource({"CASEFLOW_KEK_K1": base64.b64encode(key).decode()})
    assert source.material("k1") == key == source.create("k1")
    with pytest.raises(Misconfigured, match="CASEFLOW_KEK_K2"):
        source.create("k2")


def test_keys_inside_the_data_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="outside the data folder"):
        key_source({}, tmp_path / "data" / "keys", tmp_path / "data")
    assert isinstance(key_source({}, tmp_path / "keys", tmp_path / "data"), FolderSource)


def test_a_command_goes_before_files_and_files_before_the_environment(tmp_path: Path) -> None:
    environment = {"CASEFLOW_KEY_COMMAND": "kms print", "CASEFLOW_KEK_K1": "x"}
    assert isinstance(key_source(environment, tmp_path / "keys", tmp_path), CommandSource)
    del environment["CASEFLOW_KEY_COMMAND"]
    assert isinstance(key_source(environment, tmp_path / "keys", tmp_path / "data"), EnvironmentSource)
    FolderSource(tmp_path / "keys").create("k1")
    assert isinstance(key_source(environment, tmp_path / "keys", tmp_path / "data"), FolderSource)
