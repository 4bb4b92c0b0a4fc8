"""Tables without ruling lines: columns told by the white gutters between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scorer.readers.pdf_canvas import Character
from scorer.readers.pdf_text import Line, lines_of, text_of

_GAP = 12.0
"""Points of white within a line that prose does not have."""
_GUTTER = 6.0
"""Least width of a gutter, in points."""
_CROSSED = 0.05
"""Share of the tabular lines that may cross a gutter (headings)."""
_LEAST_ROWS = 3
_COLUMNS = range(3, 9)

Row = list[str]
Word = list[Character]


def aligned_parts(lines: Sequence[Line]) -> list[Line | list[Row]] | None:
    """The lines of a page with runs of tabular ones as tables, or None where no sane table shows."""
    tabular = [line for line in lines if any(gap >= _GAP for gap in _gaps(line))]
    edges = _gutters(tabular) if len(tabular) > _LEAST_ROWS else []
    if len(edges) + 1 not in _COLUMNS:
        return None
    parts: list[Line | list[list[list[Line]]]] = []
    for line in lines:
        columns = _columns(line, edges)
        if columns is None:
            parts.append(line)
            continue
        if not parts or isinstance(parts[-1], Line):
            parts.append([])
        table = parts[-1]
        assert isinstance(table, list)
        if columns[0] or not table:
            table.append([[] for _ in columns])
        for cell, words in zip(table[-1], columns, strict=True):
            cell += lines_of(character for word in words for character in word)
    result: list[Line | list[Row]] = [
        part if isinstance(part, Line) else [[text_of(cell) for cell in row] for row in part] for part in parts
    ]
    full = sum(1 for part in result if isinstance(part, list) for row in part if sum(map(bool, row)) >= _COLUMNS[0])
    return result if full >= _LEAST_ROWS else None


def _gaps(line: Line) -> list[float]:
    return [after[0].box.x0 - before[-1].box.x1 for before, after in pairwise(line.words())]


def _gutters(lines: Sequence[Line]) -> list[float]:
    """The middles of the stretches, to the point, that next to no line crosses."""
    left = int(min(line.box.x0 for line in lines))
    right = int(max(line.box.x1 for line in lines)) + 1
    # A page is at most 200 inches wide (PDF 1.7, annex C).
    crossed = [0] * min(right - left + 1, 14_400)
    for line in lines:
        for word in line.words():
            for x in range(int(word[0].box.x0) - left, min(int(word[-1].box.x1) - left + 1, len(crossed))):
                crossed[x] += 1
    gutters = []
    start: int | None = None
    for x, count in enumerate([*crossed, len(lines)]):
        if count <= _CROSSED * len(lines):
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= _GUTTER:
                gutters.append(left + (start + x) / 2)
            start = None
    return gutters


def _columns(line: Line, edges: Sequence[float]) -> list[list[Word]] | None:
    """A line's words by column, or None where it runs across a gutter as prose does."""
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    last: tuple[int, float] | None = None
    for word in line.words():
        start, end = word[0].box.x0, word[-1].box.x1
        column = sum(1 for edge in edges if edge < start)
        if column < len(edges) and edges[column] < end:
            return None
        if last and last[0] != column and start - last[1] < _GUTTER - 1:
            return None
        columns[column].append(word)
        last = (column, end)
    return columns
