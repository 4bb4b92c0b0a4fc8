"""Windows: one row a token, seeing its neighbours and its cell, and no other cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorer.features import WINDOW_FEATURES, CellReading, Columns, Tokens, read_cell, window_table
from scorer.features import windows as features
from scorer.records import EvidenceCell


def cell(evidence: str, commentary: str = "", **more: Any) -> CellReading:
    return read_cell(EvidenceCell("1.2", evidence, commentary, **more))


def windows(readings: Sequence[CellReading]) -> NDArray[np.uint64]:
    """A row of ids for every token."""
    return window_table(features(Tokens.of(Columns.of(readings))))


def test_a_row_a_token_fields_in_order() -> None:
    one, other = cell("The Board met.", "Twice."), cell("Noted")
    table = windows([one, cell(""), other])
    assert table.shape == (4 + 2 + 0 + 1, WINDOW_FEATURES)
    assert (table[:6] == windows([one])).all()
    assert (table[6:] == windows([other])).all()
    assert (table[:4] == windows([cell("The Board met.")])).all()


def test_blank_cells_have_no_rows() -> None:
    assert windows([cell("")]).shape == (0, WINDOW_FEATURES)
    assert windows([]).shape == (0, WINDOW_FEATURES)


def changed(left: CellReading, right: CellReading, token: int) -> int:
    return int((windows([left])[token] != windows([right])[token]).sum())


def test_a_window_sees_three_tokens_each_way_and_no_further() -> None:
    text = "one fox saw {} hens near two old barns"
    assert changed(cell(text.format("red")), cell(text.format("tan")), 3) > 0
    assert changed(cell(text.format("red")), cell(text.format("tan")), 6) == 2  # the word and its span
    assert changed(cell(text.format("red")), cell(text.format("tan")), 7) == 0


def test_a_window_knows_the_claim_and_the_requirement() -> None:
    assert changed(cell("A fox will come", comply="yes"), cell("A fox will come", comply="no"), 2) == 1
    assert changed(cell("A fox will come"), cell("A fox will come", requirement="Hens come."), 3) == 1
    assert changed(cell("A fox will come"), cell("A fox will come", requirement="Hens come."), 1) == 0


def test_a_window_knows_what_the_provision_is_about() -> None:
    def beside(code: str, ref: str) -> CellReading:
        return read_cell(EvidenceCell(ref, "A fox will come", code=code))

    assert changed(beside("2024", "1.2"), beside("2024", "5.3"), 2) == 2  # joined with the span and with the turn
    assert changed(beside("2024", "1.2"), beside("2022", "1.2"), 2) == 0  # the same subject in both editions
    assert changed(beside("2024", "1.2"), beside("2024", "99.9"), 2) == 2


def test_a_condition_in_the_clause_is_seen_throughout_it() -> None:
    sure, condition = cell("hens will come and be fed by day"), cell("hens will come and be fed by day if asked")
    assert changed(sure, condition, 0) == 1
    assert changed(cell("hens will come. Foxes sleep."), cell("hens will come. Foxes sleep if fed."), 0) == 0


def test_features_of_different_columns_never_share_an_id() -> None:
    table = windows([cell("hens hens hens hens hens hens hens hens")])
    middle = table[4]
    assert len(np.unique(middle)) == WINDOW_FEATURES
