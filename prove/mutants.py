"""Mutants of the sealing: each check is turned round, left out or loosened, and some test must fail.

Run by `python -m prove.mutants`, which takes about half an hour on an idle machine with two cores; `--module envelope`
tries one module. A mutant that lives is printed with its place.
"""

from __future__ import annotations

import ast
import copy
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import click
import pytest

from prove.measurements import write

ROOT = Path(__file__).parent.parent
CRYPTO = "caseflow/crypto/"
MORE: dict[str, tuple[str, ...]] = {
    "alive": ("tests/upkeep/test_keys.py",),
    "archives": ("tests/upkeep/test_backup.py", "tests/upkeep/test_contents.py"),
    "columns": ("tests/crypto/test_keyring.py",),
    "erasure": ("tests/privacy/test_erasing.py",),
    "installing": ("tests/upkeep/test_keys.py", "tests/test_startup.py"),
    "keyring": ("tests/crypto/test_installing.py", "tests/upkeep/test_keys.py"),
    "models": ("tests/laws/test_migrations.py", "tests/upkeep/test_renewing.py"),
    "renewing": ("tests/upkeep/test_renewing.py",),
    "rotation": ("tests/upkeep/test_keys.py",),
    "sealed_streams": ("tests/cases/test_files.py",),
}
"""Where else a module's checks are held."""
ON_POSTGRESQL = ("models", "renewing", "rotation")
"""Modules with checks that only PostgreSQL needs: SQLite writes one after the other."""
TUNING = {"BATCH", "MOST", "EVERY_SECONDS", "LIVE", "CHUNK", "PIECE", "SIZES", "MOST_CHUNKS"}
"""Sizes and times that were chosen: another one is no fault."""
TIMEOUT = 900
OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


NUMBERS = ("version", "key_version")
IDENTITIES = ("row", "vault", "row_id", "vault_id", "id")


@dataclass(frozen=True)
class Mutant:
    """One change of one module: where it is, what was done, and the changed source."""

    module: str
    line: int
    what: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line} {self.what}"


Change = Callable[[ast.AST], None]


def mutants_of(module: str) -> list[Mutant]:
    """Return every mutant of a module of the sealing."""
    tree = ast.parse((ROOT / CRYPTO / f"{module}.py").read_text(encoding="utf-8"))
    left_alone = _left_alone(tree)
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if node in left_alone:
            continue
        for what, change in changes_of(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[number])
            source = ast.unparse(ast.fix_missing_locations(changed))
            found.append(Mutant(module, _line_of(node), what, source))
    return found


def _line_of(node: ast.AST) -> int:
    return int(getattr(node.target if isinstance(node, ast.comprehension) else node, "lineno", 0))


def changes_of(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield the changes of one node: what is done, and how."""
    if isinstance(node, ast.If | ast.While | ast.IfExp | ast.Assert):
        yield "condition turned round", _turn_condition
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield "filter left out", lambda one, place=place: one.ifs.pop(place)  # type: ignore[attr-defined, misc]
    if isinstance(node, ast.Compare):
        yield "comparison turned round", _turn_comparison
    if isinstance(node, ast.BoolOp):
        yield "and / or exchanged", _exchange
    if isinstance(node, ast.Raise):
        yield "raise left out", _forget
    if isinstance(node, ast.Constant):
        yield from _of_constant(node)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
        "binding",
        "_wrap_context",
        "row_binding",
    ):
        for place in range(len(node.args)):
            yield f"part {place + 1} of the binding left out", lambda one, place=place: _blank(one, place)  # type: ignore[misc]


def _of_constant(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    if isinstance(node.value, bool):
        yield "truth turned round", lambda one: setattr(one, "value", not one.value)  # type: ignore[attr-defined]
    elif isinstance(node.value, int):
        yield "number raised", lambda one: setattr(one, "value", one.value + 1)  # type: ignore[attr-defined]
    elif isinstance(node.value, bytes) and node.value:
        yield "bytes changed", lambda one: setattr(one, "value", one.value[:-1] + bytes([one.value[-1] ^ 1]))  # type: ignore[attr-defined]


def _turn_condition(node: ast.AST) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]


def _turn_comparison(node: ast.AST) -> None:
    node.ops[0] = OPPOSITE[type(node.ops[0])]()  # type: ignore[attr-defined]


def _exchange(node: ast.AST) -> None:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()  # type: ignore[attr-defined]


def _forget(node: ast.AST) -> None:
    # A raise becomes a bare name: it does nothing, and what stood after it runs.
    node.__class__ = ast.Expr
    node.value = ast.Constant(None)  # type: ignore[attr-defined]


def _blank(node: ast.AST, place: int) -> None:
    """Leave a part of a binding out; where a part is a number, the number is always the same."""
    old = node.args[place]  # type: ignore[attr-defined]
    name = getattr(old, "id", "") or getattr(old, "attr", "")
    number, identity = name in NUMBERS, name in IDENTITIES
    blank = "0" if number else "__import__('uuid').UUID(int=0)" if identity else "b''"
    node.args[place] = ast.parse(blank, mode="eval").body  # type: ignore[attr-defined]


def _left_alone(tree: ast.Module) -> set[ast.AST]:
    """Return what is no check: words of faults, types, how a class of values is made, and sizes that were chosen."""
    alone: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc:
            alone |= set(ast.walk(node.exc))
        elif isinstance(node, ast.AnnAssign):
            alone |= set(ast.walk(node.annotation))
        elif isinstance(node, ast.Assign) and {getattr(one, "id", "") for one in node.targets} & TUNING:
            alone |= set(ast.walk(node.value))
        elif isinstance(node, ast.JoinedStr):
            alone |= set(ast.walk(node))
        elif isinstance(node, ast.ClassDef):
            alone |= {part for one in node.decorator_list for part in ast.walk(one)}
    return alone


class Changed(MetaPathFinder, Loader):
    """Gives a mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = f"caseflow.crypto.{mutant.module}"
        self.mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Answer for the one module only."""
        return spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source."""
        module.__file__ = str(ROOT / CRYPTO / f"{self.mutant.module}.py")
        exec(compile(self.mutant.source, module.__file__, "exec"), module.__dict__)


def lives(mutant: Mutant | None, tests: list[str], run: Path) -> bool:
    """Tell whether every one of these tests still passes, in a process of its own, over templates made before."""
    process = os.fork()
    if process == 0:
        _in_child(mutant, tests, run)
    ended = time.monotonic() + TIMEOUT
    while time.monotonic() < ended:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.05)
    # A mutant that goes round for ever is noticed too.
    os.kill(process, 9)
    os.waitpid(process, 0)
    return False


