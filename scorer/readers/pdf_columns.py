"""Tables without ruling lines: columns told by the white gutters between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile, zip_longest
from statistics import median

from scorer.readers.pdf_canvas import Character
from scorer.readers.pdf_text import Line, lines_of, text_of

_GAP = 12.0
"""Points of white within a line that prose does not have."""
_GUTTER = 6.0
"""Least width of a gutter, in points."""
_CROSSED = 0.05
"""Share of the tabular lines that may cross a gutter (headings)."""
_ALIGNED = 3.0
"""Points within which texts start below one another."""
_MOSTLY = 0.4
"""Share of a column's texts that do."""
_NARROW = 7.0
"""Points: a gutter not wider than this, one blank of a text, may be a river."""
_LEAST_ROWS = 3
_COLUMNS = range(3, 11)
_FEW_KEYS = 0.4
"""Share of a table's rows with a text in the first column below which it holds headings only."""
_TALLEST_HEADER = 6
"""Lines of a header below its first."""

Row = list[str]
Part = Line | list[Row]
Word = list[Character]
Header = dict[str, tuple[str, ...]]
"""The first line of a header that pages repeat, and the lines that follow it each time."""


def aligned_pages(pages: Sequence[Sequence[Line]]) -> list[list[Part] | None]:
    """For each page its lines with runs of tabular ones as tables, or None where no sane table shows.

    A page with enough rows of its own decides for itself. The others, which may hold one long row or a part of it,
    go by what the pages show together.
    """
    header = _repeated_header(pages)
    found = [_alone(lines, header) for lines in pages]
    shared = _shared([edges for lines in pages if (edges := _edges(lines, least=2)) is not None])
    if shared is None or all(parts is not None for parts in found):
        return found
    guesses = [_parts(lines, _nearest(lines, shared), header) for lines in pages]
    if sum(map(_full_rows, guesses)) < _LEAST_ROWS:
        return found
    return [
        parts if parts is not None else guess if _is_tabular(guess) else None
        for parts, guess in zip(found, guesses, strict=True)
    ]


def _repeated_header(pages: Sequence[Sequence[Line]]) -> Header:
    """The lines of texts side by side, none with a figure, that come again: they head a table that goes on."""
    following: dict[str, list[list[str]]] = {}
    for lines in pages:
        texts = [_folded(line) for line in lines]
        for place, line in enumerate(lines):
            if sum(1 for gap in _gaps(line) if gap >= _GAP) >= _COLUMNS[0] - 1:
                following.setdefault(texts[place], []).append(texts[place + 1 : place + 1 + _TALLEST_HEADER])
    return {
        text: tuple(lines[0] for lines in takewhile(_all_one, zip(*runs, strict=False)))
        for text, runs in following.items()
        if len(runs) > 1 and not any(letter.isdigit() for letter in text)
    }


def _all_one(texts: Sequence[str]) -> bool:
    return len(set(texts)) == 1


def _folded(line: Line) -> str:
    return " ".join("".join(character.text for character in word) for word in line.words())


def _alone(lines: Sequence[Line], header: Header) -> list[Part] | None:
    edges = _edges(lines)
    parts = _parts(lines, edges, header) if edges is not None else []
    return parts if _full_rows(parts) >= _LEAST_ROWS else None


def _edges(lines: Sequence[Line], least: int = _LEAST_ROWS + 1) -> list[float] | None:
    """Where columns part, or None where too few lines show it, or no number of columns that a form has."""
    tabular = [line for line in lines if any(gap >= _GAP for gap in _gaps(line))]
    gutters = _gutters(tabular) if len(tabular) >= least else []
    edges = [
        edge
        for (edge, width), (right, _) in pairwise([*gutters, (float("inf"), 0.0)])
        if _starts_a_column(tabular, edge, right) and (width > _NARROW or _stands_apart(tabular, edge, right))
    ]
    return edges if len(edges) + 1 in _COLUMNS else None


def _starts_a_column(lines: Sequence[Line], left: float, right: float) -> bool:
    """True where the texts between two gutters mostly start below one another; those after a river in prose do not."""
    starts = Counter[int]()
    for line in lines:
        first = next((word[0].box.x0 for word in line.words() if left < word[0].box.x0 < right), None)
        if first is not None:
            starts[round(first / _ALIGNED)] += 1
    return bool(starts) and starts.most_common(1)[0][1] >= _MOSTLY * starts.total()


def _stands_apart(lines: Sequence[Line], left: float, right: float) -> bool:
    """True where the texts between two gutters mostly have more white before them than words of a text have."""
    apart = []
    for line in lines:
        reach = float("-inf")
        for word in line.words():
            if left < word[0].box.x0 < right:
                apart.append(word[0].box.x0 - reach >= _GAP)
                break
            reach = word[-1].box.x1
    return sum(apart) >= _MOSTLY * len(apart) > 0


def _shared(found: Sequence[list[float]]) -> list[float] | None:
    """The usual edges of pages: of those with the commonest number of columns, each in the middle."""
    if not found:
        return None
    number = Counter(map(len, found)).most_common(1)[0][0]
    return [median(places) for places in zip(*(edges for edges in found if len(edges) == number), strict=True)]


def _nearest(lines: Sequence[Line], shared: list[float]) -> list[float]:
    """A page's own edges where it shows as many as all pages do: programs lay each page out anew."""
    own = _edges(lines, least=2)
    return own if own is not None and len(own) == len(shared) else shared


