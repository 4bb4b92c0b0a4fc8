"""What is said joined with what is asked: the words, turns of phrase, pairs and amounts of a cell beside its provision.

"Within 20 working days" is right beside one provision and too late beside another; no word tells which. Provisions of
other editions count as the one of the latest Code that has their subject.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scorer.codes import subject
from scorer.features.pairs import mixed
from scorer.features.parts import Chunk
from scorer.features.reading import CellReading
from scorer.features.tokens import Tokens
from scorer.language.words import hashed

_ALONE, _WORD, _TURN, _PAIR, _AMOUNT = (
    np.uint64(hashed(f"<TOPIC-{kind}>")) for kind in ("ALONE", "WORD", "TURN", "PAIR", "AMOUNT")
)


UNKNOWN = np.uint64(0)
"""In the place of a topic: the provision is not known."""


def topic_ids(readings: Sequence[CellReading]) -> NDArray[np.uint64]:
    """The id of what each cell's provision is about, the same in every edition; ``UNKNOWN`` where it is not known."""
    subjects = [subject(reading.cell.code, reading.cell.ref) for reading in readings]
    return np.array([UNKNOWN if name is None else hashed(name) for name in subjects], dtype=np.uint64)


def topical(tokens: Tokens) -> list[Chunk]:
    """Chunks whose rows are parts; nothing of a cell whose provision is not known."""
    topics = topic_ids(tokens.columns.readings)
    known = topics != UNKNOWN
    field = tokens.columns.token_field
    cells, parts = field // 2, tokens.parts
    told = np.flatnonzero(known[cells])
    follows = told[1:][field[told[1:]] == field[told[1:] - 1]]
    general = tokens.ids[tokens.general]
    columns = tokens.columns
    compared = np.flatnonzero((columns.span_amount >= 0) & known[columns.span_field // 2])
    opens = columns.span_start[compared]
    alone = np.flatnonzero(known[parts.cell])
    rows = parts.of_token
    return [
        (alone, mixed(topics, _ALONE)[parts.cell[alone]]),
        (rows[told], mixed(mixed(topics, _WORD)[cells[told]], tokens.ids[tokens.words[told]])),
        (rows[told], mixed(mixed(topics, _TURN)[cells[told]], tokens.ids[tokens.turned[told]])),
        (rows[follows], mixed(mixed(topics, _PAIR)[cells[follows]], mixed(general[follows - 1], general[follows]))),
        (rows[opens], mixed(mixed(topics, _AMOUNT)[cells[opens]], general[opens])),
    ]
