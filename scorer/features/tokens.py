"""Token ids: of the words, of the words with spans in the place of names, and of the turns of phrase alone.

A batch has few different words, so a token is a number here: that of its word, or, behind the words, of one of the
symbols that stand for a span, for what is masked, and for what lies beyond a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from scorer.features.amounts import AMOUNTS
from scorer.features.clauses import Clauses
from scorer.features.columns import LABELS, Columns, Whole, ranges
from scorer.features.parts import Parts
from scorer.features.turns import Turns
from scorer.language.turns import turns
from scorer.language.words import hashed

KEPT_AS_WORDS = frozenset(("HEDGE", "PLAN", "NEGATION", "SEQUENCE", "STAGE", "TRAINING", "LETTER", "WORK"))
"""Labels whose very word matters: "may" and "aim to" are both hedges, and not the same."""

_ENDINGS = ("ed", "ing", "s", "")
"""Of a verb of practice: they tell done from doing."""
_SYMBOLS = (
    *[f"<{label}>" for label in LABELS],
    *[f"<PRACTICE-{ending}>" for ending in _ENDINGS],
    *[f"<{kind.upper()}>" for kind in AMOUNTS],
    *[f"<TURN-{kind}>" for kind in turns()],
    "<NO-TURN>",
    "<BREAK>",
    "<BOUNDARY>",
    "<MASKED>",
    "<PAD>",
)
_SYMBOL_IDS = np.array([hashed(symbol) for symbol in _SYMBOLS], dtype=np.uint64)
_FIRST_ENDING = len(LABELS)
_FIRST_AMOUNT = _FIRST_ENDING + len(_ENDINGS)
_FIRST_TURN = _FIRST_AMOUNT + len(AMOUNTS)
_BREAK, _BOUNDARY, _MASKED, _PAD = range(len(_SYMBOLS) - 4, len(_SYMBOLS))
_PRACTICE = LABELS.index("PRACTICE")
_GENERAL = np.array([label not in KEPT_AS_WORDS for label in LABELS])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch as numbers, and the 64-bit id of each number.

    ``words`` and ``general`` have a number a token: of its word, and of the span that it is in. ``opens`` is true of
    every token but those after the first of a span with a number of its own. ``masked`` are the words, with one number
    for those of the requirement. ``turned`` has the number of the kind of the turn of phrase that a token is in;
    ``skeleton`` those of the turns alone, in order, with one for the end of each clause, ``skeleton_field`` the field
    of each and ``skeleton_part`` its part. ``parts``, ``turns`` and ``clauses`` are those of the columns.
    """

    columns: Columns
    ids: NDArray[np.uint64]
    words: Whole
    general: Whole
    opens: NDArray[np.bool_]
    masked: Whole
    turned: Whole
    skeleton: Whole
    skeleton_field: Whole
    skeleton_part: Whole
    parts: Parts
    turns: Turns
    clauses: Clauses
    boundary: int
    pad: int

    @classmethod
    def of(cls, columns: Columns) -> Tokens:
        """The tokens of some columns."""
        known = len(columns.words)
        chosen = np.flatnonzero(_GENERAL[columns.span_label])
        starts, ends = columns.span_start[chosen], columns.span_end[chosen]
        labels = columns.span_label[chosen]
        symbols = known + labels
        practice = np.flatnonzero(labels == _PRACTICE)
        verbs = columns.token_word[starts[practice]].tolist()
        symbols[practice] = [known + _ending(columns.words[verb].lower) for verb in verbs]
        amounts = columns.span_amount[chosen]
        symbols = np.where(amounts < 0, symbols, known + _FIRST_AMOUNT + amounts)
        inside = ranges(starts, ends)
        general = columns.token_word.copy()
        general[inside] = np.repeat(symbols, ends - starts)
        opens = np.ones(len(general), dtype=np.bool_)
        opens[inside] = False
        opens[starts] = True
        said, parts = Turns.of(columns), Parts.of(columns)
        skeleton = np.append(known + _FIRST_TURN + said.kind, np.full(len(columns.clause_end), known + _BREAK))
        skeleton_field = np.append(columns.token_field[said.start], columns.clause_field)
        skeleton_part = parts.of_token[np.append(said.start, columns.clause_end - 1)]
        in_order = np.lexsort((np.append(2 * said.start + 1, 2 * columns.clause_end), skeleton_field))
        return cls(
            columns=columns,
            ids=np.concatenate([columns.of_words(attrgetter("id"), np.uint64), _SYMBOL_IDS]),
            words=columns.token_word,
            general=general,
            opens=opens,
            masked=np.where(columns.token_shared, known + _MASKED, columns.token_word),
            turned=known + _FIRST_TURN + said.token_kind,
            skeleton=skeleton[in_order],
            skeleton_field=skeleton_field[in_order],
            skeleton_part=skeleton_part[in_order],
            parts=parts,
            turns=said,
            clauses=Clauses.of(columns),
            boundary=known + _BOUNDARY,
            pad=known + _PAD,
        )


@cache
def _ending(verb: str) -> int:
    """The symbol of a verb of practice; those of the lexicon are few."""
    return _FIRST_ENDING + next(number for number, ending in enumerate(_ENDINGS) if verb.endswith(ending))
