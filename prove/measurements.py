"""docs/measurements.md: what was measured, when, on which commit and machine; a new run replaces its own section."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "measurements.md"
HEAD = """# Measurements

Written by `make prove` and `make bench`. Each section says when, at which commit and on what machine it was measured.
"""


def machine() -> str:
    """Return what the machine is: processors, memory, system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def commit() -> str:
    """Return the commit measured, marked if the tree held changes of its own."""
    head = _git("rev-parse", "--short=12", "HEAD") or "unknown"
    # This file changes by being written; that changes nothing of what is measured.
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/measurements.md")
    return f"{head}, with changes" if changed else head


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def write(title: str, body: str, file: Path = FILE) -> None:
    """Put a section in place of the one with the same title, or at the end."""
    stamp = f"Measured on {datetime.now(UTC):%-d %B %Y at %H:%M} UTC, commit {commit()}, {machine()}."
    section = f"## {title}\n\n{stamp}\n\n{body.strip()}\n"
    text = file.read_text(encoding="utf-8") if file.exists() else HEAD
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found:
        text = (
            text[: found.start()] + section + ("\n" if found.end() < len(text) else "") + text[found.end() :]
        )
    else:
        text = text.rstrip() + "\n\n" + section
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
