"""What a proof measured, line by line, and whether it is as promised."""

from __future__ import annotations

import sys

import click

from prove.measurements import write


class Verdict:
    """What was measured, and whether it is as promised."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed = False

    def say(self, words: str, held: bool | None = None) -> None:
        """Note one line, and print it."""
        outcome = "" if held is None else " **held**" if held else " **NOT REACHED**"
        self.failed = self.failed or held is False
        self.lines.append(f"- {words}{outcome}")
        click.echo(self.lines[-1])

    def end(self, title: str, *, keep: bool) -> None:
        """Keep what was measured under a title if it is asked for, and exit: 1 if something is not as promised."""
        if keep:
            write(title, "\n".join(self.lines))
        sys.exit(self.failed)
