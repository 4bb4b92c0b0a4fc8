"""The estimators of the second stage, asked all at once.

scikit-learn asks them one after the other, and each of them looks into the same input and scales it again. Here that is
done once: all boosted trees are one forest, and the nets that scale alike have their input scaled for them together.
The numbers are those of ``predict_proba``, bit for bit where the nets of one vote stand behind scalers that are alike;
the tests compare them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from scorer.forest import Forest

Chances = NDArray[np.float64]
Inputs = NDArray[np.float32]


def chances_of(estimators: tuple[Any, ...], inputs: Inputs) -> list[Chances]:
    """What each of several fitted binary estimators says of the rows: the chance of its second class.

    The estimators are those that ``panel_of`` takes; the inputs are finite.
    """
    panel = panel_of(estimators)
    of_trees = expit(panel.trees.sums(inputs))
    exact = inputs.astype(np.float64)
    voices = [[said] for said in of_trees]
    for nets in panel.nets:
        for number, said in nets.chances(exact):
            voices[number].append(said)
    return [sum(others, start=first) / (1 + len(others)) for first, *others in voices]


class _Net(NamedTuple):
    """A net of one hidden layer: the number of its estimator, and weights and biases of both its layers."""

    estimator: int
    hidden: tuple[Chances, Chances]
    output: tuple[Chances, Chances]


@dataclass(frozen=True, slots=True)
class _Nets:
    """Nets behind scalers that are alike."""

    mean: Chances
    scale: Chances
    nets: tuple[_Net, ...]

    def chances(self, inputs: Chances) -> list[tuple[int, Chances]]:
        """The number of each net's estimator, and what the net says."""
        scaled = inputs - self.mean
        scaled /= self.scale
        return [
            (number, expit((np.maximum(scaled @ weights + biases, 0) @ outer + bias).ravel()))
            for number, (weights, biases), (outer, bias) in self.nets
        ]


@dataclass(frozen=True, slots=True)
class Panel:
    """The trees of each estimator, and the nets that stand beside some of them."""

    trees: Forest
    nets: tuple[_Nets, ...]


@lru_cache(maxsize=4)
def panel_of(estimators: tuple[Any, ...]) -> Panel:
    """The estimators taken apart; kept for the next batch.

    Each is boosted trees, or a soft vote without weights of boosted trees and pipelines of scaler and net. Raises
    ValueError for those that are built otherwise.
    """
    try:
        return _apart(estimators)
    except (AttributeError, TypeError) as error:
        raise ValueError("an estimator is neither boosted trees nor a vote of trees and nets") from error


def scaler_and_net(pipeline: Any) -> tuple[Any, Any]:
    """The two steps of a fitted pipeline. Raises ValueError for a net that is not of one hidden layer, and
    AttributeError or TypeError for what is no such pipeline at all."""
    scaler, net = (step for _, step in pipeline.steps)
    if (net.activation, net.out_activation_, len(net.coefs_)) != ("relu", "logistic", 2):
        raise ValueError("a net is not of one hidden layer")
    return scaler, net


def _apart(estimators: tuple[Any, ...]) -> Panel:
    trees = []
    nets: dict[bytes, tuple[Any, list[_Net]]] = {}
    for number, estimator in enumerate(estimators):
        boosted, *beside = getattr(estimator, "estimators_", [estimator])
        trees.append(boosted)
        if beside and (estimator.voting, estimator.weights) != ("soft", None):
            raise ValueError("a vote is not soft, or has weights")
        for pipeline in beside:
            scaler, net = scaler_and_net(pipeline)
            weights = [layer.astype(np.float64) for layer in net.coefs_]
            alike = scaler.mean_.tobytes() + scaler.scale_.tobytes()
            member = _Net(number, *zip(weights, net.intercepts_, strict=True))
            nets.setdefault(alike, (scaler, []))[1].append(member)
    groups = tuple(_Nets(scaler.mean_, scaler.scale_, tuple(members)) for scaler, members in nets.values())
    return Panel(Forest.of(trees), groups)
