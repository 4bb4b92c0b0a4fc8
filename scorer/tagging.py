"""The words that carry a signal: a second look at each token, and the runs of tokens that are underlined.

The first look knows the words around a token and not what its neighbours were taken for. The second sees just that: a
word that may hedge beside one that surely does is no hedge of its own (stacked sequential learning, Cohen and Carvalho,
2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from scorer.features import CellReading, Claims
from scorer.language import Reading
from scorer.panel import scaler_and_net
from scorer.records import FIELDS, TRIGGER_SIGNALS, Finding
from scorer.standing import standing

TAG_FLOOR = 0.2
"""Tokens below this chance are not shown to anybody, not even to the scoring."""

LOOKED_AT = -4.5
"""Log-odds, of any signal, from which a token is looked at again: on calibration landlords 39 in 100 tokens are, and 99
in 100 of those that lie in triggers."""

_REACH = 3
"""Neighbours that are seen one by one, on each side."""

_AROUND = 20
"""Tokens on each side among which the likeliest is seen. All that is seen is near or bounded, so that the sentences of
a long cell are judged as they would be in one of ``_LONG`` tokens."""

_FAR = 8.0
"""Log-odds are seen within this of nought: what lies beyond is as good as certain."""

_LONG = 100
"""Tokens from which a cell is as long as any."""

_SEEN = 2 * _REACH + 1
_WIDTH = (_SEEN + 1) * len(TRIGGER_SIGNALS) + 1
"""Numbers that are seen of a token: its neighbours and itself, the likeliest around it, and the length of the cell."""


def field_sizes(readings: Sequence[CellReading]) -> NDArray[np.int64]:
    """The number of tokens of each field, two a cell."""
    return np.array([len(field.words) for reading in readings for field in reading.fields], dtype=np.int64)


class FirstLook(NamedTuple):
    """What the first stage says of some cells: their measures and its scores, of the cell and of its parts, a row a
    cell; its log-odds of each trigger signal, a row a token; the number of tokens of each field, two a cell; and what
    their clauses claim."""

    measured: NDArray[np.float32]
    scores: NDArray[np.float64]
    decisions: NDArray[np.float64]
    sizes: NDArray[np.int64]
    claims: Claims

    def inputs(self, chances: NDArray[np.float64]) -> NDArray[np.float32]:
        """The second stage's input, a row a cell, where ``chances`` are those of the tokens."""
        stands = standing(self.claims, chances, len(self.scores))
        return np.hstack([self.measured, self.scores, token_summary(chances, self.sizes), stands]).astype(np.float32)


