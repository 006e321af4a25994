"""What gunicorn does with an installation that must not be served: one sentence, and it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import text

from caseflow.database import whole_engine
from tests.installation import close
from tests.laws.house import ROOT


def serve(installation, *, bind: str = "127.0.0.1:0") -> subprocess.CompletedProcess[str]:
    """Start the server as an administrator would, and wait for it to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "gunicorn", "--bind", bind, "wsgi:app"],
        env=installation.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.engines("sqlite")
def test_a_demonstration_is_not_served_to_a_network(installation):
    app = installation.app()
    with app.app_context(), whole_engine().begin() as connection:
        connection.execute(text("update installation set demonstration = true"))
    close(app)
    answer = serve(installation, bind="0.0.0.0:0")
    assert answer.returncode != 0
    assert "This database is a demonstration" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.engines("sqlite")
def test_a_missing_key_is_said_in_one_sentence(installation):
    for key in installation.keys.glob("*.key"):
        key.unlink()
    answer = serve(installation)
    assert answer.returncode != 0
    assert "The key k1 is missing" in answer.stderr
    assert "Traceback" not in answer.stderr
