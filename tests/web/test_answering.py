"""Long work beside the pages stands aside while somebody is being answered, and never for long."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from flask import Flask

from caseflow.web import answering


def waited() -> float:
    started = time.perf_counter()
    answering.stand_aside()
    return time.perf_counter() - started


def test_work_beside_the_pages_stands_aside_and_not_for_long(monkeypatch):
    monkeypatch.setattr(answering, "LONGEST", 0.4)
    app, beside, within = Flask("answering"), [], []
    answering.init_answering(app)

    def page() -> str:
        work = Thread(target=lambda: beside.append(waited()))
        work.start()
        within.append(waited())
        work.join()
        return ""

    app.add_url_rule("/", view_func=page)
    app.test_client().get("/")
    assert beside[0] >= 0.35
    assert within[0] < 0.35, "what answers a request does not wait for itself"
    assert waited() < 0.35


def test_a_request_that_fails_counts_no_longer(monkeypatch):
    monkeypatch.setattr(answering, "LONGEST", 0.4)
    app = Flask("answering")
    app.testing = True
    answering.init_answering(app)
    app.add_url_rule("/", view_func=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/")
    assert waited() < 0.35
