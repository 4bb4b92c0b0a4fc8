"""Hashed features as a sparse matrix over a learned vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_BITS = 19
_MASK = np.uint64((1 << _BITS) - 1)
_SHIFTS = tuple(np.uint64(shift) for shift in (0, 15, 30, 45))
"""Which bits of an id choose its place in each of the tables; ids are hashes, so any bits will do."""

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
        found = np.full(len(ids), -1, dtype=np.int64)
        if not len(self.ids):
            return found
        left: NDArray[np.int64] | None = None
        for shift, table in zip(_SHIFTS, self.tables, strict=False):
            asked = ids if left is None else ids[left]
            candidate = table[((asked >> shift) & _MASK).astype(np.int64)]
            hit = self.ids[candidate] == asked
            if left is None:
                found[hit] = candidate[hit]
            else:
                found[left[hit]] = candidate[hit]
            taken = np.flatnonzero((candidate >= 0) & ~hit)
            left = taken if left is None else left[taken]
        return found

    def weighted(self, features: Iterable[NDArray[np.uint64]], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sums over features of the weights of their ids (a row an id), for features that share no id.

        Each feature is an array of ids, a row a place of the result; what is unknown weighs nothing.
        """
        padded = np.vstack([weights, np.zeros_like(weights[:1])])
        return np.asarray(sum(padded[self.columns(ids)] for ids in features))

    def present(self, chunk: Chunk, height: int) -> sparse.csr_matrix:
        """Which known ids stand in each row, as ones; the rows of the chunk must rise."""
        rows, ids = chunk
        column = self.columns(ids)
        known = column >= 0
        starts = np.zeros(height + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows[known], minlength=height), out=starts[1:])
        column = column[known]
        ones = np.ones(len(column), dtype=np.float32)
        matrix = sparse.csr_matrix((ones, column, starts), shape=(height, len(self.ids)))
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        return matrix
