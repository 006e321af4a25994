"""The bench of sealing at a small size."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import cold
from bench.cold import Cold
from bench.rotation import Rotation, measure
from bench.sealing import BARE, OURS, Timing, verdicts


def test_a_rotation_is_timed_beside_its_bare_parts(tmp_path: Path) -> None:
    found = measure(tmp_path, 300)
    assert found.vaults == 300 and found.taken > 0 < found.bare
    assert Rotation(1_000_000, 50.0, 20.0).faults() == []
    assert len(Rotation(1_000, 0.1, 0.02).faults()) == 2


def test_from_cold_all_engines_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cold, "PEOPLE", 60)
    monkeypatch.setattr(cold, "ROUNDS", 1)
    found = cold.measure()
    assert set(found.by_engine) == {OURS, "AesGcmEngine", "FernetEngine"}
    assert Cold({OURS: 2.0, "AesGcmEngine": 1.0, "FernetEngine": 3.0}, 1.5).faults() == [
        "from cold: behind AesGcmEngine",
        "a list of 50 names opens in 1.50 ms",
    ]


def test_what_is_not_as_promised_is_named() -> None:
    good = {OURS: 1.0, "AesGcmEngine": 3.0, "FernetEngine": 4.0, BARE: 0.5}
    assert verdicts([Timing("open a name", good), Timing("seal a name", good)]) == []
    slow = {OURS: 1.0, "AesGcmEngine": 2.0, "FernetEngine": 4.0, BARE: 0.2}
    assert len(verdicts([Timing("open a name", slow)])) == 2
