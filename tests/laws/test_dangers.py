"""What a reviewer looks for in the source first: nothing is run, put together or kept that should not be."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.laws.house import ROOT, TEMPLATES, Source, none_of, sources

RUNS = {"eval", "exec", "compile", "__import__"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml"}
COMMANDS = {"subprocess", "os.system", "os.popen", "pty"}
WEAK = {"md5", "sha1", "new"}
MAY: dict[tuple[str, str], str] = {
    (
        "caseflow/crypto/sources.py",
        "runs a command",
    ): "the operator's own key command, as a list, without a shell",
    (
        "caseflow/demonstration/beside.py",
        "reads objects",
    ): "between a process and its own child, over a private pipe",
}
# SQL that is put together: of names of tables, columns and policies that are ours, never of what was typed.
PUT_TOGETHER = {
    "caseflow/access/wall/raising.py",
    "caseflow/engines.py",
    "caseflow/startup/__init__.py",
    "caseflow/upkeep/backup/loading.py",
    "caseflow/upkeep/backup/moving.py",
    "caseflow/upkeep/backup/snapshot.py",
}
SCRIPTS = sorted((ROOT / "assets" / "js").glob("*.js"))
SCRIPT_DANGERS = {
    r"\beval\(|new Function|document\.write|\.outerHTML|insertAdjacentHTML|setTimeout\(\s*[\"'`]": "runs text",
    r"\.innerHTML\s*=": "sets markup",
    r"localStorage|indexedDB|document\.cookie|sessionStorage": "keeps something in the browser",
    r"addEventListener\([\"'](?:paste|copy|cut)|onpaste": "hinders pasting",
    r"__proto__|\.prototype(?:\.\w+)?\s*=[^=]": "changes what all objects have",
}
SCRIPT_MAY: dict[tuple[str, str], str] = {
    ("live-find.js", "sets markup"): "a fragment of our own server, in which every value was escaped",
    ("early.js", "keeps something in the browser"): "whether the screen is hidden, and nothing else",
    ("hide.js", "keeps something in the browser"): "whether the screen is hidden, and nothing else",
}


def dotted(node: ast.AST) -> str:
    """Return a name as it is written: os.system."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def dangers(source: Source) -> list[tuple[str, str]]:
    """Name what in a file runs, reads or hashes in a way that only a few may, each as place and kind."""
    found = []
    for module, _line in source.imports():
        top = module.split(".")[0]
        if top in READS_OBJECTS:
            found.append((source.path, "reads objects"))
        if top in COMMANDS:
            found.append((source.path, "runs a command"))
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        if called in RUNS:
            found.append((source.path, f"calls {called}"))
        if called in COMMANDS or any(one.arg == "shell" for one in node.keywords):
            found.append((source.path, "runs a command through a shell"))
        if called.startswith("hashlib.") and called.split(".")[1] in WEAK:
            found.append((source.path, f"hashes with {called}"))
        if called == "request.values.get" or "request.values" in ast.unparse(node):
            found.append((source.path, "takes a parameter from wherever it stands"))
    return found


def put_together(source: Source) -> bool:
    """Tell whether a file makes SQL out of pieces."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in ("text", "exec_driver_sql"):
            words = node.args[0] if node.args else None
            if isinstance(words, ast.JoinedStr | ast.BinOp):
                return True
    return False


def script_dangers(name: str, words: str) -> list[tuple[str, str]]:
    """Name what in a script only a few may do."""
    return [(name, kind) for pattern, kind in SCRIPT_DANGERS.items() if re.search(pattern, words)]


def test_nothing_is_run_read_or_hashed_that_should_not_be():
    found = [one for source in sources() for one in dangers(source)]
    none_of([f"{path} {what}" for path, what in found if (path, what) not in MAY])
    none_of([f"{path} no longer {what}" for path, what in MAY if (path, what) not in found])


def test_sql_is_put_together_in_a_few_places_only():
    found = {source.path for source in sources() if put_together(source)}
    assert found == PUT_TOGETHER


def test_scripts_set_text_and_keep_nothing():
    found = [one for path in SCRIPTS for one in script_dangers(path.name, path.read_text())]
    none_of([f"{name} {what}" for name, what in found if (name, what) not in SCRIPT_MAY])
    none_of([f"{name} no longer {what}" for name, what in SCRIPT_MAY if (name, what) not in found])


def test_passwords_may_be_pasted_and_remembered_by_a_password_manager():
    boxes = [
        (path.name, box)
        for path in TEMPLATES.rglob("*.html")
        for box in re.findall(r"<input[^>]*type=\"password\"[^>]*>", path.read_text())
    ]
    none_of([f"{name} {box}" for name, box in boxes if re.search(r"onpaste|autocomplete=\"off\"", box)])


def test_no_setting_carries_a_secret():
    settings = ast.parse((ROOT / "config.py").read_text())
    none_of(
        [
            node.targets[0].id
            for node in ast.walk(settings)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and re.search("SECRET|PASSWORD|TOKEN", node.targets[0].id)
        ]
    )


def test_types_are_held_strictly():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    assert settings["strict"] is True
    assert "mypy" in (ROOT / "scripts" / "check.sh").read_text()


@pytest.mark.parametrize(
    "words",
    [
        "import pickle",
        "import subprocess",
        "import os\nos.system('x')",
        "run(words, shell=True)",
        "eval('1')",
        "hashlib.md5(b'')",
        "request.values.get('name')",
    ],
)
def test_each_danger_is_noticed(words: str):
    assert dangers(Source("caseflow/people/queries.py", words))


def test_sql_out_of_pieces_and_scripts_that_run_text_are_noticed():
    assert put_together(Source("a.py", "connection.execute(text(f'SELECT {name}'))"))
    assert put_together(Source("a.py", "connection.exec_driver_sql('SELECT ' + name)"))
    assert not put_together(Source("a.py", "connection.execute(text('SELECT :name'), {'name': name})"))
    for words in ("eval(x)", "a.innerHTML = b", "localStorage.x = 1", "a.onpaste = no", "x.__proto__ = y"):
        assert script_dangers("a.js", words), words
    assert script_dangers("a.js", "a.textContent = b") == []


def test_the_lists_name_files_that_exist():
    named = [path for path, _ in MAY] + [*PUT_TOGETHER]
    none_of([path for path in named if not Path(ROOT / path).is_file()])
