"""N-grams of a cell: of its words, of its words with spans for names, and of its words with the requirement masked.

The third is what makes the requirement's own words earn nothing: "We respond within 10 working days" beside a rule of
ten working days becomes "we", and then nothing of the landlord's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scorer.features.reading import CellReading
from scorer.features.tokens import generalised, mixed
from scorer.language.words import hashed

_BOUNDARY = hashed("<BOUNDARY>")
_MASKED = hashed("<MASKED>")
_ORDERS = (3, 3, 2)
"""The longest n-gram of each stream."""

Chunk = tuple[NDArray[np.int64], NDArray[np.uint64]]


def ngrams(readings: Sequence[CellReading]) -> list[Chunk]:
    """All n-grams as chunks of (rows, 64-bit ids), rows in rising order; no n-gram crosses a cell."""
    streams: tuple[list[int], list[int], list[int]] = ([], [], [])
    sizes: tuple[list[int], list[int], list[int]] = ([], [], [])
    for reading in readings:
        begun = [len(stream) for stream in streams]
        for field, shared in zip(reading.fields, reading.shared, strict=True):
            ids = [word.id for word in field.lexemes]
            for stream, tokens in zip(
                streams,
                (
                    ids,
                    generalised(field, ids),
                    [_MASKED if both else one for one, both in zip(ids, shared, strict=True)],
                ),
                strict=True,
            ):
                stream.append(_BOUNDARY)
                stream += tokens
        for index, stream in enumerate(streams):
            stream.append(_BOUNDARY)
            sizes[index].append(len(stream) - begun[index])
    chunks: list[Chunk] = []
    for index, order in enumerate(_ORDERS):
        ids_array = np.array(streams[index], dtype=np.uint64)
        rows = np.repeat(np.arange(len(readings)), sizes[index])
        gram = mixed(ids_array, np.full_like(ids_array, index + 1))
        chunks.append((rows, gram))
        for length in range(2, order + 1):
            gram = mixed(gram[:-1], ids_array[length - 1 :])
            same = rows[length - 1 :] == rows[: max(0, len(rows) - length + 1)]
            chunks.append((rows[length - 1 :][same], gram[same]))
    return chunks