def _in_child(mutant: Mutant | None, tests: list[str], run: Path) -> None:
    code = 1
    try:
        said = os.open(run / "said" if mutant is None else os.devnull, os.O_WRONLY | os.O_CREAT)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.dont_write_bytecode = True
        if mutant:
            sys.meta_path.insert(0, Changed(mutant))
        # The run's folder is there already, with the templates that whole code made.
        made = tempfile.mkdtemp
        tempfile.mkdtemp = lambda *given, **named: (  # type: ignore[assignment]
            str(run) if named.get("prefix") == "caseflow-tests-" else made(*given, **named)
        )
        kept = ["-p", "prove.kept_run"]
        if mutant and mutant.module not in ON_POSTGRESQL:
            kept += ["-k", "sqlite or not postgresql"]
        code = int(pytest.main(["-x", "-q", "--no-header", *kept, *tests]))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def tests_of(module: str) -> list[str]:
    """Return where a module's checks are held, its own tests first: most mutants go no further."""
    own = f"tests/crypto/test_{module}.py"
    rest = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/crypto").glob("test_*.py"))]
    first = [own] if own in rest else []
    return [*first, *MORE.get(module, ()), *(one for one in rest if one not in first)]


def modules() -> list[str]:
    """Return the modules of the sealing."""
    return [path.stem for path in sorted((ROOT / CRYPTO).glob("*.py")) if path.stem != "__init__"]


@click.command()
@click.option("--module", "only", multiple=True, help="Only this module.")
@click.option("--every", default=1, show_default=True, help="Try only each so-many-th mutant.")
@click.option("--at-once", default=2, show_default=True, help="How many are tried at the same time.")
@click.option("--write", "writes", is_flag=True, help="Write the outcome into docs/measurements.md.")
def main(only: tuple[str, ...], every: int, at_once: int, writes: bool) -> None:
    """Try every mutant; exit status 1 if one lives."""
    os.chdir(ROOT)
    # Whatever is not mutated is read once, and not by every child again.
    for library in (
        "flask_sqlalchemy",
        "flask_migrate",
        "flask_login",
        "flask_wtf",
        "psycopg",
        "PIL",
    ):
        import_module(library)
    alive: list[Mutant] = []
    with tempfile.TemporaryDirectory(prefix="caseflow-mutants-") as folder:
        run = Path(folder)
        run.chmod(0o755)
        wanted = only or tuple(modules())
        whole = list(dict.fromkeys(test for module in wanted for test in tests_of(module)))
        if not lives(None, whole, run):
            last = "\n".join((run / "said").read_text().splitlines()[-12:])
            raise click.ClickException(f"The tests fail without any mutant.\n{last}")
        tried = [one for module in wanted for one in mutants_of(module)][::every]
        with ThreadPoolExecutor(at_once) as pool:
            for mutant, living in zip(
                tried, pool.map(lambda one: lives(one, tests_of(one.module), run), tried), strict=True
            ):
                if living:
                    alive.append(mutant)
                    click.echo(f"lives: {mutant}")
    said = f"{len(tried)} mutants tried, {len(tried) - len(alive)} noticed, {len(alive)} live."
    click.echo(said)
    if writes:
        write("Mutants of the sealing", "\n".join([said, *(f"- lives: {one}" for one in alive)]))
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
