"""A report as CSV and as a workbook, made in memory. Nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import xlsxwriter

from caseflow.reports.shown import Shown, ShownReport, ShownRow, ShownTable
from caseflow.web.sheets import BOM, PLAIN, safe

SHEET_NAME = 31


def as_csv(report: ShownReport) -> str:
    """Return the whole report, one table below the other."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    for line in _lines(report):
        writer.writerow([safe(cell) for cell in line])
    return BOM + out.getvalue()


def _lines(report: ShownReport) -> Iterator[list[str]]:
    yield [report.question]
    for name, words in report.about:
        yield [name, words]
    yield []
    for figure in report.figures:
        yield [figure.words, _csv_cell(figure.value), figure.note]
    for table in report.tables:
        yield []
        yield [table.caption]
        yield [table.head, *(column.title for column in table.columns)]
        for row in _all_rows(table):
            yield [row.label, *(_csv_cell(cell) for cell in row.cells)]
        if table.note:
            yield [table.note]
    yield []
    for definition in report.definitions:
        yield [definition.term, definition.meaning]


def _csv_cell(cell: Shown) -> str:
    plain = cell.number is not None and cell.text.replace(",", "") == str(cell.number)
    return str(cell.number) if plain else cell.text


def as_xlsx(report: ShownReport) -> bytes:
    """Return the whole report as a workbook: a first sheet with the headlines, one for each table."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _summary(book, report, bold, wrap)
        for table in report.tables:
            _sheet(book, table, bold)
    return out.getvalue()


def _summary(book: xlsxwriter.Workbook, report: ShownReport, bold: object, wrap: object) -> None:
    sheet = book.add_worksheet("Report")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 60)
    sheet.write_string(0, 0, report.question, bold)
    place = 2
    for name, words in report.about:
        sheet.write_string(place, 0, name)
        sheet.write_string(place, 1, words)
        place += 1
    place += 1
    for figure in report.figures:
        sheet.write_string(place, 0, figure.words)
        _write(sheet, place, 1, figure.value)
        place += 1
    place += 1
    for definition in report.definitions:
        sheet.write_string(place, 0, definition.term, bold)
        sheet.write_string(place, 1, definition.meaning, wrap)
        place += 1


def _sheet(book: xlsxwriter.Workbook, table: ShownTable, bold: object) -> None:
    sheet = book.add_worksheet(table.code.replace("_", " ").capitalize()[:SHEET_NAME])
    sheet.set_column(0, 0, 44)
    sheet.write_string(0, 0, table.caption, bold)
    for place, title in enumerate([table.head, *(column.title for column in table.columns)]):
        sheet.write_string(2, place, title, bold)
    at = 3
    for row in _all_rows(table):
        sheet.write_string(at, 0, row.label)
        for place, cell in enumerate(row.cells, start=1):
            _write(sheet, at, place, cell)
        at += 1
    if table.note:
        sheet.write_string(at + 1, 0, table.note)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Shown) -> None:
    if cell.number is not None and cell.text.replace(",", "") == str(cell.number):
        sheet.write_number(row, column, cell.number)
    else:
        sheet.write_string(row, column, cell.text)


def _all_rows(table: ShownTable) -> list[ShownRow]:
    return [*table.rows, *([table.total] if table.total else [])]
