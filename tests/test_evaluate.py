"""Figures worked out by hand on four cells."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from scorer.evaluate import calibration_error, figures, signal_figures
from scorer.labelled import LabelledCell, Trigger
from scorer.records import CellScore, EvidenceCell, Finding, Probabilities, Signal

CELL = EvidenceCell("1.2", "It may come, and may not.", comply="yes")


def labelled(
    level: int, signals: Sequence[Signal] = (), contradiction: int = 0, *places: tuple[int, int]
) -> LabelledCell:
    triggers = (Trigger("hedged", "may", tuple(("evidence", *place) for place in places)),) if places else ()
    return LabelledCell(CELL, "pellow-moor", level, frozenset(signals), contradiction, triggers)


def scored(
    level: int,
    signals: Sequence[tuple[Signal, int, int]] = (),
    contradiction: int = 0,
    *,
    sure: float = 1.0,
) -> CellScore:
    levels = [(1 - sure) / 4] * 5
    levels[level] = sure
    verdict = [0.0] * 3
    verdict[contradiction] = 1.0
    return CellScore(
        cell=CELL,
        specificity=level,
        contradiction=contradiction,
        signals=tuple(Finding(name, "evidence", start, end, "", None) for name, start, end in signals),
        probabilities=Probabilities(tuple(levels), tuple(verdict), (0.0,) * 5),  # type: ignore[arg-type]
        quality=0,
        grade="poor",
        reasons=(),
    )


TRUTH = [
    labelled(0, ["future"], 2),
    labelled(1, ["hedged"], 1, (3, 6), (17, 20)),
    labelled(2),
    labelled(4, ["gap"]),
]
SAID = [
    scored(0, [("future", 0, 2)], 2, sure=0.9),
    scored(1, [("hedged", 18, 24)], 0, sure=0.9),
    scored(4, [("hedged", 0, 2)], 1, sure=0.6),
    scored(4, [], 0, sure=0.8),
]


@pytest.fixture(scope="module")
def values() -> dict[str, float]:
    return {figure.name: figure.value for figure in figures(TRUTH, SAID)}


def test_specificity(values: dict[str, float]) -> None:
    assert values["specificity exact"] == 0.75
    # Quadratic weights: seen (2-4)² = 4 over four cells; by chance 4 cells of truth by 4 said:
    # truth 0,1,2,4 against 0,1,4,4 gives (0+1+16+16)+(1+0+9+9)+(4+1+4+4)+(16+9+0+0) = 90 over sixteen pairs.
    assert values["specificity QWK"] == pytest.approx(1 - (4 / 4) / (90 / 16))
    # F1 of the levels that occur: 0: 1, 1: 1, 2: 0, 4: 2*1/(1+2) = 2/3.
    assert values["specificity macro-F1"] == pytest.approx((1 + 1 + 0 + 2 / 3) / 4)
    # Four fifths of four cells are three, the surest: all but the third.
    assert values["exact at 80% coverage"] == 1.0


def test_signals(values: dict[str, float]) -> None:
    assert values["signal future F1"] == 1
    assert values["signal hedged F1"] == pytest.approx(2 / 3)
    assert values["signal gap F1"] == 0
    assert math.isnan(values["signal cross_reference F1"])
    assert values["signals micro-F1"] == pytest.approx(2 * 2 / (3 + 3))


def test_contradiction(values: dict[str, float]) -> None:
    assert values["contradiction at all F1"] == pytest.approx(2 * 1 / (2 + 2))
    assert values["contradiction clear F1"] == 1


def test_a_trigger_is_met_at_any_of_its_places(values: dict[str, float]) -> None:
    # Three spans said, one of them on the second place of "may"; one trigger there, found.
    assert values["trigger overlap F1"] == pytest.approx(2 * (1 / 3) * 1 / (1 / 3 + 1))


def test_calibration(values: dict[str, float]) -> None:
    # Bins of 0.9 (two cells, both right), 0.6 (wrong), 0.8 (right): |1-0.9|/2 + |0-0.6|/4 + |1-0.8|/4.
    assert values["specificity calibration error"] == pytest.approx(0.05 + 0.15 + 0.05)
    assert calibration_error(np.array([[1.0, 0.0]] * 4), np.array([0, 0, 0, 1])) == pytest.approx(0.25)


def test_intervals_hold_the_figure_and_come_out_alike_each_time() -> None:
    first = figures(TRUTH, SAID)
    assert repr(first) == repr(figures(TRUTH, SAID))
    for figure in first:
        if not math.isnan(figure.value):
            assert figure.low <= figure.value <= figure.high


def test_as_many_scores_as_cells() -> None:
    with pytest.raises(ValueError, match="shorter"):
        figures(TRUTH, SAID[:3])


def test_a_single_cell_has_figures_and_no_warning() -> None:
    values = {figure.name: figure.value for figure in figures(TRUTH[:1], SAID[:1])}
    assert values["specificity exact"] == 1
    assert math.isnan(values["specificity QWK"])


def test_signals_said_without_scores_are_measured_alike() -> None:
    heard = [{found.signal for found in score.signals} for score in SAID]
    whole = {figure.name: figure.value for figure in figures(TRUTH, SAID)}
    alone = signal_figures(TRUTH, heard)
    assert alone["signal future F1"] == 1
    assert {name: value for name, value in whole.items() if name in alone} == pytest.approx(alone, nan_ok=True)
    assert len(alone) == 5
