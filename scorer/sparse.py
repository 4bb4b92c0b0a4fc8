"""Counts of hashed features as a sparse matrix over a learned vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_BITS = np.uint64((1 << 20) - 1)
"""Size of the table by which most unknown ids are passed over before they are looked up: a megabyte."""

Chunk = tuple[NDArray[np.int64], NDArray[np.uint64]]


def learn(chunks: Sequence[Chunk], minimum: int) -> NDArray[np.uint64]:
    """The sorted ids that occur in at least ``minimum`` rows."""
    found = []
    for rows, ids in chunks:
        pairs = np.unique(np.stack([ids, rows.astype(np.uint64)], axis=1), axis=0)
        values, counts = np.unique(pairs[:, 0], return_counts=True)
        found.append(values[counts >= minimum])
    return np.unique(np.concatenate(found))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted ids, and a table that says at once that most other ids are not among them."""

    ids: NDArray[np.uint64]
    table: NDArray[np.bool_]

    @classmethod
    def of(cls, ids: NDArray[np.uint64]) -> Vocabulary:
        """Build the table over sorted ids."""
        table = np.zeros(int(_BITS) + 1, dtype=bool)
        table[ids & _BITS] = True
        return cls(ids, table)

    def count(self, chunk: Chunk, height: int) -> sparse.csr_matrix:
        """How often each known id stands in each row; the rows of the chunk must rise."""
        rows, ids = chunk
        likely = np.flatnonzero(self.table[ids & _BITS])
        ids = ids[likely]
        column = np.searchsorted(self.ids, ids)
        column[column == len(self.ids)] = 0
        hit = self.ids[column] == ids if len(self.ids) else np.zeros(len(ids), dtype=bool)
        starts = np.zeros(height + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows[likely][hit], minlength=height), out=starts[1:])
        column = column[hit]
        ones = np.ones(len(column), dtype=np.float32)
        return sparse.csr_matrix((ones, column, starts), shape=(height, len(self.ids)))
