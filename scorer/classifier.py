"""The trained part: a model folder opened by its manifest, and readings to probabilities and tagged words.

Two stages of stock scikit-learn estimators. The first is linear, on n-grams and measures, and asks of each token
whether it carries a future, hedged or gap signal. The second looks at the tokens again (``scorer.tagging``), and is
boosted trees and small neural networks beside them, on the measures, the first stage's scores of the cell and of its
parts (``scorer.partwise``), what its tokens came to, and what stands beside its plans (``scorer.standing``).
``scorer.train`` builds both; this module only applies them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from scorer.features import CellReading, Columns, Tokens, measures, ngrams, topical, window_table, windows
from scorer.panel import Estimators, chances_of, panel_of
from scorer.partwise import partwise
from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, Finding, Probabilities
from scorer.sparse import Chunk, Vocabulary
from scorer.tagging import FirstLook, field_sizes, layers_of, second_look, tags_of

MEASURE_WEIGHT = 0.6
"""Scale of the standardised measures beside n-gram counts, so that neither drowns the other under one penalty."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model makes of one cell: the probabilities, and the words it would underline, best first."""

    probabilities: Probabilities
    tags: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LinearStage:
    """The first stage. ``heads`` are binary logistic regressions: specificity above 0..3, the five signals,
    contradiction above 0..1; ``taggers`` one for each trigger signal."""

    vocabulary: Vocabulary
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    heads: tuple[Any, ...]
    window_vocabulary: Vocabulary
    taggers: tuple[Any, ...]

    def scaled(self, measured: NDArray[np.float32]) -> NDArray[np.float32]:
        """Measures on the scale on which the heads see them."""
        return (measured - self.mean) / self.scale * np.float32(MEASURE_WEIGHT)

    def apply(self, readings: Sequence[CellReading]) -> FirstLook:
        """What the first stage says."""
        columns = Columns.of(readings)
        tokens = Tokens.of(columns)
        measured = measures(tokens)
        weights, intercepts = _joined(self.heads, len(self.heads))
        grams = len(self.vocabulary.ids)
        scores = self.scaled(measured) @ weights[grams:-1] + intercepts
        part, column = self.vocabulary.known([*ngrams(tokens), *topical(tokens)])
        cell = tokens.parts.cell
        scores += self.vocabulary.summed(cell[part], column, len(readings), weights[:grams])
        in_parts = self.vocabulary.summed(part, column, len(cell), weights[:grams]) + intercepts
        return FirstLook(
            measured=measured,
            scores=np.hstack([scores, partwise(in_parts, cell)]),
            decisions=self._decisions(tokens),
            sizes=field_sizes(readings),
            claims=tokens.clauses.claims(),
        )

    def _decisions(self, tokens: Tokens) -> NDArray[np.float64]:
        """The log-odds of each trigger signal, a row a token."""
        weights, intercepts = _joined(self.taggers, max(len(self.taggers), _QUICK_WIDTH))
        features = windows(tokens)
        known = self.window_vocabulary.columns(np.concatenate([ids for ids, _ in features]))
        decisions = np.tile(intercepts, (len(tokens.words), 1))
        start = 0
        for ids, which in features:
            found = weights.take(known[start : start + len(ids)], axis=0)
            decisions += found if which is None else found.take(which, axis=0)
            start += len(ids)
        return decisions[:, : len(self.taggers)]


def window_chunk(readings: Sequence[CellReading]) -> tuple[Chunk, int]:
    """The windows of all tokens as one chunk, and the number of tokens."""
    table = window_table(windows(Tokens.of(Columns.of(readings))))
    return (np.repeat(np.arange(len(table)), table.shape[1]), table.ravel()), len(table)


_QUICK_WIDTH = 4
"""numpy takes rows of four numbers in half the time that it needs for rows of three."""


