"""What each part of the classifier buys: specificity on the calibration landlords, with parts left out or put in.

    python benchmarks/ablation.py [--vectors words.npz] [--save models/default]

``--vectors`` adds rows for static word vectors: an .npz with ``words`` (strings) and ``vectors`` (a row each).
``--save`` writes ``ablation.json`` into a model folder, from which its card takes the table.
Every second stage learns from first-stage scores out of fold, as in training. The test landlords are not touched.
"""

from __future__ import annotations

import argparse
import json
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

from scorer.classifier import MEASURE_WEIGHT, ordinal
from scorer.evaluate import quadratic_kappa
from scorer.features import CellReading, Columns, Tokens, measures, ngrams, read_cell, topical
from scorer.labelled import LabelledCell, read_training_data
from scorer.sparse import Chunk, Vocabulary, learn
from scorer.train import boosted, nets

ROOT = Path(__file__).resolve().parent.parent
LEVELS = 5
FOLDS = 5
MINIMUM_CELLS = 3
STREAMS = {
    "words": slice(0, 3),
    "spans": slice(3, 6),
    "masked": slice(6, 8),
    "turns": slice(8, 11),
    "provision": slice(11, None),
}
"""Which chunks of ``ngrams``, and of ``topical`` behind them, belong to which stream."""

Second = Callable[[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]], NDArray[np.float64]]
"""A second stage: inputs and levels to learn from, and inputs of other cells, to chances of their levels."""

Design = Callable[[Sequence[CellReading], Sequence[CellReading]], tuple[sparse.csr_matrix, sparse.csr_matrix]]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    kappa: float
    exact: float


def _chunks(readings: Sequence[CellReading]) -> list[Chunk]:
    tokens = Tokens.of(Columns.of(readings))
    return tokens.parts.in_cells([*ngrams(tokens), *topical(tokens)])


