"""Training: labelled cells to a model folder. The same cells give the same bytes.

Every number the second stage learns from is out of fold: the first stage that made it had not seen the landlord.
The temperature, the weights and the thresholds are set on what the model says of landlords that it has not seen: the
training landlords, each by a second stage that was fitted without it, and the calibration landlords. The test landlords
are not touched here.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed, parallel_config
from numpy.typing import NDArray
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from scorer.classifier import LinearStage, Model, tempered, window_chunk
from scorer.features import CellReading, Claims, Clauses, Columns, Tokens, measures, ngrams, read_cell, topical
from scorer.labelled import LabelledCell, read_training_data
from scorer.modelfile import write_model
from scorer.records import FIELDS, SIGNALS, TRIGGER_SIGNALS
from scorer.rules import RuleSet
from scorer.scoring import Policy, heard_by_rules, joint
from scorer.sparse import Vocabulary, learn
from scorer.tagging import FirstLook, field_sizes, second_look, surroundings

SEED = 20240401
FOLDS = 5
MINIMUM_CELLS = 3
"""An n-gram seen in fewer cells teaches nothing that carries over."""

TOPICAL_EMPHASIS = 2.0
"""What stands against a Yes often depends on what was asked: there, columns of words joined with their provision are
fitted at twice their size, so that the penalty holds them back less."""

LIGHTEST_NGRAM = 0.02
"""Log-odds below which, in all heads, an n-gram is left out of the artefact, a tenth of them. Of an earlier model, what
is left out together moved 99 in 100 log-odds of the calibration and test cells by less than 0.08, and none by more
than 0.3."""

LIGHTEST_WINDOW = 0.015
"""Log-odds below which a window is left out of the artefact, a third of them. A token has some thirty windows; of an
earlier model, on the calibration and test landlords, what is left out together moved no token's log-odds by more than
0.14."""

FEWEST_LOOKS = 200_000
"""Tokens that the second look learns from, counted anew with each pass. Thirty passes over all landlords make more."""

FEWEST_ROWS = 20_000
"""Cells that the nets of the second stage learn from, counted so. Twenty passes over all landlords make more."""

Progress = Callable[[str], None]


def train(data: Path, folder: Path, progress: Progress = lambda _: None, jobs: int = 1) -> str:
    """Train on ``data`` (a training_data folder), write the model to ``folder``; returns the artefact's SHA-256.

    ``jobs`` is how many processes fit the estimators of the first stage at once, most of the time that it takes.
    """
    splits = read_training_data(data)
    progress(f"{len(splits['train'])} cells to learn from, {len(splits['calibration'])} to calibrate on")
    # One thread: sums of floats then come in one order, and a busy machine does not stall the barriers of OpenMP.
    with threadpool_limits(limits=1):
        model, unseen = fit(splits["train"], progress, jobs)
        progress("calibrating")
        model, policy = calibrate(model, unseen, splits["calibration"])
    facts = {
        "data": {"sha256": fingerprint(data), **{split: len(cells) for split, cells in splits.items()}},
        "policy": asdict(policy),
    }
    return write_model(folder, lightened(model), facts)


def lightened(model: Model) -> Model:
    """The model with the weights of its linear estimators in half precision, and without the n-grams and windows that
    weigh next to nothing and what only the fitting of its nets needed.

    Of a model of the earlier format no chance moved by much more than a hundredth on the calibration and test
    landlords for half precision, and the artefact was two thirds as large as in single precision.
    """
    stage = model.linear
    heads, taggers = (tuple(map(_in_half_precision, estimators)) for estimators in (stage.heads, stage.taggers))
    stage = replace(
        stage,
        vocabulary=_without_the_lightest(stage.vocabulary, heads, LIGHTEST_NGRAM),
        heads=heads,
        window_vocabulary=_without_the_lightest(stage.window_vocabulary, taggers, LIGHTEST_WINDOW),
        taggers=taggers,
    )
    return replace(
        model,
        linear=stage,
        tagger=_without_its_past(model.tagger),
        specificity_nets=tuple(map(_without_its_past, model.specificity_nets)),
        signal_nets=tuple(map(_without_its_past, model.signal_nets)),
        contradiction_nets=tuple(map(_without_its_past, model.contradiction_nets)),
    )


def _without_the_lightest(
    vocabulary: Vocabulary, estimators: Sequence[LogisticRegression], lightest: float
) -> Vocabulary:
    """The vocabulary without what weighs less than ``lightest`` in all estimators, which lose its columns in place.
    Their columns beyond the vocabulary stay."""
    telling = np.abs(np.concatenate([estimator.coef_ for estimator in estimators])).max(axis=0) >= lightest
    telling[len(vocabulary.ids) :] = True
    for estimator in estimators:
        estimator.coef_ = estimator.coef_[:, telling]
        estimator.n_features_in_ = estimator.coef_.shape[1]
    return Vocabulary.of(vocabulary.ids[telling[: len(vocabulary.ids)]])


_OF_FITTING = ("_optimizer", "_best_coefs", "_best_intercepts", "_random_state")
"""What a net keeps for being fitted further, three times as much as its weights."""


def _without_its_past(pipeline: Any) -> Any:
    """A fitted pipeline of scaler and net without what only its fitting needed."""
    (scaler_name, scaler), (name, net) = pipeline.steps
    lighter = copy(net)
    for attribute in _OF_FITTING:
        vars(lighter).pop(attribute, None)
    whole = copy(pipeline)
    whole.steps = [(scaler_name, scaler), (name, lighter)]
    return whole


def _in_half_precision(estimator: LogisticRegression) -> LogisticRegression:
    lighter = copy(estimator)
    lighter.coef_ = estimator.coef_.astype(np.float16)
    return lighter


def fingerprint(data: Path) -> str:
    """SHA-256 over the split and all cells, in order of file name."""
    digest = hashlib.sha256((data / "splits.json").read_bytes())
    for path in sorted((data / "cells").glob("*.jsonl")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Unseen:
    """What models that had not seen them say of some cells: the chances of each level, and of each signal."""

    cells: Sequence[LabelledCell]
    readings: Sequence[CellReading]
    levels: NDArray[np.float64]
    signals: NDArray[np.float64]


def fit(cells: Sequence[LabelledCell], progress: Progress, jobs: int = 1) -> tuple[Model, Unseen]:
    """Both stages, uncalibrated, and what they say of each of the cells when they are fitted without its landlord.

    What those second stages learn from, the first stage's scores and the second look at the tokens, is out of fold for
    their own cells only.

    Raises ValueError without cells.
    """
    if not cells:
        raise ValueError("no cells to learn from")
    readings = [read_cell(labelled.cell) for labelled in cells]
    folds = _folds([labelled.form for labelled in cells])
    parts: list[tuple[list[int], FirstLook]] = []
    for fold in range(FOLDS):
        progress(f"first stage, fold {fold + 1} of {FOLDS}")
        inside, outside = _parted(folds == fold)
        if outside:
            stage = fit_linear([cells[i] for i in inside], [readings[i] for i in inside], jobs)
            parts.append((outside, stage.apply([readings[i] for i in outside])))
    first = _together(parts, field_sizes(readings), Clauses.of(Columns.of(readings)).claims())
    progress("first stage, all landlords")
    stage = fit_linear(cells, readings, jobs)
    progress("second look at the tokens")
    tagger, chances = _looked_again(first, token_marks(cells, readings), folds)
    inputs = first.inputs(chances)
    levels, signals = np.zeros((len(cells), 5)), np.zeros((len(cells), len(SIGNALS)))
    for fold in range(FOLDS):
        progress(f"second stage, fold {fold + 1} of {FOLDS}")
        inside, outside = _parted(folds == fold)
        if outside:
            model = fit_second(stage, tagger, inputs[inside], [cells[i] for i in inside])
            levels[outside], signals[outside], _ = model.probabilities(inputs[outside])
    progress("second stage, all landlords")
    return fit_second(stage, tagger, inputs, cells), Unseen(cells, readings, levels, signals)


def _together(parts: Sequence[tuple[list[int], FirstLook]], sizes: NDArray[np.int64], claims: Claims) -> FirstLook:
    """What the first stage says of all cells, of which each part has those of its numbers, in their order.

    ``sizes`` are the numbers of tokens of the fields of all cells, ``claims`` what all their clauses claim.
    """
    cell_of = np.repeat(np.arange(len(sizes)) // len(FIELDS), sizes)
    one = parts[0][1]
    measured, scores = (np.zeros((len(sizes) // len(FIELDS), rows.shape[1]), rows.dtype) for rows in one[:2])
    decisions = np.zeros((len(cell_of), one.decisions.shape[1]))
    for numbers, part in parts:
        measured[numbers], scores[numbers] = part.measured, part.scores
        decisions[np.isin(cell_of, numbers)] = part.decisions
    return FirstLook(measured, scores, decisions, sizes, claims)


def _looked_again(
    first: FirstLook, marks: NDArray[np.bool_], folds: NDArray[np.int64]
) -> tuple[Any, NDArray[np.float64]]:
    """What looks at the tokens again, learnt from all of them, and what it says of each where it is fitted without the
    fold of its cell. ``folds`` has a number a cell."""
    of_token = np.repeat(np.repeat(folds, len(FIELDS)), first.sizes)
    chances = np.zeros(marks.shape)
    for fold in np.unique(of_token):
        fitted = fit_tagger(first, marks, of_token != fold)
        chances[of_token == fold] = second_look(fitted, first)[of_token == fold]
    return fit_tagger(first, marks, np.ones(len(marks), dtype=np.bool_)), chances


def _parted(outside: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """The numbers of the cells inside and outside."""
    return np.flatnonzero(~outside).tolist(), np.flatnonzero(outside).tolist()


def _folds(forms: Sequence[str]) -> NDArray[np.int64]:
    """A fold for each cell; a landlord's cells stay together."""
    ordered = sorted(set(forms), key=lambda form: hashlib.sha256(form.encode()).digest())
    fold = {form: index % FOLDS for index, form in enumerate(ordered)}
    return np.array([fold[form] for form in forms])


