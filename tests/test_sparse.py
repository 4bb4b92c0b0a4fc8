"""Counts of hashed features over a learned vocabulary."""

from __future__ import annotations

import numpy as np

from scorer.sparse import Chunk, Vocabulary, learn

FAR = (1 << 20) + 7
"""An id that falls in the same place of the table as 7."""


def chunk(*pairs: tuple[int, int]) -> Chunk:
    rows, ids = zip(*pairs, strict=True) if pairs else ((), ())
    return np.array(rows, dtype=np.int64), np.array(ids, dtype=np.uint64)


def test_an_id_is_learnt_from_enough_rows_however_often_it_stands_in_one() -> None:
    first = chunk((0, 9), (0, 9), (0, 9), (1, 5), (2, 5))
    assert learn([first], 2).tolist() == [5]
    assert learn([first, chunk((0, 3), (2, 3))], 2).tolist() == [3, 5]
    assert learn([first], 4).tolist() == []


def test_known_ids_are_marked_by_row_once() -> None:
    vocabulary = Vocabulary.of(np.array([3, 7, 900], dtype=np.uint64))
    present = vocabulary.present(chunk((0, 7), (0, 7), (0, 4), (2, 900), (2, 3), (2, FAR)), 4)
    assert present.toarray().tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 1], [0, 0, 0]]


def test_an_id_beyond_the_last_known_one_is_none() -> None:
    vocabulary = Vocabulary.of(np.array([7], dtype=np.uint64))
    assert vocabulary.present(chunk((0, FAR)), 1).toarray().tolist() == [[0]]


def test_more_ids_than_a_table_has_places_are_all_found() -> None:
    ids = np.unique(np.random.default_rng(5).integers(0, 1 << 64, 600_000, dtype=np.uint64))
    assert np.array_equal(Vocabulary.of(ids).columns(ids), np.arange(len(ids)))


def test_no_rows_and_no_vocabulary() -> None:
    assert Vocabulary.of(np.array([7], dtype=np.uint64)).present(chunk(), 2).toarray().tolist() == [[0], [0]]
    empty = Vocabulary.of(np.array([], dtype=np.uint64))
    assert empty.present(chunk((0, 7)), 1).shape == (1, 0)


WEIGHTS = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])


def test_known_ids_have_their_columns_and_others_none() -> None:
    vocabulary = Vocabulary.of(np.array([3, 7, 900], dtype=np.uint64))
    asked = np.array([900, FAR, 3, 900], dtype=np.uint64)
    assert vocabulary.columns(asked).tolist() == [2, -1, 0, 2]
    assert vocabulary.columns(asked[:0]).shape == (0,)


def test_weights_are_summed_by_row_each_id_once() -> None:
    vocabulary = Vocabulary.of(np.array([3, 7, 900], dtype=np.uint64))
    chunks = [chunk((0, 7), (0, 7), (0, 4), (2, 900)), chunk((0, 3), (2, FAR), (3, 7))]
    assert vocabulary.summed(*vocabulary.known(chunks), 5, WEIGHTS).tolist() == [
        [3, 30], [0, 0], [4, 40], [2, 20], [0, 0],
    ]  # fmt: skip
    assert vocabulary.summed(*vocabulary.known([chunk()]), 2, WEIGHTS).tolist() == [[0, 0], [0, 0]]
    empty = Vocabulary.of(np.array([], dtype=np.uint64))
    assert empty.summed(*empty.known(chunks), 4, WEIGHTS[:0]).tolist() == [[0, 0]] * 4


def test_ids_that_share_their_place_in_the_first_table_are_told_apart() -> None:
    known = np.array([7, FAR, FAR + (1 << 20)], dtype=np.uint64)
    vocabulary = Vocabulary.of(known)
    assert len(vocabulary.tables) > 1
    assert vocabulary.columns(np.array([7, FAR, FAR + (1 << 20), FAR + (1 << 21), 8], dtype=np.uint64)).tolist() == [
        0, 1, 2, -1, -1,
    ]  # fmt: skip
