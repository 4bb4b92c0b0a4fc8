"""N-grams of a cell: of its words, of its words with spans for names, of its words with the requirement masked, and of
its turns of phrase.

The third is what makes the requirement's own words earn nothing: "We respond within 10 working days" beside a rule of
ten working days becomes "we", and then nothing of the landlord's own.
"""

from __future__ import annotations

import numpy as np

from scorer.features.columns import Whole
from scorer.features.pairs import mixed
from scorer.features.parts import Chunk, Parts
from scorer.features.tokens import Tokens

_ORDERS = (3, 3, 2, 3)
"""The longest n-gram of each stream."""


def ngrams(tokens: Tokens) -> list[Chunk]:
    """All n-grams as chunks whose rows are parts, each n-gram in the part of its last token; none crosses a cell."""
    field, part = tokens.columns.token_field, tokens.parts.of_token
    streams = (
        (tokens.words, field, part),
        (tokens.general[tokens.opens], field[tokens.opens], part[tokens.opens]),
        (tokens.masked, field, part),
        (tokens.skeleton, tokens.skeleton_field, tokens.skeleton_part),
    )
    chunks: list[Chunk] = []
    for number, ((symbols, fields, parts), order) in enumerate(zip(streams, _ORDERS, strict=True), 1):
        stream, rows = _bounded(symbols, fields, parts, tokens.parts, tokens.boundary)
        cells = tokens.parts.cell[rows]
        ids = tokens.ids[stream]
        gram = mixed(tokens.ids, np.uint64(number))[stream]
        chunks.append((rows, gram))
        for length in range(2, order + 1):
            gram = mixed(gram[:-1], ids[length - 1 :])
            same = cells[length - 1 :] == cells[: max(0, len(cells) - length + 1)]
            chunks.append((rows[length - 1 :][same], gram[same]))
    return chunks


def _bounded(symbols: Whole, fields: Whole, parts: Whole, all_parts: Parts, boundary: int) -> tuple[Whole, Whole]:
    """The tokens of all cells in one row, with a boundary before, between and after the two fields of each; and the
    part of each place, which of a boundary is that of the token before it, or the first of its cell."""
    first = np.flatnonzero(np.diff(all_parts.cell, prepend=-1))
    sizes = np.bincount(fields // 2, minlength=len(first)) + 3
    place = np.arange(len(symbols)) + fields + fields // 2 + 1
    row = np.full(len(symbols) + 3 * len(first), boundary)
    row[place] = symbols
    part = np.repeat(first, sizes)
    part[place] = parts
    return row, np.maximum.accumulate(part)
