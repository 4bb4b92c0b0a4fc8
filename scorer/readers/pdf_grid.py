"""Finds the tables that ruling lines draw on a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorer.readers.pdf_canvas import Box, Edge, holds

_SNAP = 3.0
"""Points: lines closer than this are one line, and lines that miss each other by less do meet."""
_MAX_LINES = 300
"""Lines of one direction; a page with more is a drawing."""
_MAX_STEPS = 1_000_000
"""Corners tried on one page, some seconds of work."""
_MAX_CELLS = 5_000
"""Cells of one page, for the same reason."""

Reach = tuple[float, float]
Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The cells of a table by row and column; a cell that spans several has its place in the first of them.

    ``tops`` and ``lefts`` are where rows and columns begin, in points; ``places`` tells for each row and column the
    place of the cell that covers it.
    """

    box: Box
    tops: tuple[float, ...]
    lefts: tuple[float, ...]
    cells: dict[Place, Box]
    places: dict[Place, Place]

    def place_of(self, box: Box) -> Place | None:
        """The place of the cell that holds the middle of a box."""
        row = bisect_right(self.tops, (box.top + box.bottom) / 2) - 1
        column = bisect_right(self.lefts, (box.x0 + box.x1) / 2) - 1
        return self.places.get((row, column)) if holds(self.box, box) else None


@dataclass(frozen=True, slots=True)
class _Cell:
    left: int
    top: int
    right: int
    bottom: int


def ruled_tables(edges: Sequence[Edge]) -> list[RuledTable]:
    """The tables of a page from top to bottom. Boxes, and tables of one column, are none."""
    xs, verticals = _lines(edge for edge in edges if edge.vertical)
    ys, horizontals = _lines(_closed(edges, verticals, xs))
    if not 2 < len(xs) <= _MAX_LINES or not 1 < len(ys) <= _MAX_LINES:
        return []
    cells = _cells(_segments(verticals, ys), _segments(horizontals, xs))
    tables = [_table(_outermost(group), xs, ys) for group in _groups(cells)]
    tables = [table for table in tables if len(table.lefts) > 1]
    outer = [table for table in tables if not any(_inside(table.box, other) for other in tables if other is not table)]
    return sorted(outer, key=lambda table: (table.box.top, table.box.x0))


def _lines(edges: Iterable[Edge]) -> tuple[list[float], list[list[Reach]]]:
    """Edges snapped to common lines: the place of each line, and the stretches of it that are drawn."""
    places: list[float] = []
    reaches: list[list[Reach]] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if not places or edge.at - places[-1] > _SNAP:
            places.append(edge.at)
            reaches.append([])
        reaches[-1].append((edge.start, edge.end))
    return places, [_joined(stretches) for stretches in reaches]


def _joined(stretches: list[Reach]) -> list[Reach]:
    joined: list[Reach] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + _SNAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _closed(edges: Sequence[Edge], verticals: list[list[Reach]], xs: list[float]) -> list[Edge]:
    """The horizontal edges, and those that a table lacks where it goes on on the next page."""
    drawn = [edge for edge in edges if not edge.vertical]
    ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x, stretches in zip(xs, verticals, strict=True):
        for stretch in stretches:
            for end in stretch:
                ends[round(end / _SNAP)].append((x, end))
    levels = sorted(edge.at for edge in drawn)
    for group in ends.values():
        at = group[0][1]
        if len({x for x, _ in group}) > 2 and not any(abs(level - at) <= 2 * _SNAP for level in levels):
            drawn.append(Edge(False, at, min(x for x, _ in group), max(x for x, _ in group)))
    return drawn


def _segments(lines: list[list[Reach]], crossings: list[float]) -> list[list[int]]:
    """For each line and each place of a crossing line, which drawn stretch of it lies there, or -1."""
    table = []
    for stretches in lines:
        numbers = [-1] * len(crossings)
        for number, (start, end) in enumerate(stretches):
            for index, place in enumerate(crossings):
                if start - _SNAP <= place <= end + _SNAP:
                    numbers[index] = number
        table.append(numbers)
    return table


