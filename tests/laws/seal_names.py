"""Add new seal names to the committed list: `python -m tests.laws.seal_names`. Never takes one away."""

from __future__ import annotations

from caseflow.application import create_app
from caseflow.crypto.sealed import Sealed
from tests.laws.house import PACKAGE

LIST = PACKAGE / "crypto" / "seal_names.txt"

if __name__ == "__main__":
    create_app()
    committed = set(LIST.read_text().split()) if LIST.exists() else set()
    LIST.write_text("\n".join(sorted(committed | set(Sealed.registry))) + "\n")
