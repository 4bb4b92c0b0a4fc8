"""What of a cell stands once its plans and gaps are left out.

A promise earns no level, whatever it names, and an admitted gap none: of "Panel minutes, 8 May. A new template is being
drafted" the first clause stands alone. Which clauses those are is read off the second look at their tokens.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scorer.features import COUNTED, Claims, two_best
from scorer.records import TRIGGER_SIGNALS

_FUTURE, _HEDGED, _GAP = map(TRIGGER_SIGNALS.index, ("future", "hedged", "gap"))
_ABOUT = [COUNTED.index("own"), COUNTED.index("asked")]


def standing(claims: Claims, chances: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """A row a cell. ``chances`` are those of the trigger signals, a row a token.

    The best two levels of clauses, weighed with the chance that each is neither planned nor admitted missing; the best
    where the clause behind it is neither, where it is not hedged, and of what is planned or missing; what stands of
    everything that is counted (``COUNTED``); and how much, of the landlord's own words and of the requirement's, is
    said in clauses with each of the signals.
    """
    signalled = _highest(claims, chances)
    planned, hedged, missing = (signalled[:, signal] for signal in (_FUTURE, _HEDGED, _GAP))
    stands = (1 - planned) * (1 - missing)
    followed = np.append(stands[1:], 1.0)
    followed[np.diff(claims.cell, append=-1) != 0] = 1.0
    weights = np.stack([np.minimum(stands, followed), stands * (1 - hedged), 1 - stands], axis=1)
    about = claims.counts[:, _ABOUT]
    sums = [claims.counts * stands[:, None], *(about * chance[:, None] for chance in (planned, hedged, missing))]
    return np.hstack(
        [
            np.stack(two_best(claims.cell, claims.level * stands, cells), axis=1),
            _by_cell(np.maximum, claims, claims.level[:, None] * weights, cells),
            _by_cell(np.add, claims, np.hstack(sums), cells),
        ]
    )


def _by_cell(joined: np.ufunc, claims: Claims, values: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """The values of each cell's clauses, a row a clause, joined to a row a cell; noughts where it has none."""
    out = np.zeros((cells, values.shape[1]))
    starts = np.flatnonzero(np.diff(claims.cell, prepend=-1))
    if len(starts):
        out[claims.cell[starts]] = joined.reduceat(values, starts)
    return out


def _highest(claims: Claims, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The highest chance of each signal among the tokens of each clause."""
    if not len(claims.cell):
        return np.zeros((0, chances.shape[1]))
    # Every other stretch is of tokens between two clauses, or behind the last, where there may be none.
    bounds = np.stack([claims.start, claims.end], axis=1).ravel()
    return np.asarray(np.maximum.reduceat(np.vstack([chances, chances[:1]]), bounds)[::2])
