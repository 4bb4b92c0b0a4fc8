"""Token ids: the words themselves, and the words with spans in the place of names."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from scorer.language import Reading, SpanLabel
from scorer.language.words import hashed

SPAN_IDS: dict[SpanLabel, int] = {label: hashed(f"<{label}>") for label in get_args(SpanLabel)}
KEPT_AS_WORDS = frozenset(("HEDGE", "PLAN", "NEGATION", "SEQUENCE", "STAGE", "TRAINING", "LETTER", "WORK"))
"""Labels whose very word matters: "may" and "aim to" are both hedges, and not the same."""

_ENDINGS = {ending: hashed(f"<PRACTICE-{ending}>") for ending in ("ed", "ing", "s", "")}
_FACTOR = np.uint64(0xBF58476D1CE4E5B9)


@cache
def practice_id(word: str) -> int:
    """The id of a verb of practice by its ending, which tells done from doing."""
    return next(identity for ending, identity in _ENDINGS.items() if word.endswith(ending))


def span_id(label: SpanLabel, word: str) -> int:
    """The id that stands for a span which begins with ``word``."""
    return practice_id(word) if label == "PRACTICE" else SPAN_IDS[label]


def generalised(reading: Reading, ids: list[int]) -> list[int]:
    """The ids of a text with one id for each span, where ``ids`` are those of its words."""
    out: list[int] = []
    position = 0
    for span in reading.spans:
        if span.label not in KEPT_AS_WORDS:
            out += ids[position : span.start]
            out.append(span_id(span.label, reading.words[span.start]))
            position = span.end
    return out + ids[position:]


def mixed(left: NDArray[np.uint64], right: NDArray[np.uint64] | np.uint64) -> NDArray[np.uint64]:
    """Ids of pairs. Order matters; wrap-around is meant."""
    pairs: NDArray[np.uint64] = (left * _FACTOR ^ (right + (left << np.uint64(6)) + (left >> np.uint64(2)))) * _FACTOR
    return pairs
