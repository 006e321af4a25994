"""The proofs of backups at a small size, on both databases."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from prove.backups import erased, under_load
from tests.installation import Installation, close
from tests.laws.house import none_of


def test_backups_under_load_are_committed_states(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    busy = installation.app()
    said, faults = under_load(app, busy, tmp_path, 1, threads=2)
    close(busy)
    none_of(faults)
    assert "1 backups" in said and "beside 0 transactions" not in said


def test_the_erased_are_gone_from_older_backups_once_the_epoch_ends(
    app: Flask, installation: Installation, tmp_path: Path
) -> None:
    said, faults = erased(app, tmp_path, installation.keys, 3)
    none_of(faults)
    assert said.startswith("3 people erased: 3 of their vaults opened") and said.endswith(
        "0 opened after its epoch."
    )
