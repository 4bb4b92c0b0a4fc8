"""Many boosted trees at once, by the bit vectors of QuickScorer (Lucchese et al., 2015).

A row does not walk down the trees. All forks are asked instead, of all rows, and each that sends a row to the right
strikes out the leaves on its left; in each tree the first leaf that is left is the row's. No step depends on the one
before, so that numpy does the whole of it in less time than walking takes, of few rows in a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 32
"""Leaves of a tree: a bit each."""

_ROWS = 512
"""Rows that are asked about together: enough to make calls cheap, few enough to stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of some fitted estimators, one behind the other.

    ``features``, ``thresholds`` and ``struck`` are of the forks, a row for the first fork of every tree, one for the
    second and so on: a row of the input goes to the right where its feature is above the threshold, and then the leaves
    of these bits are struck out. ``leaves`` are their values, from left to right; ``begins`` and ``sizes`` say of each
    estimator from which number it adds up, and how many trees it has.
    """

    features: NDArray[np.int64]
    thresholds: NDArray[np.float32]
    struck: NDArray[np.int32]
    leaves: NDArray[np.float64]
    begins: tuple[float, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(cls, estimators: Sequence[Any]) -> Forest:
        """The trees of ``HistGradientBoostingClassifier``s of two classes, for numbers that are finite.

        Raises ValueError for a tree with more than ``MOST_LEAVES`` leaves or a fork by categories.
        """
        trees = [_Tree.of(tree.nodes) for fitted in estimators for (tree,) in fitted._predictors]
        shape = max(len(tree.forks) for tree in trees), len(trees)
        features, struck = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int32)
        thresholds = np.full(shape, np.inf, dtype=np.float32)
        leaves = np.zeros((len(trees), MOST_LEAVES))
        for number, tree in enumerate(trees):
            leaves[number, : len(tree.leaves)] = tree.leaves
            for place, (feature, threshold, bits) in enumerate(tree.forks):
                features[place, number], thresholds[place, number] = feature, threshold
                struck[place, number] = np.uint32(bits).view(np.int32)
        begins = tuple(fitted._baseline_prediction.item() for fitted in estimators)
        return cls(features, thresholds, struck, leaves, begins, tuple(len(one._predictors) for one in estimators))

    def sums(self, inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        """What the trees of each estimator add up to, a row an estimator, a column a row of the input."""
        parts = [self._sums(inputs[start : start + _ROWS]) for start in range(0, len(inputs), _ROWS)]
        return np.concatenate(parts, axis=1) if parts else np.zeros((len(self.sizes), 0))

    def _sums(self, inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        columns = np.ascontiguousarray(inputs.T)
        gone = np.zeros((self.features.shape[1], len(inputs)), dtype=np.int32)
        below = np.empty(gone.shape, dtype=np.float32)
        above = below.view(np.int32)
        for features, thresholds, struck in zip(self.features, self.thresholds, self.struck, strict=True):
            np.take(columns, features, axis=0, out=below, mode="clip")  # any other mode takes into a copy first
            np.subtract(thresholds[:, None], below, out=below)
            above >>= 31  # the sign: every bit where the number is above the threshold, and none where it is not
            above &= struck[:, None]
            gone |= above
        first = (~gone & (gone + 1)).view(np.uint32)  # the lowest bit that is not struck out
        leaf = (first.astype(np.float32).view(np.int32) >> 23) - 127  # its number: the exponent
        places = leaf + MOST_LEAVES * np.arange(len(leaf))[:, None]
        values = self.leaves.ravel().take(places)
        trees = iter(values)
        totals = np.empty((len(self.sizes), len(inputs)))
        for total, begins, size in zip(totals, self.begins, self.sizes, strict=True):
            total.fill(begins)
            for value in islice(trees, size):  # one by one: numpy sums up a single row in another order
                total += value
        return totals


@dataclass(frozen=True, slots=True)
class _Tree:
    """The values of the leaves from left to right; and the forks, each with its feature, its threshold, and the bits of
    the leaves on its left."""

    leaves: tuple[float, ...]
    forks: tuple[tuple[int, np.float32, int], ...]

    @classmethod
    def of(cls, nodes: NDArray[Any]) -> _Tree:
        if nodes["is_leaf"].sum() > MOST_LEAVES or nodes["is_categorical"].any():
            raise ValueError("a tree has too many leaves, or a fork by categories")
        leaves: list[float] = []
        forks: list[tuple[int, np.float32, int]] = []
        asked = ("is_leaf", "value", "left", "right", "feature_idx", "num_threshold")
        listed = list(zip(*(nodes[name].tolist() for name in asked), strict=True))

        def walk(place: int) -> None:
            is_leaf, value, left, right, feature, threshold = listed[place]
            if is_leaf:
                leaves.append(value)
                return
            first = len(leaves)
            walk(left)
            forks.append((feature, _at_most(threshold), (1 << len(leaves)) - (1 << first)))
            walk(right)

        walk(0)
        return cls(tuple(leaves), tuple(forks))


def _at_most(number: float) -> np.float32:
    """The largest number of half the precision that is no larger: just as many such numbers lie above it."""
    near = np.float32(number)
    exceeds = near.item() > number  # as numbers of full precision: numpy would round ``number`` before it compares
    return np.nextafter(near, np.float32(-np.inf)) if exceeds else near
