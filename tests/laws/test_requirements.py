"""What is listed is used, what is locked is locked with hashes, and no registry is named."""

from __future__ import annotations

import re
from importlib.metadata import packages_distributions

import pytest

from tests.laws.house import ROOT, none_of, sources

BY_NAME = {
    "gunicorn": "the server, started by its own command",
    "psycopg": "the PostgreSQL driver, found by SQLAlchemy",
    "tzdata": "time zones, found by the standard library",
}
LINE = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?")


def listed(text: str) -> list[str]:
    """Return the names in a list of requirements."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-"))]
    return [found.group(1).lower() for line in lines if (found := LINE.match(line))]


def unused(names: list[str], imported: set[str]) -> list[str]:
    """Name each requirement that no file imports."""
    homes: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for one in distributions:
            homes.setdefault(one.lower().replace("_", "-"), set()).add(module)
    return [
        f"{name} is listed and never imported"
        for name in names
        if name not in BY_NAME and not homes.get(name.replace("_", "-"), set()) & imported
    ]


def lock_faults(text: str) -> list[str]:
    """Name each locked library without a hash, and every address."""
    entries = re.split(r"\n(?=[a-z0-9])", text)
    faults = [entry.split("\n")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]
    return faults + [f"an address: {found}" for found in re.findall(r"https?://\S+", text)]


def versions(text: str) -> dict[str, str]:
    """Return the locked version of each library."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", text, re.MULTILINE))


def test_every_listed_library_is_used():
    imported = {module.split(".")[0] for source in sources() for module, _ in source.imports()}
    none_of(unused(listed((ROOT / "requirements.in").read_text()), imported))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-prove.txt"])
def test_locks_have_hashes_and_no_address(name):
    none_of(lock_faults((ROOT / name).read_text()))


def test_the_tests_run_on_the_libraries_that_are_served():
    served = versions((ROOT / "requirements.txt").read_text())
    tested = versions((ROOT / "requirements-dev.txt").read_text())
    none_of(
        [
            f"{name} {at}, tested with {tested.get(name)}"
            for name, at in served.items()
            if tested.get(name) != at
        ]
    )


def test_breaches_are_caught():
    assert unused(["flask", "pytest"], {"flask"}) == ["pytest is listed and never imported"]
    assert lock_faults("flask==1.0\n    # via app\n") == ["flask==1.0"]
    assert lock_faults("--index-url https://registry.example/simple\n")
