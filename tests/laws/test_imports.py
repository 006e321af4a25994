"""Imports: only upstream, each library in its own place, nothing hidden in a function."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.laws.house import LOOKOUTS, ROOT, Source, none_of, sources

FLASK_FILES = ("views.py", "commands.py", "guard.py")
FLASK_PLACES = (
    "caseflow/web/",
    *(
        "caseflow/database.py",
        "caseflow/navigation.py",
        "caseflow/cli.py",
        "caseflow/rooms.py",
        "caseflow/startup/__init__.py",
    ),
)


def libraries_out_of_place(source: Source) -> list[str]:
    """Name each import of Flask, WTForms or cryptography outside the files that may have it."""
    faults = []
    for module, line in source.imports():
        library = module.split(".")[0]
        where = f"{source.path}:{line}"
        if library.startswith("flask") and not _may_import_flask(source):
            faults.append(f"{where} imports {library}")
        if library == "wtforms" and source.name != "forms" and source.room != "web":
            faults.append(f"{where} imports wtforms")
        if library == "cryptography" and source.room != "crypto":
            faults.append(f"{where} imports cryptography")
    return faults


def _may_import_flask(source: Source) -> bool:
    return (
        source.path == "caseflow/application.py"
        or source.path.startswith(FLASK_PLACES)
        or (
            source.path.endswith(FLASK_FILES)
            and (source.name in ("views", "commands") or source.room == "access")
        )
    )


def lookout_faults(source: Source) -> list[str]:
    """Name each import by which a lookout could write, or looks through another lookout."""
    if source.room not in LOOKOUTS:
        return []
    faults = []
    for module, line in source.imports():
        parts = module.split(".")
        if parts[0] != "caseflow" or len(parts) < 3 or parts[1] == source.room:
            continue
        if parts[1] in LOOKOUTS:
            faults.append(f"{source.path}:{line} looks through {module}")
        elif "actions" in parts[2:]:
            faults.append(f"{source.path}:{line} could write through {module}")
    return faults


def borrowed_furniture(source: Source) -> list[str]:
    """Name each import of another room's forms or views; the application alone takes every room's views."""
    if source.path == "caseflow/application.py":
        return []
    return [
        f"{source.path}:{line} borrows {module}"
        for module, line in source.imports()
        if (parts := module.split("."))[0] == "caseflow"
        and {"forms", "views"} & set(parts[2:])
        and parts[1] != source.room
        and parts[1] != "web"
    ]


def hidden_imports(source: Source) -> list[str]:
    """Name each import inside a function."""
    return [
        f"{source.path}:{node.lineno} in {function.name}"
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def views_at_the_tables(source: Source) -> list[str]:
    """Name each import by which a view could touch the session or a model."""
    if source.name != "views":
        return []
    return [
        f"{source.path}:{line} reaches for {module}"
        for module, line in source.imports()
        if (parts := module.split("."))[0] == "sqlalchemy"
        or module.startswith("caseflow.database")
        or (parts[0] == "caseflow" and "models" in parts[2:])
    ]


def known_to_the_checker_alone(source: Source) -> list[str]:
    """Name each import that is made for the type checker alone: a table that names another needs it there."""
    return [f"{source.path}:{line}" for module, line in source.imports() if module == "typing.TYPE_CHECKING"]


LAWS = [
    libraries_out_of_place,
    lookout_faults,
    borrowed_furniture,
    hidden_imports,
    views_at_the_tables,
    known_to_the_checker_alone,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps_it(law):
    none_of([fault for source in sources() for fault in law(source)])


@pytest.mark.parametrize(
    ("law", "path", "text"),
    [
        (libraries_out_of_place, "caseflow/people/queries.py", "from flask import g"),
        (libraries_out_of_place, "caseflow/people/views.py", "import wtforms"),
        (libraries_out_of_place, "caseflow/people/models.py", "from cryptography import fernet"),
        (libraries_out_of_place, "caseflow/people/guard.py", "from flask_login import current_user"),
        (lookout_faults, "caseflow/desk/queries.py", "from caseflow.cases.actions import close_case"),
        (lookout_faults, "caseflow/desk/queries.py", "from caseflow.cases import actions"),
        (lookout_faults, "caseflow/desk/queries.py", "from caseflow.reports import shape"),
        (borrowed_furniture, "caseflow/cases/views.py", "from caseflow.referrals.forms import AcceptForm"),
        (borrowed_furniture, "caseflow/cases/views.py", "from ..referrals import views"),
        (views_at_the_tables, "caseflow/cases/views.py", "from caseflow.cases.models import Case"),
        (views_at_the_tables, "caseflow/cases/views.py", "from caseflow.cases import models"),
        (views_at_the_tables, "caseflow/cases/views.py", "from caseflow.database import db"),
        (hidden_imports, "caseflow/cases/queries.py", "def read():\n    import json"),
        (known_to_the_checker_alone, "caseflow/cases/models.py", "from typing import Any, TYPE_CHECKING"),
    ],
)
def test_a_breach_is_caught(law, path, text):
    assert law(Source(path, text))


def test_what_is_allowed_is_not_called_a_breach():
    assert not libraries_out_of_place(Source("caseflow/people/views.py", "from flask import Blueprint"))
    assert not libraries_out_of_place(Source("caseflow/access/guard.py", "import flask"))
    assert not lookout_faults(Source("caseflow/desk/queries.py", "from caseflow.cases import queries"))
    assert not borrowed_furniture(Source("caseflow/cases/views.py", "from caseflow.cases.forms import F"))


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the package in a directory, with the river of the house."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def build_house(directory: Path, **files: str) -> None:
    """Lay out a small caseflow with the given files, named like people__actions."""
    shutil.copy(ROOT / "pyproject.toml", directory)
    for name, text in {"": "", **files}.items():
        path = directory.joinpath("caseflow", *name.split("__")).with_suffix(".py") if name else None
        path = path or directory / "caseflow" / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)


def test_the_river_runs_one_way():
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout.split("Broken contracts")[-1]


def test_an_import_against_the_stream_is_caught(tmp_path):
    build_house(tmp_path, people__actions="import caseflow.calls.models", calls__models="")
    assert lint_imports(tmp_path).returncode == 1


def test_a_room_that_stands_nowhere_on_the_river_is_caught(tmp_path):
    build_house(tmp_path, people__models="", sidepool__models="")
    assert "caseflow.sidepool" in lint_imports(tmp_path).stdout


def test_a_lawful_house_passes(tmp_path):
    build_house(tmp_path, people__models="", calls__models="import caseflow.people.models")
    assert lint_imports(tmp_path).returncode == 0
