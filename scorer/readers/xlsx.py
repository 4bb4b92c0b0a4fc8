"""Excel workbooks (.xlsx, .xlsm).

Read with lxml alone. calamine lays a sheet out as a full rectangle, so two cells far apart take the process down,
and it has neither links nor number formats (5.10 comes out as 5.1); openpyxl has no links or merges where it
streams, and builds an object for each empty formatted cell where it does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from lxml import etree

from scorer.errors import ScorerError
from scorer.readers.builder import Cell, DocumentBuilder, tidy
from scorer.readers.grid import Covered, Document
from scorer.readers.notation import linked
from scorer.readers.ooxml import Package, R, S
from scorer.readers.xlsx_formats import built_in, shown
from scorer.settings import Settings

_TITLE = "an Excel workbook"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LINK_FORMULA = re.compile(r'^\s*HYPERLINK\(\s*"([^"]+)"', re.I)
# Cells and rows that are only formatted, which some sheets have by the million; parsing them takes half a minute.
_IDLE = (re.compile(rb'<c r="[^<>]*/>'), re.compile(rb'<row r="[^<>]*?(?:/>|>\s*</row>)'))
_TRUE_FALSE = {"0": "FALSE", "1": "TRUE"}

Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class _Sheet:
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)  # reference, address
    merges: list[str] = field(default_factory=list)


def read(data: bytes, settings: Settings) -> Document:
    """The sheets that are not hidden, in order. Columns without any text are left out."""
    book = _Workbook(Package(data, settings, _TITLE), settings)
    builder = DocumentBuilder(settings)
    for name, part in book.sheets():
        sheet = book.sheet(part)
        _link(sheet)
        merged = _uncover(sheet, builder)
        columns = sorted({column for row in sheet.rows.values() for column in row})
        builder.sheet(
            [(number, _row(cells, columns, merged.get(number, {}))) for number, cells in sorted(sheet.rows.items())],
            name,
        )
    return builder.build("xlsx")


class _Workbook:
    def __init__(self, package: Package, settings: Settings) -> None:
        self._package = package
        self._most_cells = settings.max_cells
        self._main = package.main_part()
        self._relations = package.relations(self._main)
        self._root = package.xml(self._main)
        properties = self._root.find(S + "workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._strings = self._shared_strings()
        self._formats = self._number_formats()

    def sheets(self) -> list[tuple[str, str]]:
        """Names and parts of the visible work sheets."""
        found = []
        for element in self._root.iter(S + "sheet"):
            relation = self._relations.get(element.get(R + "id", ""))
            is_sheet = relation is not None and relation.kind == "worksheet"
            if relation and is_sheet and element.get("state", "visible") == "visible":
                found.append((element.get("name", ""), relation.target))
        return found

    def sheet(self, part: str) -> _Sheet:
        """The texts of a sheet, and its links and merges by their references."""
        sheet = _Sheet()
        relations = self._package.relations(part)
        number = 0
        count = 0
        for element in self._package.stream(part, (S + "row", S + "hyperlink", S + "mergeCell"), _IDLE):
            if element.tag == S + "row":
                number = int(element.get("r", number + 1))
                if cells := self._cells(element):
                    sheet.rows.setdefault(number, {}).update(cells)
                    count += len(cells)
            elif element.tag == S + "hyperlink":
                relation = relations.get(element.get(R + "id", ""))
                if relation is not None and relation.external:
                    sheet.links.append((element.get("ref", ""), relation.target))
            else:
                sheet.merges.append(element.get("ref", ""))
            if max(count, len(sheet.merges), len(sheet.links)) > self._most_cells:
                limit = self._most_cells
                raise ScorerError("E109", what="table cells", count=f"over {limit:,}", limit=f"{limit:,}")
        return sheet

    def _cells(self, row: etree._Element) -> dict[int, str]:
        texts = {}
        column = 0
        for cell in row.iterchildren(S + "c"):
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(match[1]) if match else column + 1
            text = self._text(cell)
            if text.strip():
                texts[column] = text
        return texts

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _string(cell.find(S + "is"))
        stored = cell.findtext(S + "v")
        # Programs that work no formula out leave its value empty.
        if not stored:
            return ""
        if kind == "s":
            return self._strings[int(stored)]
        if kind == "n":
            text = shown(float(stored), self._format(cell), from_1904=self._from_1904)
        else:
            text = _TRUE_FALSE.get(stored, stored) if kind == "b" else stored
        formula = _LINK_FORMULA.match(cell.findtext(S + "f") or "")
        return linked(text, formula[1]) if formula else text

    def _format(self, cell: etree._Element) -> str:
        style = int(cell.get("s", "0"))
        return self._formats[style] if style < len(self._formats) else ""

    def _part(self, kind: str) -> str | None:
        parts = (relation.target for relation in self._relations.values() if relation.kind == kind)
        return next((part for part in parts if part in self._package), None)

    def _shared_strings(self) -> list[str]:
        part = self._part("sharedStrings")
        return [_string(item) for item in self._package.stream(part, (S + "si",))] if part else []

    def _number_formats(self) -> list[str]:
        """The format code of each cell style."""
        part = self._part("styles")
        if part is None:
            return []
        styles = self._package.xml(part)
        own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in styles.iter(S + "numFmt")}
        ids = [item.get("numFmtId", "0") for item in styles.iterfind(f"{S}cellXfs/{S}xf")]
        return [own[key] if key in own else built_in(int(key)) for key in ids]


def _string(item: etree._Element | None) -> str:
    """A string with its runs joined; readings of Asian characters (rPh) are no text of the cell."""
    if item is None:
        return ""
    return "".join(text.text or "" for text in item.iterfind(f"{S}t")) + "".join(
        text.text or "" for text in item.iterfind(f"{S}r/{S}t")
    )


def _link(sheet: _Sheet) -> None:
    for reference, address in sheet.links:
        row, column = _corners(reference)[0]
        cells = sheet.rows.get(row, {})
        if column in cells:
            cells[column] = linked(cells[column], address)


def _row(cells: dict[int, str], columns: list[int], merged: dict[int, Covered]) -> list[Cell]:
    return [cells[column] if column in cells else merged.get(column, "") for column in columns]


def _uncover(sheet: _Sheet, builder: DocumentBuilder) -> dict[int, dict[int, Covered]]:
    """Take the text out of cells that a merge covers; Excel keeps none there, other programs may.

    What a merge from above shows is returned by row and column.
    """
    numbers = sorted(sheet.rows)
    merged: dict[int, dict[int, Covered]] = {}
    covered = 0
    for reference in sheet.merges:
        (top, left), (bottom, right) = _corners(reference)
        shown = Covered(tidy(sheet.rows.get(top, {}).get(left, "")))
        reached = numbers[bisect_left(numbers, top) : bisect_left(numbers, bottom + 1)]
        # Merges that lie over one another, which Excel refuses, could have every row looked at for each.
        covered += len(reached)
        builder.check_count("merged cells", covered)
        for number in reached:
            cells = sheet.rows[number]
            for column in [column for column in cells if left <= column <= right]:
                if (number, column) != (top, left):
                    del cells[column]
            if number > top and shown.text:
                merged.setdefault(number, {})[left] = shown
    return merged


def _corners(reference: str) -> tuple[Place, Place]:
    """First and last cell of "A1:C3", or of "A1"."""
    first, _, last = reference.partition(":")
    return _place(first), _place(last or first)


def _place(reference: str) -> Place:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise ScorerError("E106", format=_TITLE, detail="cell reference")
    return int(match[2]), _column(match[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
