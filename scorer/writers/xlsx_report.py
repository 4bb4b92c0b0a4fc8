"""An Excel workbook: a summary, a row a cell to filter and sort, a row a finding. Every text is written as a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, FormReport
from scorer.writers import view
from scorer.writers.xlsx_sheets import Value, add_sheet, colour_in, saved, workbook, write_summary

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


def report_xlsx(reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
    """The workbook of all reports. ``facts`` are the versions of ``Scorer.facts``."""
    book, summary = workbook()
    _summary(summary, reports, facts)
    cells = add_sheet(book, "Cells", _CELLS, _cell_rows(reports))
    for row in cells.iter_rows(min_row=2, min_col=_GRADE_COLUMN, max_col=_GRADE_COLUMN):
        colour_in(row[0], str(row[0].value)[:1])
    add_sheet(book, "Findings", _FINDINGS, _finding_rows(reports))
    return saved(book)


def _summary(sheet: Worksheet, reports: Sequence[FormReport], facts: dict[str, Any]) -> None:
    rows: list[tuple[str, Value]] = []
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
    write_summary(sheet, rows, names)


def _cell_rows(reports: Sequence[FormReport]) -> Iterable[Sequence[Value]]:
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


def _finding_rows(reports: Sequence[FormReport]) -> Iterable[Sequence[Value]]:
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
