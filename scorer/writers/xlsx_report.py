"""An Excel workbook: a summary, a row a cell to filter and sort, a row a finding. Every text is written as a text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, FormReport
from scorer.writers import view

_LONGEST = 32_767
"""Characters that Excel allows in a cell (its specifications and limits)."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD = PatternFill("solid", fgColor="12436D")
_FILLS = {
    "strong": ("00602B", "FFFFFF"),
    "fair": ("12579B", "FFFFFF"),
    "weak": ("FFDD00", "0B0C0C"),
    "poor": ("A0202F", "FFFFFF"),
}
_MADE = datetime(2000, 1, 1)
"""A fixed date: the same reports give the same workbook."""

_Value = str | int
_CELLS = (
    ("Form", 22),
    ("Provision", 10),
    ("Title", 28),
    ("Answer", 13),
    ("Grade", 9),
    ("Quality", 8),
    ("Specificity", 12),
    ("Contradiction", 13),
    ("Read yourself", 9),
    ("Evidence", 55),
    ("Commentary", 45),
    ("Words that decided", 34),
    ("Question", 48),
    ("Hint", 40),
)
_FINDINGS = (
    ("Form", 22),
    ("Provision", 10),
    ("Answer", 13),
    ("Kind", 16),
    ("Words", 40),
    ("Message", 60),
    ("Source", 22),
    ("Points", 8),
)
_GRADE_COLUMN = 5
_SUMMARY_WIDTHS = (24, 100)
_FONT = "Arial"
_LINE = 13.5
"""Points: the height of a line of the font at size 10."""
_TALLEST = 400
"""Points; Excel allows 409 for a row."""


def report_xlsx(reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
    """The workbook of all reports. ``facts`` are the versions of ``Scorer.facts``."""
    book = Workbook()
    book.properties.creator = "Evidence scorer"
    book.properties.created = book.properties.modified = _MADE
    summary = book.active
    assert isinstance(summary, Worksheet)
    summary.title = "Summary"
    _summary(summary, reports, facts)
    cells = _sheet(book, "Cells", _CELLS, _cell_rows(reports))
    for row in cells.iter_rows(min_row=2, min_col=_GRADE_COLUMN, max_col=_GRADE_COLUMN):
        fill, ink = _FILLS[str(row[0].value).split(" ")[1]]
        row[0].fill, row[0].font = PatternFill("solid", fgColor=fill), _font(bold=True, colour=ink)
    _sheet(book, "Findings", _FINDINGS, _finding_rows(reports))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _summary(sheet: Worksheet, reports: Sequence[FormReport], facts: dict[str, Any]) -> None:
    for letter, width in zip("AB", _SUMMARY_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    rows: list[tuple[str, _Value]] = []
    for report in reports:
        form = report.form
        rows += [
            (view.name_of(form), ""),
            ("Edition", view.edition_of(form) or "not known"),
            ("Date of the form", form.form_date or "none given"),
            ("In short", view.headline(report)),
            *(("", line) for line in view.basis(report)),
            *((f"{letter} {name}", number) for name, letter, number in view.grade_counts(report)),
            *(("The form as a whole", line) for line in view.remarks(report)),
            *view.versions(form, facts),
            ("", ""),
        ]
    rows += [("How to read this", line) for line in view.HOW_TO_READ]
    rows += [("Ask to see", line) for line in view.elsewhere()]
    names = {view.name_of(report.form) for report in reports}
    for number, (name, value) in enumerate(rows, start=1):
        is_title = name in names and value == ""
        _put(sheet, number, 1, name).font = _font(bold=True, size=14 if is_title else 10)
        _put(sheet, number, 2, value)
        sheet.cell(number, 1).alignment = Alignment(vertical="top")
        sheet.cell(number, 2).alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
        _height(sheet, number, (name if not is_title else "", value), _SUMMARY_WIDTHS)
    _page(sheet)


def _cell_rows(reports: Sequence[FormReport]) -> Iterable[Sequence[_Value]]:
    for report in reports:
        for score in report.scores:
            cell = score.cell
            yield (
                view.name_of(report.form),
                view.label_of(cell),
                view.title_of(cell),
                view.CLAIMS[cell.comply],
                f"{view.GRADES[score.grade]} {score.grade}",
                score.quality,
                SPECIFICITY_NAMES[score.specificity],
                CONTRADICTION_NAMES[score.contradiction],
                "yes" if score.review else "",
                cell.evidence,
                cell.commentary,
                "; ".join(f"{found.text} ({view.KINDS[found.signal][0]})" for found in score.signals),
                score.question,
                score.hint,
            )


def _finding_rows(reports: Sequence[FormReport]) -> Iterable[Sequence[_Value]]:
    for report in reports:
        name = view.name_of(report.form)
        for finding in report.findings:
            yield name, ", ".join(finding.refs), "", "form", "", finding.message, finding.check, 0
        for score in report.scores:
            cell, claim = score.cell, view.CLAIMS[score.cell.comply]
            for check in score.checks:
                words = cell.text(check.field)[check.start : check.end] if check.field else ""
                yield name, view.label_of(cell), claim, "check", words, check.message, check.code, 0
            for reason in score.reasons:
                words = cell.text(reason.field)[reason.start : reason.end] if reason.field else ""
                yield name, view.label_of(cell), claim, "reason", words, reason.message, reason.source, reason.points


def _sheet(
    book: Workbook, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[_Value]]
) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    for column, (name, width) in enumerate(columns, start=1):
        head = _put(sheet, 1, column, name)
        head.font, head.fill = _font(bold=True, colour="FFFFFF"), _HEAD
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(sheet, number, column, value)
        _height(sheet, number, row, [width for _, width in columns])
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _page(sheet)
    return sheet


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(sheet: Worksheet, number: int, row: Sequence[_Value], widths: Sequence[int]) -> None:
    """Make a row as tall as its longest text needs; not every program does so by itself."""
    # A column's width counts digits, which are about as wide as the average of letters and breaks.
    lines = max(ceil(len(str(value)) / width) for value, width in zip(row, widths, strict=True))
    sheet.row_dimensions[number].height = min(max(lines, 1) * _LINE + 3, _TALLEST)


def _font(*, bold: bool = False, size: int = 10, colour: str = "0B0C0C") -> Font:
    return Font(name=_FONT, size=size, bold=bold, color=colour)


def _put(sheet: Worksheet, row: int, column: int, value: _Value) -> Cell:
    """Write a value; a text stays a text, also after someone edits it."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged here
    cell.font, cell.alignment = _font(), Alignment(wrap_text=True, vertical="top")
    if isinstance(value, int):
        cell.value = value
    elif text := view.short(view.printable(value), _LONGEST):
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA)
    return cell
