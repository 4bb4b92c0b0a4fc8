"""The second stage asked all at once says what scikit-learn says of each estimator, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from scorer.modelfile import open_model
from scorer.panel import Estimators, chances_of
from scorer.settings import Settings
from scorer.train import boosted, nets

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # the nets here learn little

SHIPPED = Settings().models / Settings().model


def same(estimators: Estimators, inputs: NDArray[np.float32]) -> bool:
    """Whether all chances are scikit-learn's own."""
    exact = inputs.astype(np.float64)
    of_trees, of_nets = chances_of(estimators, inputs)
    theirs = [tree.predict_proba(exact)[:, 1] for tree in estimators.trees]
    return [said.tolist() for said in (*of_trees, *of_nets)] == [
        said.tolist() for said in (*theirs, *(net.predict_proba(exact) for net in estimators.nets))
    ]


def numbers(seed: int, rows: int = 80, width: int = 6) -> NDArray[np.float32]:
    return np.random.default_rng(seed).normal(seed, 1.0, (rows, width)).astype(np.float32)


@pytest.mark.parametrize("rows", [1, 2, 7, 72, 333])
def test_the_shipped_model_is_asked_as_scikit_learn_asks_it(rows: int) -> None:
    model = open_model(SHIPPED).model
    estimators = Estimators(
        (*model.contradiction_above, *model.signals, *model.specificity_above),
        (*model.signal_nets, *model.specificity_nets, *model.contradiction_nets),
        (0, 0, 5, 5, 3, 3),
    )
    width = model.signals[0].n_features_in_
    assert same(estimators, np.random.default_rng(rows).gamma(0.5, 3.0, (rows, width)).astype(np.float32))


def test_nets_behind_other_scalers_are_told_apart() -> None:
    inputs, others = numbers(0), numbers(3)
    classes, things = (inputs[:, 0] > 0).astype(int) + (inputs[:, 1] > 0), inputs[:, :3] > 0
    beside = (*nets(inputs, classes), *nets(others, classes), *nets(inputs, things))
    trees = (boosted(2).fit(inputs, classes > 0), boosted(3).fit(others, classes > 1))
    assert same(Estimators(trees, beside, (3, 3, 3, 3, 0, 0)), inputs)


def test_a_class_that_was_never_met_has_no_chance() -> None:
    inputs = numbers(1)
    trees = (boosted(2).fit(inputs, inputs[:, 0] > 1),)
    high = inputs[:, 0] > 1
    for truth, met in (
        (np.where(high, 3, 1), [1, 3]),
        (np.full(len(high), 2), [2]),
        (high.astype(int) + (inputs[:, 1] > 1), [0, 1, 2]),
    ):
        (net, _) = nets(inputs, truth)
        (said,) = chances_of(Estimators(trees, (net,), (5,)), inputs)[1]
        assert said.shape == (len(inputs), 5)
        assert said.sum(axis=1) == pytest.approx(1)
        assert np.flatnonzero(said.any(axis=0)).tolist() == met
        if len(met) > 1:
            assert said[:, met] == pytest.approx(net.predict_proba(inputs.astype(np.float64)))


def test_what_is_built_otherwise_is_refused() -> None:
    inputs = numbers(2)
    classes, things = (inputs[:, 0] > 2).astype(int) + (inputs[:, 1] > 2), inputs[:, :3] > 2
    trees = (boosted(2).fit(inputs, classes > 0),)
    deep = make_pipeline(StandardScaler(), MLPClassifier((4, 4), max_iter=2)).fit(inputs, things)
    net, of_classes = nets(inputs, things)[0], nets(inputs, classes)[0]

    def asked(beside: Any, classes: int, trees: tuple[Any, ...] = trees) -> None:
        chances_of(Estimators(trees, (beside,), (classes,)), inputs)

    asked(net, 0)
    for beside, number, why in (
        (deep, 0, "hidden layer"),
        (trees[0], 0, "neither"),
        (of_classes, 0, "several things"),
        (of_classes, 2, "other classes"),
    ):
        with pytest.raises(ValueError, match=why):
            asked(beside, number)
    with pytest.raises(ValueError, match="neither"):
        asked(net, 0, trees=(net,))
