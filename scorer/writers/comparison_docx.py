"""Two years as a Word document for a meeting, the sibling of the pack of one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.shared import Mm, Pt

from scorer.records import AnswerChange, CellScore, Comparison, Promise
from scorer.writers import comparison_view, view
from scorer.writers.docx_pages import Pages

_WIDTHS = (36, 56, 56, 22)
"""Millimetres of the columns of the table of all answers."""


def comparison_docx(comparisons: Sequence[Comparison], facts: dict[str, Any]) -> bytes:
    """The document of all comparisons. ``facts`` are the versions of ``Scorer.facts``."""
    return _Years(comparison_view.TITLE).write(comparisons, facts)


class _Years(Pages):
    def write(self, comparisons: Sequence[Comparison], facts: dict[str, Any]) -> bytes:
        alone = len(comparisons) == 1
        name = f": {comparison_view.name_of(comparisons[0])}" if alone else ""
        self.heading(f"{comparison_view.TITLE}{name}", 0)
        for number, comparison in enumerate(comparisons):
            title = "The two years in short" if alone else comparison_view.name_of(comparison)
            self.heading(title, 1).paragraph_format.page_break_before = number > 0
            self._comparison(comparison, facts)
        self.heading("How to read this", 1)
        for line in comparison_view.HOW_TO_READ:
            self.paragraph(line)
        for names, meanings in (
            (comparison_view.OUTCOME_NAMES, comparison_view.OUTCOME_MEANINGS),
            (comparison_view.CHANGE_NAMES, comparison_view.CHANGE_MEANINGS),
        ):
            for (label, letter), meaning in zip(names.values(), meanings.values(), strict=True):
                line = self.document.add_paragraph()
                self.badge(line, label, letter)
                self.run(line, f"  {meaning}")
        return self.finished()

    def _comparison(self, comparison: Comparison, facts: dict[str, Any]) -> None:
        last, this = comparison.last.form, comparison.this.form
        self.paragraph(f"Last year: {comparison_view.year_of(last)}.", quiet=True)
        self.paragraph(f"This year: {comparison_view.year_of(this)}.", quiet=True)
        for line in (comparison_view.promises_headline(comparison), comparison_view.headline(comparison)):
            self.paragraph(line, bold=True).runs[0].font.size = Pt(12)
        for line in comparison_view.basis(comparison):
            self.paragraph(line)
        self.paragraph(view.CAVEAT, quiet=True)
        if comparison.notes:
            self.bullets("Before you read on", [f"{note.message} ({note.code})" for note in comparison.notes])
        self.heading("What became of the promises", 2)
        for promise in comparison_view.pressing_promises(comparison):
            self._promise(comparison, promise)
        if not comparison.promises:
            self.paragraph(comparison_view.promises_headline(comparison))
        self.heading("What changed, the worst first", 2)
        moved = comparison_view.pressing_changes(comparison)
        for change in moved:
            self._change(change)
        if not moved:
            self.paragraph("No answer became better or worse, came or went.")
        self._all(comparison)
        for form in (last, this):
            self.bullets(f"Versions: {form.source}", [f"{name}: {value}" for name, value in view.versions(form, facts)])

    def _promise(self, comparison: Comparison, promise: Promise) -> None:
        title = f"{promise.words.ref or 'No number'} {comparison_view.promise_title(comparison, promise)}"
        self._head(title.strip())
        self._verdict(*comparison_view.OUTCOME_NAMES[promise.outcome], promise.why, unsure=promise.unsure)
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(5)
        self.run(paragraph, f"Last year ({comparison_view.place_of(promise.words)}): ").bold = True
        self.run(paragraph, "“")
        self.pieces(paragraph, comparison_view.quoted(promise))
        self.run(paragraph, "”")
        answer = promise.answer
        if answer:
            self.named(f"This year ({comparison_view.place_of(answer)})", f"“{answer.text}”")

    def _change(self, change: AnswerChange) -> None:
        self._head(f"{comparison_view.label_of(change)} {comparison_view.title_of(change)}".strip())
        self._verdict(*comparison_view.CHANGE_NAMES[change.change], comparison_view.why(change), unsure=change.unsure)
        for name, scores in (("Last year", change.last), ("This year", change.this)):
            for score in scores:
                self._answer(name, score, several=len(scores) > 1)
            if not scores:
                self.named(name, f"{comparison_view.NOT_ANSWERED}.")

    def _answer(self, name: str, score: CellScore, *, several: bool) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(5)
        number = f" ({view.label_of(score.cell)})" if several else ""
        self.run(paragraph, f"{name}{number}: {view.CLAIMS[score.cell.comply]}. ").bold = True
        self.run(paragraph, f"{view.verdict(score)}. ")
        for place, (_, pieces) in enumerate(view.marked_fields(score)):
            self.run(paragraph, " · " if place else "")
            self.pieces(paragraph, pieces)

    def _all(self, comparison: Comparison) -> None:
        self.heading("Every answer, side by side", 2)
        if not comparison.changes:
            self.paragraph("Neither form has answers.")
            return
        table = self.table(("Provision", "Last year", "This year", "Change"), _WIDTHS)
        for change in comparison.changes:
            now = "The same words." if change.change == "unchanged" else _words(change.this)
            cells = self.row(
                table,
                (
                    f"{comparison_view.label_of(change)} {comparison_view.title_of(change)}",
                    _words(change.last),
                    now,
                    "",
                ),
            )
            self.badge(cells[3].paragraphs[0], *comparison_view.CHANGE_NAMES[change.change])
            if change.unsure:
                self.run(cells[3].paragraphs[0], " ?")
            for cell in cells:
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(8)

    def _head(self, text: str) -> None:
        head = self.paragraph(text, bold=True)
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_before = Pt(9)

    def _verdict(self, name: str, letter: str, why: str, *, unsure: bool) -> None:
        line = self.document.add_paragraph()
        self.badge(line, name, letter)
        self.run(line, f"  {why}")
        if unsure:
            self.run(line, " Not sure: read this yourself.").italic = True
        line.paragraph_format.keep_with_next = True


def _words(scores: tuple[CellScore, ...]) -> str:
    if not scores:
        return comparison_view.NOT_ANSWERED
    words = view.short(comparison_view.texts(scores), comparison_view.BRIEF)
    return f"{comparison_view.claims(scores)} ({comparison_view.grades(scores)}): {words}"
