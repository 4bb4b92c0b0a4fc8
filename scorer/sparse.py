"""Counts of hashed features as a sparse matrix over a learned vocabulary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def vocabulary(rows: NDArray[np.int64], ids: NDArray[np.uint64], minimum: int) -> NDArray[np.uint64]:
    """The sorted ids that occur in at least ``minimum`` rows."""
    order = np.lexsort((rows, ids))
    ids, rows = ids[order], rows[order]
    new = np.ones(len(ids), dtype=bool)
    new[1:] = (ids[1:] != ids[:-1]) | (rows[1:] != rows[:-1])
    values, counts = np.unique(ids[new], return_counts=True)
    return values[counts >= minimum]


def counts(
    rows: NDArray[np.int64], ids: NDArray[np.uint64], height: int, known: NDArray[np.uint64]
) -> sparse.csr_matrix:
    """log(1 + count) of each known id in each row; unknown ids are left out."""
    if not len(known):
        return sparse.csr_matrix((height, 0), dtype=np.float32)
    column = np.searchsorted(known, ids)
    column[column == len(known)] = 0
    hit = known[column] == ids
    matrix = sparse.csr_matrix(
        (np.ones(int(hit.sum()), dtype=np.float32), (rows[hit], column[hit])), shape=(height, len(known))
    )
    matrix.sum_duplicates()
    matrix.data = np.log1p(matrix.data)
    return matrix
