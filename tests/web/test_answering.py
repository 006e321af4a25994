"""Long work beside the pages stands aside while somebody is being answered, and never for long."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from caseflow.web import answering


def waited() -> float:
    started = time.perf_counter()
    answering.stand_aside()
    return time.perf_counter() - started


def test_work_stands_aside_while_somebody_is_answered_and_not_for_long(monkeypatch):
    monkeypatch.setattr(answering, "LONGEST", 0.05)
    app, during = Flask("answering"), []
    answering.init_answering(app)
    app.add_url_rule("/", view_func=lambda: during.append(waited()) or "")
    app.test_client().get("/")
    assert during[0] >= 0.04
    assert waited() < 0.04


def test_a_request_that_fails_counts_no_longer(monkeypatch):
    monkeypatch.setattr(answering, "LONGEST", 0.05)
    app = Flask("answering")
    app.testing = True
    answering.init_answering(app)
    app.add_url_rule("/", view_func=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/")
    assert waited() < 0.04
