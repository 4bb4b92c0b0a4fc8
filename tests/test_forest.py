"""Many trees at once come to what scikit-learn's own walk comes to, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from scorer.forest import Forest
from scorer.train import boosted


def raw(fitted: HistGradientBoostingClassifier, inputs: NDArray[np.float32]) -> list[float]:
    """scikit-learn's own sum of the trees."""
    return fitted.decision_function(inputs.astype(np.float64)).tolist()  # type: ignore[no-any-return]


def test_trees_of_many_shapes() -> None:
    numbers = np.random.default_rng(3)
    inputs = np.round(numbers.normal(size=(1500, 5)), 1).astype(np.float32)  # many lie on a threshold
    estimators = [
        boosted(rounds).fit(inputs, (inputs**power).sum(axis=1) > above)
        for rounds, power, above in ((1, 1, 0.0), (6, 2, 4.0), (3, 3, 1.0))
    ]
    forest = Forest.of(estimators)
    for rows in (inputs, inputs[:1], inputs[:0]):
        assert forest.sums(rows).shape == (3, len(rows))
    assert forest.sums(inputs).tolist() == [raw(fitted, inputs) for fitted in estimators]


@pytest.mark.parametrize(("low", "high", "side"), [(0.1, 0.3, -1), (0.3, 0.8, 0), (0.1, 0.7, 1)])
def test_numbers_beside_a_threshold_go_where_they_go_in_twice_the_precision(low: float, high: float, side: int) -> None:
    inputs = np.array([[low]] * 40 + [[high]] * 40, dtype=np.float32)
    fitted = boosted(1).fit(inputs, inputs[:, 0] > (low + high) / 2)
    threshold = fitted._predictors[0][0].nodes["num_threshold"][0]
    on = np.float32(threshold)
    assert np.sign(float(on) - threshold) == side  # the nearest number lies below the threshold, on it, or above
    near = np.array([[np.nextafter(on, np.float32(to))] for to in (-1, 1)] + [[on]], dtype=np.float32)
    (sums,) = Forest.of([fitted]).sums(near)
    assert sums.tolist() == raw(fitted, near)
    assert len(set(sums.tolist())) == 2


def test_a_tree_of_one_leaf_and_one_of_as_many_as_there_may_be() -> None:
    inputs = np.arange(2000, dtype=np.float32)[:, None]
    stump = boosted(1).fit(inputs[:30], np.arange(30) % 2 > 0)  # too few to part
    full = HistGradientBoostingClassifier(max_iter=1, max_leaf_nodes=32, min_samples_leaf=1, early_stopping=False)
    full.fit(inputs, np.sin(inputs[:, 0] / 9) > 0)
    assert full._predictors[0][0].nodes["is_leaf"].sum() == 32
    forest = Forest.of([stump, full])
    assert forest.sums(inputs).tolist() == [raw(fitted, inputs) for fitted in (stump, full)]


def test_a_tree_of_too_many_leaves_or_by_categories_is_refused() -> None:
    inputs = np.arange(2000.0)[:, None]
    truth = np.sin(inputs[:, 0] / 9) > 0
    large = HistGradientBoostingClassifier(max_iter=1, max_leaf_nodes=40, min_samples_leaf=1).fit(inputs, truth)
    named = HistGradientBoostingClassifier(max_iter=1, categorical_features=[0]).fit(inputs % 40, inputs[:, 0] % 3 > 1)
    for fitted in (large, named):
        with pytest.raises(ValueError, match="leaves"):
            Forest.of([fitted])