def _parts(lines: Sequence[Line], edges: Sequence[float], header: Header) -> list[Part]:
    parts: list[Line | list[list[list[Line]]]] = []
    begun = False
    starts = _starts(lines, edges)
    keyless = _keyless(lines, edges)
    above: list[list[Word]] = []
    rest: tuple[str, ...] | None = None  # of the header that the row in hand is
    for line, below in zip_longest(lines, lines[1:]):
        columns = _columns(line, edges)
        if columns is None and begun:
            columns = _crowded(line, edges, starts)
        elif columns is None and below is not None and abs(below.box.x0 - line.box.x0) <= 1:
            columns = _within(line, starts)
        # Above the first row, a line that is short enough for the first column is a title.
        if columns is None or not (begun or any(columns[1:])):
            parts.append(line)
            continue
        begun = True
        if not parts or isinstance(parts[-1], Line):
            parts.append([])
        table = parts[-1]
        assert isinstance(table, list)
        text = _folded(line)
        goes_on = rest is not None and rest[:1] == (text,)
        begins = columns[0] or (keyless and _sets_in(above, columns))
        above = columns
        if not goes_on and (begins or not table or rest is not None or text in header):
            table.append([[] for _ in columns])
        rest = rest[1:] if rest and goes_on else header.get(text)
        for cell, words in zip(table[-1], columns, strict=True):
            cell += lines_of(character for word in words for character in word)
    return [part if isinstance(part, Line) else [[text_of(cell) for cell in row] for row in part] for part in parts]


def _keyless(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """True where few rows have a text in the first column: they begin where a text sets in right of the second."""
    keys = set_in = 0
    above: list[list[Word]] = []
    for line in lines:
        columns = _columns(line, edges)
        if columns is not None:
            keys += bool(columns[0])
            set_in += _sets_in(above, columns)
            above = columns
    return keys < _FEW_KEYS * set_in


def _sets_in(above: Sequence[Sequence[Word]], columns: Sequence[Sequence[Word]]) -> bool:
    return bool(columns[1]) and any(own and not before for before, own in zip_longest(above[2:], columns[2:]))


def _starts(lines: Sequence[Line], edges: Sequence[float]) -> list[float]:
    """Where the texts of each column mostly start, to the point."""
    counts = [Counter[int]() for _ in range(len(edges) + 1)]
    for line in lines:
        before = float("-inf")
        for word in line.words():
            left = word[0].box.x0
            if left - before >= _GAP:
                counts[sum(1 for edge in edges if edge < left)][round(left)] += 1
            before = word[-1].box.x1
    return [float(count.most_common(1)[0][0]) if count else float("inf") for count in counts]


def _crowded(line: Line, edges: Sequence[float], starts: Sequence[float]) -> list[list[Word]] | None:
    """The words by column of a line of which one column runs up to the next: a word that stands just where a column
    starts begins that column. None where the line shows no column by white space, as prose."""
    columns: list[list[Word]] = [[] for _ in starts]
    current, reach, shown = 0, float("-inf"), False
    for word in line.words():
        left = word[0].box.x0
        at = next((place for place, start in enumerate(starts) if abs(left - start) <= 1), None)
        if at is not None and at > current:
            current, shown = at, shown or left - reach >= _GAP
        elif left - reach >= _GAP:
            current = max(current, sum(1 for edge in edges if edge < left))
        columns[current].append(word)
        reach = word[-1].box.x1
    return columns if shown else None


def _within(line: Line, starts: Sequence[float]) -> list[list[Word]] | None:
    """The words by column of a line that reaches into a gutter, but starts where a column right of the first does and
    ends before the next one starts; or None."""
    for place in range(1, len(starts) - 1):
        if abs(line.box.x0 - starts[place]) <= 1 and line.box.x1 < starts[place + 1]:
            return [line.words() if column == place else [] for column in range(len(starts))]
    return None


def _full_rows(parts: Sequence[Part]) -> int:
    return sum(1 for part in parts if isinstance(part, list) for row in part if sum(map(bool, row)) >= _COLUMNS[0])


def _is_tabular(parts: Sequence[Part]) -> bool:
    """True where some text stands right of the first column."""
    rows = [row for part in parts if isinstance(part, list) for row in part]
    return any(any(row[1:]) for row in rows)


def _gaps(line: Line) -> list[float]:
    return [after[0].box.x0 - before[-1].box.x1 for before, after in pairwise(line.words())]


def _gutters(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The middles and widths of the stretches, to the point, that next to no line crosses."""
    left = int(min(line.box.x0 for line in lines))
    right = int(max(line.box.x1 for line in lines)) + 1
    # A page is at most 200 inches wide (PDF 1.7, annex C).
    crossed = [0] * min(right - left + 1, 14_400)
    for line in lines:
        for word in line.words():
            for x in range(int(word[0].box.x0) - left, min(int(word[-1].box.x1) - left + 1, len(crossed))):
                crossed[x] += 1
    gutters: list[tuple[float, float]] = []
    start: int | None = None
    for x, count in enumerate([*crossed, len(lines)]):
        if count <= _CROSSED * len(lines):
            start = x if start is None else start
        elif start is not None:
            if start > 0 and x - start >= _GUTTER:
                gutters.append((left + (start + x) / 2, float(x - start)))
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
