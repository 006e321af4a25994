"""A real browser against a real server over a fresh database, with JavaScript and without."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.installation import PASSWORD, Installation

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {"wide": 1280, "narrow": 390}
PATIENCE = 10_000


def chromium() -> str | None:
    """Return the installed browser, or nothing."""
    for name in (os.environ.get("CASEFLOW_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
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


@dataclass
class Site:
    """A running site: where it answers, what it wrote to its log, and how to stop and start it."""

    url: str
    installation: Installation
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve as `make run` does, and wait until it answers."""
        port = self.url.rsplit(":", 1)[1]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread"),
                    *("--threads", "8", "--bind", f"127.0.0.1:{port}", "wsgi:app"),
                ],
                env=self.installation.environment(),
                stdout=log,
                stderr=log,
            )
        for _ in range(200):
            if self.process.poll() is not None:
                pytest.fail(f"the site did not start:\n{self.log.read_text()[-3000:]}")
            try:
                with urllib.request.urlopen(self.url + "/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"the site did not answer:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> None:
        """End the server as a machine that loses power would, at once."""
        if self.process:
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
def site(installation: Installation, tmp_path: Path) -> Iterator[Site]:
    """Serve the test's own installation on a port of its own."""
    running = Site(f"http://127.0.0.1:{free_port()}", installation, tmp_path / "site.log")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_page(browser: Browser, site: Site, javascript: bool) -> Iterator[Callable[..., Page]]:
    """Open pages, each with cookies of its own: each is another worker at another desk."""
    contexts = []

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
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG
    )
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return the check of a page against WCAG 2.2 AA."""
    return faults_of


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
