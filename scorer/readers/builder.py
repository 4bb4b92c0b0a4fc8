"""Puts a document together in reading order and keeps the limits that hold for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scorer.errors import ScorerError
from scorer.readers.grid import Covered, Document, Grid, GridRow
from scorer.records import Location
from scorer.settings import Settings

Cell = str | Covered
NumberedRow = tuple[int, Sequence[Cell]]
"""A row's number in its table or sheet, from 1, and its cells."""

_PARTS_PER_CELL = 8
"""Lines or tags allowed for each cell allowed. Forms have more in some cells, but nowhere near as many cells."""
_LINE_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters and halves of surrogate pairs carry no text, and break JSON and terminals further on.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff]")


def tidy(text: str) -> str:
    """The text with every kind of line break as ``\\n``, without control characters and outer white space."""
    if text.isprintable():
        return text.strip()
    return _NOT_TEXT.sub("", _LINE_BREAK.sub("\n", text)).strip()


class DocumentBuilder:
    """Collects prose and tables and raises E109 as soon as a limit of the settings is passed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._grids: list[Grid] = []
        self._prose: list[GridRow] = []
        self._cells = 0
        self._tables = 0

    def check_count(self, what: str, count: int) -> None:
        """Raise E109 where a file has far more lines or tags than its cells could, before work goes into them."""
        limit = _PARTS_PER_CELL * self._settings.max_cells
        if count > limit:
            raise ScorerError("E109", what=what, count=f"{count:,}", limit=f"{limit:,}")

    def prose(self, text: str, *, page: int = 0, sheet: str = "", heading: bool = False) -> None:
        """Add a paragraph that stands outside of tables; an empty one is left out."""
        if text := self._checked(text):
            self._prose.append(GridRow((text,), Location(page=page, sheet=sheet), heading=heading))

    def table(self, rows: Iterable[Sequence[Cell]], *, page: int = 0) -> None:
        """Add a table, its rows numbered from 1. Rows without text are left out, and so is a table without any."""
        self.numbered_table(enumerate(rows, start=1), page=page)

    def numbered_table(self, rows: Iterable[NumberedRow], *, page: int = 0, sheet: str = "") -> None:
        """Add a table whose rows bring their own numbers."""
        number = self._tables + 1
        kept = []
        for row, cells in rows:
            texts = tuple(self._checked(_own(cell)) for cell in cells)
            if any(texts):
                above = tuple(cell.text if isinstance(cell, Covered) else "" for cell in cells)
                place = Location(page=page, table=number, row=row, sheet=sheet)
                kept.append(GridRow(texts, place, above if any(above) else ()))
        if kept:
            self._end_prose()
            self._tables = number
            self._grids.append(Grid("table", tuple(kept)))

    def sheet(self, rows: Sequence[NumberedRow], name: str = "") -> None:
        """Add the rows of a sheet, where nothing but empty rows tells prose from tables.

        Rows before the first one with two texts are prose (the title and what stands below it), and so are rows
        between empty rows whose only text stands in the first column (headings).
        """
        for is_table, block in _blocks(rows):
            if is_table:
                self.numbered_table(block, sheet=name)
            else:
                for _, cells in block:
                    self.prose("\n".join(filter(None, map(_own, cells))), sheet=name)

    def build(self, format_name: str) -> Document:
        """The document of all that was added."""
        self._end_prose()
        return Document(format_name, tuple(self._grids))

    def _end_prose(self) -> None:
        if self._prose:
            self._grids.append(Grid("prose", tuple(self._prose)))
            self._prose = []

    def _checked(self, text: str) -> str:
        self._cells += 1
        if self._cells > self._settings.max_cells:
            limit = self._settings.max_cells
            raise ScorerError("E109", what="table cells and paragraphs", count=f"over {limit:,}", limit=f"{limit:,}")
        if len(text) > self._settings.max_cell_characters:
            limit = self._settings.max_cell_characters
            raise ScorerError("E109", what="characters in one cell", count=f"{len(text):,}", limit=f"{limit:,}")
        return tidy(text)


def _blocks(rows: Sequence[NumberedRow]) -> Iterator[tuple[bool, list[NumberedRow]]]:
    """Runs of rows that are a table or are not; a table goes on over empty rows."""
    runs: list[list[NumberedRow]] = [[]]
    for number, cells in rows:
        if not any(_own(cell).strip() for cell in cells):
            runs.append([])
            continue
        if runs[-1] and number > runs[-1][-1][0] + 1:
            runs.append([])
        runs[-1].append((number, cells))
    started = False
    table: list[NumberedRow] = []
    for run in filter(None, runs):
        opening = 0
        if not started:
            while opening < len(run) and _texts(run[opening]) < 2:
                opening += 1
        elif all(_texts(row) == 1 and _own(row[1][0]).strip() for row in run):
            opening = len(run)
        if opening:
            if table:
                yield True, table
                table = []
            yield False, run[:opening]
        if rest := run[opening:]:
            started = True
            table += rest
    if table:
        yield True, table


def _texts(row: NumberedRow) -> int:
    return sum(1 for cell in row[1] if _own(cell).strip())


def _own(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""
