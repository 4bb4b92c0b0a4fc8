"""N-grams of a cell: of its words, of its words with spans for names, of its words with the requirement masked, and of
its turns of phrase.

The third is what makes the requirement's own words earn nothing: "We respond within 10 working days" beside a rule of
ten working days becomes "we", and then nothing of the landlord's own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scorer.features.columns import Whole
from scorer.features.pairs import mixed
from scorer.features.tokens import Tokens

_ORDERS = (3, 3, 2, 3)
"""The longest n-gram of each stream."""

Chunk = tuple[NDArray[np.int64], NDArray[np.uint64]]


def ngrams(tokens: Tokens) -> list[Chunk]:
    """All n-grams as chunks of (rows, 64-bit ids), rows in rising order; no n-gram crosses a cell."""
    field = tokens.columns.token_field
    streams = (
        (tokens.words, field),
        (tokens.general[tokens.opens], field[tokens.opens]),
        (tokens.masked, field),
        (tokens.skeleton, tokens.skeleton_field),
    )
    chunks: list[Chunk] = []
    for number, ((symbols, fields), order) in enumerate(zip(streams, _ORDERS, strict=True), 1):
        stream, rows = _bounded(symbols, fields, len(tokens.columns.readings), tokens.boundary)
        ids = tokens.ids[stream]
        gram = mixed(tokens.ids, np.uint64(number))[stream]
        chunks.append((rows, gram))
        for length in range(2, order + 1):
            gram = mixed(gram[:-1], ids[length - 1 :])
            same = rows[length - 1 :] == rows[: max(0, len(rows) - length + 1)]
            chunks.append((rows[length - 1 :][same], gram[same]))
    return chunks


def _bounded(symbols: Whole, fields: Whole, cells: int, boundary: int) -> tuple[Whole, Whole]:
    """The tokens of all cells in one row, with a boundary before, between and after the two fields of each; and the
    cell of each place."""
    row = np.full(len(symbols) + 3 * cells, boundary)
    row[np.arange(len(symbols)) + fields + fields // 2 + 1] = symbols
    sizes = np.bincount(fields // 2, minlength=cells) + 3
    return row, np.repeat(np.arange(cells), sizes)
