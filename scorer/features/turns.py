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
        prefixes = _prefixes()
        opening = np.flatnonzero((prefixes[0].places(ids) >= 0)[columns.token_word])
        gram = ids[columns.token_word[opening]]
        for length, prefix in enumerate(prefixes, 1):
            if length > 1:
                last = opening + length - 1
                inside = last < len(kind)
                opening, gram, last = opening[inside], gram[inside], last[inside]
                same = columns.token_field[opening] == columns.token_field[last]
                opening, gram = opening[same], mixed(gram[same], ids[columns.token_word[last[same]]])
            place = prefix.places(gram)
            hit = np.flatnonzero(place >= 0)
            opening, gram, said = opening[hit], gram[hit], prefix.kinds[place[hit]]
            whole = np.flatnonzero(said >= 0)
            covered = ranges(opening[whole], opening[whole] + length)
            kind[covered] = np.repeat(said[whole], length)
            origin[covered] = np.repeat(opening[whole], length)
        opens = (origin >= 0) & (np.diff(origin, prepend=-1) != 0)
        start = np.flatnonzero(opens)
        return cls(kind[start], start, kind)


_SIEVE = np.uint64((1 << 16) - 1)
"""The bits of an id by which most of those that are not known are told at a look."""


@dataclass(frozen=True, slots=True)
class _Prefixes:
    """What turns of phrase begin with, of one number of tokens: ids in rising order, and the number of the kind of
    each, -1 of what is no turn by itself. ``sieve`` is true where an id with these last bits is known."""

    ids: NDArray[np.uint64]
    kinds: Whole
    sieve: NDArray[np.bool_]

    def places(self, grams: NDArray[np.uint64]) -> Whole:
        """The place of each among the ids, -1 where it is not known."""
        found = np.full(len(grams), -1)
        likely = np.flatnonzero(self.sieve[grams & _SIEVE])
        asked = grams[likely]
        place = np.minimum(np.searchsorted(self.ids, asked), len(self.ids) - 1)
        found[likely] = np.where(self.ids[place] == asked, place, -1)
        return found


@cache
def _prefixes() -> tuple[_Prefixes, ...]:
    """The beginnings of 1, 2 ... tokens of all turns of phrase."""
    by_length: list[dict[int, int]] = [{} for _ in range(LONGEST_TURN)]
    for number, phrases in enumerate(turns().values()):
        for phrase in phrases:
            gram = np.array([word_id(phrase[0])], dtype=np.uint64)
            for length, known in enumerate(by_length[: len(phrase)], 1):
                if length > 1:
                    gram = mixed(gram, np.uint64(word_id(phrase[length - 1])))
                known.setdefault(int(gram[0]), -1)
            by_length[len(phrase) - 1][int(gram[0])] = number
    return tuple(_sieved(known) for known in by_length)


def _sieved(known: dict[int, int]) -> _Prefixes:
    ids = np.array(sorted(known), dtype=np.uint64)
    sieve = np.zeros(int(_SIEVE) + 1, dtype=np.bool_)
    sieve[ids & _SIEVE] = True
    return _Prefixes(ids, np.array([known[gram] for gram in sorted(known)]), sieve)
