"""Words that a column too narrow for them broke over two lines ("complai" above "nts"), put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from scorer.codes import editions
from scorer.readers.grid import Document, GridRow

_BREAK = re.compile(r"(?<![\w/.@-])([A-Za-z]{3,})\n([a-z]{1,12})(?![\w/@-])")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ON_A_LINE = re.compile(r"(?<=[^\S\n])[A-Za-z]{2,}(?=[^\S\n]|[.,;:)?!](?:\s|$))")
"""A word that no end of a line can have cut."""

_VERDICTS = frozenset(("partial", "partially", "partly", "compliant", "compliance", "applicable"))


def rejoined(document: Document) -> Document:
    """A document of the format "pdf" or "text" with such words whole in its tables; any other as it is.

    Two pieces are one word where the Code or the document itself has that word, and not both of the pieces.
    """
    if document.format not in ("pdf", "text"):
        return document
    known = _VERDICTS | _of_the_codes() | frozenset(_inside(document))

    def joined(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        pieces = {first.lower(), second}
        return first + second if (first + second).lower() in known and not pieces <= known else match[0]

    def mended(row: GridRow) -> GridRow:
        return replace(
            row,
            cells=tuple(_BREAK.sub(joined, cell) for cell in row.cells),
            above=tuple(_BREAK.sub(joined, cell) for cell in row.above),
        )

    grids = (
        replace(grid, rows=tuple(map(mended, grid.rows))) if grid.kind == "table" else grid for grid in document.grids
    )
    return replace(document, grids=tuple(grids))


def _inside(document: Document) -> Iterator[str]:
    for grid in document.grids:
        for row in grid.rows:
            for cell in row.cells:
                yield from (word.lower() for word in _ON_A_LINE.findall(cell))


@cache
def _of_the_codes() -> frozenset[str]:
    texts = (provision.requirement for edition in editions() for provision in edition.provisions)
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))
