"""The parts of cells: each clause, with the marks before or behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorer.features.columns import Columns, Whole

Chunk = tuple[NDArray[np.int64], NDArray[np.uint64]]
"""Numbers of rows, in rising order, and the 64-bit ids that stand in them."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a batch, numbered through all of its cells in order.

    ``of_token`` is the number of the part of each token, ``cell`` the number of the cell of each part. A cell without a
    token is one part.
    """

    of_token: Whole
    cell: Whole

    @classmethod
    def of(cls, columns: Columns) -> Parts:
        """The parts of some columns."""
        cells = len(columns.readings)
        opens = np.diff(columns.token_field, prepend=-1) != 0
        opens[columns.clause_start[np.diff(columns.clause_field, prepend=-1) == 0]] = True
        of_cell = columns.token_field // 2
        sizes = np.bincount(of_cell[opens], minlength=cells)
        empty = np.cumsum(sizes == 0)
        cell = np.repeat(np.arange(cells), np.maximum(sizes, 1))
        return cls(np.cumsum(opens) - 1 + (empty[of_cell] if cells else 0), cell)

    def in_cells(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        """Chunks whose rows are parts, as chunks whose rows are their cells."""
        return [(self.cell[rows], ids) for rows, ids in chunks]
