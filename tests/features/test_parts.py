"""Parts: the clauses of a cell with the marks around them, and no cell without one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scorer.features import Columns, Parts, Tokens, ngrams, read_cell, topical
from scorer.records import EvidenceCell


def columns(*cells: tuple[str, str]) -> Columns:
    return Columns.of([read_cell(EvidenceCell("6.3", *texts, code="2024")) for texts in cells])


def words_of(parts: Parts, side_by_side: Columns) -> list[list[str]]:
    words = [word for field in side_by_side.fields for word in field.words]
    return [
        [word for word, of_token in zip(words, parts.of_token, strict=True) if of_token == part]
        for part in range(len(parts.cell))
    ]


def test_a_clause_is_a_part_with_the_marks_beside_it() -> None:
    texts = columns(("- We reply. A leaflet is planned!", "The Clerk signs"), ("", ""), ("?!", ""))
    parts = Parts.of(texts)
    assert parts.cell.tolist() == [0, 0, 0, 1, 2]
    assert words_of(parts, texts) == [
        ["-", "we", "reply", "."],
        ["a", "leaflet", "is", "planned", "!"],
        ["the", "clerk", "signs"],
        [],
        ["?", "!"],
    ]


def test_no_cells_no_parts() -> None:
    assert len(Parts.of(columns()).cell) == 0


@given(st.lists(st.tuples(*[st.text("a.! \n;B?", max_size=12)] * 2), max_size=6))
def test_every_cell_has_parts_and_every_token_is_in_one_of_its_cell(cells: list[tuple[str, str]]) -> None:
    texts = columns(*cells)
    parts = Parts.of(texts)
    assert sorted(set(parts.cell.tolist())) == list(range(len(cells)))
    assert (np.diff(parts.cell) >= 0).all()
    assert (np.diff(parts.of_token) >= 0).all()
    assert (parts.cell[parts.of_token] == texts.token_field // 2).all()


def test_what_is_said_of_a_part_does_not_hang_on_the_cell_beside_it() -> None:
    tokens = Tokens.of(columns(("One. Two.", ""), ("Two.", "One")))
    rows = [{(row, identity) for rows, ids in chunks for row, identity in zip(rows.tolist(), ids.tolist(), strict=True)}
            for chunks in (ngrams(tokens), topical(tokens))]  # fmt: skip
    for found in rows:
        assert {row for row, _ in found} == {0, 1, 2, 3}
        one, other = ({identity for row, identity in found if row == part} for part in (0, 3))
        assert one & other