def _targets(cells: Sequence[LabelledCell]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    specificity = np.array([labelled.specificity for labelled in cells])
    signals = np.array([[signal in labelled.signals for signal in SIGNALS] for labelled in cells])
    contradiction = np.array([labelled.contradiction for labelled in cells])
    claimed = np.array([labelled.cell.comply == "yes" for labelled in cells])
    return specificity, signals, contradiction, claimed


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", max_iter=500, random_state=SEED)


def fit_linear(cells: Sequence[LabelledCell], readings: Sequence[CellReading], jobs: int = 1) -> LinearStage:
    """The first stage on these cells."""
    features = Tokens.of(Columns.of(readings))
    measured = measures(features)
    mean = measured.mean(axis=0)
    scale = measured.std(axis=0) + np.float32(1e-3)
    beside = features.parts.in_cells(topical(features))
    chunks = [*features.parts.in_cells(ngrams(features)), *beside]
    known = Vocabulary.of(learn(chunks, MINIMUM_CELLS))
    chunk, height = window_chunk(readings)
    window_known = Vocabulary.of(learn([chunk], MINIMUM_CELLS))
    bare = LinearStage(known, mean, scale, (), window_known, ())
    grams = sum((known.present(part, len(readings)) for part in chunks[1:]), known.present(chunks[0], len(readings)))
    design = sparse.hstack([grams, sparse.csr_matrix(bare.scaled(measured))], format="csr")
    specificity, signals, contradiction, claimed = _targets(cells)
    emphasis = np.ones(design.shape[1])
    emphasis[: len(known.ids)][np.isin(known.ids, learn(beside, MINIMUM_CELLS))] = TOPICAL_EMPHASIS
    tokens = window_known.present(chunk, height)
    marks = token_marks(cells, readings)
    of_yes, against = design[claimed], contradiction[claimed]
    tasks: list[_Task] = [
        *(_Task(0.1, design, specificity > level) for level in range(4)),
        *(_Task(0.5, design, signals[:, index]) for index in range(len(SIGNALS))),
        _Task(0.3, of_yes, against > 0, emphasis),
        _Task(0.3, of_yes, against > 1),
        *(_Task(0.3, tokens, marks[:, index]) for index in range(len(TRIGGER_SIGNALS))),
    ]
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1):
        fitted = [*map(_of_this_process, Parallel()(map(delayed(_fitted), tasks)))]
    heads, taggers = fitted[: -len(TRIGGER_SIGNALS)], fitted[-len(TRIGGER_SIGNALS) :]
    return LinearStage(known, mean, scale, tuple(heads), window_known, tuple(taggers))


