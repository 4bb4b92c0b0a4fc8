"""The second stage asked all at once says what scikit-learn says of each estimator, to the last bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import VotingClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from scorer.modelfile import open_model
from scorer.panel import chances_of
from scorer.settings import Settings
from scorer.train import boosted, voting

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # the nets here learn little

SHIPPED = Settings().models / Settings().model


def asked_one_by_one(estimators: Sequence[Any], inputs: NDArray[np.float32]) -> list[list[float]]:
    """scikit-learn's own chances."""
    return [one.predict_proba(inputs.astype(np.float64))[:, 1].tolist() for one in estimators]


@pytest.mark.parametrize("rows", [1, 2, 7, 72, 333])
def test_the_shipped_model_is_asked_as_scikit_learn_asks_it(rows: int) -> None:
    model = open_model(SHIPPED).model
    estimators = (*model.contradiction_above, *model.signals, *model.specificity_above)
    width = model.signals[0].n_features_in_
    inputs = np.random.default_rng(rows).gamma(0.5, 3.0, (rows, width)).astype(np.float32)
    said = chances_of(estimators, inputs)
    assert [chances.tolist() for chances in said] == asked_one_by_one(estimators, inputs)


def test_nets_behind_other_scalers_are_told_apart() -> None:
    numbers = np.random.default_rng(1)
    inputs, others = (numbers.normal(at, 1.0, (80, 6)).astype(np.float32) for at in (0.0, 3.0))
    truth = inputs[:, 0] > 0
    estimators = (voting(2).fit(inputs, truth), boosted(2).fit(inputs, truth), voting(2).fit(others, truth))
    said = chances_of(estimators, inputs)
    assert [chances.tolist() for chances in said] == asked_one_by_one(estimators, inputs)


def test_what_is_built_otherwise_is_refused() -> None:
    inputs = np.random.default_rng(2).normal(size=(40, 3)).astype(np.float32)
    truth = inputs[:, 0] > 0
    net, deep = (make_pipeline(StandardScaler(), MLPClassifier(layers, max_iter=2)) for layers in ((4,), (4, 4)))

    def vote(beside: Any, **how: Any) -> VotingClassifier:
        return VotingClassifier([("trees", boosted(2)), ("net", beside)], **{"voting": "soft", **how})

    for estimator, why in (
        (vote(deep), "hidden layer"),
        (vote(net, weights=[2, 1]), "weights"),
        (vote(net, voting="hard"), "soft"),
        (net, "neither"),
        (vote(boosted(2)), "neither"),
    ):
        with pytest.raises(ValueError, match=why):
            chances_of((estimator.fit(inputs, truth),), inputs)
