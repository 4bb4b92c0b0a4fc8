"""The flowing layout of tables in plain text: every cell starts on its own line with one tab.

Long cells run on over lines without a tab and over blank lines, and a blank line also ends a row, so where rows end
has to be found out: the width that explains the blank lines best is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LEAST_CELLS = 8
"""Fewer lines that begin with a tab are indented prose."""
_WIDTHS = range(2, 9)


@dataclass(slots=True)
class FlowCell:
    """A cell's lines, and whether blank lines follow them."""

    lines: list[str] = field(default_factory=list)
    gap: bool = False

    @property
    def text(self) -> str:
        """The cell's text."""
        return "\n".join(self.lines).strip()


Segment = list[FlowCell]
"""Cells without a blank line between them."""


def is_flowing(lines: Sequence[str]) -> bool:
    """True where cells stand on lines of their own rather than side by side."""
    alone = sum(1 for line in lines if line.startswith("\t") and line.count("\t") == 1)
    beside = sum(1 for line in lines if line.count("\t") > 1)
    return alone >= _LEAST_CELLS and alone > beside


def flowing(lines: Sequence[str]) -> Iterator[str | list[list[str]]]:
    """Prose lines and tables (rows of equally many cells), in order."""
    first = next(index for index, line in enumerate(lines) if line.startswith("\t"))
    yield from (line for line in lines[:first] if line.strip())
    cells = _cells(lines[first:])
    segments = _segments(cells)
    width = min(_WIDTHS, key=lambda candidate: _cost(segments, candidate))
    table: list[list[str]] = []
    rows = list(_rows(segments, width))
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        trailing = _trailing_prose(row[-1], rows[0], following) if len(row) == width else []
        texts = [cell.text for cell in row]
        table.append(texts + [""] * (width - len(texts)))
        if trailing:
            yield table
            yield from trailing
            table = []
    yield table


def _cells(lines: Sequence[str]) -> list[FlowCell]:
    cells: list[FlowCell] = []
    for line in lines:
        if line.startswith("\t"):
            cells.append(FlowCell([line[1:]]))
        elif line.strip():
            cells[-1].lines.append(line)
            cells[-1].gap = False
        else:
            cells[-1].lines.append("")
            cells[-1].gap = True
    return cells


def _segments(cells: Sequence[FlowCell]) -> list[Segment]:
    segments: list[Segment] = [[]]
    for cell in cells:
        segments[-1].append(cell)
        if cell.gap:
            segments.append([])
    return [segment for segment in segments if segment]


def _rows(segments: Sequence[Segment], width: int) -> Iterator[list[FlowCell]]:
    """Rows of ``width`` cells; one that no full row takes in (a merged title) is a short row."""
    open_segments: list[Segment] = []
    for segment in segments:
        open_segments.append(segment)
        while (total := sum(map(len, open_segments))) >= width:
            if total % width == 0:
                row = [cell for part in open_segments for cell in part]
                yield from (row[start : start + width] for start in range(0, total, width))
                open_segments = []
                break
            yield from _chunks(open_segments.pop(0), width)
    for segment in open_segments[:-1]:
        yield from _chunks(segment, width)
    if open_segments:
        yield from _chunks(open_segments[-1], width)


def _chunks(segment: Segment, width: int) -> Iterator[list[FlowCell]]:
    return (segment[start : start + width] for start in range(0, len(segment), width))


def _cost(segments: Sequence[Segment], width: int) -> tuple[int, int]:
    """How many rows of a width do not fit the blank lines: short ones, and ones that end without a blank line.

    Between equals the narrower width wins, as a multiple of the true one fits as well.
    """
    return sum((len(row) < width) + (not row[-1].gap) for row in _rows(segments, width)), width


def _trailing_prose(last: FlowCell, header: Sequence[FlowCell], following: Sequence[FlowCell] | None) -> list[str]:
    """Take the lines off a row's last cell that belong to what stands below the table.

    They do where the cell itself is empty, or where the table starts anew below them with its header.
    """
    blank = next((index for index, line in enumerate(last.lines) if not line.strip() and index), None)
    if not last.lines[0].strip():
        blank = 0 if len(last.lines) > 1 and not last.lines[1].strip() else blank
    elif following is None or [cell.text for cell in following] != [cell.text for cell in header]:
        return []
    if blank is None:
        return []
    prose = [line for line in last.lines[blank:] if line.strip()]
    if prose:
        last.lines = last.lines[:blank]
    return prose