class _Task(NamedTuple):
    """A regression of ``strength`` to be fitted to a design and its truth. Where there is an ``emphasis``, the design's
    columns are scaled by it, so that the penalty weighs less on some, and the regression is told on the columns as
    they are."""

    strength: float
    design: sparse.csr_matrix
    truth: NDArray[np.bool_]
    emphasis: NDArray[np.float64] | None = None


def _fitted(task: _Task) -> LogisticRegression:
    """What comes of a task; the same in any process, for one thread makes it."""
    head = _regression(task.strength)
    if task.emphasis is None:
        return head.fit(task.design, task.truth)
    head.fit(task.design @ sparse.diags(task.emphasis), task.truth)
    head.coef_ = head.coef_ * task.emphasis
    return head


def _of_this_process(fitted: LogisticRegression) -> LogisticRegression:
    """The same regression, made of this process's own objects: those of another are equal, and are written to the
    artefact in other bytes."""
    own = _regression(fitted.C)
    for name, value in vars(fitted).items():
        if name.endswith("_"):
            setattr(own, name, _anew(value) if isinstance(value, np.ndarray) else value)
    return own


def _anew(values: NDArray[Any]) -> NDArray[Any]:
    """The same numbers, of a type that is this process's own object too."""
    own = np.empty(values.shape, dtype=values.dtype.type)
    own[...] = values
    return own


