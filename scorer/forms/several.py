"""Several forms in one file: which rows are of one form, and the file in parts of a form each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scorer.forms.clean import clean
from scorer.forms.columns import read_header
from scorer.forms.front import heads_form, read_landlord
from scorer.forms.rows import Row, numbered
from scorer.readers.grid import Document, GridRow

_Place = tuple[int, int]
"""A row of a document: the number of its grid, and its own within the grid."""


def forms_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each form: another begins where the numbers, or the sheet, start over."""
    current: list[Row] = []
    seen: set[str] = set()
    furthest = 0
    for row in rows:
        if row.ref is not None:
            section = int(row.ref[0])
            sheet_changed = bool(current) and row.location.sheet != current[-1].location.sheet
            if row.ref in seen and ((section == 1 and furthest > 2) or sheet_changed):
                begun = len(current) if sheet_changed else _begun(current)
                yield current[:begun]
                current = current[begun:]
                seen, furthest = {each.ref for each in numbered(current) if each.ref}, section
            seen.add(row.ref)
            furthest = max(furthest, section)
        current.append(row)
    if current:
        yield current


def _begun(rows: Sequence[Row]) -> int:
    """Where the rows of section 1 at the end begin: provisions that the form before does not have, but the next."""
    begun = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        ref = rows[index].ref
        if ref is not None and not ref.startswith("1."):
            break
        if ref is not None:
            begun = index
    return begun


def parted(document: Document, forms: Sequence[Sequence[Row]]) -> list[Document]:
    """The document in parts of a form each, with what stands above its table and below; none where it cannot be told
    where one of them begins. ``forms`` are the rows of each, as the tables of the document gave them."""
    places = [(grid, row) for grid, each in enumerate(document.grids) for row in range(len(each.rows))]
    ends = [_ends(document, rows) for rows in forms]
    cuts = [places[0]] if places else []
    for before, after in itertools.pairwise(ends):
        cut = None if before is None or after is None else _cut(document, places, cuts[-1], before, after[0])
        if cut is None:
            return []
        cuts.append(cut)
    bounds = [*cuts, (len(document.grids), 0)]
    return [_part(document, start, end) for start, end in itertools.pairwise(bounds)]


def _ends(document: Document, rows: Sequence[Row]) -> tuple[_Place, _Place] | None:
    """The first and the last row of a form that have a number, or None where they stand in no table."""
    known = numbered(rows)
    if not known:
        return None
    first, last = _place(document, known[0]), _place(document, known[-1])
    return None if first is None or last is None else (first, last)


def _place(document: Document, row: Row) -> _Place | None:
    grid = document.grids[row.grid]
    if grid.kind != "table":
        return None
    return next(((row.grid, index) for index, each in enumerate(grid.rows) if each.location == row.location), None)


def _cut(
    document: Document, places: Sequence[_Place], start: _Place, before: tuple[_Place, _Place], first: _Place
) -> _Place | None:
    """Where the form with the row ``first`` begins, behind the one that begins at ``start``: at its title or its
    landlord's name, at its sheet, or at its header. None where it has no header of its own."""
    between = [place for place in places if before[1] < place < first]
    header = next((place for place in between if read_header(_row(document, place).cells) is not None), None)
    if header is None:
        return None
    sheet = _row(document, first).location.sheet
    own_sheet = next((place for place in between if _row(document, place).location.sheet == sheet), header)
    # On one sheet all of it may be either form's; a sheet of the form's own is its own from the top.
    end = min(header, own_sheet) if sheet != _row(document, before[1]).location.sheet else header
    heads = [place for place in between if place < end and _heads(document, place)]
    landlord = read_landlord([_words(_row(document, place)) for place in places if start <= place < before[0]])
    # A foot below the form before says its landlord once more.
    others = [place for place in heads if not landlord or landlord not in _words(_row(document, place))]
    return next(iter(others or heads), end)


def _heads(document: Document, place: _Place) -> bool:
    """True for a paragraph or a row of a table that may head a form. What a page cut off stands in later columns."""
    row = _row(document, place)
    filled = [bool(clean(cell)) for cell in row.cells]
    in_first = filled[0] and (sum(filled) == 1 or (sum(filled) == 2 and filled[1]))
    return in_first and any(map(heads_form, _words(row).split("\n")))


def _words(row: GridRow) -> str:
    return ": ".join(cell.strip().rstrip(":") for cell in row.cells if clean(cell))


def _row(document: Document, place: _Place) -> GridRow:
    return document.grids[place[0]].rows[place[1]]


def _part(document: Document, start: _Place, end: _Place) -> Document:
    """The rows from ``start`` to before ``end``, in the grids that they stand in."""
    kept = (
        replace(grid, rows=tuple(row for place, row in enumerate(grid.rows) if start <= (index, place) < end))
        for index, grid in enumerate(document.grids)
    )
    return replace(document, grids=tuple(grid for grid in kept if grid.rows))
