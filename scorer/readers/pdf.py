"""PDF files with a text layer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from scorer.errors import ScorerError
from scorer.readers.builder import Cell, DocumentBuilder, tidy
from scorer.readers.grid import Covered, Document
from scorer.readers.pdf_canvas import UNKNOWN, Character, Page, holds, pages
from scorer.readers.pdf_columns import aligned_pages
from scorer.readers.pdf_grid import Place, RuledTable, ruled_tables
from scorer.readers.pdf_text import Line, lines_of, text_of
from scorer.readers.running import is_page_number, running
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
    for head, number in dict(reader.heads()).items():
        # Last, so that the form's own title comes first, and marked, so that no answer takes it in.
        builder.prose(head, page=number, heading=True)
    return builder.build("pdf")


class _Waiting(NamedTuple):
    """A page that is not given to the builder yet: the lines outside of its ruled tables, and those tables."""

    number: int
    lines: list[Line]
    tables: list[tuple[float, list[list[Cell]]]]


class _Pages:
    """Gives pages to the builder. They wait for one another: heads, feet and unruled columns show over several."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._waiting: list[_Waiting] = []
        self._characters = 0
        self._heads: list[tuple[str, int]] = []

    def add(self, page: Page) -> None:
        """Read the next page."""
        tables = ruled_tables(page.edges)
        outside: list[Character] = []
        inside: list[list[Character]] = [[] for _ in tables]
        for character in page.characters:
            index = next((index for index, table in enumerate(tables) if holds(table.box, character.box)), None)
            (outside if index is None else inside[index]).append(character)
        rows = [(table.box.top, _rows(table, characters)) for table, characters in zip(tables, inside, strict=True)]
        self._waiting.append(_Waiting(page.number, lines_of(outside), rows))
        self._characters += len(outside)
        if self._characters > _MOST_WAITING:
            self.end()

    def end(self) -> None:
        """Give the pages that wait to the builder."""
        pages = self._without_running()
        for has_tables, run in groupby(pages, key=lambda page: bool(page.tables)):
            if has_tables:
                for page in run:
                    self._ruled(page)
            else:
                self._unruled(list(run))
        self._waiting = []
        self._characters = 0

    def heads(self) -> list[tuple[str, int]]:
        """The heads and feet that pages repeated, each with its first page."""
        return self._heads

    def _without_running(self) -> list[_Waiting]:
        """The pages without their heads and feet, of which each is given once."""
        texts = [[text_of([line]) for line in page.lines] for page in self._waiting]
        found = running(texts)
        heads = {
            page[place]: waiting.number
            for page, places, waiting in reversed(list(zip(texts, found, self._waiting, strict=True)))
            for place in sorted(places, reverse=True)
            if not is_page_number(page[place])
        }
        self._heads += [(head, number) for head, number in reversed(heads.items())]
        return [
            page._replace(lines=[line for place, line in enumerate(page.lines) if place not in places])
            for page, places in zip(self._waiting, found, strict=True)
        ]

    def _ruled(self, page: _Waiting) -> None:
        lines = page.lines
        for top, rows in page.tables:
            above = [line for line in lines if line.box.top < top]
            _prose(above, page.number, self._builder)
            lines = lines[len(above) :]
            self._builder.table(rows, page=page.number)
        _prose(lines, page.number, self._builder)

    def _unruled(self, pages: Sequence[_Waiting]) -> None:
        aligned = aligned_pages([page.lines for page in pages])
        for (number, lines, _), parts in zip(pages, aligned, strict=True):
            for is_line, run in groupby(lines if parts is None else parts, key=lambda part: isinstance(part, Line)):
                if is_line:
                    _prose([part for part in run if isinstance(part, Line)], number, self._builder)
                else:
                    for part in run:
                        if isinstance(part, list):
                            self._builder.table(part, page=number)


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
