"""Words joined with their provision: the same words are something else beside another, and nothing beside none."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.features import CellReading, Columns, Tokens, read_cell, topical
from scorer.records import EvidenceCell


def cell(evidence: str, ref: str, code: str = "2024", commentary: str = "") -> CellReading:
    return read_cell(EvidenceCell(ref, evidence, commentary, code=code))


def by_row(readings: Sequence[CellReading]) -> list[list[int]]:
    """The ids of each row, sorted."""
    rows: list[list[int]] = [[] for _ in readings]
    tokens = Tokens.of(Columns.of(readings))
    for chunk_rows, ids in tokens.parts.in_cells(topical(tokens)):
        assert chunk_rows.tolist() == sorted(chunk_rows.tolist())
        for row, identity in zip(chunk_rows.tolist(), ids.tolist(), strict=True):
            rows[row].append(identity)
    return [sorted(ids) for ids in rows]


def test_a_batch_is_its_cells() -> None:
    cells = [cell("Two weeks.", "6.3"), cell("", "6.3"), cell("Noted", "9.9"), cell("Kestrel", "6.4", "2022", "log")]
    assert by_row(cells) == [by_row([one])[0] for one in cells]


def test_the_same_words_differ_by_provision() -> None:
    one, other = by_row([cell("Within two weeks", "6.2"), cell("Within two weeks", "6.3")])
    assert len(one) == 1 + 3 + 3 + 2
    assert not set(one) & set(other)


def test_editions_share_a_subject_not_a_number() -> None:
    later, earlier, same_number = by_row(
        [
            cell("Within two weeks", "1.6"),
            cell("Within two weeks", "1.5", "2022"),
            cell("Within two weeks", "1.6", "2022"),
        ]
    )
    assert later == earlier
    assert not set(later) & set(same_number)


def test_fields_are_not_joined() -> None:
    together, apart = by_row([cell("Kestrel log", "6.2"), cell("Kestrel", "6.2", commentary="log")])
    assert len(set(together)) == len(set(apart)) + 1


def test_nothing_beside_an_unknown_provision() -> None:
    assert by_row([cell("Within two weeks", "99.9"), cell("Within two weeks", "1.2", "")]) == [[], []]
    assert by_row([]) == []
