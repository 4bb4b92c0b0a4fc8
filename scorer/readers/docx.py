"""Word documents (.docx, .docm, .dotx).

Read with lxml alone: python-docx passes over content controls, check boxes, tracked changes, fields and text boxes,
all of which hold answers in real forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from scorer.readers.builder import Cell, DocumentBuilder, tidy
from scorer.readers.docx_numbering import Numbering, value
from scorer.readers.grid import Covered, Document
from scorer.readers.notation import CHECKED, UNCHECKED, Piece, is_note_mark, joined
from scorer.readers.ooxml import Package, R, W
from scorer.settings import Settings

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_OUTLINE = tuple("012345678")
"""Levels of headings; 9 is that of plain text (ECMA-376 part 1, 17.3.1.20)."""
_OFF = ("0", "false", "off")

_UNSEEN = ("vanish", "strike", "dstrike")
"""What hides a run, or strikes it out: where "Yes / No" is printed, the one that does not hold."""
_SKIPPED = {W + name for name in ("del", "moveFrom", "pPr", "rPr", "delText", "delInstrText", "sdtPr", "sdtEndPr")}
_CHARACTERS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "ptab": "\t", W + "noBreakHyphen": "\u2011"}
_WRAPPERS = {W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_SYMBOLS = {
    # Characters of the picture fonts with which boxes are ticked by hand; the codes are the fonts' own.
    ("wingdings", 0xFE): CHECKED,
    ("wingdings", 0xFD): CHECKED,
    ("wingdings", 0xA8): UNCHECKED,
    ("wingdings", 0x6F): UNCHECKED,
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x52): CHECKED,
    ("wingdings 2", 0x53): CHECKED,
    ("wingdings 2", 0xA3): UNCHECKED,
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x4F): "✗",
}
_FIELD_LINK = re.compile(r'^\s*HYPERLINK\s+"([^"]+)"', re.I)


@dataclass(slots=True)
class _Field:
    """A field that is being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    in_result: bool = False

    @property
    def address(self) -> str:
        match = _FIELD_LINK.match(self.instruction)
        return match[1] if match else ""


def read(data: bytes, settings: Settings) -> Document:
    """The document's body in reading order, between the texts of its page headers and those of its footers."""
    package = Package(data, settings, "a Word document")
    main = package.main_part()
    relations = package.relations(main)
    parts = {relation.kind: relation.target for relation in relations.values() if relation.target in package}
    numbering = package.xml(parts["numbering"]) if "numbering" in parts else None
    styles = package.xml(parts["styles"]) if "styles" in parts else None
    builder = DocumentBuilder(settings)
    reader = _Reader(Numbering(numbering, styles), _heading_styles(styles), builder)

    def margins(kind: str) -> None:
        for relation in relations.values():
            if relation.kind == kind and relation.target in package:
                addresses = _addresses(package, relation.target)
                for line in dict.fromkeys(reader.lines(package.xml(relation.target), addresses)):
                    builder.prose(line)

    margins("header")
    body = package.xml(main).find(W + "body")
    if body is not None:
        reader.flow(body, _addresses(package, main))
    margins("footer")
    return builder.build("docx")


def _addresses(package: Package, part: str) -> dict[str, str]:
    return {key: relation.target for key, relation in package.relations(part).items() if relation.external}


