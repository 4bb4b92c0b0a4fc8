"""What the clauses of a cell claim, counted by hand."""

from __future__ import annotations

from scorer.features import COUNTED, Clauses, Columns, read_cell
from scorer.records import EvidenceCell


def claims(evidence: str, commentary: str = "") -> list[tuple[int, float, dict[str, float]]]:
    """The cell, the level and the counts of each clause; a cell stands before it."""
    asked = "The resident must be told of the outcome."
    cells = [EvidenceCell("1.2", "First. Second."), EvidenceCell("6.3", evidence, commentary, requirement=asked)]
    said = Clauses.of(Columns.of([read_cell(cell) for cell in cells])).claims()
    counts = [dict(zip(COUNTED, row, strict=True)) for row in said.counts.tolist()]
    return list(zip(said.cell.tolist(), said.level.tolist(), counts, strict=True))[2:]


def test_a_clause_counts_what_is_its_own_and_what_is_asked() -> None:
    ((cell, level, counted),) = claims("The outcome is on the Casebook system, section 4.")
    assert (cell, level) == (1, 4.0)
    assert counted["asked"] == 1.0  # outcome
    assert counted["named"] == counted["details"] == 1.0
    assert counted["practice"] == 0.0
    assert counted["own"] >= 2.0


def test_the_requirements_own_words_claim_nothing() -> None:
    ((_, level, counted),) = claims("The resident is told of the outcome.")
    assert level == 0.5
    assert counted["own"] == 0.0
    assert counted["asked"] == 3.0  # resident, told, outcome: not the small words between them


def test_clauses_of_both_fields_are_those_of_the_cell() -> None:
    said = claims("On the tracker. Signed by the Head of Service.", "Audited in 2022.")
    assert [cell for cell, _, _ in said] == [1, 1, 1]
    assert said[1][2]["named"] == 1.0
    assert said[2][2]["details"] == 1.0
