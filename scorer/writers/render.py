"""One door to the writers that need no terminal: reports and a format's name to text or bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scorer.records import FormReport
from scorer.rules import Rule
from scorer.settings import Settings
from scorer.writers.csv_report import report_csv
from scorer.writers.docx_comments import annotated, can_annotate
from scorer.writers.docx_pack import pack
from scorer.writers.html_report import report_html
from scorer.writers.json_report import report_json
from scorer.writers.markdown_report import report_markdown
from scorer.writers.sarif_report import report_sarif
from scorer.writers.xlsx_report import report_xlsx

ReportFormat = Literal["json", "csv", "html", "docx", "xlsx", "md", "sarif"]
BINARY: tuple[ReportFormat, ...] = ("docx", "xlsx")
"""The formats that are bytes, which no screen shows."""


@dataclass(frozen=True, slots=True)
class Results:
    """What there is to write: the reports, the versions of ``Scorer.facts``, the rules, and the files not read.

    ``original`` are the bytes of the one file that all reports are of, or None where there are several.
    """

    reports: Sequence[FormReport]
    facts: dict[str, Any]
    rules: Sequence[Rule]
    settings: Settings
    errors: Sequence[dict[str, str]] = ()
    original: bytes | None = None


def render(results: Results, format: ReportFormat) -> str | bytes:
    """The results in a format. As ``docx``, a Word file comes back with comments; for anything else a pack is made."""
    reports, facts = results.reports, results.facts
    match format:
        case "json":
            return report_json(reports, facts, results.errors)
        case "csv":
            return report_csv(reports)
        case "html":
            return report_html(reports, facts, results.errors)
        case "md":
            return report_markdown(reports, facts)
        case "sarif":
            return report_sarif(reports, facts, results.rules)
        case "xlsx":
            return report_xlsx(reports, facts)
        case "docx":
            if results.original is not None and can_annotate(results.original):
                return annotated(results.original, reports, results.settings)
            return pack(reports, facts)