def surroundings(
    decisions: NDArray[np.float64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The numbers of the tokens that are looked at again, and what is seen of each: the log-odds of its neighbours in
    the field and of itself, the highest around it, and how long the cell is.

    ``sizes`` are the numbers of tokens of the fields, two a cell.
    """
    again = np.flatnonzero((decisions >= LOOKED_AT).any(axis=1))
    field = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(decisions)) + _AROUND * (field + 1)
    row = np.full((len(decisions) + _AROUND * (len(sizes) + 1), decisions.shape[1]), -_FAR)
    row[place] = np.clip(decisions, -_FAR, _FAR)
    beside = row[place[again, None] + np.arange(_SEEN) - _REACH].reshape(len(again), _SEEN * decisions.shape[1])
    around = _highest(row, 2 * _AROUND + 1)[place[again] - _AROUND]
    length = np.log1p(np.minimum(sizes.reshape(-1, len(FIELDS)).sum(axis=1), _LONG))
    return again, np.hstack([beside, around, length[field[again] // len(FIELDS), None]])


def _highest(row: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """The highest of each ``width`` numbers in a row, by doubling."""
    best, reached = row, 1
    while 2 * reached <= width:
        best = np.maximum(best[:-reached], best[reached:])
        reached *= 2
    rest = width - reached
    return np.maximum(best[: len(best) - rest], best[rest:])


def second_look(tagger: Any, first: FirstLook) -> NDArray[np.float64]:
    """The chance of each trigger signal, a row a token; nought where it is not looked at again.

    ``tagger`` is a pipeline of scaler and net that learnt from ``surroundings``.
    """
    again, seen = surroundings(first.decisions, first.sizes)
    (weights, biases), (outer, bias) = layers_of(tagger)
    chances = np.zeros(first.decisions.shape)
    chances[again] = expit(np.maximum(seen @ weights + biases, 0) @ outer + bias)
    return chances


_Layer = tuple[NDArray[np.float64], NDArray[np.float64]]


@lru_cache(maxsize=4)
def layers_of(tagger: Any) -> tuple[_Layer, _Layer]:
    """Weights and biases of the net's two layers, the scaling taken into the first; kept for the next batch.

    Raises ValueError for anything but a pipeline of scaler and net of one hidden layer, from what is seen of a token to
    an output a signal.
    """
    try:
        scaler, net = scaler_and_net(tagger)
    except (AttributeError, TypeError) as error:
        raise ValueError("the tagger is no pipeline of scaler and net") from error
    if (len(scaler.mean_), net.n_outputs_, net.out_activation_) != (_WIDTH, len(TRIGGER_SIGNALS), "logistic"):
        raise ValueError("the tagger is not of one hidden layer between a token and its signals")
    hidden, outer = net.coefs_
    weights = hidden / scaler.scale_[:, None]
    return (weights, net.intercepts_[0] - scaler.mean_ @ weights), (outer, net.intercepts_[1])


def token_summary(tokens: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """For each cell and trigger signal: the highest token probability, the sum, and the chance of at least one.

    ``sizes`` are the numbers of tokens of the fields, two a cell.
    """
    counts = sizes.reshape(-1, len(FIELDS)).sum(axis=1)
    out = np.zeros((len(counts), len(TRIGGER_SIGNALS), 3))
    speaking = counts > 0
    if speaking.any():
        starts = (np.cumsum(counts) - counts)[speaking]
        none = np.add.reduceat(np.log1p(-np.minimum(tokens, 0.999)), starts)
        parts = np.maximum.reduceat(tokens, starts), np.add.reduceat(tokens, starts), 1.0 - np.exp(none)
        out[speaking] = np.stack(parts, axis=-1)
    return out.reshape(len(counts), -1)


def tags_of(
    readings: Sequence[CellReading], tokens: NDArray[np.float64], sizes: NDArray[np.int64]
) -> list[tuple[Finding, ...]]:
    """What the tagger underlines in each cell: runs of tokens above the floor, as findings without a rule, best first.

    The confidence of a run is that of its best token.
    """
    tags: dict[int, list[Finding]] = {}
    for run in _runs(tokens, sizes):
        cell, side = divmod(run.field, 2)
        field, name = readings[cell].fields[side], FIELDS[side]
        left, right = field.characters(*_legible(field, run.start, run.end))
        words = readings[cell].cell.text(name)[left:right]
        found = Finding(TRIGGER_SIGNALS[run.signal], name, left, right, words, None, run.chance)
        tags.setdefault(cell, []).append(found)
    return [
        tuple(sorted(tags[number], key=lambda finding: -finding.confidence)) if number in tags else ()
        for number in range(len(readings))
    ]


def _legible(field: Reading, start: int, end: int) -> tuple[int, int]:
    """A run with the sign or the share that belongs to its figure and the whole of a date that it touches, and of two
    words at least: "of" or "we" tells nobody anything."""
    if end < len(field.words) and field.words[end] == "%":
        end += 1
    if start and field.words[start] == "of" and field.words[start - 1].isdigit():
        start -= 1
    while end - start < 2 or (end - start < 4 and not any(word.content for word in field.lexemes[start:end])):
        before, after = start > 0, end < len(field.words)
        if not (before or after):
            break
        start, end = start - before, end + after
    dates = [span for span in field.spans if span.label == "DATE" and span.start < end and start < span.end]
    return min([start, *(date.start for date in dates)]), max([end, *(date.end for date in dates)])


class _Run(NamedTuple):
    """Tokens ``[start, end)`` of a field, the number of their signal, and the chance of the best of them."""

    field: int
    signal: int
    start: int
    end: int
    chance: float


def _runs(tokens: NDArray[np.float64], sizes: NDArray[np.int64]) -> list[_Run]:
    """Each run of tokens above the floor, trimmed to the part that reaches at least half of its best token; in order.

    ``sizes`` are the numbers of tokens of the fields.
    """
    signal, place = np.nonzero(tokens.T >= TAG_FLOOR)
    if not len(place):
        return []
    chance = tokens[place, signal]
    field = np.repeat(np.arange(len(sizes)), sizes)[place]
    begins = (np.cumsum(sizes) - sizes)[field]
    opens = np.diff(place, prepend=-2) != 1
    opens[1:] |= (field[1:] != field[:-1]) | (signal[1:] != signal[:-1])
    best = np.maximum.reduceat(chance, np.flatnonzero(opens))
    run = np.cumsum(opens) - 1
    kept = np.flatnonzero(chance >= best[run] / 2)
    first = kept[np.diff(run[kept], prepend=-1) != 0]
    last = kept[np.diff(run[kept], append=len(best)) != 0]
    start, end = (place - begins)[first], (place - begins)[last] + 1
    columns = (field[first].tolist(), signal[first].tolist(), start.tolist(), end.tolist(), best.tolist())
    return sorted(map(_Run, *columns))
