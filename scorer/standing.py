"""What of a cell stands once its plans are left out, and what of it is said to be missing.

A promise earns no level, whatever it names: of "Panel minutes, 8 May. A new template is being drafted" the first clause
stands alone. Which clauses are planned is read off the second look at their tokens. What is admitted to be missing is
told apart and not left out: "88% were answered in time" is a gap, and can be checked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scorer.features import COUNTED, Claims, two_best
from scorer.records import TRIGGER_SIGNALS

_LEVELS = ("best", "second", "not_followed", "not_hedged", "planned", "missing")
_ABOUT = ("own", "asked")
STANDING = (*_LEVELS, *COUNTED, *[f"{signal}_{words}" for signal in TRIGGER_SIGNALS for words in _ABOUT])
"""The columns of ``standing``."""

_REACH = 30
"""Tokens that a signal is taken to speak of: a list without punctuation is one clause, and a plan among its items
leaves most of them standing."""


def standing(claims: Claims, chances: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """A row a cell, a column for each of ``STANDING``. ``chances`` are those of the trigger signals, a row a token.

    The best two levels of clauses, weighed with the chance that each is not planned; the best where the clause behind
    it is not planned either, where it is not hedged, of what is planned, and of what is missing; what stands of
    everything that is counted; and how much, of the landlord's own words and of the requirement's, is said in clauses
    with each of the signals.
    """
    signalled = _signalled(claims, chances)
    planned, hedged, missing = signalled.T
    stands = 1 - planned
    followed = np.append(stands, 1.0)[1:]
    followed[np.diff(claims.cell, append=-1) != 0] = 1.0
    weights = np.stack([np.minimum(stands, followed), stands * (1 - hedged), planned, missing], axis=1)
    about = claims.counts[:, [COUNTED.index(words) for words in _ABOUT]]
    sums = [claims.counts * stands[:, None], *(about * chance[:, None] for chance in signalled.T)]
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
    out[claims.cell[starts]] = joined.reduceat(values, starts)
    return out


def _signalled(claims: Claims, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each clause has each signal: the highest chance among its tokens, and of a clause longer than a signal
    speaks of the part of that."""
    # Every other stretch is of tokens between two clauses, or behind the last, where there may be none.
    bounds = np.stack([claims.start, claims.end], axis=1).ravel()
    highest = np.maximum.reduceat(np.vstack([chances, chances[:1]]), bounds)[::2]
    return np.asarray(highest * np.minimum(1.0, _REACH / (claims.end - claims.start))[:, None])
