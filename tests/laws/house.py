"""The house as the laws read it: its rooms, their files, and the source of each."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "caseflow"
TEMPLATES = ROOT / "templates"

FOUNDATIONS = ("crypto", "audit", "web", "access")
ROOMS = ("directory", "staff", "people", "calls", "assessments", "referrals", "cases", "privacy", "oversight")
LOOKOUTS = ("desk", "dossier", "reports")
FURNITURE = (
    "__init__",
    "choices",
    "commands",
    "events",
    "models",
    "scope",
    "queries",
    "actions",
    "forms",
    "views",
)

NOT_PURE: dict[str, str] = {
    "caseflow/oversight/traits/told.py": "opens who is told of as causing harm into the memory of this process",
    "caseflow/oversight/watching/looking.py": "looks, then writes, each in a transaction of its own",
    # A file in a room that is neither furniture nor pure stands here, with what it is.
    "caseflow/directory/commands.py": "the command line's door into the room",
    "caseflow/directory/holidays.py": "wraps the library that knows the bank holidays",
    "caseflow/reports/spreadsheet.py": "wraps the library that writes workbooks",
    "caseflow/people/phones.py": "wraps the library that knows telephone numbers",
    "caseflow/people/finding/freshness.py": "keeps the index of this process",
    "caseflow/people/finding/opening.py": "opens names into the index of this process",
    "caseflow/people/finding/second_process.py": "opens half of very many names for the index of this process",
    "caseflow/people/finding/showing.py": "reads whom a find shows",
    "caseflow/staff/resets/links.py": "finds reset links, within queries and actions",
    "caseflow/people/importing/taking_in.py": "takes a file in by actions, for the command line",
    "caseflow/people/importing/listing.py": "looks whole lists up by queries, for the command line",
    "caseflow/referrals/sending/telling.py": "reads what the caller is told, within queries",
    "caseflow/people/details/naming.py": "writes the rows of names, within actions",
    "caseflow/cases/files/kinds.py": "wraps the libraries that know kinds of files and pictures",
    "caseflow/people/contact/summary.py": "writes the summary of contact points, within actions",
    "caseflow/privacy/merging/taking.py": "reads and writes the chosen values, within actions",
    "caseflow/privacy/ledger.py": "reads and writes the ledger beside the keys",
    "caseflow/privacy/kept/counted.py": "says which rows reports count, within queries",
    "caseflow/privacy/kept/keeping.py": "keeps what reports count of the erased, within actions",
    "caseflow/cases/holding.py": "asks who may come to hold a case, within actions",
    "caseflow/privacy/erasing/traces.py": "empties the log of SQLite after an erasure",
}


@dataclass(frozen=True)
class Source:
    """One Python file and what can be read off its tree."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        dotted = self.path.removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @property
    def room(self) -> str:
        """Return the first part below caseflow: a room, or a file that stands alone."""
        parts = Path(self.path).with_suffix("").parts
        return parts[1] if len(parts) > 1 else parts[0]

    @property
    def name(self) -> str:
        return Path(self.path).stem

    def imports(self) -> list[tuple[str, int]]:
        """Return every imported module, as a full dotted name, with its line."""
        found: list[tuple[str, int]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = self.base_of(node)
                found.append((base, node.lineno))
                found += [(f"{base}.{alias.name}", node.lineno) for alias in node.names]
        return found

    def base_of(self, node: ast.ImportFrom) -> str:
        """Return the module that an import takes from, with a relative one written out."""
        if not node.level:
            return node.module or ""
        package = self.module.split(".") if self.name == "__init__" else self.module.split(".")[:-1]
        package = package[: len(package) - node.level + 1]
        return ".".join([*package, *([node.module] if node.module else [])])

    def functions(self) -> list[ast.FunctionDef]:
        """Return the functions of the module itself, not those of classes."""
        return [node for node in self.tree.body if isinstance(node, ast.FunctionDef)]


def sources(root: Path = ROOT, under: str = "caseflow") -> list[Source]:
    """Return every Python file below a directory of the repository."""
    return [
        Source(str(path.relative_to(root)), path.read_text(encoding="utf-8"))
        for path in sorted((root / under).rglob("*.py"))
        if "__pycache__" not in path.parts
    ]


def is_pure(source: Source) -> bool:
    """Tell whether the law of pure files holds for this one: whatever in a room is not furniture."""
    return (
        source.room in ROOMS + LOOKOUTS
        and len(Path(source.path).parts) > 2
        and not set(Path(source.path).with_suffix("").parts[2:]) & set(FURNITURE)
        and not source.path.startswith("caseflow/reports/catalogue/")
        and source.path not in NOT_PURE
    )


def none_of(faults: list[str]) -> None:
    """Fail with each fault on a line of its own."""
    assert not faults, "\n" + "\n".join(faults)
