"""N-grams: of one cell only, with the requirement's words masked, the same in every run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import numpy as np

from scorer.features import CellReading, Columns, Tokens, ngrams, read_cell
from scorer.records import EvidenceCell


def cell(evidence: str, commentary: str = "", requirement: str = "") -> CellReading:
    return read_cell(EvidenceCell("1.2", evidence, commentary, requirement))


def by_row(readings: Sequence[CellReading]) -> list[list[int]]:
    """The ids of each row, sorted."""
    rows: list[list[int]] = [[] for _ in readings]
    tokens = Tokens.of(Columns.of(readings))
    for chunk_rows, ids in tokens.parts.in_cells(ngrams(tokens)):
        for row, identity in zip(chunk_rows.tolist(), ids.tolist(), strict=True):
            rows[row].append(identity)
    return [sorted(ids) for ids in rows]


CELLS = [cell("The Board met."), cell(""), cell("Kestrel", "holds 41 cases"), cell("Noted")]


def test_no_ngram_crosses_a_cell() -> None:
    assert by_row(CELLS) == [by_row([one])[0] for one in CELLS]


def test_no_cells_no_ngrams() -> None:
    assert all(len(ids) == 0 for _, ids in ngrams(Tokens.of(Columns.of([]))))


def test_rows_rise_and_ids_match_them() -> None:
    for rows, ids in ngrams(Tokens.of(Columns.of(CELLS))):
        assert len(rows) == len(ids)
        assert (np.diff(rows) >= 0).all()


def test_fields_do_not_run_into_each_other() -> None:
    assert by_row([cell("Board met", "weekly")]) != by_row([cell("Board", "met weekly")])


def test_word_order_and_digits() -> None:
    assert by_row([cell("Board met")]) != by_row([cell("met Board")])
    assert by_row([cell("Cases: 41")]) == by_row([cell("cases: 37")])


def masked(reading: CellReading) -> list[int]:
    """The ids of the third stream: the words without those of the requirement."""
    return sorted(identity for _, ids in ngrams(Tokens.of(Columns.of([reading])))[6:8] for identity in ids.tolist())


def test_the_words_of_the_requirement_are_masked_and_only_there() -> None:
    asked = "Reply within ten working days."
    assert masked(cell("Replied in 10 working days", requirement=asked)) == masked(
        cell("Days in ten reply working", requirement=asked)
    )
    assert masked(cell("Replied in 10 working days")) != masked(cell("Days in ten reply working"))
    assert masked(cell("Replied in 2 working days", requirement=asked)) != masked(
        cell("Replied in 10 working days", requirement=asked)
    )


def test_ids_are_the_same_in_another_process() -> None:
    code = (
        "from scorer.features import Columns, Tokens, ngrams, windows, window_table, read_cell;"
        "from scorer.records import EvidenceCell;"
        "t = Tokens.of(Columns.of([read_cell(EvidenceCell('1.2', 'The Board met in 2023.', 'Kestrel', 'Meet.'))]));"
        "print([i.tolist() for _, i in ngrams(t)], window_table(windows(t)).tolist())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
