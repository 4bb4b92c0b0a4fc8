"""The strongest of the parts of a cell."""

from __future__ import annotations

import numpy as np
import pytest

from scorer.partwise import PARTWISE, partwise


def told(*parts: dict[str, float]) -> dict[str, float]:
    """What is made of one cell whose parts have these log-odds, and -9 of all that is not named."""
    heads = [name.removesuffix("_in_a_part") for name in PARTWISE if name.endswith("_in_a_part")]
    scores = np.array([[part.get(head, -9.0) for head in heads] for part in parts])
    (row,) = partwise(scores, np.zeros(len(parts), dtype=np.int64)).tolist()
    return dict(zip(PARTWISE, row, strict=True))


def test_the_strongest_part_speaks_for_the_cell() -> None:
    found = told({"described": 3.0}, {"described": -2.0, "gap": 1.0})
    assert (found["described_in_a_part"], found["gap_in_a_part"]) == (3.0, 1.0)
    assert found["described_and_there"] == found["described_and_not_hedged"] == 3.0
    assert found["parts"] == pytest.approx(np.log(3))


def test_what_is_planned_missing_or_hedged_does_not_stand() -> None:
    assert told({"verifiable": 4.0, "future": 5.0})["verifiable_and_not_planned"] == -5.0
    assert told({"verifiable": 4.0, "future": 5.0})["verifiable_but_planned"] == 4.0
    missing = told({"verifiable": 4.0, "gap": 5.0})
    assert (missing["verifiable_and_not_planned"], missing["verifiable_and_there"]) == (4.0, -5.0)
    assert told({"verifiable": 4.0, "hedged": 5.0})["verifiable_and_not_hedged"] == -5.0


def test_a_plan_in_one_part_takes_nothing_from_another() -> None:
    found = told({"verifiable": 4.0}, {"future": 5.0})
    assert found["verifiable_and_not_planned"] == 4.0
    assert found["verifiable_but_planned"] == -9.0


def test_no_number_is_out_of_all_bounds() -> None:
    assert told({"generic": 1e6})["generic_in_a_part"] == told({"generic": 50.0})["generic_in_a_part"]


def test_cells_are_told_apart_and_none_give_none() -> None:
    scores = np.zeros((3, sum(name.endswith("_in_a_part") for name in PARTWISE)))
    scores[2] = 2.0
    found = partwise(scores, np.array([0, 0, 1]))
    assert found.shape == (2, len(PARTWISE))
    assert found[:, 0].tolist() == [0.0, 2.0]
    assert partwise(scores[:0], np.array([], dtype=np.int64)).shape == (0, len(PARTWISE))
