"""The turns of phrase in a batch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from scorer.features.columns import Columns, Whole, ranges
from scorer.features.pairs import mixed
from scorer.language.spelling import word_id
from scorer.language.turns import LONGEST_TURN, turns


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a batch in order of place: ``kind`` and first token ``start`` of each; and for every token the kind
    of the turn that it is in (``token_kind``, one more than the last kind where it is in none).

    The longest phrase has a token, and of two as long the later one, so the rest of the other is a shorter turn.
    """

    kind: Whole
    start: Whole
    token_kind: Whole

    @classmethod
    def of(cls, columns: Columns) -> Turns:
        """The turns of some columns."""
        ids = columns.of_words(attrgetter("id"), np.uint64)
        kind = np.full(len(columns.token_word), len(turns()))
        origin = np.full(len(kind), -1)
        opening = np.flatnonzero(np.isin(ids, _openings())[columns.token_word])
        gram = ids[columns.token_word[opening]]
        for length, (known, kinds) in enumerate(_phrases(), 1):
            if length > 1:
                last = opening + length - 1
                inside = last < len(kind)
                opening, gram, last = opening[inside], gram[inside], last[inside]
                same = columns.token_field[opening] == columns.token_field[last]
                opening, gram = opening[same], mixed(gram[same], ids[columns.token_word[last[same]]])
            place = np.minimum(np.searchsorted(known, gram), len(known) - 1)
            hit = known[place] == gram
            covered = ranges(opening[hit], opening[hit] + length)
            kind[covered] = np.repeat(kinds[place[hit]], length)
            origin[covered] = np.repeat(opening[hit], length)
        opens = (origin >= 0) & (np.diff(origin, prepend=-1) != 0)
        start = np.flatnonzero(opens)
        return cls(kind[start], start, kind)


@cache
def _phrases() -> tuple[tuple[NDArray[np.uint64], Whole], ...]:
    """For phrases of 1, 2 ... tokens: their ids in rising order, and the number of the kind of each."""
    by_length: list[dict[int, int]] = [{} for _ in range(LONGEST_TURN)]
    for number, phrases in enumerate(turns().values()):
        for phrase in phrases:
            gram = np.array([word_id(phrase[0])], dtype=np.uint64)
            for token in phrase[1:]:
                gram = mixed(gram, np.uint64(word_id(token)))
            by_length[len(phrase) - 1][int(gram[0])] = number
    return tuple(
        (np.array(sorted(known), dtype=np.uint64), np.array([known[gram] for gram in sorted(known)]))
        for known in by_length
    )


@cache
def _openings() -> NDArray[np.uint64]:
    """The ids of the words that a turn can open with."""
    return np.array(sorted({word_id(phrase[0]) for phrases in turns().values() for phrase in phrases}), dtype=np.uint64)
