"""Excel workbooks."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from making.layout import Example, Paragraph, Row, Table
from making.notation import lines_of, shown
from making.packages import with_fixed_dates

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FRAME = Border(*(Side(style="thin", color="888888") for _ in range(4)))
_FILL = PatternFill("solid", fgColor="DDE6EE")
_WIDTHS = {4: (10, 55, 12, 70), 5: (10, 50, 12, 50, 50)}
_SECOND_SHEET_FROM = 6


def write_xlsx(example: Example) -> bytes:
    """Two sheets of the form (2020: one), and one that has nothing to do with it."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Form" if example.code == "2020" else "Sections 1 to 5"
    sheets = [first, first if example.code == "2020" else book.create_sheet("Sections 6 on")]
    for block in example.blocks:
        sheet = sheets[block.section >= _SECOND_SHEET_FROM]
        if isinstance(block, Paragraph):
            _paragraph(sheet, block, example.width)
        else:
            _table(sheet, block)
    for sheet in sheets:
        for letter, width in zip("ABCDE", _WIDTHS[example.width], strict=False):
            sheet.column_dimensions[letter].width = width
    notes = book.create_sheet("Lists")
    for line in ("Choices for the third column", "Yes", "No", "Partial", "N/A"):
        notes.append([line])
    stream = io.BytesIO()
    book.save(stream)
    return with_fixed_dates(stream.getvalue())


def _next(sheet: Worksheet) -> int:
    return sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1


def _paragraph(sheet: Worksheet, block: Paragraph, width: int) -> None:
    number = _next(sheet) + (1 if block.style == "heading" and _next(sheet) > 1 else 0)
    cell = sheet.cell(number, 1, block.text)
    cell.font = Font(bold=block.style != "text", size=16 if block.style == "title" else 11)
    cell.alignment = _WRAPPED if block.style == "text" else Alignment()
    sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)


def _table(sheet: Worksheet, table: Table) -> None:
    start = _next(sheet) + 1
    for number, row in enumerate(table.rows, start=start):
        for column, text in enumerate(row.cells, start=1):
            _cell(sheet, number, column, text, row)
        if row.kind == "heading":
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(row.cells))
        elif row.merged:
            last = len(row.cells)
            sheet.merge_cells(start_row=number, start_column=last - 1, end_row=number, end_column=last)


def _cell(sheet: Worksheet, number: int, column: int, text: str, row: Row) -> None:
    cell = sheet.cell(number, column)
    cell.border, cell.alignment = _FRAME, _WRAPPED
    if row.kind != "data":
        cell.font, cell.fill = Font(bold=True), _FILL
    if not text:
        return
    lines = lines_of(text)
    if column == 1 and re.fullmatch(r"\d\.\d+", text):
        # Typed as a number: 5.10 is kept as 5.1 and only its format shows the nought.
        cell.value = float(text)
        cell.number_format = "0.00" if len(text) == 4 else "0.0"
    elif len(lines) == 1 and len(lines[0].runs) == 1 and lines[0].runs[0].address:
        cell.value, cell.hyperlink = lines[0].runs[0].words, lines[0].runs[0].address
    else:
        cell.value = "\n".join(shown(text))