@lru_cache(maxsize=4)
def _joined(estimators: tuple[Any, ...], width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights (a column an estimator) and intercepts of several binary linear estimators; kept for the next batch.

    The last row of the weights is zeros: what is unknown weighs nothing. So are the columns beyond the estimators, up
    to ``width``.
    """
    weights = np.zeros((estimators[0].coef_.shape[1] + 1, width))
    intercepts = np.zeros(width)
    for column, estimator in enumerate(estimators):
        weights[:-1, column], intercepts[column] = estimator.coef_[0], estimator.intercept_[0]
    return weights, intercepts


@cache
def _threads() -> ThreadpoolController:
    """The libraries that keep threads; looked for once, because that takes longer than a small form."""
    return ThreadpoolController()


def ordinal(above: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Class probabilities from the chances of being above each level, made monotone first (Frank and Hall, 2001)."""
    chances = np.minimum.accumulate(np.stack(above, axis=1), axis=1)
    ones = np.ones((len(chances), 1))
    padded = np.hstack([ones, chances, np.zeros_like(ones)])
    return np.asarray(padded[:, :-1] - padded[:, 1:])


@dataclass(frozen=True, slots=True)
class Model:
    """Both stages, and the temperature that calibrates the specificity (above 1 it softens). ``tagger`` is what looks
    at the tokens again. Trees ask one thing each; each of the nets beside them gives all levels, or all signals, at
    once."""

    linear: LinearStage
    tagger: Any
    specificity_above: tuple[Any, ...]
    specificity_nets: tuple[Any, ...]
    signals: tuple[Any, ...]
    signal_nets: tuple[Any, ...]
    contradiction_above: tuple[Any, ...]
    contradiction_nets: tuple[Any, ...]
    temperature: float

    def predict(self, readings: Sequence[CellReading]) -> list[Prediction]:
        """One prediction a cell, in order. A blank cell is certain: absent, no signal, no contradiction."""
        if not readings:
            return []
        with _threads().limit(limits=1):  # several threads wait for one another longer than they work
            first = self.linear.apply(readings)
            inputs, tokens = self.looked_at(first)
            specificity, signals, contradiction = self.probabilities(inputs)
        against = [reading.cell.comply == "yes" for reading in readings]
        contradiction[~np.array(against)] = _NO_CONTRADICTION
        found = as_probabilities(specificity, contradiction, signals)
        tags = tags_of(readings, tokens, first.sizes)
        return [
            Prediction(probabilities, underlined) if reading.evidence.words or reading.commentary.words else _BLANK
            for reading, probabilities, underlined in zip(readings, found, tags, strict=True)
        ]

    def looked_at(self, first: FirstLook) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The second stage's input, a row a cell, and the chances of the trigger signals, a row a token."""
        chances = second_look(self.tagger, first)
        return first.inputs(chances), chances

    def probabilities(
        self, inputs: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Specificity (5 columns), signals (5) and contradiction (3) from the second stage: the mean of what trees and
        nets say."""
        of_trees, of_nets = (iter(said) for said in chances_of(self._second(), inputs))
        specificity = _mean(ordinal(_next(of_trees, self.specificity_above)), *_next(of_nets, self.specificity_nets))
        contradiction = _mean(
            ordinal(_next(of_trees, self.contradiction_above)), *_next(of_nets, self.contradiction_nets)
        )
        signals = _mean(np.stack(_next(of_trees, self.signals), axis=1), *_next(of_nets, self.signal_nets))
        return tempered(specificity, self.temperature), signals, contradiction

    def prepare(self) -> None:
        """Get the second stage ready now rather than with the first cell. Raises ValueError for estimators that are not
        built as ``scorer.train`` builds them."""
        panel_of(self._second())
        layers_of(self.tagger)

    def _second(self) -> Estimators:
        return Estimators(
            (*self.specificity_above, *self.contradiction_above, *self.signals),
            (*self.specificity_nets, *self.contradiction_nets, *self.signal_nets),
            (
                *(len(SPECIFICITY_NAMES) for _ in self.specificity_nets),
                *(len(CONTRADICTION_NAMES) for _ in self.contradiction_nets),
                *(0 for _ in self.signal_nets),
            ),
        )


def _next(said: Iterator[NDArray[np.float64]], estimators: Sequence[Any]) -> list[NDArray[np.float64]]:
    """What these estimators say, the next of all."""
    return [*islice(said, len(estimators))]


def _mean(*voices: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(sum(voices[1:], start=voices[0]) / len(voices))


def tempered(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Temperature scaling of class probabilities (Guo et al., 2017)."""
    logits = np.log(np.maximum(probabilities, 1e-6)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


_NO_CONTRADICTION = np.array([1.0, 0.0, 0.0])
_BLANK = Prediction(Probabilities((1.0, 0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0)), ())


def as_probabilities(
    specificity: NDArray[np.float64], contradiction: NDArray[np.float64], signals: NDArray[np.float64]
) -> list[Probabilities]:
    """Rows of arrays as plain records."""
    columns: Any = (specificity.tolist(), contradiction.tolist(), signals.tolist())
    return [Probabilities(*map(tuple, rows)) for rows in zip(*columns, strict=True)]
