"""What surrounds each token: the input of the trigger tagger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scorer.features.dates import form_month, is_past
from scorer.features.reading import CellReading
from scorer.features.tokens import KEPT_AS_WORDS, mixed, span_id
from scorer.language.words import hashed

_SHIFTS = (-3, -2, -1, 0, 1, 2, 3)
_PAD = hashed("<PAD>")
_CONDITIONS = frozenset(("if", "when", "where", "whenever", "unless", "should", "once", "any"))
WINDOW_FEATURES = 2 * len(_SHIFTS) + 11


def windows(readings: Sequence[CellReading]) -> NDArray[np.uint64]:
    """One row of 64-bit feature ids for every token, fields and cells in order.

    Words and spans around the token, pairs and triples of them; and, each joined with the word, the claimed
    compliance, what opens the clause, whether the clause speaks of a condition, whether it gives a date behind or ahead
    of the form, and whether the requirement says it.
    """
    pad = max(_SHIFTS)
    words: list[int] = [_PAD] * pad
    general: list[int] = [_PAD] * pad
    claims: list[int] = []
    openings: list[int] = []
    conditions: list[int] = []
    dated: list[int] = []
    required: list[bool] = []
    kept: list[int] = []
    for reading in readings:
        claim = hashed(reading.cell.comply)
        form = form_month(reading.cell.form_date)
        for field, shared in zip(reading.fields, reading.shared, strict=True):
            count = len(field.lexemes)
            if not count:
                continue
            kept += range(len(words), len(words) + count)
            ids = [word.id for word in field.lexemes]
            words += ids
            for span in field.spans:
                if span.label not in KEPT_AS_WORDS:
                    identity = span_id(span.label, field.words[span.start])
                    ids[span.start : span.end] = [identity] * (span.end - span.start)
            general += ids
            words += [_PAD] * pad
            general += [_PAD] * pad
            claims += [claim] * count
            required += shared
            opening, condition, date = [0] * count, [0] * count, [0] * count
            dates = [
                (span.start, is_past(" ".join(field.words[span.start : span.end]), form))
                for span in field.spans
                if span.label in ("DATE", "YEAR")
            ]
            for start, end in field.clauses:
                opening[start:end] = [field.lexemes[start].id] * (end - start)
                spoken = 1 + (not _CONDITIONS.isdisjoint(field.words[start:end]))
                condition[start:end] = [spoken] * (end - start)
                for place, past in dates:
                    if start <= place < end and past is not None:
                        date[start:end] = [1 + past] * (end - start)
            openings += opening
            conditions += condition
            dated += date
    at = np.array(kept, dtype=np.int64)
    words_array = np.array(words, dtype=np.uint64)
    general_array = np.array(general, dtype=np.uint64)
    here, before, after = words_array[at], words_array[at - 1], words_array[at + 1]
    columns = [array[at + shift] for shift in _SHIFTS for array in (words_array, general_array)]
    pair = mixed(before, here)
    columns += [
        pair,
        mixed(here, after),
        mixed(pair, after),
        mixed(mixed(words_array[at - 2], before), here),
        mixed(mixed(here, after), words_array[at + 2]),
        mixed(general_array[at - 1], mixed(here, general_array[at + 1])),
    ]
    columns += [
        mixed(here, np.array(side, dtype=np.uint64)) for side in (claims, openings, conditions, dated, required)
    ]
    # A feature at a time stays in the processor's cache, and lies together for whoever looks the ids up.
    return np.stack([mixed(column, np.uint64(number)) for number, column in enumerate(columns, 1)]).T
