"""A batch of readings as columns: what the features count, in arrays over all tokens, clauses and spans at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, count
from operator import attrgetter
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from scorer.features.amounts import UNCOMPARED, amount
from scorer.features.dates import form_month, is_past
from scorer.features.reading import CellReading
from scorer.language import Reading, SpanLabel, TokenSpan, Word

LABELS: tuple[SpanLabel, ...] = get_args(SpanLabel)
LABEL_NUMBER: dict[SpanLabel, int] = {label: number for number, label in enumerate(LABELS)}
AHEAD, BEHIND, UNTOLD = 0, 1, 2
"""On which side of its form a date lies; untold where a span is no date, or tells no year."""

_DATES = (LABEL_NUMBER["DATE"], LABEL_NUMBER["YEAR"])
_AMOUNTS = (LABEL_NUMBER["RATE"], LABEL_NUMBER["TIMESCALE"])
_lexemes = attrgetter("lexemes")
_spans = attrgetter("spans")
_clauses = attrgetter("clauses")

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """The readings of a batch, side by side. Tokens, clauses and spans are numbered through the whole batch.

    ``words`` are the different words; ``token_word`` says which of them a token is. A field's number is twice that of
    its cell, and one more for the commentary; ``field_start`` is the place of its first token. Ends are the places
    behind the last token. ``token_clause`` is the number of clauses for the punctuation between them; a span's clause
    is that of its first token. ``span_amount`` is what a span says as a number of ``AMOUNTS``.
    """

    readings: Sequence[CellReading]
    fields: tuple[Reading, ...]
    words: tuple[Word, ...]
    token_word: Whole
    token_field: Whole
    token_clause: Whole
    token_shared: NDArray[np.bool_]
    field_start: Whole
    clause_field: Whole
    clause_start: Whole
    clause_end: Whole
    span_field: Whole
    span_clause: Whole
    span_label: Whole
    span_start: Whole
    span_end: Whole
    span_side: Whole
    span_amount: Whole

    @classmethod
    def of(cls, readings: Sequence[CellReading]) -> Columns:
        """The columns of some readings."""
        fields = tuple(chain.from_iterable([reading.fields for reading in readings]))
        lexemes = list(chain.from_iterable(map(_lexemes, fields)))
        number = dict(zip(dict.fromkeys(lexemes), count()))
        sizes = _sizes(map(_lexemes, fields), len(fields))
        begins = np.cumsum(sizes) - sizes
        clause_field = np.repeat(np.arange(len(fields)), _sizes(map(_clauses, fields), len(fields)))
        clauses = _table(chain.from_iterable(map(_clauses, fields)), 2)
        clause_start, clause_end = clauses + begins[clause_field]
        token_clause = np.full(len(lexemes), len(clause_field))
        inside = ranges(clause_start, clause_end)
        token_clause[inside] = np.repeat(np.arange(len(clause_field)), clause_end - clause_start)
        span_field = np.repeat(np.arange(len(fields)), _sizes(map(_spans, fields), len(fields)))
        found = list(chain.from_iterable(map(_spans, fields)))
        span_label = _whole([LABEL_NUMBER[label] for label, _, _ in found])
        span_start = _whole([start for _, start, _ in found]) + begins[span_field]
        span_end = _whole([end for _, _, end in found]) + begins[span_field]
        span_side = np.full(len(found), UNTOLD)
        for place in np.flatnonzero(np.isin(span_label, _DATES)).tolist():
            field = int(span_field[place])
            span_side[place] = _side(fields[field], found[place], readings[field // 2].cell.form_date)
        span_amount = np.full(len(found), UNCOMPARED)
        for place in np.flatnonzero(np.isin(span_label, _AMOUNTS)).tolist():
            field = int(span_field[place])
            span_amount[place] = amount(found[place], fields[field], readings[field // 2].requirement.periods)
        return cls(
            readings=readings,
            fields=fields,
            words=tuple(number),
            token_word=np.fromiter(map(number.__getitem__, lexemes), dtype=np.int64, count=len(lexemes)),
            token_field=np.repeat(np.arange(len(fields)), sizes),
            token_clause=token_clause,
            token_shared=np.fromiter(
                chain.from_iterable(chain.from_iterable([reading.shared for reading in readings])),
                dtype=np.bool_,
                count=len(lexemes),
            ),
            field_start=begins,
            clause_field=clause_field,
            clause_start=clause_start,
            clause_end=clause_end,
            span_field=span_field,
            span_clause=token_clause[span_start],
            span_label=span_label,
            span_start=span_start,
            span_end=span_end,
            span_side=span_side,
            span_amount=span_amount,
        )

    def of_words(self, value: Callable[[Word], Any], kind: type) -> NDArray[Any]:
        """What a function says of each of the different words."""
        return np.fromiter(map(value, self.words), dtype=kind, count=len(self.words))

    def which(self, value: Callable[[Word], bool]) -> NDArray[np.bool_]:
        """Of which tokens a function of their words is true."""
        return self.of_words(value, np.bool_)[self.token_word]

    def said_in(self, spellings: Set[str]) -> NDArray[np.bool_]:
        """Which tokens are, in lower case, one of these."""
        return self.marked(dict.fromkeys(spellings, 1)) > 0

    def marked(self, marks: Mapping[str, int]) -> Whole:
        """The mark of each token's word in lower case, 0 where it has none."""
        return _whole([marks.get(word.lower, 0) for word in self.words])[self.token_word]


def ranges(starts: Whole, ends: Whole) -> Whole:
    """The numbers of each range ``[start, end)``, one range behind the other."""
    sizes = ends - starts
    begins = np.cumsum(sizes) - sizes
    return np.repeat(starts - begins, sizes) + np.arange(sizes.sum())


def within(marks: NDArray[Any], starts: Whole, ends: Whole) -> Whole:
    """How many marks stand in each range ``[start, end)``."""
    before = np.concatenate([[0], np.cumsum(marks, dtype=np.int64)])
    return np.asarray(before[ends] - before[starts])


def _side(field: Reading, span: TokenSpan, form_date: str | None) -> int:
    past = is_past(" ".join(field.words[span.start : span.end]), form_month(form_date))
    return UNTOLD if past is None else BEHIND if past else AHEAD


def _whole(numbers: Sequence[int]) -> Whole:
    return np.array(numbers, dtype=np.int64)


def _sizes(parts: Iterable[Sequence[Any]], number: int) -> Whole:
    return np.fromiter(map(len, parts), dtype=np.int64, count=number)


def _table(rows: Iterable[Iterable[int]], width: int) -> NDArray[np.int64]:
    """Rows of numbers, a column an array."""
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, width).T
