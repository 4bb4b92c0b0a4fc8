"""What of a cell stands beside plans and gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scorer.features import Clauses, Columns, read_cell
from scorer.records import EvidenceCell
from scorer.standing import standing

BEST, SECOND, NOT_FOLLOWED, NOT_HEDGED, PLANNED, OWN, ASKED, DETAILS, NAMED, PRACTICE = range(10)
FUTURE_OWN, FUTURE_ASKED, HEDGED_OWN, HEDGED_ASKED, GAP_OWN, GAP_ASKED = range(10, 16)


def stands(cells: list[tuple[str, str]], **said: str) -> NDArray[np.float64]:
    """What stands of each cell where each of some words is surely taken for a signal."""
    readings = [read_cell(EvidenceCell("6.3", *texts, requirement=ASKED_FOR)) for texts in cells]
    words = [word for reading in readings for field in reading.fields for word in field.words]
    signals = {"future": 0, "hedged": 1, "gap": 2}
    chances = np.zeros((len(words), 3))
    for signal, word in said.items():
        chances[[number for number, other in enumerate(words) if other == word], signals[signal]] = 1.0
    return standing(Clauses.of(Columns.of(readings)).claims(), chances, len(cells))


ASKED_FOR = "A full response must be issued within 10 working days."
PRESENT = "The Complaints Panel reads each letter on Fridays."
PLAN = "A Remedies Guide dated May 2023 is drafted."


def test_a_planned_clause_earns_nothing() -> None:
    (told,), (planned,) = stands([(f"{PRESENT} {PLAN}", "")]), stands([(f"{PRESENT} {PLAN}", "")], future="drafted")
    assert told[BEST] == 4.0
    assert planned[BEST] == told[SECOND] == 3.0
    assert planned[SECOND] == 0.0
    assert (told[PLANNED], planned[PLANNED]) == (0.0, 4.0)
    assert planned[DETAILS] < told[DETAILS]
    assert planned[FUTURE_OWN] == told[OWN] - planned[OWN] > 0


def test_neither_does_an_admitted_gap() -> None:
    (told,) = stands([(f"{PRESENT} {PLAN}", "")], gap="drafted")
    assert told[BEST] == 3.0
    assert told[GAP_OWN] > 0
    assert told[FUTURE_OWN] == told[FUTURE_ASKED] == 0.0


def test_a_hedge_takes_nothing_from_the_level_and_is_told_apart() -> None:
    (told,) = stands([(PRESENT, "")], hedged="reads")
    assert (told[BEST], told[NOT_HEDGED]) == (3.0, 0.0)
    assert told[HEDGED_OWN] == told[OWN]


def test_a_name_before_a_plan_is_told_from_one_that_stands_alone() -> None:
    followed, alone = stands(
        [("Remedies Guide", "It is drafted."), ("It is drafted.", "Remedies Guide")], future="drafted"
    )
    assert followed[BEST] == alone[BEST] == 2.0
    assert (followed[NOT_FOLLOWED], alone[NOT_FOLLOWED]) == (0.0, 2.0)


def test_the_requirements_words_are_counted_apart() -> None:
    (told,) = stands([("Residents get a full response within 10 working days.", "")], future="response")
    assert told[FUTURE_ASKED] > 0
    assert told[ASKED] == 0.0


def test_cells_keep_to_themselves() -> None:
    cells = [(PRESENT, ""), ("", ""), (PLAN, PRESENT), ("", "Yes.")]
    together = stands(cells, future="drafted")
    alone = [stands([cell], future="drafted")[0] for cell in cells]
    assert (together == np.array(alone)).all()
    assert not together[1].any()