def token_marks(cells: Sequence[LabelledCell], readings: Sequence[CellReading]) -> NDArray[np.bool_]:
    """For every token, whether it lies in a trigger of each signal of ``TRIGGER_SIGNALS``."""
    marks = []
    for labelled, reading in zip(cells, readings, strict=True):
        for name, field in zip(FIELDS, reading.fields, strict=True):
            inside = np.zeros((len(field.words), len(TRIGGER_SIGNALS)), dtype=bool)
            for trigger in labelled.triggers:
                column = TRIGGER_SIGNALS.index(trigger.signal)
                for where, start, end in trigger.places:
                    if where == name:
                        for index in range(len(field.words)):
                            left, right = field.characters(index, index + 1)
                            inside[index, column] |= left < end and right > start
            marks.append(inside)
    return np.concatenate(marks)


def nets(inputs: NDArray[np.float32], truth: NDArray[Any]) -> tuple[Any, ...]:
    """Two small neural networks that begin differently, each behind a scaler, fitted to classes (a number a row) or to
    several things that are there or not (a row of booleans a row).

    They see all classes at once, where each of the trees knows of one border only, and so err differently.
    """
    passes = max(20, FEWEST_ROWS // max(1, len(inputs)))
    alike = [
        MLPClassifier((64,), alpha=0.5, max_iter=passes, tol=0.0, random_state=SEED + number) for number in range(2)
    ]
    return tuple(make_pipeline(StandardScaler(), net).fit(inputs, truth) for net in alike)


def boosted(rounds: int) -> HistGradientBoostingClassifier:
    """The trees of the second stage: few and small, for they cost most of its time."""
    return HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=0.25,
        max_leaf_nodes=16,
        min_samples_leaf=20,
        l2_regularization=3.0,
        max_features=0.3,
        random_state=SEED,
    )


