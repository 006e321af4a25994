"""Pure files: values in, answer out. No table, no session, no clock, no chance."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.laws.house import NOT_PURE, ROOT, Source, is_pure, none_of, sources

TIME_AND_CHANCE = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("np", "random"),
    ("os", "urandom"),
    ("uuid", "uuid4"),
}
CHANCE = {"random", "secrets"}
PURE_LIBRARIES = {"jellyfish", "nicknames", "numpy", "rapidfuzz"}
"""Libraries that compute and touch nothing."""
SPEAKS_TO_ALL = ("caseflow.choices", "caseflow.errors")


def impure_imports(source: Source, pure_modules: set[str]) -> list[str]:
    """Name each import of a pure file that is neither the standard library, choices nor another pure file."""
    faults = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = _targets(source, node, pure_modules)
        else:
            continue
        faults += [
            f"{source.path}:{node.lineno} imports {module}"
            for module in modules
            if not _allowed(module, pure_modules)
        ]
    return faults


def _targets(source: Source, node: ast.ImportFrom, pure_modules: set[str]) -> list[str]:
    """Return what an import takes in; `from room import routing` takes in a module too."""
    base = source.base_of(node)
    if base in pure_modules or _is_choices(base) or not base.startswith("caseflow"):
        return [base]
    return [f"{base}.{alias.name}" for alias in node.names]


def _is_choices(module: str) -> bool:
    return module.startswith(SPEAKS_TO_ALL) or (
        module.startswith("caseflow.") and "choices" in module.split(".")[2:]
    )


def _allowed(module: str, pure_modules: set[str]) -> bool:
    top = module.split(".")[0]
    if top in CHANCE:
        return False
    return module in pure_modules or _is_choices(module) or top in sys.stdlib_module_names | PURE_LIBRARIES


def clock_and_chance(source: Source) -> list[str]:
    """Name each reading of a clock or of chance: `now` is passed in."""
    return [
        f"{source.path}:{node.lineno} reads {node.value.id}.{node.attr}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in TIME_AND_CHANCE
    ]


def pure_files() -> list[Source]:
    """Return the pure files of all rooms."""
    return [source for source in sources() if is_pure(source)]


def test_pure_files_import_nothing_impure():
    files = pure_files()
    modules = {source.module for source in files}
    none_of([fault for source in files for fault in impure_imports(source, modules)])


def test_pure_files_read_no_clock():
    none_of([fault for source in pure_files() for fault in clock_and_chance(source)])


def test_every_exception_still_exists():
    assert [path for path in NOT_PURE if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "text",
    [
        "import sqlalchemy",
        "from caseflow.clock import now",
        "from caseflow.database import db",
        "from caseflow.people.models import Person",
        "from caseflow.people import queries",
        "import random",
        "from . import models",
    ],
)
def test_an_impure_import_is_caught(text):
    assert impure_imports(Source("caseflow/referrals/routing.py", text), {"caseflow.referrals.moves"})


@pytest.mark.parametrize("text", ["at = datetime.now(UTC)", "day = date.today()", "key = os.urandom(2)"])
def test_a_clock_is_caught(text):
    assert clock_and_chance(Source("caseflow/referrals/routing.py", text))


def test_pure_imports_pass():
    text = (
        "from datetime import datetime\nfrom caseflow.choices import Side\nfrom caseflow.referrals.moves import MOVES\n"
        "from caseflow.people.choices import Kind\nfrom caseflow.referrals import moves, choices\nimport json"
    )
    assert impure_imports(Source("caseflow/referrals/routing.py", text), {"caseflow.referrals.moves"}) == []
