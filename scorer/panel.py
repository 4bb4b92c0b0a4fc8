"""The estimators of the second stage, asked all at once.

scikit-learn asks them one after the other, and each of them looks into the same input and scales it again. Here that is
done once: boosted trees are added up as they stand, and the nets that scale alike are one product of matrices. The
numbers are those of ``predict_proba``, bit for bit; the tests compare them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Chances = NDArray[np.float64]
Inputs = NDArray[np.float64]


def chances_of(estimators: tuple[Any, ...], inputs: Inputs) -> list[Chances]:
    """What each of several fitted binary estimators says of the rows: the chance of its second class.

    They are boosted trees, or a soft vote without weights of boosted trees and a pipeline of scaler and net; the inputs
    are finite.
    """
    panel = _panel(estimators)
    # The trees read such an array as it is, and a few columns of it at a time.
    columns = np.asfortranarray(inputs)
    of_trees = [trees.chances(columns) for trees in panel.trees]
    of_nets = dict(said for nets in panel.nets for said in nets.chances(columns))
    return [(said + of_nets[number]) / 2 if number in of_nets else said for number, said in enumerate(of_trees)]


@dataclass(frozen=True, slots=True)
class _Trees:
    """Boosted trees: where their sum begins, and what each adds to it."""

    begins: float
    adds: tuple[Callable[..., Chances], ...]
    categories: tuple[Any, Any]

    @classmethod
    def of(cls, fitted: Any) -> _Trees:
        adds = tuple(tree.predict for (tree,) in fitted._predictors)
        return cls(fitted._baseline_prediction.item(), adds, fitted._bin_mapper.make_known_categories_bitsets())

    def chances(self, columns: Inputs) -> Chances:
        total = np.full(len(columns), self.begins)
        for add in self.adds:
            total += add(columns, *self.categories, 1)  # one thread: several wait for one another longer than they work
        return np.asarray(expit(total, out=total))


@dataclass(frozen=True, slots=True)
class _Nets:
    """Nets of one hidden layer behind scalers that are alike. ``weights`` and ``biases`` are of the hidden layers side
    by side; ``outputs`` have the number of the estimator, the part of the hidden layer, and its weights and bias."""

    mean: Chances
    scale: Chances
    weights: Chances
    biases: Chances
    outputs: tuple[tuple[int, slice, Chances, Chances], ...]

    @classmethod
    def of(cls, scaler: Any, nets: Sequence[tuple[int, Any]]) -> _Nets:
        outputs = []
        start = 0
        for number, net in nets:
            end = start + net.coefs_[0].shape[1]
            outputs.append((number, slice(start, end), net.coefs_[1].astype(np.float64), net.intercepts_[1]))
            start = end
        weights = np.hstack([net.coefs_[0] for _, net in nets]).astype(np.float64)
        biases = np.hstack([net.intercepts_[0] for _, net in nets])
        return cls(scaler.mean_, scaler.scale_, weights, biases, tuple(outputs))

    def chances(self, columns: Inputs) -> list[tuple[int, Chances]]:
        scaled = columns - self.mean
        scaled /= self.scale
        hidden = scaled @ self.weights
        hidden += self.biases
        np.maximum(hidden, 0, out=hidden)
        return [
            (number, expit((hidden[:, part] @ weights + bias).ravel())) for number, part, weights, bias in self.outputs
        ]


@dataclass(frozen=True, slots=True)
class _Panel:
    """The trees of each estimator, and the nets that stand beside some of them."""

    trees: tuple[_Trees, ...]
    nets: tuple[_Nets, ...]


@lru_cache(maxsize=4)
def _panel(estimators: tuple[Any, ...]) -> _Panel:
    """The estimators taken apart; kept for the next batch. Raises ValueError for those that are built otherwise."""
    trees = []
    nets: dict[bytes, tuple[Any, list[tuple[int, Any]]]] = {}
    for number, estimator in enumerate(estimators):
        boosted, *beside = getattr(estimator, "estimators_", [estimator])
        trees.append(_Trees.of(boosted))
        for pipeline in beside:
            scaler, net = (step for _, step in pipeline.steps)
            if (net.activation, net.out_activation_, len(net.coefs_), len(beside)) != ("relu", "logistic", 2, 1):
                raise ValueError("a net is not of one hidden layer, or not alone beside its trees")
            alike = scaler.mean_.tobytes() + scaler.scale_.tobytes()
            nets.setdefault(alike, (scaler, []))[1].append((number, net))
    return _Panel(tuple(trees), tuple(_Nets.of(scaler, members) for scaler, members in nets.values()))
