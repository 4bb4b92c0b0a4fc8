"""Pages of a Word document, as every pack has them: styles, headings, tables, and marked text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from scorer.writers import view
from scorer.writers.packages import without_times
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


class Pages:
    """A document with the styles of every pack. ``document`` is the one of python-docx."""

    def __init__(self, title: str) -> None:
        self.document: Any = Document()
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, "Evidence scorer", _LANGUAGE
        properties.created = properties.modified = _MADE
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin = page.bottom_margin = Mm(18)
        styles = self.document.styles
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
        footer.add_run(f"{title} · page ")
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        footer._p.append(number)

    def finished(self) -> bytes:
        """The document as a file."""
        stream = io.BytesIO()
        self.document.save(stream)
        return without_times(stream.getvalue())

    def badge(self, paragraph: Any, text: str, letter: str) -> Any:
        """A short text on the colour of a grade; of no colour for another letter."""
        run = self.run(paragraph, f"\u00a0{text}\u00a0".replace(" ", "\u00a0"))
        run.bold = True
        if letter in _FILLS:
            run.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C) if letter == "C" else RGBColor(0xFF, 0xFF, 0xFF)
            shade(run._r.get_or_add_rPr(), _FILLS[letter])
        return run

    def named(self, name: str, text: str) -> None:
        """A name and its text, set in from the left; nothing for no text."""
        if text:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Mm(5)
            self.run(paragraph, f"{name}: ").bold = True
            self.run(paragraph, text)

    def pieces(self, paragraph: Any, pieces: Sequence[Segment]) -> None:
        """Marked words are shaded, underlined and named, so that the mark does not hang on its colour."""
        for piece in pieces:
            run = self.run(paragraph, piece.text)
            if piece.kinds:
                run.underline = True
                shade(run._r.get_or_add_rPr(), _TINTS[piece.kinds[0]])
            for kind in piece.closing:
                self.run(paragraph, f" [{view.KINDS[kind][0]}]").font.size = Pt(8)

    def bullets(self, title: str, lines: Sequence[str]) -> None:
        """A heading and a line a bullet."""
        self.heading(title, 2)
        for line in lines:
            self.run(self.document.add_paragraph(style="List Bullet"), line)

    def table(self, heads: Sequence[str], widths: Sequence[int]) -> Any:
        """A table with a head row that is repeated on each page. Widths are in millimetres."""
        table = self.document.add_table(1, len(heads))
        table.style, table.autofit = "Table Grid", False
        for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
            cell.width = Mm(width)
            self.run(cell.paragraphs[0], head).bold = True
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def row(self, table: Any, texts: Sequence[str]) -> Any:
        """A row that no page cuts; returns its cells."""
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text in zip(row.cells, texts, strict=True):
            self.run(cell.paragraphs[0], text)
        return row.cells

    def heading(self, text: str, level: int) -> Any:
        """A heading; level 0 is the title."""
        return self.document.add_heading(view.printable(text), level)

    def paragraph(self, text: str, *, bold: bool = False, quiet: bool = False) -> Any:
        """A paragraph of one run."""
        paragraph = self.document.add_paragraph()
        run = self.run(paragraph, text)
        run.bold = bold or None
        if quiet:
            run.font.color.rgb = _QUIET
        return paragraph

    @staticmethod
    def run(paragraph: Any, text: str) -> Any:
        """A run of text, without what Word cannot hold."""
        return paragraph.add_run(view.printable(text))


def shade(properties: Any, colour: str) -> None:
    """Give a run or a cell a background."""
    properties.append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>'))
