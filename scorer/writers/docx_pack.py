"""A Word pack for a meeting: the same content as the page, for forms that were not Word files, and for several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Pt

from scorer.records import CellScore, FormReport
from scorer.writers import view
from scorer.writers.docx_pages import Pages
from scorer.writers.segments import Segment


def pack(reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
    """The pack of all reports. ``facts`` are the versions of ``Scorer.facts``."""
    return _Pack("Evidence report").write(reports, facts)


class _Pack(Pages):
    def write(self, reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
        name = f": {view.name_of(reports[0].form)}" if len(reports) == 1 else ""
        self.heading(f"Evidence report{name}", 0)
        for number, report in enumerate(reports):
            self._form(report, facts, alone=len(reports) == 1, first=number == 0)
        self.heading("How to read this", 1)
        for line in view.HOW_TO_READ:
            self.paragraph(line)
        for kind, (label, meaning) in view.KINDS.items():
            paragraph = self.document.add_paragraph(style="List Bullet")
            self.pieces(paragraph, (Segment("words", (kind,), (kind,)),))
            self.run(paragraph, f" {label}: {meaning}")
        return self.finished()

    def _form(self, report: FormReport, facts: dict[str, Any], *, alone: bool, first: bool) -> None:
        form = report.form
        heading = self.heading("The answers in short" if alone else view.name_of(form), 1)
        heading.paragraph_format.page_break_before = not first
        dated = view.dated(form)
        edition = view.edition_of(form) or "Edition of the Code not known"
        self.paragraph(f"{edition}. {dated} File: {form.source}.", quiet=True)
        lead = self.paragraph(view.headline(report), bold=True)
        lead.runs[0].font.size = Pt(12)
        for line in view.basis(report):
            self.paragraph(line)
        self.paragraph(view.CAVEAT, quiet=True)
        self._map(report)
        challenged = view.to_challenge(report)
        self.heading("Answers to challenge first", 2)
        for score in challenged[: view.FIRST]:
            self._answer(score, full=False)
        if not challenged:
            self.paragraph("No answer is weak or stands against its own words.")
        self._gaps(report)
        self.bullets("The form as a whole", view.remarks(report))
        self.bullets("What only other documents show: ask to see", view.elsewhere())
        self.heading("Every answer", 2)
        for section in view.sections(report):
            for place, score in enumerate(section.scores):
                if not place:
                    self.heading(section.name, 3)
                self._answer(score, full=True)
        self.bullets("Versions", [f"{name}: {value}" for name, value in view.versions(form, facts)])

    def _map(self, report: FormReport) -> None:
        self.heading("Map of the provisions", 2)
        legend = ", ".join(f"{number} {name} ({letter})" for name, letter, number in view.grade_counts(report))
        self.paragraph(f"{legend}. ! marks own words against the Yes.")
        table = self.table(("Section", "Provisions and grades"), (52, 118))
        for section in view.sections(report):
            cells = self.row(table, (section.name, ""))
            paragraph = cells[1].paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1.35
            for score in section.scores:
                letter = view.GRADES[score.grade]
                sign = "!" if score.contradiction else ""
                run = self.badge(paragraph, f"{view.label_of(score.cell)} {letter}{sign}", letter)
                run.font.size = Pt(9)
                self.run(paragraph, "  ")
            for ref in section.missing:
                self.run(paragraph, f"{ref}\u00a0no\u00a0row  ")

    def _gaps(self, report: FormReport) -> None:
        self.heading("Gaps and their dates", 2)
        admitted = view.gaps(report)
        if not admitted:
            self.paragraph("No provision is answered No or Partial.")
            return
        table = self.table(("Provision", "Answer", "Action", "Date"), (60, 20, 62, 28))
        for gap in admitted:
            cell = gap.score.cell
            name = f"{view.label_of(cell)} {view.title_of(cell)}"
            self.row(table, (name, view.CLAIMS[cell.comply], gap.action or view.NONE, gap.date or view.NONE))

    def _answer(self, score: CellScore, *, full: bool) -> None:
        cell = score.cell
        head = self.paragraph(f"{view.label_of(cell)} {view.title_of(cell)}".strip(), bold=True)
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_before = Pt(9)
        line = self.document.add_paragraph()
        letter = view.GRADES[score.grade]
        self.badge(line, letter, letter)
        self.run(line, f"  Answer: {view.CLAIMS[cell.comply]}. ").bold = True
        self.run(line, f"{view.verdict(score)}.")
        if score.review:
            self.run(line, " Not sure: read this yourself.").italic = True
        line.paragraph_format.keep_with_next = True
        for name, pieces in view.marked_fields(score):
            paragraph = self.document.add_paragraph()
            self.run(paragraph, f"{name}: ").bold = True
            self.pieces(paragraph, pieces)
        if not (cell.evidence or cell.commentary):
            self.paragraph(view.NO_WORDS, quiet=True)
        for check in score.checks:
            self.named("Check", f"{check.message} ({check.code})")
        if full:
            reasons = "; ".join(
                f"{reason.points + ' ' if reason.points else ''}{reason.message.rstrip('.')}"
                for reason in view.why(score)
            )
            self.paragraph(f"{reasons}. {score.quality} of 100.", quiet=True)
        self.named("Ask", score.question)
        self.named("For the officer", score.hint)
