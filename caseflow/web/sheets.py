"""A plain table as CSV and as a workbook, made in memory. Nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

RUNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this would be run by a spreadsheet."""
BOM = "\ufeff"
"""Tells a spreadsheet that the text is UTF-8."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH = 24


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs: a leading quote where it begins like a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return BOM + out.getvalue()


def xlsx_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a workbook of one sheet."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, len(head) - 1, WIDTH)
        bold = book.add_format({"bold": True})
        for place, title in enumerate(head):
            sheet.write_string(0, place, title, bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell)
    return out.getvalue()
