"""Sheets of a workbook, as every workbook has them. Every text is written as a text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from scorer.writers import view
from scorer.writers.packages import without_times

_LONGEST = 32_767
"""Characters that Excel allows in a cell (its specifications and limits)."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD = PatternFill("solid", fgColor="12436D")
_FILLS = {
    "A": ("00602B", "FFFFFF"),
    "B": ("12579B", "FFFFFF"),
    "C": ("FFDD00", "0B0C0C"),
    "D": ("A0202F", "FFFFFF"),
}
_MADE = datetime(2000, 1, 1)
"""A fixed date: the same reports give the same workbook."""

Value = str | int
_SUMMARY_WIDTHS = (24, 100)
_FONT = "Arial"
_LINE = 13.5
"""Points: the height of a line of the font at size 10."""
_TALLEST = 400
"""Points; Excel allows 409 for a row."""


def workbook() -> tuple[Workbook, Worksheet]:
    """A workbook and its first sheet, which is called Summary."""
    book = Workbook()
    book.properties.creator = "Evidence scorer"
    book.properties.created = book.properties.modified = _MADE
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = "Summary"
    return book, summary


def saved(book: Workbook) -> bytes:
    """The workbook as a file, made in memory: the service's workers can write no file, not even for a moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _InMemory(book, archive).write_data()
    return without_times(stream.getvalue())


class _InMemory(ExcelWriter):
    """openpyxl's writer, which would put each sheet into a temporary file on its way."""

    _archive: zipfile.ZipFile

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet; called for each by ``write_data``."""
        ws._drawing = SpreadsheetDrawing()
        stream = io.BytesIO()
        writer: Any = WorksheetWriter(ws, stream)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], stream.getvalue())
        self.manifest.append(ws)


def colour_in(cell: Cell | MergedCell, letter: str) -> None:
    """Give a cell the colour of a grade; none for another letter."""
    if letter in _FILLS:
        fill, ink = _FILLS[letter]
        cell.fill, cell.font = PatternFill("solid", fgColor=fill), font(bold=True, colour=ink)


def add_sheet(
    book: Workbook, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> Worksheet:
    """A sheet of rows to filter and sort under a head. ``columns`` are names and widths."""
    made: Worksheet = book.create_sheet(title)
    for column, (name, width) in enumerate(columns, start=1):
        head = put(made, 1, column, name)
        head.font, head.fill = font(bold=True, colour="FFFFFF"), _HEAD
        made.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(made, number, column, value)
        fit_height(made, number, row, [width for _, width in columns])
    made.freeze_panes = "C2"
    made.auto_filter.ref = made.dimensions
    made.print_title_rows = "1:1"
    page(made)
    return made


def write_summary(sheet: Worksheet, rows: Sequence[tuple[str, Value]], titles: Collection[str]) -> None:
    """Rows of a name and a value; a name of ``titles`` without a value is a heading."""
    for letter, width in zip("AB", _SUMMARY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for number, (name, value) in enumerate(rows, start=1):
        is_title = name in titles and value == ""
        put(sheet, number, 1, name).font = font(bold=True, size=14 if is_title else 10)
        put(sheet, number, 2, value)
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
        sheet.cell(number, 2).alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
        fit_height(sheet, number, (name if not is_title else "", value), _SUMMARY_WIDTHS)
    page(sheet)


def page(sheet: Worksheet) -> None:
    """Print on A4, as wide as the sheet."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def fit_height(sheet: Worksheet, number: int, row: Sequence[Value], widths: Sequence[int]) -> None:
    """Make a row as tall as its longest text needs; not every program does so by itself."""
    # A column's width counts digits, which are about as wide as the average of letters and breaks.
    lines = max(ceil(len(str(value)) / width) for value, width in zip(row, widths, strict=True))
    sheet.row_dimensions[number].height = min(max(lines, 1) * _LINE + 3, _TALLEST)


def font(*, bold: bool = False, size: int = 10, colour: str = "0B0C0C") -> Font:
    """The font of every cell."""
    return Font(name=_FONT, size=size, bold=bold, color=colour)


def put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a value; a text stays a text, also after someone edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged here
    cell.font, cell.alignment = font(), Alignment(wrap_text=True, vertical="top")
    if isinstance(value, int):
        cell.value = value
    elif text := view.short(view.printable(value), _LONGEST):
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
    return cell
