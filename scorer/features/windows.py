"""What surrounds each token: the input of the trigger tagger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scorer.features.columns import UNTOLD, Columns, Whole
from scorer.features.pairs import mixed
from scorer.features.tokens import Tokens
from scorer.features.topical import topic_ids
from scorer.language.words import hashed
from scorer.records import COMPLY_VALUES

_SHIFTS = (-3, -2, -1, 0, 1, 2, 3)
_CONDITIONS = frozenset(("if", "when", "where", "whenever", "unless", "should", "once", "any"))
_CLAIMS = np.array([hashed(comply) for comply in COMPLY_VALUES], dtype=np.uint64)
_CLAIM_NUMBER = {comply: number for number, comply in enumerate(COMPLY_VALUES)}
_TURN_SHIFTS = (-2, -1, 0, 1, 2)
WINDOW_FEATURES = 2 * len(_SHIFTS) + len(_TURN_SHIFTS) + 15

Feature = tuple[NDArray[np.uint64], Whole | None]
"""The 64-bit ids of a feature's values, and which of them each token has; None where there is an id a token."""


def windows(tokens: Tokens) -> list[Feature]:
    """The features of every token, fields and cells in order; features share no id.

    Words, spans and turns of phrase around the token, pairs and triples of them; each joined with the word, the claimed
    compliance, what opens the clause, whether the clause speaks of a condition, whether it gives a date behind or ahead
    of the form, and whether the requirement says it; and span and turn joined with what the provision is about.
    """
    columns = tokens.columns
    at = _places(columns.token_field)
    words, general = (_padded(symbols, at, tokens.pad) for symbols in (tokens.words, tokens.general))
    features: list[Feature] = [(tokens.ids, stream[at + shift]) for shift in _SHIFTS for stream in (words, general)]
    here, before, after = (tokens.ids[words[at + shift]] for shift in (0, -1, 1))
    pair, next_pair = mixed(before, here), mixed(here, after)
    features += [
        (ids, None)
        for ids in (
            pair,
            next_pair,
            mixed(pair, after),
            mixed(mixed(tokens.ids[words[at - 2]], before), here),
            mixed(next_pair, tokens.ids[words[at + 2]]),
            mixed(tokens.ids[general[at - 1]], mixed(here, tokens.ids[general[at + 1]])),
        )
    ]
    turns = _padded(tokens.turned, at, tokens.pad)
    features += [(tokens.ids, turns[at + shift]) for shift in _TURN_SHIFTS]
    turn, turn_before, turn_after = (tokens.ids[turns[at + shift]] for shift in (0, -1, 1))
    features += [(mixed(turn_before, here), None), (mixed(turn, turn_after), None)]
    features.append(_with_few(tokens, _claims(columns), _CLAIMS))
    features.append((mixed(here, _openings(tokens)), None))
    conditions, dates = _conditions(columns), _dates(columns)
    for side in (conditions, dates, columns.token_shared.astype(np.int64)):
        features.append(_with_few(tokens, side, np.arange(3, dtype=np.uint64)))
    topics = topic_ids(columns.readings)[columns.token_field // 2]
    features += [(mixed(tokens.ids[general[at]], topics), None), (mixed(turn, topics), None)]
    return [(mixed(ids, np.uint64(number)), which) for number, (ids, which) in enumerate(features, 1)]


def window_table(features: Sequence[Feature]) -> NDArray[np.uint64]:
    """One row of ids for every token, a column a feature."""
    return np.stack([ids if which is None else ids[which] for ids, which in features]).T


def _places(fields: Whole) -> Whole:
    """Where each token lies in a row that has room for a window before the first field and after each."""
    new = np.diff(fields, prepend=-1) != 0
    return np.asarray(np.arange(len(fields)) + max(_SHIFTS) * np.cumsum(new))


def _padded(symbols: Whole, at: Whole, pad: int) -> Whole:
    row = np.full((at[-1] + max(_SHIFTS) + 1) if len(at) else 0, pad)
    row[at] = symbols
    return row


def _with_few(tokens: Tokens, side: Whole, ids: NDArray[np.uint64]) -> Feature:
    """The word of each token joined with one of a few things: ids of the pairs that there are."""
    pairs = tokens.words * len(ids) + side
    number = np.zeros(len(tokens.ids) * len(ids), dtype=np.int64)
    number[pairs] = 1
    used = np.flatnonzero(number)
    number[used] = np.arange(len(used))
    return mixed(tokens.ids[used // len(ids)], ids[used % len(ids)]), number[pairs]


def _claims(columns: Columns) -> Whole:
    claims = [_CLAIM_NUMBER[reading.cell.comply] for reading in columns.readings]
    return np.array(claims, dtype=np.int64)[columns.token_field // 2]


def _openings(tokens: Tokens) -> NDArray[np.uint64]:
    """The id of the word that opens the clause, 0 between clauses."""
    first = tokens.ids[tokens.words[tokens.columns.clause_start]]
    return np.append(first, np.uint64(0))[tokens.columns.token_clause]


def _conditions(columns: Columns) -> Whole:
    """2 where the clause speaks of a condition, 1 where it does not, 0 between clauses."""
    spoken = np.ones(len(columns.clause_field) + 1, dtype=np.int64)
    spoken[columns.token_clause[columns.said_in(_CONDITIONS)]] = 2
    spoken[-1] = 0
    return spoken[columns.token_clause]


def _dates(columns: Columns) -> Whole:
    """2 where the last date of the clause lies behind the form, 1 where it lies ahead, 0 where there is none."""
    dated = np.zeros(len(columns.clause_field) + 1, dtype=np.int64)
    told = columns.span_side != UNTOLD
    dated[columns.span_clause[told]] = 1 + columns.span_side[told]
    return dated[columns.token_clause]
