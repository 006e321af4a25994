"""``flask --app wsgi people …``: take people in from an older system, and ask a whole list who is known."""

import codecs
import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from caseflow.access.viewer import System
from caseflow.choices import Side
from caseflow.clock import today
from caseflow.people.importing import listing, taking_in
from caseflow.people.importing.columns import BadFile, read_map
from caseflow.people.importing.rows import Reading, Row, decoded, read_rows, refuse_doubles
from caseflow.people.phones import normal_email, normal_phone
from caseflow.people.queries import open_all_names

FAULTS_SHOWN = 50
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.group("people", help="People, many at once.")
def people() -> None:
    """Hold the commands about people."""


def _options(command: Any) -> Any:
    """Add the options that say how a file of people is read."""
    for option in (
        click.option("--map", "map_file", type=FILE, help="A map in TOML from our columns to the file's."),
        click.option(
            "--encoding", default="utf-8", show_default=True, help="How the file's letters are written."
        ),
        click.option(
            "--side",
            type=click.Choice([side.value for side in Side]),
            default=Side.SURVIVOR.value,
            show_default=True,
            help="Whose records they are.",
        ),
    ):
        command = option(command)
    return command


@people.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--dry-run", is_flag=True, help="Only say what would be done; nothing is written but the list of pairs."
)
@click.option(
    "--rows", "part", help="Only these rows of the file, such as 1-1000; the first after the headings is 1."
)
@click.option(
    "--pairs", type=OUT, help="Where likely duplicates are listed; beside the file if it is not said."
)
@_options
def import_people(
    file: Path,
    dry_run: bool,
    part: str | None,
    pairs: Path | None,
    map_file: Path | None,
    encoding: str,
    side: str,
) -> None:
    """Take people in from a CSV file. What was taken in before is not taken in again: run it anew at any time."""
    first, last = _part(part)
    with _plainly():
        checked = taking_in.check(_rows(file, map_file, encoding), first, last, _Said(file))
    _say_what_was_found(checked)
    actor, chosen = System("people import"), Side(side)
    wanted = taking_in.within(_rows(file, map_file, encoding), first, last)
    if dry_run:
        click.echo(f"{checked.good} rows would be taken in. Nothing was written.")
        found = taking_in.pairs_if_taken_in(actor, chosen, wanted)
    else:
        with click.progressbar(length=checked.good, label="Taking people in") as bar:
            new, of_file = taking_in.take_in(actor, chosen, wanted, bar.update)
        click.echo(f"{new} people were taken in; {checked.good - new} were there already.")
        found = taking_in.pairs_among(actor, chosen, of_file)
    path = pairs or file.with_name(f"{file.stem}.pairs.csv")
    count = _write(path, listing.PAIR_HEAD, listing.pair_lines(actor, found))
    if count:
        click.echo(f"{count} pairs may each be one person: they are listed in {path}.")
    if checked.faults:
        raise click.exceptions.Exit(1)


@people.command("match")
@click.argument("file", type=FILE)
@click.option("--out", type=OUT, required=True, help="Where the hits are written.")
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="Hits for each row.")
@_options
def match(file: Path, out: Path, top: int, map_file: Path | None, encoding: str, side: str) -> None:
    """Look every row of a CSV file up among the people held here, as the find page does, and write the hits."""
    with _plainly():
        checked = taking_in.check(_rows(file, map_file, encoding, named=False), 1, None, _Said(file))
    _say_what_was_found(checked)
    actor = System("people match")
    click.echo(f"The names of {open_all_names(actor)} records are open.")
    rows = _rows(file, map_file, encoding, named=False)
    with click.progressbar(length=checked.rows, label="Looking people up") as bar:
        count = _write(out, listing.HIT_HEAD, listing.hit_lines(actor, Side(side), rows, top, bar.update))
    listing.say_so(actor, checked.rows, count)
    click.echo(f"{count} hits are written to {out}.")


def _rows(file: Path, map_file: Path | None, encoding: str, *, named: bool = True) -> Iterator[Row]:
    """Read a file from its beginning, one row at a time."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise click.ClickException(f"There is no encoding {encoding!r}. Try utf-8 or cp1252.") from None
    mapped = read_map(map_file.read_text(encoding="utf-8")) if map_file else {}
    with file.open("rb") as lines:
        rows = read_rows(
            decoded(lines, encoding), mapped, Reading(today(), normal_phone, normal_email, named)
        )
        yield from refuse_doubles(rows) if named else rows


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except BadFile as fault:
        raise click.ClickException(f"{fault} Nothing was written.") from None


class _Said:
    """Says how far the checking of a large file is."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self, rows: int) -> None:
        click.echo(f"{rows} rows of {self.file.name} are checked.", err=True)


def _say_what_was_found(checked: taking_in.Checked) -> None:
    for fault in checked.first_faults[:FAULTS_SHOWN]:
        click.echo(str(fault), err=True)
    if checked.faults > FAULTS_SHOWN:
        click.echo(f"... and {checked.faults - FAULTS_SHOWN} faults more.", err=True)
    if checked.faults:
        click.echo(f"{checked.faults} faults; {checked.refused} rows are left out.", err=True)


def _part(text: str | None) -> tuple[int, int | None]:
    """Read which rows are meant."""
    if not text:
        return 1, None
    first, dash, last = text.partition("-")
    try:
        numbers = int(first), int(last or first) if dash or first else None
    except ValueError:
        raise click.ClickException("Say the rows like 1-1000.") from None
    if numbers[0] < 1 or (numbers[1] or numbers[0]) < numbers[0]:
        raise click.ClickException("Say the rows like 1-1000.")
    return numbers


def _write(path: Path, head: tuple[str, ...], lines: Iterator[list[str]]) -> int:
    """Write lines to a file that only its owner can read; a file without any is not made."""
    out: TextIO | None = None
    count = 0
    try:
        for line in lines:
            if out is None:
                out = _private(path)
                csv.writer(out).writerow(head)
            csv.writer(out).writerow(line)
            count += 1
    finally:
        if out is not None:
            out.close()
    return count


def _private(path: Path) -> TextIO:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")


commands: list[click.Command] = [people]