def _cells(verticals: list[list[int]], horizontals: list[list[int]]) -> list[_Cell]:
    """The smallest rectangle that the lines draw to the right of and below each crossing."""
    steps = 0
    cells = []
    columns, rows = len(verticals), len(horizontals)
    for left in range(columns - 1):
        for top in range(rows - 1):
            down, along = verticals[left][top], horizontals[top][left]
            if down < 0 or along < 0:
                continue
            found = None
            for bottom in range(top + 1, rows):
                if verticals[left][bottom] != down or found:
                    break
                base = horizontals[bottom][left]
                if base < 0:
                    continue
                for right in range(left + 1, columns):
                    steps += 1
                    if horizontals[top][right] != along or horizontals[bottom][right] != base:
                        break
                    side = verticals[right][top]
                    if side >= 0 and verticals[right][bottom] == side:
                        found = _Cell(left, top, right, bottom)
                        break
            if found:
                cells.append(found)
            if steps > _MAX_STEPS or len(cells) > _MAX_CELLS:
                return []
    return cells


def _groups(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Cells that touch at a corner, directly or through others."""
    at_corner: dict[tuple[int, int], list[int]] = defaultdict(list)
    corners = []
    for index, cell in enumerate(cells):
        corners.append([(x, y) for x in (cell.left, cell.right) for y in (cell.top, cell.bottom)])
        for corner in corners[-1]:
            at_corner[corner].append(index)
    groups = []
    seen: set[int] = set()
    for index in range(len(cells)):
        if index in seen:
            continue
        seen.add(index)
        group, waiting = [], [index]
        while waiting:
            current = waiting.pop()
            group.append(cells[current])
            for corner in corners[current]:
                neighbours = [other for other in at_corner[corner] if other not in seen]
                seen.update(neighbours)
                waiting += neighbours
        groups.append(group)
    return groups


def _outermost(cells: Sequence[_Cell]) -> Sequence[_Cell]:
    """The cells without those of a table in a cell that touches the cell's corner, as Word places such tables.

    Where all lie in one cell, that one is a frame around the table, and they are the table.
    """
    taken: set[tuple[int, int]] = set()
    kept: list[_Cell] = []
    for cell in sorted(cells, key=lambda cell: (cell.left - cell.right) * (cell.bottom - cell.top)):
        if (cell.left, cell.top) not in taken:
            kept.append(cell)
            taken.update((x, y) for x in range(cell.left, cell.right) for y in range(cell.top, cell.bottom))
    return kept if len({cell.left for cell in kept}) > 1 else cells


def _table(cells: Sequence[_Cell], xs: Sequence[float], ys: Sequence[float]) -> RuledTable:
    lefts = sorted({cell.left for cell in cells})
    tops = sorted({cell.top for cell in cells})
    boxes: dict[Place, Box] = {}
    places: dict[Place, Place] = {}
    for cell in cells:
        place = bisect_left(tops, cell.top), bisect_left(lefts, cell.left)
        boxes[place] = Box(xs[cell.left], ys[cell.top], xs[cell.right], ys[cell.bottom])
        for row in range(place[0], bisect_left(tops, cell.bottom)):
            for column in range(place[1], bisect_left(lefts, cell.right)):
                places[row, column] = place
    outline = Box(
        xs[lefts[0]], ys[tops[0]], xs[max(cell.right for cell in cells)], ys[max(cell.bottom for cell in cells)]
    )
    return RuledTable(outline, tuple(ys[top] for top in tops), tuple(xs[left] for left in lefts), boxes, places)


def _inside(box: Box, table: RuledTable) -> bool:
    """True where a box lies in one cell of a table: a table in a cell is text of that cell."""
    return any(
        cell.x0 - 1 <= box.x0 and cell.top - 1 <= box.top and box.x1 <= cell.x1 + 1 and box.bottom <= cell.bottom + 1
        for cell in table.cells.values()
    )
