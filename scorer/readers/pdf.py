"""PDF files with a text layer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from scorer.errors import ScorerError
from scorer.readers.builder import Cell, DocumentBuilder, tidy
from scorer.readers.grid import Covered, Document
from scorer.readers.pdf_canvas import UNKNOWN, Character, Page, holds, pages
from scorer.readers.pdf_columns import aligned_pages
from scorer.readers.pdf_grid import Place, RuledTable, ruled_tables
from scorer.readers.pdf_text import Line, lines_of, text_of
from scorer.settings import Settings

_LEAST_TEXT = 25
"""Letters a page below which a file with a picture on each page is a scan; scanners add a line of their own."""
_MOST_WAITING = 400_000
"""Characters on pages that wait for one another: far more than a form has, and little memory."""
_PARAGRAPH_GAP = 0.6
"""White between two lines that parts paragraphs, as a part of the line's height."""


def read(data: bytes, settings: Settings) -> Document:
    """One table for each that a page shows; rows that a page break splits stay two rows.

    Raises ScorerError E105 where the pages hold no text that can be read.
    """
    builder = DocumentBuilder(settings)
    reader = _Pages(builder)
    count = letters = unknown = pictures = 0
    for page in pages(data, settings):
        count += 1
        letters += sum(1 for character in page.characters if character.text.strip())
        unknown += sum(1 for character in page.characters if character.text == UNKNOWN)
        pictures += bool(page.pictures)
        reader.add(page)
    if count == 0:
        raise ScorerError("E106", format="a PDF", detail="no pages")
    scanned = pictures == count and letters < _LEAST_TEXT * count
    if letters == 0 or scanned or unknown > letters / 2:
        raise ScorerError("E105")
    reader.end()
    return builder.build("pdf")


class _Pages:
    """Gives pages to the builder. Those without ruled tables wait for one another: columns show over several."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._waiting: list[tuple[int, list[Line]]] = []
        self._characters = 0

    def add(self, page: Page) -> None:
        """Read the next page."""
        tables = ruled_tables(page.edges)
        outside: list[Character] = []
        inside: list[list[Character]] = [[] for _ in tables]
        for character in page.characters:
            index = next((index for index, table in enumerate(tables) if holds(table.box, character.box)), None)
            (outside if index is None else inside[index]).append(character)
        lines = lines_of(outside)
        if not tables:
            self._waiting.append((page.number, lines))
            self._characters += len(outside)
            if self._characters > _MOST_WAITING:
                self.end()
            return
        self.end()
        for table, characters in zip(tables, inside, strict=True):
            above = [line for line in lines if line.box.top < table.box.top]
            _prose(above, page.number, self._builder)
            lines = lines[len(above) :]
            self._builder.table(_rows(table, characters), page=page.number)
        _prose(lines, page.number, self._builder)

    def end(self) -> None:
        """Give the pages that wait to the builder."""
        for (number, lines), parts in zip(
            self._waiting, aligned_pages([lines for _, lines in self._waiting]), strict=True
        ):
            for is_line, run in groupby(lines if parts is None else parts, key=lambda part: isinstance(part, Line)):
                if is_line:
                    _prose([part for part in run if isinstance(part, Line)], number, self._builder)
                else:
                    for part in run:
                        if isinstance(part, list):
                            self._builder.table(part, page=number)
        self._waiting = []
        self._characters = 0


def _rows(table: RuledTable, characters: Sequence[Character]) -> list[list[Cell]]:
    held: dict[Place, list[Character]] = {}
    for character in characters:
        place = table.place_of(character.box)
        if place is not None:
            held.setdefault(place, []).append(character)
    rows: list[list[Cell]] = [[""] * len(table.lefts) for _ in table.tops]
    texts = {place: text_of(lines_of(found)) for place, found in held.items()}
    for (row, column), text in texts.items():
        rows[row][column] = text
    for (row, column), place in table.places.items():
        if row > place[0] and column == place[1] and place in texts:
            rows[row][column] = Covered(tidy(texts[place]))
    return rows


def _prose(lines: Sequence[Line], page: int, builder: DocumentBuilder) -> None:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph:
            gap = line.box.top - paragraph[-1].box.bottom
            if gap > _PARAGRAPH_GAP * (line.box.bottom - line.box.top):
                builder.prose(text_of(paragraph), page=page)
                paragraph = []
        paragraph.append(line)
    builder.prose(text_of(paragraph), page=page)
