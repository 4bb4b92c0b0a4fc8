"""What is believed of cells, once the chances of the classifier are joined with what rules and checks say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scorer.records import SIGNALS, TRIGGER_SIGNALS, CheckFinding, EvidenceCell, Finding, Probabilities, Signal
from scorer.scoring.chances import against_yes, contradiction_chances, joint, shifted, weakened

SURE_OF_CONTRADICTION = 0.88
"""An accusation less certain than this is marked for review: a wrong one costs more than a missed one. On
calibration landlords two of 556 answers that nothing stands against are accused without the mark, and 54 of the others
are."""

_FUTURE, _GAP = SIGNALS.index("future"), SIGNALS.index("gap")
_AGAINST = [SIGNALS.index(signal) for signal in (*TRIGGER_SIGNALS, "not_applicable")]
"""Signals that stand against a Yes. A pointer to another cell does not."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What turns probabilities into statements; comes with the model.

    ``weights`` give, for each signal, a bias, the weight of the classifier's log-odds and that of a rule that fired;
    ``thresholds`` the joint probability from which the signal is said to be there; ``review_below`` is the confidence
    under which a reader is asked.
    """

    weights: Mapping[str, tuple[float, float, float]]
    thresholds: Mapping[str, float]
    review_below: float


class Belief(NamedTuple):
    """What is believed of one cell. ``probabilities`` are the classifier's, but for the contradiction of a claimed Yes,
    in which all is joined. ``signals`` are those that are there, each with its joint chance. ``sure`` is false where a
    reader is asked."""

    probabilities: Probabilities
    specificity: int
    contradiction: int
    signals: tuple[tuple[Signal, float], ...]
    sure: bool


def beliefs(
    cells: Sequence[EvidenceCell],
    probabilities: Sequence[Probabilities],
    findings: Sequence[Sequence[Finding]],
    checks: Sequence[Sequence[CheckFinding]],
    policy: Policy,
) -> list[Belief]:
    """What is believed of each cell, of which the classifier, the rules and the checks say this."""
    if not cells:
        return []
    heard = _heard(findings)
    weights = np.array([policy.weights[signal] for signal in SIGNALS]).T
    thresholds = np.array([policy.thresholds[signal] for signal in SIGNALS])
    chances = joint(np.array([said.signals for said in probabilities]), heard, weights)
    specificity = np.array([said.specificity for said in probabilities])
    believed = np.array([said.contradiction for said in probabilities])
    claimed = np.array([cell.comply == "yes" for cell in cells])
    speaking = np.array([bool(cell.evidence or cell.commentary) for cell in cells])

    future, hedged, gap, not_applicable, _ = shifted(chances, thresholds).T
    joined = contradiction_chances(future, hedged, gap, not_applicable, specificity[:, 0], (*believed.T,))
    standing = np.array([stands_against(found) is not None for found in checks])
    against = np.where(claimed & speaking, np.where(standing, weakened(joined), joined), believed.T)
    there = (chances >= thresholds) & speaking[:, None]
    spoken = standing | there[:, _AGAINST].any(axis=1)
    contradiction = np.where(claimed, np.maximum(against_yes((*against,), spoken), standing & speaking), 0)

    sure = specificity.max(axis=1) >= policy.review_below
    sure &= (contradiction == 0) | (against.max(axis=0) >= SURE_OF_CONTRADICTION)
    sure &= (contradiction > 0) | ~claimed | (against[0] >= 0.5)  # not doubted, though that is the likelier
    sure &= (contradiction < 2) | heard[:, _FUTURE] | heard[:, _GAP]  # the classifier alone does not accuse unreviewed
    signals = _there(chances, there)
    return [
        Belief(Probabilities(said.specificity, (*chances_of_it,), said.signals), *levels)
        for said, chances_of_it, *levels in zip(
            probabilities,
            against.T.tolist(),
            specificity.argmax(axis=1).tolist(),
            contradiction.tolist(),
            [signals.get(row, ()) for row in range(len(cells))],
            sure.tolist(),
            strict=True,
        )
    ]


def _there(chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> dict[int, tuple[tuple[Signal, float], ...]]:
    """The signals that are there, by the row of their cell; most cells have none."""
    rows, places = np.nonzero(reached)
    found: dict[int, tuple[tuple[Signal, float], ...]] = {}
    for row, place, chance in zip(rows.tolist(), places.tolist(), chances[rows, places].tolist(), strict=True):
        found[row] = (*found.get(row, ()), (SIGNALS[place], chance))
    return found


def _heard(findings: Sequence[Sequence[Finding]]) -> NDArray[np.bool_]:
    """Which signals the rules are sure of, a row a cell."""
    heard = np.zeros((len(findings), len(SIGNALS)), dtype=np.bool_)
    for row, found in enumerate(findings):
        if found:
            for signal in heard_by_rules(found):
                heard[row, SIGNALS.index(signal)] = True
    return heard


def heard_by_rules(findings: Sequence[Finding]) -> set[Signal]:
    """The signals that a rule is sure of; one on trial is no evidence, and vague wording is no signal."""
    return {finding.signal for finding in findings if finding.confidence == 1.0 and finding.signal != "vague"}


def stands_against(checks: Sequence[CheckFinding]) -> CheckFinding | None:
    """The first that stands against a Yes."""
    return next((found for found in checks if found.against_yes), None) if checks else None
