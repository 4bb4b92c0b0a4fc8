"""Figures of the scorer on labelled cells, each with a bootstrap interval."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from scorer.labelled import LabelledCell, Trigger
from scorer.records import SIGNALS, TRIGGER_SIGNALS, CellScore, Finding

RESAMPLES = 500
SEED = 7
_SIGNAL_NAME = "signal {} F1"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and the 2.5th and 97.5th percentile of its bootstrap over cells; NaN where it is not defined."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Table:
    """Truth and prediction side by side, a row a cell, so that a resample is an index."""

    specificity: NDArray[np.int64]
    said_specificity: NDArray[np.int64]
    probabilities: NDArray[np.float64]
    signals: NDArray[np.bool_]
    said_signals: NDArray[np.bool_]
    contradiction: NDArray[np.int64]
    said_contradiction: NDArray[np.int64]
    contradiction_probabilities: NDArray[np.float64]
    spans: NDArray[np.int64]
    """Columns: spans said and right, spans said, triggers found, triggers there."""


def figures(cells: Sequence[LabelledCell], scores: Sequence[CellScore]) -> tuple[Figure, ...]:
    """Every figure on these cells. ``scores`` are in the order of ``cells``."""
    table = _table(cells, scores)
    random = np.random.default_rng(SEED)
    count = len(cells)
    draws = [random.integers(0, count, count) for _ in range(RESAMPLES)]
    results = []
    for name, measure in _MEASURES.items():
        values = np.array([measure(table, draw) for draw in draws])
        values = values[~np.isnan(values)]
        low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (np.nan, np.nan)
        results.append(Figure(name, measure(table, np.arange(count)), float(low), float(high)))
    return tuple(results)


def signal_figures(cells: Sequence[LabelledCell], heard: Sequence[Collection[str]]) -> dict[str, float]:
    """F1 of each signal, by the name that ``figures`` gives it, where ``heard`` are the signals said of each cell; NaN
    where it is neither there nor said."""
    said = [[signal in signals for signal in SIGNALS] for signals in heard]
    columns = zip(SIGNALS, _labelled_signals(cells).T, np.array(said).T, strict=True)
    return {_SIGNAL_NAME.format(signal): _f1(truth, found) for signal, truth, found in columns}


def _labelled_signals(cells: Sequence[LabelledCell]) -> NDArray[np.bool_]:
    return np.array([[signal in labelled.signals for signal in SIGNALS] for labelled in cells])


def _table(cells: Sequence[LabelledCell], scores: Sequence[CellScore]) -> _Table:
    return _Table(
        np.array([labelled.specificity for labelled in cells]),
        np.array([score.specificity for score in scores]),
        np.array([score.probabilities.specificity for score in scores]),
        _labelled_signals(cells),
        np.array([[any(found.signal == signal for found in score.signals) for signal in SIGNALS] for score in scores]),
        np.array([labelled.contradiction for labelled in cells]),
        np.array([score.contradiction for score in scores]),
        np.array([score.probabilities.contradiction for score in scores]),
        np.array([_spans(labelled.triggers, score.signals) for labelled, score in zip(cells, scores, strict=True)]),
    )


def _spans(triggers: Sequence[Trigger], findings: Sequence[Finding]) -> tuple[int, int, int, int]:
    said = [found for found in findings if found.signal in TRIGGER_SIGNALS]
    right = sum(any(_meets(trigger, found) for trigger in triggers) for found in said)
    found = sum(any(_meets(trigger, finding) for finding in said) for trigger in triggers)
    return right, len(said), found, len(triggers)


def _meets(trigger: Trigger, found: Finding) -> bool:
    return trigger.signal == found.signal and any(
        field == found.field and start < found.end and found.start < end for field, start, end in trigger.places
    )


def _f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    total = truth.sum() + said.sum()
    return float(2 * (truth & said).sum() / total) if total else float("nan")


def _trigger_f1(table: _Table, rows: NDArray[np.int64]) -> float:
    right, said, found, there = table.spans[rows].sum(axis=0)
    if not said or not there:
        return float("nan") if not said and not there else 0.0
    precision, recall = right / said, found / there
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def quadratic_kappa(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    """Cohen's kappa with quadratic weights (Cohen, 1968); NaN where chance alone would agree throughout."""
    by_chance = (truth**2).mean() + (said**2).mean() - 2 * truth.mean() * said.mean()
    return float(1 - ((truth - said) ** 2).mean() / by_chance) if by_chance else float("nan")


def calibration_error(probabilities: NDArray[np.float64], truth: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error of the most likely class over equal-width bins (Naeini et al., 2015)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    error = 0.0
    for index in range(bins):
        inside = place == index
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


def _at_coverage(table: _Table, rows: NDArray[np.int64], share: float = 0.8) -> float:
    confidence = table.probabilities[rows].max(axis=1)
    kept = np.argsort(-confidence, kind="stable")[: max(1, round(share * len(rows)))]
    return float((table.specificity[rows] == table.said_specificity[rows])[kept].mean())


def _signal_measure(index: int) -> Callable[[_Table, NDArray[np.int64]], float]:
    return lambda t, r: _f1(t.signals[r, index], t.said_signals[r, index])


_MEASURES: dict[str, Callable[[_Table, NDArray[np.int64]], float]] = {
    "specificity QWK": lambda t, r: quadratic_kappa(t.specificity[r], t.said_specificity[r]),
    "specificity exact": lambda t, r: float((t.specificity[r] == t.said_specificity[r]).mean()),
    "specificity macro-F1": lambda t, r: float(
        f1_score(t.specificity[r], t.said_specificity[r], average="macro", zero_division=0)
    ),
    "signals micro-F1": lambda t, r: _f1(t.signals[r].ravel(), t.said_signals[r].ravel()),
    **{_SIGNAL_NAME.format(signal): _signal_measure(index) for index, signal in enumerate(SIGNALS)},
    "contradiction at all F1": lambda t, r: _f1(t.contradiction[r] > 0, t.said_contradiction[r] > 0),
    "contradiction clear F1": lambda t, r: _f1(t.contradiction[r] == 2, t.said_contradiction[r] == 2),
    "trigger overlap F1": _trigger_f1,
    "specificity calibration error": lambda t, r: calibration_error(t.probabilities[r], t.specificity[r]),
    "contradiction calibration error": lambda t, r: calibration_error(
        t.contradiction_probabilities[r], t.contradiction[r]
    ),
    "exact at 80% coverage": _at_coverage,
}
