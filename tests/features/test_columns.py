"""Columns: a batch counts what its cells count, whatever stands beside them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from scorer.features import MEASURES, CellReading, Columns, Tokens, measures, ngrams, read_cell, window_table, windows
from scorer.features.columns import ranges, within
from scorer.features.measures import _PROMISE
from scorer.records import EvidenceCell

ASKED = "The landlord must reply within ten working days at stage 2."
AWKWARD = [
    EvidenceCell("1.2", ""),
    EvidenceCell("1.2", "", "Only here, in 2023.", ASKED, form_date="2022"),
    EvidenceCell("1.2", ". ! ? ; ...", "!", ASKED),
    EvidenceCell("1.2", "word " * 10_000),
    EvidenceCell("1.2", "The Board meets in May 2024. A leaflet will follow! " * 400, "", ASKED, form_date="2024-02"),
    EvidenceCell("1.2", "\0 \0\0 Board\0", "a\0b", ASKED),
    EvidenceCell("1.2", "😀 The Board 𝒳 met 🏠🏠.", "👍🏽", ASKED),
    EvidenceCell("1.2", "Yes; to", "be. Reply under", ASKED),  # a pair that two fields do not make
    EvidenceCell("1.2", "to. be to be", "working ; towards", ASKED, comply="partial"),
    EvidenceCell("1.2", "  two  spaces\n\tand 10 working days  ", "stage", ASKED, code="2022"),
    EvidenceCell("1.2", "stage two tier. No third stage", "without a step", comply="no"),
    EvidenceCell("1.2", "“Making a complaint” p.4, CF12 and 41 of 60 by 3 March 2023", ASKED, ASKED, comply="yes"),
]


def gram_rows(readings: list[CellReading]) -> list[list[int]]:
    rows: list[list[int]] = [[] for _ in readings]
    tokens = Tokens.of(Columns.of(readings))
    for places, ids in tokens.parts.in_cells(ngrams(tokens)):
        for place, identity in zip(places.tolist(), ids.tolist(), strict=True):
            rows[place].append(identity)
    return rows


def test_a_cell_has_the_same_features_alone_and_among_others() -> None:
    readings = [read_cell(cell) for cell in AWKWARD]
    together, alone = Columns.of(readings), [Columns.of([reading]) for reading in readings]
    assert (measures(Tokens.of(together)) == np.concatenate([measures(Tokens.of(one)) for one in alone])).all()
    tables = [window_table(windows(Tokens.of(one))) for one in (together, *alone)]
    assert (tables[0] == np.concatenate(tables[1:])).all()
    assert gram_rows(readings) == [gram_rows([reading])[0] for reading in readings]


@pytest.mark.parametrize("cell", AWKWARD, ids=range(len(AWKWARD)))
def test_measures_are_those_that_a_plain_count_gives(cell: EvidenceCell) -> None:
    reading = read_cell(cell)
    tokens = [
        pair
        for field, own in zip(reading.fields, reading.shared, strict=True)
        for pair in zip(field.lexemes, own, strict=True)
    ]
    clauses = [field.words[start:end] for field in reading.fields for start, end in field.clauses]
    promising = [
        words
        for words in clauses
        if not _PROMISE.isdisjoint(words)
        or {("to", "be"), ("working", "towards"), ("under", "review")}.intersection(pairwise(words))
    ]
    spans = [
        (span.label, not all(shared[span.start : span.end]))
        for field, shared in zip(reading.fields, reading.shared, strict=True)
        for span in field.spans
    ]
    counted = {
        "tokens": len(tokens),
        "commentary_tokens": len(reading.commentary.words),
        "evidence_blank": int(not reading.evidence.words),
        "commentary_blank": int(not reading.commentary.words),
        "title_share": sum(word.capital for word, _ in tokens) / max(1, len(tokens)),
        "clauses": len(clauses),
        "promise_clauses": len(promising),
        "present_clauses": len(clauses) - len(promising),
        "content": sum(word.content for word, _ in tokens),
        "own_content": sum(word.content and not shared for word, shared in tokens),
        "own_numbers": sum(word.number and not shared for word, shared in tokens),
        "shared_numbers": sum(word.number and shared for word, shared in tokens),
    }
    for name in MEASURES:
        if name.startswith("n_"):
            counted[name] = sum(label == name[2:] for label, _ in spans)
        elif name.startswith("own_") and name[4:].isupper():
            counted[name] = sum(label == name[4:] and own for label, own in spans)
    (row,) = measures(Tokens.of(Columns.of([reading]))).tolist()
    found = dict(zip(MEASURES, row, strict=True))
    assert {name: found[name] for name in counted} == pytest.approx(counted, rel=1e-6)  # numbers of 32 bits


def test_ranges_lie_one_behind_the_other() -> None:
    starts, ends = np.array([3, 5, 5, 0]), np.array([5, 5, 8, 1])
    assert ranges(starts, ends).tolist() == [3, 4, 5, 6, 7, 0]
    assert ranges(starts[:0], ends[:0]).tolist() == []


def test_marks_are_counted_within_ranges() -> None:
    marks = np.array([True, False, True, True])
    assert within(marks, np.array([0, 1, 2, 4]), np.array([4, 2, 4, 4])).tolist() == [3, 0, 2, 0]
