"""Ids of what stands together, from the ids of its parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FACTOR = np.uint64(0xBF58476D1CE4E5B9)


def mixed(left: NDArray[np.uint64], right: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    """Ids of pairs. Order matters; wrap-around is meant."""
    pairs: NDArray[np.uint64] = (left * _FACTOR ^ (right + (left << np.uint64(6)) + (left >> np.uint64(2)))) * _FACTOR
    return pairs
