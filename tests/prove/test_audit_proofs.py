"""The proofs of the audit at a small size; `make prove` runs them whole."""

from __future__ import annotations

from flask import Flask

from caseflow.audit import anchoring
from caseflow.audit.verify import Status
from prove.tampering import KINDS, lengthen, tamper, timed


def test_every_tampering_is_found_and_none_is_left_behind(app: Flask):
    lengthen(app, 60)
    with app.app_context():
        anchoring.anchor_head()
    done = tamper(app, 4 * len(KINDS))
    assert done.missed == [] and set(done.tried) == {name for name, _ in KINDS}
    verdict, _ = timed(app)
    assert verdict.status is Status.SOUND
