"""Word documents, and the PDF that LibreOffice makes of them."""

from __future__ import annotations

import io
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from making.layout import Example, Paragraph, Row, Table
from making.notation import GLYPH, Line, Run, lines_of
from making.packages import FIXED_DATE, with_fixed_dates

_WIDTHS = {4: (22, 90, 26, 121), 5: (24, 78, 24, 70, 63)}
_QUESTION_WIDTHS = (12, 140, 14, 14)
_FILL = "DDE6EE"
_LETTERS = 77
"""Id of the list style "a. b. c."; python-docx's template uses the low numbers."""


def write_docx(example: Example) -> bytes:
    """A4 with page numbers, header rows that repeat, links, lists of Word's own and typed ones."""
    return with_fixed_dates(_Writer(example).write())


def convert_to_pdf(docx: bytes) -> bytes:
    """The PDF of a Word document. Needs LibreOffice (soffice) on the path, and the fonts Liberation.

    Raises FileNotFoundError without it and CalledProcessError where the conversion fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.docx")
        source.write_bytes(docx)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return source.with_suffix(".pdf").read_bytes()


class _Writer:
    def __init__(self, example: Example) -> None:
        self._example = example
        self._document: Any = Document()
        self._lists = 0

    def write(self) -> bytes:
        self._page()
        for block in self._example.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._table(block)
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _page(self) -> None:
        properties = self._document.core_properties
        properties.title, properties.author = self._example.title, self._example.landlord
        properties.created = properties.modified = FIXED_DATE
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        # LibreOffice writes a link to the PDF only where it has a character style.
        link = self._document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.underline, link.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)
        page = self._document.sections[0]
        if self._example.code != "2020":
            page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
        else:
            page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
        footer = page.footer.paragraphs[0]
        footer.add_run(f"{self._example.footer} | Page ")
        for kind in ("begin", None, "end"):
            element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
            if kind is None:
                element.text = "PAGE"
            else:
                element.set(qn("w:fldCharType"), kind)
            footer.add_run()._r.append(element)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(block.text)
        if block.style == "title":
            run.bold, run.font.size = True, Pt(18)
        elif block.style == "heading":
            run.bold, run.font.size = True, Pt(13)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(10)

    def _table(self, block: Table) -> None:
        width = len(block.rows[0].cells)
        table = self._document.add_table(len(block.rows), width)
        table.style, table.autofit = "Table Grid", False
        if block.plain:
            widths: tuple[int, ...] = (50,) * width
        else:
            widths = _QUESTION_WIDTHS if self._example.code == "2020" else _WIDTHS[width]
        for column, millimetres in zip(table.columns, widths, strict=True):
            column.width = Mm(millimetres)
        opening = self._example.code != "2020"
        for row, made in zip(block.rows, table.rows, strict=True):
            cells = list(made.cells)
            for cell, text, millimetres in zip(cells, row.cells, widths, strict=True):
                cell.width = Mm(millimetres)
                self._fill(cell, text, bold=row.kind != "data")
                if row.kind != "data":
                    cell._tc.get_or_add_tcPr().append(
                        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{_FILL}"/>')
                    )
            if row.kind != "data" and opening:
                # Word repeats on every page the rows from the first on that are marked so.
                made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            opening = opening and row.kind == "heading"
            self._merge(row, cells)
        self._document.add_paragraph()

    @staticmethod
    def _merge(row: Row, cells: list[Any]) -> None:
        first = 0 if row.kind == "heading" else len(cells) - 2
        if row.kind == "heading" or row.merged:
            merged = cells[first].merge(cells[-1])
            for paragraph in merged.paragraphs[1:]:
                if not paragraph.text:
                    paragraph._p.getparent().remove(paragraph._p)

    def _fill(self, cell: Any, text: str, *, bold: bool) -> None:
        unused = cell.paragraphs[0]
        for kind, group in groupby(lines_of(text), key=lambda line: line.kind):
            lines = list(group)
            if kind == "table":
                self._nested(cell, lines)
                unused = cell.paragraphs[-1]
                continue
            number = self._new_list() if kind == "letter" else 0
            for line in lines:
                paragraph = unused if unused is not None else cell.add_paragraph()
                unused = None
                self._line(paragraph, line, number, bold=bold)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(2)

    def _line(self, paragraph: Any, line: Line, number: int, *, bold: bool) -> None:
        if line.kind == "bullet":
            paragraph.style = "List Bullet"
        elif line.kind == "letter":
            properties = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr>"
            paragraph._p.get_or_add_pPr().append(parse_xml(properties))
        elif line.kind == "glyph":
            mark = paragraph.add_run(GLYPH)
            mark.font.name = "Symbol"
            paragraph.add_run("\t")
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(5))
        for run in line.runs:
            if run.address:
                self._link(paragraph, run)
            else:
                made = paragraph.add_run(run.words)
                made.bold, made.underline = bold or None, run.underlined or None

    def _nested(self, cell: Any, lines: list[Line]) -> None:
        table = cell.add_table(len(lines), len(lines[0].cells))
        table.style = "Table Grid"
        for line, row in zip(lines, table.rows, strict=True):
            for text, inner in zip(line.cells, row.cells, strict=True):
                inner.paragraphs[0].add_run(text)

    def _link(self, paragraph: Any, run: Run) -> None:
        key = self._document.part.relate_to(run.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        made = paragraph.add_run(run.words, style="Hyperlink")
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        paragraph._p.append(link)
        link.append(made._r)

    def _new_list(self) -> int:
        """A list of Word's own that starts again with "a."."""
        numbering = self._document.part.numbering_part.element
        self._lists += 1
        number = _LETTERS + self._lists
        level = (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/>'
            '<w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr></w:lvl>'
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>')
        numbering.insert(0, abstract)
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
        return number
