"""Small files by subject: how long a file may be, and what no file may be called."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.laws.house import ROOT, TEMPLATES, Source, none_of, sources

MODULE, PROOF, FUNCTION, TEMPLATE = 300, 500, 45, 150
SAYS_NOTHING = {
    *("util", "utils", "helper", "helpers", "common", "misc", "constants"),
    *("manager", "managers", "service", "services"),
}


def too_long(source: Source) -> list[str]:
    """Name the file if it is too long, and each function in it that is."""
    faults = []
    lines = source.text.count("\n")
    if lines > (MODULE if source.path.startswith("caseflow/") else PROOF) and not _only_data(source):
        faults.append(f"{source.path} has {lines} lines")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = _own_lines(node)
            if length > FUNCTION:
                faults.append(f"{source.path}:{node.lineno} {node.name} has {length} lines")
    return faults


def _own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without those of the functions inside it, which are counted for themselves."""
    lines = set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    for inner in ast.walk(function):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner is not function:
            lines -= set(range(inner.lineno, (inner.end_lineno or inner.lineno) + 1))
    return len(lines)


def _only_data(source: Source) -> bool:
    """Tell whether a file holds lists and nothing that runs: an instrument's items may be many."""
    running = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return not any(isinstance(node, running) for node in ast.walk(source.tree))


def says_nothing(path: Path) -> bool:
    """Tell whether a part of a path is a name that could hold anything."""
    return any(Path(part).stem.lower() in SAYS_NOTHING for part in path.parts)


def everything() -> list[Source]:
    """Return the product's code and what proves it."""
    return [source for place in ("caseflow", "tests", "bench", "prove") for source in sources(under=place)]


def test_files_and_functions_are_small():
    none_of([fault for source in everything() for fault in too_long(source)])


def test_templates_are_small():
    lengths = {path: path.read_text().count("\n") for path in TEMPLATES.rglob("*") if path.is_file()}
    assert {
        str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > TEMPLATE
    } == {}


def test_names_say_what_is_inside():
    places = [Path(source.path) for source in everything()]
    places += [path.relative_to(ROOT) for path in TEMPLATES.rglob("*.html")]
    assert [str(path) for path in places if says_nothing(path)] == []


def test_a_long_file_and_a_long_function_are_caught():
    long_function = "def walk():\n" + "    step = 1\n" * FUNCTION
    assert too_long(Source("caseflow/people/names.py", long_function))
    assert too_long(Source("caseflow/people/names.py", "def walk():\n    pass\n" + "step = 1\n" * MODULE))
    assert not too_long(Source("caseflow/people/names.py", "ITEMS = (\n" + "    1,\n" * MODULE + ")\n"))


@pytest.mark.parametrize(
    "path", ["caseflow/people/utils.py", "caseflow/services/models.py", "templates/misc/a.html"]
)
def test_an_empty_name_is_caught(path):
    assert says_nothing(Path(path))
    assert not says_nothing(Path("caseflow/directory/services_page.py"))
