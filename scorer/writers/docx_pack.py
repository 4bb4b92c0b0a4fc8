"""A Word pack for a meeting: the same content as the page, for forms that were not Word files, and for several."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from scorer.records import CellScore, FormReport
from scorer.writers import view
from scorer.writers.segments import Segment

_MADE = datetime(2000, 1, 1)
"""A fixed date: the same reports give the same content."""

_BRAND = RGBColor(0x12, 0x43, 0x6D)
_QUIET = RGBColor(0x48, 0x4F, 0x56)
_FILLS = {"A": "00602B", "B": "12579B", "C": "FFDD00", "D": "A0202F"}
_TINTS = {
    view.CHECK: "F9DFF0",
    "gap": "FBE3E4",
    "future": "FFF1B8",
    "hedged": "FBE7D3",
    "not_applicable": "E6E8EA",
    "cross_reference": "E4E4F5",
    view.SUPPORT: "E0F0E5",
}
_LANGUAGE = "en-GB"


def pack(reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
    """The pack of all reports. ``facts`` are the versions of ``Scorer.facts``."""
    return _Pack().write(reports, facts)


class _Pack:
    def __init__(self) -> None:
        self._document: Any = Document()

    def write(self, reports: Sequence[FormReport], facts: dict[str, Any]) -> bytes:
        self._styles()
        name = f": {view.name_of(reports[0].form)}" if len(reports) == 1 else ""
        self._heading(f"Evidence report{name}", 0)
        for number, report in enumerate(reports):
            self._form(report, facts, alone=len(reports) == 1, first=number == 0)
        self._heading("How to read this", 1)
        for line in view.HOW_TO_READ:
            self._paragraph(line)
        for kind, (label, meaning) in view.KINDS.items():
            paragraph = self._document.add_paragraph(style="List Bullet")
            self._pieces(paragraph, (Segment("words", (kind,), (kind,)),))
            self._run(paragraph, f" {label}: {meaning}")
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _styles(self) -> None:
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = "Evidence report", "Evidence scorer", _LANGUAGE
        properties.created = properties.modified = _MADE
        page = self._document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(18)
        styles = self._document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), _LANGUAGE)
        normal.element.get_or_add_rPr().append(language)
        for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11)):
            style = styles[name]
            style.font.size, style.font.color.rgb, style.font.bold = Pt(size), _BRAND, True
            # The template's headings take their font from a theme, which would win over a name.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()
            fonts.set(qn("w:ascii"), "Arial")
            fonts.set(qn("w:hAnsi"), "Arial")
            style.paragraph_format.keep_with_next = True
        footer = page.footer.paragraphs[0]
        footer.add_run("Evidence report · page ")
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        footer._p.append(number)

    def _form(self, report: FormReport, facts: dict[str, Any], *, alone: bool, first: bool) -> None:
        form = report.form
        heading = self._heading("The answers in short" if alone else view.name_of(form), 1)
        heading.paragraph_format.page_break_before = not first
        dated = f"Form dated {form.form_date}." if form.form_date else "The form gives no date."
        edition = view.edition_of(form) or "Edition of the Code not known"
        self._paragraph(f"{edition}. {dated} File: {form.source}.", quiet=True)
        lead = self._paragraph(view.headline(report), bold=True)
        lead.runs[0].font.size = Pt(12)
        for line in view.basis(report):
            self._paragraph(line)
        self._paragraph(view.CAVEAT, quiet=True)
        self._map(report)
        challenged = view.to_challenge(report)
        self._heading("Answers to challenge first", 2)
        for score in challenged[: view.FIRST]:
            self._answer(score, full=False)
        if not challenged:
            self._paragraph("No answer is weak or stands against its own words.")
        self._gaps(report)
        self._list("The form as a whole", view.remarks(report))
        self._list("What only other documents show: ask to see", view.elsewhere())
        self._heading("Every answer", 2)
        for section in view.sections(report):
            for place, score in enumerate(section.scores):
                if not place:
                    self._heading(section.name, 3)
                self._answer(score, full=True)
        self._list("Versions", [f"{name}: {value}" for name, value in view.versions(form, facts)])

    def _map(self, report: FormReport) -> None:
        self._heading("Map of the provisions", 2)
        legend = ", ".join(f"{number} {name} ({letter})" for name, letter, number in view.grade_counts(report))
        self._paragraph(f"{legend}. ! marks own words against the Yes.")
        table = self._table(("Section", "Provisions and grades"), (52, 118))
        for section in view.sections(report):
            cells = self._row(table, (section.name, ""))
            paragraph = cells[1].paragraphs[0]
            paragraph.paragraph_format.line_spacing = 1.35
            for score in section.scores:
                letter = view.GRADES[score.grade]
                sign = "!" if score.contradiction else ""
                run = self._run(paragraph, f" {view.label_of(score.cell)} {letter}{sign} ".replace(" ", "\u00a0"))
                run.bold, run.font.size = True, Pt(9)
                run.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C) if letter == "C" else RGBColor(0xFF, 0xFF, 0xFF)
                _shade(run._r.get_or_add_rPr(), _FILLS[letter])
                self._run(paragraph, "  ")
            for ref in section.missing:
                self._run(paragraph, f"{ref}\u00a0no\u00a0row  ")

    def _gaps(self, report: FormReport) -> None:
        self._heading("Gaps and their dates", 2)
        admitted = view.gaps(report)
        if not admitted:
            self._paragraph("No provision is answered No or Partial.")
            return
        table = self._table(("Provision", "Answer", "Action", "Date"), (60, 20, 62, 28))
        for gap in admitted:
            cell = gap.score.cell
            name = f"{view.label_of(cell)} {view.title_of(cell)}"
            self._row(table, (name, view.CLAIMS[cell.comply], gap.action or view.NONE, gap.date or view.NONE))

    def _answer(self, score: CellScore, *, full: bool) -> None:
        cell = score.cell
        head = self._paragraph(f"{view.label_of(cell)} {view.title_of(cell)}".strip(), bold=True)
        head.paragraph_format.keep_with_next = True
        head.paragraph_format.space_before = Pt(9)
        line = self._document.add_paragraph()
        letter = view.GRADES[score.grade]
        badge = self._run(line, f"\u00a0{letter}\u00a0")
        badge.bold = True
        badge.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C) if letter == "C" else RGBColor(0xFF, 0xFF, 0xFF)
        _shade(badge._r.get_or_add_rPr(), _FILLS[letter])
        self._run(line, f"  Answer: {view.CLAIMS[cell.comply]}. ").bold = True
        self._run(line, f"{view.verdict(score)}.")
        if score.review:
            self._run(line, " Not sure: read this yourself.").italic = True
        line.paragraph_format.keep_with_next = True
        for name, pieces in view.marked_fields(score):
            paragraph = self._document.add_paragraph()
            self._run(paragraph, f"{name}: ").bold = True
            self._pieces(paragraph, pieces)
        if not (cell.evidence or cell.commentary):
            self._paragraph("The cell is blank.", quiet=True)
        for check in score.checks:
            self._named("Check", f"{check.message} ({check.code})")
        if full:
            reasons = "; ".join(
                f"{reason.points + ' ' if reason.points else ''}{reason.message.rstrip('.')}"
                for reason in view.why(score)
            )
            self._paragraph(f"{reasons}. {score.quality} of 100.", quiet=True)
        self._named("Ask", score.question)
        self._named("For the officer", score.hint)

    def _named(self, name: str, text: str) -> None:
        if text:
            paragraph = self._document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(5)
            self._run(paragraph, f"{name}: ").bold = True
            self._run(paragraph, text)

    def _pieces(self, paragraph: Any, pieces: Sequence[Segment]) -> None:
        """Marked words are shaded, underlined and named, so that the mark does not hang on its colour."""
        for piece in pieces:
            run = self._run(paragraph, piece.text)
            if piece.kinds:
                run.underline = True
                _shade(run._r.get_or_add_rPr(), _TINTS[piece.kinds[0]])
            for kind in piece.closing:
                self._run(paragraph, f" [{view.KINDS[kind][0]}]").font.size = Pt(8)

    def _list(self, title: str, lines: Sequence[str]) -> None:
        self._heading(title, 2)
        for line in lines:
            self._run(self._document.add_paragraph(style="List Bullet"), line)

    def _table(self, heads: Sequence[str], widths: Sequence[int]) -> Any:
        table = self._document.add_table(1, len(heads))
        table.style, table.autofit = "Table Grid", False
        for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
            cell.width = Mm(width)
            self._run(cell.paragraphs[0], head).bold = True
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def _row(self, table: Any, texts: Sequence[str]) -> Any:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            self._run(cell.paragraphs[0], text)
        return row.cells

    def _heading(self, text: str, level: int) -> Any:
        return self._document.add_heading(view.printable(text), level)

    def _paragraph(self, text: str, *, bold: bool = False, quiet: bool = False) -> Any:
        paragraph = self._document.add_paragraph()
        run = self._run(paragraph, text)
        run.bold = bold or None
        if quiet:
            run.font.color.rgb = _QUIET
        return paragraph

    @staticmethod
    def _run(paragraph: Any, text: str) -> Any:
        return paragraph.add_run(view.printable(text))


def _shade(properties: Any, colour: str) -> None:
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))
