"""Where key material comes from: a command, a folder of key files, or the environment. Never the database."""

import base64
import binascii
import os
import re
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from caseflow.crypto.envelope import KEY, new_key
from caseflow.errors import Misconfigured

KEY_ID = re.compile(r"[a-z0-9]{1,32}")


class KeySource(Protocol):
    """Something that gives the material of a key-encryption key by its id."""

    def material(self, key_id: str) -> bytes:
        """Return the key's 32 bytes; raises Misconfigured with one sentence if they are not to be had."""

    def create(self, key_id: str) -> bytes:
        """Make and keep a new key; raises Misconfigured where the source can only be read."""


def decode(key_id: str, text: str | bytes, where: str) -> bytes:
    """Read a key written in base64; raises Misconfigured if it is not 32 bytes."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Misconfigured(f"The key {key_id} in {where} is not written in base64.") from None
    if len(key) != KEY:
        raise Misconfigured(f"The key {key_id} in {where} has {len(key)} bytes; it needs {KEY}.")
    return key


class CommandSource:
    """A command that gets the key id as its last argument and prints the key (any key management system)."""

    def __init__(self, command: list[str]) -> None:
        self.command = command

    def material(self, key_id: str) -> bytes:
        try:
            done = subprocess.run([*self.command, key_id], capture_output=True, timeout=30, check=True)
        except (OSError, subprocess.SubprocessError):
            raise Misconfigured(f"The key command did not give the key {key_id}.") from None
        return decode(key_id, done.stdout, "the key command's answer")

    def create(self, key_id: str) -> bytes:
        try:
            return self.material(key_id)
        except Misconfigured as fault:
            raise Misconfigured(
                f"{fault} Add a key named {key_id}, 32 random bytes that the command prints in base64, "
                "to the system behind CASEFLOW_KEY_COMMAND, and run this again."
            ) from None


class FolderSource:
    """A folder outside the data folder with one file for each key, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key_id: str) -> Path:
        if not KEY_ID.fullmatch(key_id):
            raise Misconfigured(f"{key_id!r} is not a key id: use small letters and digits.")
        return self.folder / f"kek-{key_id}.key"

    def material(self, key_id: str) -> bytes:
        path = self._path(key_id)
        try:
            mode = path.stat().st_mode
            text = path.read_text("ascii")
        except FileNotFoundError:
            raise Misconfigured(
                f"The key {key_id} is missing: put its file {path.name} back into the folder CASEFLOW_KEYS."
            ) from None
        except (OSError, UnicodeDecodeError):
            raise Misconfigured(f"The key file {path.name} cannot be read.") from None
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Misconfigured(f"The key file {path.name} can be read by others: set its mode to 0400.")
        return decode(key_id, text, f"the file {path.name}")

    def create(self, key_id: str) -> bytes:
        path = self._path(key_id)
        key = new_key()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists():
            return self.material(key_id)
        # Written whole under another name first: a disk that is full must not leave half a key behind.
        half = self.folder / f".kek-{key_id}.{os.getpid()}"
        half.unlink(missing_ok=True)
        try:
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
                file.write(base64.b64encode(key) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.link(half, path)
        except FileExistsError:
            return self.material(key_id)
        except OSError as fault:
            raise Misconfigured(f"The key file {path.name} cannot be written: {fault.strerror}.") from None
        finally:
            half.unlink(missing_ok=True)
        return key


class EnvironmentSource:
    """Variables named CASEFLOW_KEK_ID, each holding a key in base64."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def material(self, key_id: str) -> bytes:
        name = f"CASEFLOW_KEK_{key_id.upper()}"
        if name not in self.environment:
            raise Misconfigured(f"The key {key_id} is missing: set {name}.")
        return decode(key_id, self.environment[name], name)

    def create(self, key_id: str) -> bytes:
        try:
            return self.material(key_id)
        except Misconfigured:
            raise Misconfigured(
                f"Set CASEFLOW_KEK_{key_id.upper()} to 32 random bytes in base64 in the environment of every process, "
                "start them again, and run this again."
            ) from None


def key_source(environment: Mapping[str, str], keys: Path, data: Path) -> KeySource:
    """Choose the source: a command, then key files, then the environment; refuses keys beside the data."""
    if environment.get("CASEFLOW_KEY_COMMAND"):
        return CommandSource(environment["CASEFLOW_KEY_COMMAND"].split())
    in_environment = any(name.startswith("CASEFLOW_KEK_") for name in environment)
    if in_environment and not any(keys.glob("kek-*.key")):
        return EnvironmentSource(environment)
    if keys.resolve() == data.resolve() or data.resolve() in keys.resolve().parents:
        raise Misconfigured("CASEFLOW_KEYS lies inside CASEFLOW_DATA: keep the keys outside the data folder.")
    return FolderSource(keys)