class _Reader:
    def __init__(self, numbering: Numbering, headings: set[str], builder: DocumentBuilder) -> None:
        self._numbering = numbering
        self._headings = headings
        self._builder = builder
        self._addresses: dict[str, str] = {}
        self._fields: list[_Field] = []

    def lines(self, container: etree._Element, addresses: dict[str, str]) -> list[str]:
        """All text below an element, a line each."""
        self._addresses = addresses
        return self._text(container).split("\n")

    def flow(self, container: etree._Element, addresses: dict[str, str]) -> None:
        """Give the paragraphs and tables below an element to the builder."""
        self._addresses = addresses
        self._flow(container)

    def _flow(self, container: etree._Element) -> None:
        open_text = ""
        for block in _blocks(container):
            if block.tag == W + "tbl":
                self._table(block)
                continue
            text, boxes = self._paragraph(block)
            open_text += text
            if not _mark_deleted(block):
                self._builder.prose(open_text, heading=self._is_heading(block))
                open_text = ""
            for box in boxes:
                self._flow(box)
        self._builder.prose(open_text)

    def _table(self, table: etree._Element) -> None:
        rows = _rows(table)
        frame: etree._Element | None = None
        merged: dict[int, Covered] = {}

        def plain_rows() -> Iterator[list[Cell]]:
            nonlocal frame
            frame = None
            for row in rows:
                cells = list(_children(row, W + "tc"))
                if len(cells) == 1 and any(block.tag == W + "tbl" for block in _blocks(cells[0])):
                    frame = cells[0]
                    return
                yield self._row(row, cells, merged)

        self._builder.table(plain_rows())
        while frame is not None:
            # A row of one cell with a table in it only places that table on the page.
            self._flow(frame)
            self._builder.table(plain_rows())

    def _row(self, row: etree._Element, cells: list[etree._Element], merged: dict[int, Covered]) -> list[Cell]:
        """The texts of a row. ``merged`` holds, by column, what a merge from above shows there, and is kept up."""
        texts: list[Cell] = [""] * _count(value(row, "trPr/gridBefore"), 0)
        for cell in cells:
            properties = cell.find(W + "tcPr")
            covered = merged.get(len(texts), Covered("")) if _goes_on_downwards(properties) else None
            text = "" if covered or _is_covered(properties) or _is_unanswered(cell) else self._text(cell)
            if covered is None:
                merged[len(texts)] = Covered(tidy(text))
            texts.append(covered or text)
            texts += [""] * (_count(value(properties, "gridSpan"), 1) - 1)
        return texts + [""] * _count(value(row, "trPr/gridAfter"), 0)

    def _text(self, container: etree._Element) -> str:
        """The text below an element, with a table inside it as lines of tabbed cells."""
        text = ""
        glue = ""
        for block in _blocks(container):
            if block.tag == W + "tbl":
                lines = [
                    "\t".join(
                        text
                        for text in self._row(row, list(_children(row, W + "tc")), {})
                        if text and isinstance(text, str)
                    )
                    for row in _rows(block)
                ]
                text += glue + "\n".join(lines)
            else:
                words, boxes = self._paragraph(block)
                text += glue + "\n".join([words, *map(self._text, boxes)])
            glue = "" if _mark_deleted(block) else "\n"
        return text

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """A paragraph's text with its list marker, and the text boxes that hang on it."""
        # A field that a damaged file leaves open must not swallow the rest of the document.
        self._fields.clear()
        pieces: list[Piece] = []
        boxes: list[etree._Element] = []
        self._inline(paragraph, "", pieces, boxes)
        text = joined(pieces)
        marker = self._numbering.marker(paragraph)
        if text.strip():
            return (f"{marker} {text}" if marker else text), boxes
        # An empty item shows its number all the same, and a column of provisions may be numbered so.
        return (marker if any(character.isalnum() for character in marker) else ""), boxes

    def _is_heading(self, paragraph: etree._Element) -> bool:
        own = value(paragraph, "pPr/outlineLvl")
        if own is not None:
            return own in _OUTLINE
        return value(paragraph, "pPr/pStyle") in self._headings

    def _inline(self, element: etree._Element, address: str, pieces: list[Piece], boxes: list[etree._Element]) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag == W + "fldChar":
                self._field_mark(child, pieces)
            elif tag == W + "instrText":
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag == W + "txbxContent":
                boxes.append(child)
            elif tag == _MC + "AlternateContent":
                self._inline(_alternative(child), address, pieces, boxes)
            elif tag == W + "hyperlink":
                self._inline(child, self._addresses.get(child.get(R + "id", ""), ""), pieces, boxes)
            elif tag == W + "fldSimple":
                field = _Field(child.get(W + "instr", ""))
                self._inline(child, field.address or address, pieces, boxes)
            elif tag == W + "sdt":
                self._control(child, address, pieces, boxes)
            elif tag == W + "r" and (_is_unseen(child) or _is_note_mark(child, pieces)):
                continue
            elif (characters := _characters(child)) is not None:
                self._add(characters, address, pieces)
            else:
                self._inline(child, address, pieces, boxes)

    def _add(self, characters: str, address: str, pieces: list[Piece]) -> None:
        if all(field.in_result for field in self._fields):
            of_field = next((field.address for field in reversed(self._fields) if field.address), "")
            pieces.append((characters, address or of_field))

    def _control(self, control: etree._Element, address: str, pieces: list[Piece], boxes: list[etree._Element]) -> None:
        """A content control: a check box by its state, anything else by what was entered."""
        properties = control.find(W + "sdtPr")
        checkbox = None if properties is None else properties.find(_W14 + "checkbox")
        content = control.find(W + "sdtContent")
        if checkbox is not None:
            state = checkbox.find(_W14 + "checked")
            checked = state is not None and state.get(_W14 + "val", "1") not in _OFF
            self._add(CHECKED if checked else UNCHECKED, address, pieces)
        elif content is not None and not _shows_placeholder(control):
            self._inline(content, address, pieces, boxes)

    def _field_mark(self, mark: etree._Element, pieces: list[Piece]) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            if (answer := _form_field(mark)) is not None:
                self._add(answer, "", pieces)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _heading_styles(styles: etree._Element | None) -> set[str]:
    """The ids of the styles that stand in the document's outline, themselves or by the style they are based on."""
    if styles is None:
        return set()
    levels = {style.get(W + "styleId", ""): value(style, "pPr/outlineLvl") for style in styles.iter(W + "style")}
    bases = {style.get(W + "styleId", ""): value(style, "basedOn") for style in styles.iter(W + "style")}
    found = set()
    for name in levels:
        base: str | None = name
        passed = set()
        while base in levels and levels[base] is None and base not in passed:
            passed.add(base)
            base = bases[base]
        if base is not None and levels.get(base) in _OUTLINE:
            found.add(name)
    return found


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables that stand directly in an element, wrappers opened."""
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in _WRAPPERS or (child.tag == W + "sdt" and not _shows_placeholder(child)):
            yield from _blocks(child)


def _children(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, wrappers opened."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS or child.tag == W + "sdt":
            yield from _children(child, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in _children(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None)


def _alternative(element: etree._Element) -> etree._Element:
    """One of two ways to say the same: the first that has a text box, else the first."""
    for choice in element:
        if next(choice.iter(W + "txbxContent"), None) is not None:
            return choice
    return element[0]


def _characters(element: etree._Element) -> str | None:
    """The characters that an element stands for, or None where it only holds others."""
    if element.tag in (W + "t", _MATH_TEXT):
        return element.text or ""
    if element.tag == W + "sym":
        code = int(element.get(W + "char", "0"), 16)
        return _SYMBOLS.get((element.get(W + "font", "").lower(), code & 0xFF), chr(code))
    return _CHARACTERS.get(str(element.tag))


def _form_field(mark: etree._Element) -> str | None:
    """The answer of a form field of the old kind, where it is not in the text: a check box or a drop-down list."""
    data = mark.find(W + "ffData")
    if data is None:
        return None
    box = data.find(W + "checkBox")
    if box is not None:
        state = box.find(W + "checked")
        return CHECKED if _is_on(state if state is not None else box.find(W + "default")) else UNCHECKED
    choices = data.find(W + "ddList")
    if choices is not None:
        entries = [entry.get(W + "val", "") for entry in choices.iter(W + "listEntry")]
        chosen = int(value(choices, "result") or value(choices, "default") or 0)
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    return None


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(W + "val", "1") not in _OFF


def _shows_placeholder(control: etree._Element) -> bool:
    """True where a control shows its prompt ("Choose an item.") because nothing was entered."""
    return _is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _is_unanswered(cell: etree._Element) -> bool:
    """True where a control around the whole cell shows its prompt."""
    content = cell.getparent()
    control = None if content is None else content.getparent()
    return control is not None and control.tag == W + "sdt" and _shows_placeholder(control)


def _is_unseen(run: etree._Element) -> bool:
    """True for a run that is not shown."""
    properties = run.find(W + "rPr")
    return properties is not None and any(_is_on(properties.find(W + name)) for name in _UNSEEN)


def _is_note_mark(run: etree._Element, before: Sequence[Piece]) -> bool:
    """True for a run that is raised to lead to a footnote."""
    if value(run, "rPr/vertAlign") != "superscript":
        return False
    raised = "".join(filter(None, map(_characters, run)))
    return is_note_mark(raised, next((words for words, _ in reversed(before) if words), ""))


def _mark_deleted(block: etree._Element) -> bool:
    """True where a tracked change joins a paragraph with the next one."""
    return block.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _is_covered(properties: etree._Element | None) -> bool:
    """True for a cell that one to its left covers, and for one that a tracked change deletes."""
    return _is_merged(properties, "hMerge") or (properties is not None and properties.find(W + "cellDel") is not None)


def _goes_on_downwards(properties: etree._Element | None) -> bool:
    """True for a cell that one in a row above covers."""
    return _is_merged(properties, "vMerge")


def _is_merged(properties: etree._Element | None, name: str) -> bool:
    merge = None if properties is None else properties.find(W + name)
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _count(text: str | None, default: int) -> int:
    # Word's tables have at most 63 columns.
    return min(int(text), 63) if text and text.isdecimal() else default
