"""What the first stage makes of each part of a cell by itself, as far as the cell as a whole depends on it.

The strongest statement of a cell sets its level, and one admission is enough to contradict it. What is summed over the
whole cell tells neither: a weak sentence takes from a strong one, and what is planned counts with what is done.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scorer.records import CONTRADICTION_NAMES, SIGNALS, SPECIFICITY_NAMES

_LEVELS, _UPPER = SPECIFICITY_NAMES[1:], SPECIFICITY_NAMES[3:]
_HEADS = (*_LEVELS, *SIGNALS, *CONTRADICTION_NAMES[1:])
_AHEAD, _HEDGED, _GAP = (len(_LEVELS) + SIGNALS.index(signal) for signal in ("future", "hedged", "gap"))
PARTWISE = (
    *(f"{head}_in_a_part" for head in _HEADS),
    *(f"{level}_and_not_planned" for level in _LEVELS),
    *(f"{level}_and_there" for level in _LEVELS),
    *(f"{level}_and_not_hedged" for level in _UPPER),
    *(f"{level}_but_planned" for level in _LEVELS),
    "parts",
)
"""The columns of ``partwise``."""

_FAR = 12.0
"""Log-odds beyond which more tells no more."""


def partwise(scores: NDArray[np.float64], cell: NDArray[np.int64]) -> NDArray[np.float64]:
    """A row a cell, a column for each of ``PARTWISE``. ``scores`` are the log-odds of the heads of the first stage, a
    row a part; ``cell`` is the cell of each part, of which every cell has one.

    The highest log-odds that a part has of each head; of each level where the part is not planned, where it is neither
    planned nor missing, and where it is planned; of the upper ones where it is not hedged; and the number of parts.
    """
    heads = np.clip(scores, -_FAR, _FAR)
    levels, upper = heads[:, : len(_LEVELS)], heads[:, len(_LEVELS) - len(_UPPER) : len(_LEVELS)]
    ahead, hedged, gap = (heads[:, [column]] for column in (_AHEAD, _HEDGED, _GAP))
    both = [
        heads,
        np.minimum(levels, -ahead),
        np.minimum(levels, -np.maximum(ahead, gap)),
        np.minimum(upper, -hedged),
        np.minimum(levels, ahead),
    ]
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    highest = np.maximum.reduceat(np.hstack(both), first) if len(first) else np.zeros((0, len(PARTWISE) - 1))
    return np.hstack([highest, np.log1p(np.bincount(cell))[:, None]])