def streams(*names: str) -> Design:
    """N-grams of these streams, present or not."""

    def build(
        learnt: Sequence[CellReading], asked: Sequence[CellReading]
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        chosen = [
            [chunk for name in names for chunk in all_chunks[STREAMS[name]]]
            for all_chunks in map(_chunks, (learnt, asked))
        ]
        vocabulary = Vocabulary.of(learn(chosen[0], MINIMUM_CELLS))
        sides = []
        for chunks, side in zip(chosen, (learnt, asked), strict=True):
            sides.append(sparse.csr_matrix(sum(vocabulary.present(chunk, len(side)) for chunk in chunks)))
        return sides[0], sides[1]

    return build


def characters(
    learnt: Sequence[CellReading], asked: Sequence[CellReading]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Character n-grams of 3 to 5 within words."""
    hashing = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**18, binary=True, norm=None)
    return tuple(
        hashing.transform(f"{reading.cell.evidence} {reading.cell.commentary}" for reading in side)
        for side in (learnt, asked)
    )  # type: ignore[return-value]


def measured(
    learnt: Sequence[CellReading], asked: Sequence[CellReading]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """The standardised measures."""
    left, right = (measures(Tokens.of(Columns.of(side))) for side in (learnt, asked))
    mean, scale = left.mean(axis=0), left.std(axis=0) + 1e-3
    return tuple(sparse.csr_matrix((side - mean) / scale * MEASURE_WEIGHT) for side in (left, right))  # type: ignore[return-value]


def averaged(path: Path) -> Design:
    """The mean of the word vectors of a cell, over all its content words and over those that are its own."""
    stored = np.load(path)
    place = {word: index for index, word in enumerate(stored["words"].tolist())}
    vectors = stored["vectors"].astype(np.float32)

    def of(reading: CellReading) -> NDArray[np.float32]:
        known = [word for field in reading.fields for word in field.lexemes if word.content and word.lower in place]
        own = [word for word in known if word.stem not in reading.requirement.stems]
        means = [
            vectors[[place[word.lower] for word in group]].mean(axis=0) if group else np.zeros(vectors.shape[1])
            for group in (known, own)
        ]
        return np.concatenate(means).astype(np.float32)

    def build(
        learnt: Sequence[CellReading], asked: Sequence[CellReading]
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        left, right = (np.stack([of(reading) for reading in side]) for side in (learnt, asked))
        scale = left.std() * 3
        return sparse.csr_matrix(left / scale), sparse.csr_matrix(right / scale)

    return build


def together(*parts: Design) -> Design:
    """Several designs side by side."""

    def build(
        learnt: Sequence[CellReading], asked: Sequence[CellReading]
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        built = [part(learnt, asked) for part in parts]
        return (
            sparse.hstack([left for left, _ in built], format="csr"),
            sparse.hstack([right for _, right in built], format="csr"),
        )

    return build


class Trial:
    """The cells, and the figures of anything that predicts their levels."""

    def __init__(self, learnt: Sequence[LabelledCell], asked: Sequence[LabelledCell]) -> None:
        self.learnt = [read_cell(item.cell) for item in learnt]
        self.asked = [read_cell(item.cell) for item in asked]
        self.levels = np.array([item.specificity for item in learnt])
        self.truth = np.array([item.specificity for item in asked])
        self.forms = [item.form for item in learnt]
        self.known: dict[Design, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}

    def row(self, what: str, chances: NDArray[np.float64]) -> Row:
        """The figures of these chances, printed as they come."""
        said = chances.argmax(axis=1)
        row = Row(what, quadratic_kappa(self.truth, said), float((self.truth == said).mean()))
        print(f"{row.what:64s} QWK {row.kappa:.3f}  exact {row.exact:.3f}", flush=True)
        return row

    def linear(self, design: Design) -> NDArray[np.float64]:
        """Four binary logistic regressions, one above each level."""
        left, right = design(self.learnt, self.asked)
        return ordinal([_regression().fit(left, self.levels > k).predict_proba(right)[:, 1] for k in range(LEVELS - 1)])

    def multinomial(self, design: Design) -> NDArray[np.float64]:
        """One logistic regression a level, which knows of no order."""
        left, right = design(self.learnt, self.asked)
        chances = [_regression().fit(left, self.levels == k).predict_proba(right)[:, 1] for k in range(LEVELS)]
        return np.stack(chances, axis=1)

    def stacked(self, design: Design, second: Second, with_scores: bool = True) -> NDArray[np.float64]:
        """A second stage on the measures and, out of fold, on the scores of the linear stage."""
        inputs, asked = (measures(Tokens.of(Columns.of(side))) for side in (self.learnt, self.asked))
        if with_scores:
            learnt_scores, asked_scores = self._first(design)
            inputs, asked = np.hstack([inputs, learnt_scores]), np.hstack([asked, asked_scores])
        return second(inputs, self.levels, asked)

    def _first(self, design: Design) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The scores of the linear stage, out of fold for what is learnt from; kept, because they take the longest."""
        if design not in self.known:
            names = sorted(set(self.forms))
            fold = np.array([names.index(form) % FOLDS for form in self.forms])
            scores = np.zeros((len(self.learnt), LEVELS - 1))
            for index in range(FOLDS):
                inside, outside = np.flatnonzero(fold != index), np.flatnonzero(fold == index)
                scores[outside] = self._scores(
                    design, [self.learnt[i] for i in inside], [self.learnt[i] for i in outside], self.levels[inside]
                )
            self.known[design] = scores, self._scores(design, self.learnt, self.asked, self.levels)
        return self.known[design]

    @staticmethod
    def _scores(
        design: Design, learnt: Sequence[CellReading], asked: Sequence[CellReading], levels: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        left, right = design(learnt, asked)
        return np.stack(
            [_regression().fit(left, levels > k).decision_function(right) for k in range(LEVELS - 1)], axis=1
        )


def _regression() -> LogisticRegression:
    return LogisticRegression(C=0.1, solver="liblinear", max_iter=500, random_state=0)


def _bordered(make: Callable[[], Any]) -> Second:
    """An estimator for each border between two levels."""

    def second(
        inputs: NDArray[np.float32], levels: NDArray[np.int64], asked: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        fitted = [make().fit(inputs, levels > border) for border in range(LEVELS - 1)]
        return ordinal([estimator.predict_proba(asked)[:, 1] for estimator in fitted])

    return second


_trees = _bordered(partial(boosted, 24))


def _trees_and_nets(
    inputs: NDArray[np.float32], levels: NDArray[np.int64], asked: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The trees and the nets of ``scorer.train``."""
    voices = [_trees(inputs, levels, asked), *(net.predict_proba(asked) for net in nets(inputs, levels))]
    return np.asarray(np.mean(voices, axis=0))


def _extra_trees() -> ExtraTreesClassifier:
    return ExtraTreesClassifier(300, min_samples_leaf=3, max_features=0.2, n_jobs=1, random_state=0)


def table(trial: Trial, vectors: Path | None) -> list[Row]:
    """Every line of the comparison."""
    all_streams = streams("words", "spans", "masked", "turns", "provision")
    first = together(all_streams, measured)
    rows = [
        trial.row("linear: character n-grams", trial.linear(characters)),
        trial.row("linear: word n-grams", trial.linear(streams("words"))),
        trial.row("linear: + n-grams with spans for names", trial.linear(streams("words", "spans"))),
        trial.row("linear: + n-grams with the requirement masked", trial.linear(streams("words", "spans", "masked"))),
        trial.row("linear: + n-grams of turns of phrase", trial.linear(streams("words", "spans", "masked", "turns"))),
        trial.row("linear: + words joined with their provision", trial.linear(all_streams)),
        trial.row("linear: measures of spans, clauses and turns alone", trial.linear(measured)),
        trial.row("linear: all n-grams + measures (the first stage)", trial.linear(first)),
        trial.row("linear: the same without the order of the levels", trial.multinomial(first)),
        trial.row("linear: the first stage + character n-grams", trial.linear(together(first, characters))),
    ]
    if vectors:
        rows.append(trial.row("linear: averaged static word vectors alone", trial.linear(averaged(vectors))))
        rows.append(
            trial.row("linear: the first stage + static vectors", trial.linear(together(first, averaged(vectors))))
        )
    rows += [
        trial.row("boosted trees on the measures alone", trial.stacked(first, _trees, with_scores=False)),
        trial.row("boosted trees on measures + first stage", trial.stacked(first, _trees)),
        trial.row("boosted trees and two small neural networks", trial.stacked(first, _trees_and_nets)),
        trial.row("extremely randomised trees in their place", trial.stacked(first, _bordered(_extra_trees))),
    ]
    if vectors:
        both = together(first, averaged(vectors))
        rows.append(
            trial.row("trees and networks, static vectors in the first stage", trial.stacked(both, _trees_and_nets))
        )
    return rows


def main() -> None:
    """Print the table, and save it where asked."""
    warnings.simplefilter("ignore", ConvergenceWarning)  # the nets are stopped before they learn cells by heart
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--save", type=Path)
    arguments = parser.parse_args()
    splits = read_training_data(ROOT / "training_data")
    trial = Trial(splits["train"], splits["calibration"])
    rows = table(trial, arguments.vectors)
    if arguments.save:
        record = {
            "learnt": len(trial.learnt),
            "asked": len(trial.asked),
            "rows": [{"what": row.what, "kappa": round(row.kappa, 3), "exact": round(row.exact, 3)} for row in rows],
        }
        text = json.dumps(record, indent=1) + "\n"
        (arguments.save / "ablation.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
