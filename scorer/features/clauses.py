"""The clauses of a batch, by what in them is the landlord's own."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scorer.features.columns import LABEL_NUMBER, LABELS, Columns, Whole, within
from scorer.language import SpanLabel

NAMED: tuple[SpanLabel, ...] = ("POST", "BODY", "SYSTEM", "DOCUMENT")
DETAILS: tuple[SpanLabel, ...] = (
    "URL", "DATE", "YEAR", "PAST", "RATE", "FIGURE", "TIMESCALE", "CLAUSE", "QUOTE", "IDENTIFIER",
)  # fmt: skip


class Claims(NamedTuple):
    """What each clause claims, were it of present fact; all that need be known of it once its tokens were looked at.

    ``cell`` is the number of its cell, ``start`` and ``end`` are the places of its first token and behind its last.
    ``level`` is how far it gets on the scale of 0 to 4; ``counts`` has a row a clause and the columns of ``COUNTED``.
    """

    cell: Whole
    start: Whole
    end: Whole
    level: NDArray[np.float64]
    counts: NDArray[np.float64]


COUNTED = ("own", "asked", "details", "named", "practice")
"""Words of content of the landlord's own, and those that are the requirement's; and spans of its own, of a detail, a
name, and a practice."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of some columns.

    ``content`` is true of words of content, a value a token, and ``span_own`` of spans with a token that the
    requirement has not. ``own`` is how many words of content of its own a clause has, ``spans`` how many spans of its
    own: a row a clause, a column for each of ``LABELS``. ``level`` is how far each clause, were it of present fact,
    gets on the scale of 0 to 4, read off its spans alone.
    """

    columns: Columns
    content: NDArray[np.bool_]
    span_own: NDArray[np.bool_]
    own: Whole
    spans: Whole
    level: NDArray[np.float64]

    @classmethod
    def of(cls, columns: Columns) -> Clauses:
        """The clauses of some columns."""
        content = columns.which(attrgetter("content"))
        own = within(content & ~columns.token_shared, columns.clause_start, columns.clause_end)
        span_own = within(~columns.token_shared, columns.span_start, columns.span_end) > 0
        places = columns.span_clause[span_own] * len(LABELS) + columns.span_label[span_own]
        spans = np.bincount(places, minlength=len(own) * len(LABELS)).reshape(-1, len(LABELS))
        return cls(columns, content, span_own, own, spans, _level(own, spans))

    def any_of(self, *labels: SpanLabel) -> NDArray[np.bool_]:
        """Which clauses have a span of one of these labels."""
        return _count(self.spans, *labels) > 0

    def claims(self) -> Claims:
        """What each clause claims."""
        columns = self.columns
        asked = within(self.content & columns.token_shared, columns.clause_start, columns.clause_end)
        spans = [_count(self.spans, *labels) for labels in (DETAILS, NAMED, ("PRACTICE",))]
        return Claims(
            cell=columns.clause_field // 2,
            start=columns.clause_start,
            end=columns.clause_end,
            level=self.level,
            counts=np.stack([self.own, asked, *spans], axis=1).astype(np.float64),
        )


def _count(spans: Whole, *labels: SpanLabel) -> Whole:
    """How many spans of these labels each clause has."""
    return np.asarray(spans[:, [LABEL_NUMBER[label] for label in labels]].sum(axis=1))


def _level(own: Whole, spans: Whole) -> NDArray[np.float64]:
    named = _count(spans, *NAMED) > 0
    actor_or_time = _count(spans, "POST", "BODY", "SYSTEM", "FREQUENCY", "SEQUENCE", "MANNER") > 0
    described = (_count(spans, "PRACTICE") > 0) & actor_or_time
    verifiable = (_count(spans, *DETAILS) > 0) & (named | described | (own > 2))
    return np.select([verifiable, described & (own > 2), named, own > 0], [4.0, 3.0, 2.0, 1.0], 0.5)


def two_best(cell: Whole, values: NDArray[np.float64], cells: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The highest value of each cell's clauses and the next, 0 where there is none."""
    order = np.lexsort((-values, cell))
    cell, values = cell[order], values[order]
    sizes = np.bincount(cell, minlength=cells)
    first = np.cumsum(sizes) - sizes
    padded = np.append(values, (0.0, 0.0))
    return np.where(sizes > 0, padded[first], 0.0), np.where(sizes > 1, padded[first + 1], 0.0)