def fit_tagger(first: FirstLook, marks: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Any:
    """What looks at the tokens again, learnt from those ``inside``; ``first`` is out of fold, a mark a token."""
    again, seen = surroundings(first.decisions, first.sizes)
    learnt = inside[again]
    passes = max(30, FEWEST_LOOKS // max(1, int(learnt.sum())))
    net = MLPClassifier((32,), alpha=0.1, max_iter=passes, tol=0.0, random_state=SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped before it learns cells by heart
        return make_pipeline(StandardScaler(), net).fit(seen[learnt], marks[again][learnt])


def fit_second(stage: LinearStage, tagger: Any, inputs: NDArray[np.float32], cells: Sequence[LabelledCell]) -> Model:
    """The rest of the second stage on out-of-fold inputs."""
    specificity, signals, contradiction, claimed = _targets(cells)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the nets are stopped before they learn cells by heart
        return Model(
            linear=stage,
            tagger=tagger,
            specificity_above=tuple(boosted(24).fit(inputs, specificity > level) for level in range(4)),
            specificity_nets=nets(inputs, specificity),
            signals=tuple(boosted(12).fit(inputs, signals[:, index]) for index in range(len(SIGNALS))),
            signal_nets=nets(inputs, signals),
            contradiction_above=tuple(
                boosted(16).fit(inputs[claimed], contradiction[claimed] > level) for level in range(2)
            ),
            contradiction_nets=nets(inputs[claimed], contradiction[claimed]),
            temperature=1.0,
        )


def calibrate(model: Model, unseen: Unseen, more: Sequence[LabelledCell]) -> tuple[Model, Policy]:
    """Set, on landlords the model has not seen: the temperature by likelihood; how classifier and rules are weighed
    against each other; a threshold for each signal by F1; and the confidence below which a cell is marked for review
    (a fifth of the cells). ``more`` are the cells of the calibration landlords."""
    readings = [read_cell(labelled.cell) for labelled in more]
    levels, chances, _ = model.probabilities(model.looked_at(model.linear.apply(readings))[0])
    readings = [*unseen.readings, *readings]
    levels, chances = np.concatenate([unseen.levels, levels]), np.concatenate([unseen.signals, chances])
    specificity, signals, _, _ = _targets([*unseen.cells, *more])
    rules = RuleSet.load()
    ruled = [heard_by_rules(rules.findings(r.evidence, r.commentary, r.cell, r.requirement.reading)) for r in readings]
    weights: dict[str, tuple[float, float, float]] = {}
    thresholds: dict[str, float] = {}
    joined = np.zeros_like(chances)
    for index, signal in enumerate(SIGNALS):
        fired = np.array([signal in said for said in ruled])
        weights[signal] = _weights(chances[:, index], fired, signals[:, index])
        joined[:, index] = joint(chances[:, index], fired, weights[signal])
        thresholds[signal] = _threshold(joined[:, index], signals[:, index])
    model = replace(model, temperature=_temperature(levels, specificity))
    soft = tempered(levels, model.temperature)
    return model, Policy(weights, thresholds, _review_below(soft))


def _weights(
    chances: NDArray[np.float64], fired: NDArray[np.bool_], truth: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Bias, weight of the classifier's log-odds, weight of a fired rule: a logistic regression of the truth."""
    if truth.all() or not truth.any():
        return 0.0, 1.0, 0.0
    clipped = np.clip(chances, 1e-4, 1 - 1e-4)
    inputs = np.stack([np.log(clipped / (1 - clipped)), fired], axis=1)
    fitted = LogisticRegression(C=1.0, random_state=SEED).fit(inputs, truth)
    of_model, of_rule = (round(float(value), 4) for value in fitted.coef_[0])
    return round(float(fitted.intercept_[0]), 4), of_model, of_rule


def _temperature(probabilities: NDArray[np.float64], truth: NDArray[Any]) -> float:
    grid = np.round(np.arange(0.5, 3.01, 0.05), 2)
    rows = np.arange(len(truth))
    losses = [-np.log(np.maximum(tempered(probabilities, t)[rows, truth], 1e-9)).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def _threshold(chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The threshold with the best F1, taken in the middle of its plateau; 0.5 where the signal never occurs."""
    if not truth.any():
        return 0.5
    grid = np.round(np.arange(0.2, 0.81, 0.02), 2)
    scores = []
    for threshold in grid:
        said = chances >= threshold
        scores.append(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))
    best = np.flatnonzero(np.array(scores) >= max(scores) - 0.003)
    return float(grid[best[len(best) // 2]])


def _review_below(probabilities: NDArray[np.float64]) -> float:
    """The confidence at which four fifths of the cells are kept."""
    return float(np.round(np.quantile(probabilities.max(axis=1), 0.2), 3))
