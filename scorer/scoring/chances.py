"""The arithmetic of chances. Every function takes numbers, or arrays of as many cells as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Chance = Any
"""A probability, or an array of them; what a function gives is of the same shape."""
Three = tuple[Chance, Chance, Chance]
"""The probabilities of none, weakens and contradicts."""

_LEAST, _MOST = 1e-4, 1 - 1e-4


def joint(chance: Chance, fired: bool | NDArray[np.bool_], weights: Sequence[Any] | NDArray[np.float64]) -> Chance:
    """The probability of a signal from the classifier's chance and whether a rule fired, by a logistic curve.

    ``weights`` are a bias, the weight of the chance's log-odds and that of a rule that fired.
    """
    bias, of_model, of_rule = weights
    return 1 / (1 + np.exp(-(bias + of_model * _log_odds(chance) + of_rule * fired)))


def _log_odds(chance: Chance) -> Chance:
    within = np.minimum(np.maximum(chance, _LEAST), _MOST)
    return np.log(within / (1 - within))


def shifted(chance: Chance, threshold: Chance) -> Chance:
    """The chance moved along the logistic curve so that the threshold becomes a half."""
    return 1 / (1 + np.exp(_log_odds(threshold) - _log_odds(chance)))


GAP_CONTRADICTS = 0.96
FUTURE_ALONE_CONTRADICTS = 0.99
HEDGED_WEAKENS = 0.93
"""Shares of the training cells with a claimed Yes: where a gap is admitted; where nothing but a plan is said (all but a
few of them); and where practice is only hedged, or "not applicable" is offered."""


def contradiction_chances(
    future: Chance, hedged: Chance, gap: Chance, not_applicable: Chance, absent: Chance, believed: Three
) -> Three:
    """The probabilities of none, weakens and contradicts for a claimed Yes, from the chances of its signals.

    ``absent`` and ``believed`` are the classifier's: the chance that nothing present is said, and what it makes of the
    whole cell. The labels follow the signals: an admitted gap contradicts; so does a plan beside which nothing present
    is said; a hedge or a "not applicable" weakens. What a plan beside a present practice means, and whether what is
    described falls short without saying so, is the classifier's to judge. What follows so is averaged with what the
    classifier makes of the whole cell: on calibration landlords as many contradictions are found, and fewer answers are
    accused that nothing stands against.
    """
    none, weakens, contradicts = believed
    silent = none + weakens
    plan = (1 - gap) * future
    plan_alone = plan * absent
    plan_beside = plan * (1 - absent)
    neither = (1 - gap) * (1 - future)
    softened = neither * (1 - (1 - hedged) * (1 - not_applicable))
    plain = neither * (1 - hedged) * (1 - not_applicable)
    second = gap * GAP_CONTRADICTS + plan_alone * FUTURE_ALONE_CONTRADICTS + plan_beside * contradicts
    first = (
        gap * (1 - GAP_CONTRADICTS)
        + plan_alone * (1 - FUTURE_ALONE_CONTRADICTS)
        + plan_beside * weakens
        + softened * HEDGED_WEAKENS
        + plain * weakens / np.where(silent, silent, 1.0)  # where it is 0, so is what stands above it
    )
    first, second = (first + weakens) / 2, (second + contradicts) / 2
    return 1 - first - second, first, second


CHECK_WEAKENS = 0.7
"""How sure a check is that stands against a claimed Yes, before the classifier is asked. Unless the classifier leans
the same way, the doubt falls short of ``SURE_OF_CONTRADICTION`` and the cell is marked for review: of 64 hits on the
calibration and test landlords and on other cells that no check was written on, the classifier gave "nothing stands
against it" more than 0.4 for the one wrong one and no more for 47 of the right ones."""


def weakened(chances: Three) -> Three:
    """The chances of none, weakens and contradicts, once a check stands against the Yes.

    Most of what spoke for none speaks for weakens. What contradicts already is left as it is.
    """
    none, weakens, contradicts = chances
    moved = np.where(contradicts >= np.maximum(none, weakens), 0.0, CHECK_WEAKENS)
    return none * (1 - moved), weakens + none * moved, contradicts


DOUBTED_FROM = 0.55
"""The chance of a contradiction from which an answer is doubted where something with words of its own speaks for it: a
future, hedged, gap or not-applicable signal, or a check that stands against the Yes."""

DOUBTED_UNSPOKEN_FROM = 0.8
"""The same where nothing but the classifier's view of the whole cell speaks for it: a reader cannot check that, and a
wrong accusation costs more than a missed one. On calibration landlords 19 answers are doubted that nothing stands
against, and 11 others passed over; with 0.6 for both, 22 and 12."""


def against_yes(chances: Three, spoken: bool | NDArray[np.bool_]) -> Any:
    """The contradiction that the chances of none, weakens and contradicts amount to: one at all where that is likely
    enough to say so, however its chance is divided between the two. ``spoken`` says whether a signal or a check speaks
    for it."""
    _, weakens, contradicts = chances
    enough = np.where(spoken, DOUBTED_FROM, DOUBTED_UNSPOKEN_FROM)
    return np.where(weakens + contradicts < enough, 0, np.where(weakens >= contradicts, 1, 2))
