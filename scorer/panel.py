"""The estimators of the second stage, asked all at once.

scikit-learn asks them one after the other, and each of them looks into the same input and scales it again. Here that is
done once: all boosted trees are one forest, and the nets that scale alike have their input scaled for them together.
The numbers are those of ``predict_proba``, bit for bit where each net has met all of its classes; the tests compare
them.
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


class Estimators(NamedTuple):
    """Fitted estimators that are asked together.

    ``trees`` are boosted trees of two classes. ``nets`` are pipelines of scaler and net. Of each, ``classes`` has the
    number of classes of which a row is one, named by their numbers from 0, or 0 for a net that says of several things
    whether each is there.
    """

    trees: tuple[Any, ...]
    nets: tuple[Any, ...]
    classes: tuple[int, ...]


def chances_of(estimators: Estimators, inputs: Inputs) -> tuple[list[Chances], list[Chances]]:
    """What each says of the rows: the trees the chance of the second class, the nets a column for each class or thing.

    The inputs are finite. Raises ValueError for estimators that ``panel_of`` does not know.
    """
    panel = panel_of(estimators)
    exact = inputs.astype(np.float64)
    said: dict[int, Chances] = {}
    for group in panel.nets:
        said |= group.chances(exact)
    return expit(panel.trees.sums(inputs)), [said[number] for number in range(len(estimators.nets))]


class _Net(NamedTuple):
    """A net of one hidden layer: its number, weights and biases of both its layers, and whether its outputs share one
    chance among them."""

    number: int
    hidden: tuple[Chances, Chances]
    output: tuple[Chances, Chances]
    shared: bool


@dataclass(frozen=True, slots=True)
class _Nets:
    """Nets behind scalers that are alike."""

    mean: Chances
    scale: Chances
    nets: tuple[_Net, ...]

    def chances(self, inputs: Chances) -> dict[int, Chances]:
        """What each net says, by its number."""
        scaled = inputs - self.mean
        scaled /= self.scale
        found = {}
        for number, (weights, biases), (outer, bias), shared in self.nets:
            outputs = np.maximum(scaled @ weights + biases, 0) @ outer + bias
            found[number] = _softmax(outputs) if shared else expit(outputs)
        return found


def _softmax(outputs: Chances) -> Chances:
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Panel:
    """The trees of each estimator, and the nets."""

    trees: Forest
    nets: tuple[_Nets, ...]


@lru_cache(maxsize=4)
def panel_of(estimators: Estimators) -> Panel:
    """The estimators taken apart; kept for the next batch. Raises ValueError for those that are built otherwise."""
    try:
        return _apart(estimators)
    except (AttributeError, TypeError) as error:
        raise ValueError("an estimator is neither boosted trees nor a net behind its scaler") from error


def scaler_and_net(pipeline: Any) -> tuple[Any, Any]:
    """The two steps of a fitted pipeline. Raises ValueError for a net that is not of one hidden layer, and
    AttributeError or TypeError for what is no such pipeline at all."""
    scaler, net = (step for _, step in pipeline.steps)
    if net.activation != "relu" or net.out_activation_ not in ("logistic", "softmax") or len(net.coefs_) != 2:
        raise ValueError("a net is not of one hidden layer")
    return scaler, net


def _apart(estimators: Estimators) -> Panel:
    nets: dict[bytes, tuple[Any, list[_Net]]] = {}
    for number, (pipeline, classes) in enumerate(zip(estimators.nets, estimators.classes, strict=True)):
        scaler, net = scaler_and_net(pipeline)
        if not classes and net.out_activation_ != "logistic":
            raise ValueError("a net has classes where it should have several things")
        hidden, output = (
            (weights.astype(np.float64), biases.astype(np.float64))
            for weights, biases in zip(net.coefs_, net.intercepts_, strict=True)
        )
        alike = scaler.mean_.tobytes() + scaler.scale_.tobytes()
        member = _Net(number, hidden, _of_all_classes(net, output, classes) if classes else output, bool(classes))
        nets.setdefault(alike, (scaler, []))[1].append(member)
    groups = tuple(_Nets(scaler.mean_, scaler.scale_, tuple(members)) for scaler, members in nets.values())
    return Panel(Forest.of(estimators.trees), groups)


def _of_all_classes(net: Any, output: tuple[Chances, Chances], classes: int) -> tuple[Chances, Chances]:
    """The output layer with a column for each class. One that the net never met has no chance; a net that met two only
    has a single output, for the second of them.

    Raises ValueError where the classes of the net are others.
    """
    met = net.classes_.tolist()
    if not set(met) <= set(range(classes)):
        raise ValueError("a net has other classes")
    weights, biases = output
    columns = met if net.out_activation_ == "softmax" else met[1:]
    wide, high = np.zeros((len(weights), classes)), np.full(classes, -np.inf)
    high[met] = 0.0
    wide[:, columns], high[columns] = weights, biases
    return wide, high
