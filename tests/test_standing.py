"""What of a cell stands beside its plans, and what of it is missing."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from numpy.typing import NDArray

from scorer.features import Claims, Clauses, Columns, read_cell
from scorer.records import EvidenceCell
from scorer.standing import STANDING, standing

ASKED_FOR = "A full response must be issued within 10 working days."
PRESENT = "The Complaints Panel reads each letter on Fridays."
PLAN = "A Remedies Guide dated May 2023 is drafted."


def claims_of(cells: list[tuple[str, str]]) -> tuple[Claims, list[str]]:
    """What the clauses of some cells claim, and all their tokens."""
    readings = [read_cell(EvidenceCell("6.3", *texts, requirement=ASKED_FOR)) for texts in cells]
    words = [word for reading in readings for field in reading.fields for word in field.words]
    return Clauses.of(Columns.of(readings)).claims(), words


def stands(cells: list[tuple[str, str]], **said: str) -> list[dict[str, float]]:
    """What stands of each cell where each of some words is surely taken for a signal."""
    claims, words = claims_of(cells)
    signals = {"future": 0, "hedged": 1, "gap": 2}
    chances = np.zeros((len(words), 3))
    for signal, word in said.items():
        chances[[number for number, other in enumerate(words) if other == word], signals[signal]] = 1.0
    return [dict(zip(STANDING, row, strict=True)) for row in standing(claims, chances, len(cells)).tolist()]


def test_a_planned_clause_earns_nothing() -> None:
    (told,), (planned,) = stands([(f"{PRESENT} {PLAN}", "")]), stands([(f"{PRESENT} {PLAN}", "")], future="drafted")
    assert told["best"] == 4.0
    assert planned["best"] == told["second"] == 3.0
    assert planned["second"] == 0.0
    assert (told["planned"], planned["planned"]) == (0.0, 4.0)
    assert planned["details"] < told["details"]
    assert planned["future_own"] == told["own"] - planned["own"] > 0


def test_what_is_missing_is_told_apart_and_can_still_be_checked() -> None:
    (told,) = stands([(f"{PRESENT} {PLAN}", "")], gap="drafted")
    assert (told["best"], told["missing"], told["planned"]) == (4.0, 4.0, 0.0)
    assert told["gap_own"] > 0
    assert told["future_own"] == told["hedged_own"] == 0.0


def test_a_hedge_takes_nothing_from_the_level_and_is_told_apart() -> None:
    (told,) = stands([(PRESENT, "")], hedged="reads")
    assert (told["best"], told["not_hedged"]) == (3.0, 0.0)
    assert told["hedged_own"] == told["own"]


def test_a_name_before_a_plan_is_told_from_one_that_stands_alone() -> None:
    cells = [("Remedies Guide", "It is drafted."), ("It is drafted.", "Remedies Guide")]
    followed, alone = stands(cells, future="drafted")
    assert followed["best"] == alone["best"] == 2.0
    assert (followed["not_followed"], alone["not_followed"]) == (0.0, 2.0)


def test_the_requirements_words_are_counted_apart() -> None:
    (told,) = stands([("Residents get a full response within 10 working days.", "")], future="response")
    assert told["future_asked"] > 0
    assert told["asked"] == 0.0


def test_of_a_list_without_punctuation_a_plan_takes_only_its_part() -> None:
    item = "Complaints Panel minutes of 8 May 2023 "
    long, short = stands([(item * 20 + "Guide drafted", ""), (item + "Guide drafted", "")], future="drafted")
    assert short["best"] == 0.0
    assert long["best"] > 3.0
    assert long["future_own"] < long["own"]


def test_cells_keep_to_themselves() -> None:
    cells = [(PRESENT, ""), ("", ""), (PLAN, PRESENT), ("", "Yes.")]
    together = stands(cells, future="drafted")
    assert together == [row for cell in cells for row in stands([cell], future="drafted")]
    assert not any(together[1].values())


@pytest.mark.parametrize("cells", [[], [("", "")]])
def test_without_clauses_nothing_stands(cells: list[tuple[str, str]]) -> None:
    assert not any(value for row in stands(cells, future=".") for value in row.values())


def test_by_hand_it_comes_to_the_same() -> None:
    cells = [
        (f"{PRESENT} {PLAN} We do not have a register.", "Full responses are sent; the Policy says 10 working days."),
        (PLAN, f"{PRESENT} Letters, forms and a leaflet. Where possible we ring."),
        ("", "On CRM; 14 cases in 2023. Complaints Manager."),
        ("Yes", ""),
    ]
    claims, words = claims_of(cells)
    chances = np.random.default_rng(1).uniform(0, 1, (len(words), 3)) ** 3
    found = standing(claims, chances, len(cells))
    for cell, clauses in groupby(range(len(claims.cell)), lambda clause: int(claims.cell[clause])):
        assert found[cell] == pytest.approx(_by_hand(claims, chances, list(clauses)))


def _by_hand(claims: Claims, chances: NDArray[np.float64], clauses: list[int]) -> list[float]:
    said = [[max(chances[claims.start[c] : claims.end[c], signal]) for signal in range(3)] for c in clauses]
    level, counts = [claims.level[c] for c in clauses], [claims.counts[c] for c in clauses]
    stand = [1 - future for future, _, _ in said]
    ranked = sorted((one * weight for one, weight in zip(level, stand, strict=True)), reverse=True)
    behind = [min(pair) for pair in zip(stand, [*stand[1:], 1.0], strict=True)]
    levels = [
        *(*ranked, 0.0)[:2],
        max(one * weight for one, weight in zip(level, behind, strict=True)),
        max(one * weight * (1 - hedged) for one, weight, (_, hedged, _) in zip(level, stand, said, strict=True)),
        max(one * future for one, (future, _, _) in zip(level, said, strict=True)),
        max(one * gap for one, (_, _, gap) in zip(level, said, strict=True)),
    ]
    standing_counts = [
        sum(row[column] * weight for row, weight in zip(counts, stand, strict=True)) for column in range(5)
    ]
    about = [
        sum(row[column] * chance[signal] for row, chance in zip(counts, said, strict=True))
        for signal in range(3)
        for column in range(2)
    ]
    return [*levels, *standing_counts, *about]
