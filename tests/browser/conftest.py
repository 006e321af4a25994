"""A real browser against a real server over a fresh database, with JavaScript and without."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.installation import PASSWORD, Installation, close

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {"wide": 1280, "narrow": 390}
PATIENCE = 30_000
"""Milliseconds; how long a page may take says nothing of whether it is right, and machines are busy."""
expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """Return the installed browser, or nothing."""
    named = os.environ.get("CASEFLOW_TEST_CHROMIUM", "")
    for name in (named, "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if name and (found := shutil.which(name)):
            return found
    return None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each browser test with JavaScript and without, unless it says which."""
    if "javascript" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("script")
        both = [mark.args[0]] if mark else [True, False]
        metafunc.parametrize("javascript", both, ids=["script" if on else "no-script" for on in both])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once for each worker."""
    found = chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium for the browser tests")
        pytest.skip("no Chromium: see scripts/need-chromium.sh")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()


class Quiet(WSGIRequestHandler):
    """Answers without a line of its own: the application writes what there is to write."""

    def log_request(self, *_ignored: object) -> None:
        """Write nothing."""


class Site:
    """The site in a thread of this process: quick to start, and everything else as it is served."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.url = ""

    def start(self) -> None:
        """Serve on a free port; a second start takes the same one again."""
        self.app = self.installation.app(TESTING=False, WTF_CSRF_ENABLED=True)
        port = int(self.url.rsplit(":", 1)[1]) if self.url else 0
        self.server = make_server("127.0.0.1", port, self.app, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """End the server."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        close(self.app)


class ServedSite(Site):
    """The site in a process of its own, served by gunicorn as `make run` serves it."""

    def __init__(self, installation: Installation, log: Path) -> None:
        super().__init__(installation)
        self.log = log

    def start(self) -> None:
        """Serve, and wait until it answers."""
        self.url = self.url or f"http://127.0.0.1:{free_port()}"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "wsgi:app"],
                env={**self.installation.environment(), "PORT": self.url.rsplit(":", 1)[1]},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + "/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"the site did not answer:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def site(installation: Installation) -> Iterator[Site]:
    """Serve the test's own installation from a thread."""
    running = Site(installation)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def served_site(installation: Installation, tmp_path: Path) -> Iterator[ServedSite]:
    """Serve the test's own installation by gunicorn; a test that takes this takes no `site`."""
    running = ServedSite(installation, tmp_path / "site.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_page(
    browser: Browser, request: pytest.FixtureRequest, javascript: bool
) -> Iterator[Callable[..., Page]]:
    """Open pages, each with cookies of its own: each is another worker at another desk."""
    contexts = []
    site: Site = request.getfixturevalue("served_site" if "served_site" in request.fixturenames else "site")

    def open_page(width: int = WIDTHS["wide"]) -> Page:
        context = browser.new_context(
            base_url=site.url, java_script_enabled=javascript, viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open one page."""
    return new_page()


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Sign a user of the small world in, by hand."""

    def by_hand(page: Page, username: str, password: str = PASSWORD) -> None:
        page.goto("/sign-in")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.click("main button[type=submit], main button:not([type])")
        page.wait_for_url(re.compile(r"^(?!.*/sign-in).*$"))

    return by_hand


def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page; the script goes in by evaluation, for the policy would stop a tag."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG
    )
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def faults_without_script(browser: Browser, page: Page) -> list[str]:
    """Return what axe finds where the page runs no script: the same answer, in a page that runs none but axe."""
    content = page.content()
    context = browser.new_context(viewport=page.viewport_size)
    try:
        copy = context.new_page()
        copy.route("**/*.js*", lambda route: route.abort())
        copy.route(
            page.url, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8")
        )
        copy.goto(page.url)
        return faults_of(copy)
    finally:
        context.close()


@pytest.fixture
def axe(browser: Browser, javascript: bool) -> Callable[[Page], list[str]]:
    """Return the check of a page against WCAG 2.2 AA."""
    return faults_of if javascript else lambda page: faults_without_script(browser, page)


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """Take pictures of a page, wide and narrow, if CASEFLOW_TEST_PICTURES names a directory to keep them in."""
    kept = os.environ.get("CASEFLOW_TEST_PICTURES")

    def take(page: Page, name: str) -> None:
        if kept:
            for width_name, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=Path(kept) / f"{name}-{width_name}.png", full_page=True)
            page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})

    return take
