"""What gunicorn does with an installation that must not be served: one sentence, and it ends."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import text

from caseflow.database import whole_engine
from tests.browser.conftest import ServedSite
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


def said_to(port: int, *lines: str, body: str) -> str:
    """Send a request as it is written, and return all that comes back."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as line:
        line.sendall(("\r\n".join([*lines, "Host: 127.0.0.1", "Connection: close", "", ""]) + body).encode())
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


@pytest.mark.engines("sqlite")
def test_a_request_whose_end_can_be_read_in_two_ways_is_refused_whole(installation, tmp_path):
    hidden = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    doubtful = (
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Content-Length: 5", "Content-Length: 50"),
        ("Content-Length : 5",),
        ("Content-Length: +5",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    )
    site = ServedSite(installation, tmp_path / "site.log")
    site.start()
    try:
        port = int(site.url.rsplit(":", 1)[1])
        assert said_to(port, "GET /healthz HTTP/1.1", body="").startswith("HTTP/1.1 200")
        for headers in doubtful:
            answer = said_to(port, "POST /sign-in HTTP/1.1", *headers, body=f"0\r\n\r\n{hidden}")
            assert answer.startswith("HTTP/1.1 4"), (headers, answer[:100])
            assert answer.count("HTTP/1.1") == 1, headers
    finally:
        site.stop()
