"""Hashed features as a sparse matrix over a learned vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_BITS = 19
_MASK = np.uint64((1 << _BITS) - 1)
_SHIFTS = tuple(np.uint64(shift) for shift in (0, 15, 30, 45, 22))
"""Which bits of an id choose its place in each of the tables, as many as are needed: five hold 600,000 ids. Ids are
hashes, so any bits will do."""

_COLUMN_BITS = 32
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1
"""A place in the matrix as one number: the row above, the column below."""

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
    """Sorted ids, and hash tables from an id to its column.

    A table gives each place to the first id that claims it; the next table, by other bits, takes those left over. An
    id whose place is free (-1) is unknown, as most of those that are asked for are. That is several times faster than
    a binary search, which misses the cache at nearly every step.
    """

    ids: NDArray[np.uint64]
    tables: tuple[NDArray[np.int32], ...]

    @classmethod
    def of(cls, ids: NDArray[np.uint64]) -> Vocabulary:
        """Build the tables over sorted ids. Raises ValueError in the all but impossible case of ids left over."""
        tables = []
        left = np.arange(len(ids), dtype=np.int32)
        for shift in _SHIFTS:
            table = np.full(1 << _BITS, -1, dtype=np.int32)
            place = ((ids[left] >> shift) & _MASK).astype(np.int64)
            _, first = np.unique(place, return_index=True)
            table[place[first]] = left[first]
            left = np.delete(left, first)
            tables.append(table)
            if not len(left):
                return cls(ids, tuple(tables))
        raise ValueError(f"{len(left)} ids collide in every table")

    def columns(self, ids: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The column of each id, -1 where it is not known."""
        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.int64)
        return self._columns(ids, 0)

    def _columns(self, ids: NDArray[np.uint64], number: int) -> NDArray[np.int64]:
        """The columns by one table, and for ids whose place another id holds by those after it."""
        if number == len(self.tables):
            return np.full(len(ids), -1, dtype=np.int64)
        place = ((ids >> _SHIFTS[number]) & _MASK).view(np.int64)
        found = self.tables[number].take(place).astype(np.int64)
        missed = np.flatnonzero(self.ids.take(found) != ids)
        left = missed[found[missed] >= 0]
        found[missed] = -1
        if len(left):
            found[left] = self._columns(ids[left], number + 1)
        return found

    def known(self, chunks: Sequence[Chunk]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The row and the column of each id that is known, chunk by chunk."""
        rows = np.concatenate([rows for rows, _ in chunks])
        columns = self.columns(np.concatenate([ids for _, ids in chunks]))
        known = columns >= 0
        return rows[known], columns[known]

    def summed(
        self, rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """For each row, the sum of the weights of the different columns that stand in it."""
        places = np.sort((rows << _COLUMN_BITS) + columns)
        places = places[np.append(True, places[1:] != places[:-1])] if len(places) else places
        ones = _ones(places >> _COLUMN_BITS, places & _COLUMN_MASK, (height, len(self.ids)))
        return np.asarray(ones @ weights)

    def present(self, chunk: Chunk, height: int) -> sparse.csr_matrix:
        """Which known ids stand in each row, as ones; the rows of the chunk must rise."""
        rows, ids = chunk
        column = self.columns(ids)
        known = column >= 0
        matrix = _ones(rows[known], column[known], (height, len(self.ids)))
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        return matrix


def _ones(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> sparse.csr_matrix:
    """Ones at these places; the rows must rise."""
    starts = np.zeros(shape[0] + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=shape[0]), out=starts[1:])
    return sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=shape)
