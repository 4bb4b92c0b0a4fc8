"""Measures of a cell: a row of named numbers, each of which a reader could count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorer.features.amounts import AMOUNTS
from scorer.features.clauses import DETAILS, NAMED, Clauses, two_best
from scorer.features.columns import BEHIND, LABEL_NUMBER, LABELS, UNTOLD, Columns, Whole, within
from scorer.features.reading import CellReading
from scorer.features.tokens import Tokens
from scorer.features.turns import Turns
from scorer.keeping import LONGEST_TEXT
from scorer.language import Requirement, SpanLabel
from scorer.language.turns import turns
from scorer.records import COMPLY_VALUES, Comply

CODES = ("2020", "2022", "2024", "lgsco-2024")
_OWN: tuple[SpanLabel, ...] = (*NAMED, *DETAILS, "PROPER", "MONTH", "FREQUENCY", "POLICY", "STAGE", "PRACTICE", "HEDGE")
_PRESENT: tuple[SpanLabel, ...] = (
    *NAMED, *DETAILS, "PROPER", "MONTH", "FREQUENCY", "POLICY", "PRACTICE", "SEQUENCE", "MANNER",
)  # fmt: skip

_PROMISE = frozenset(
    [
        "will",
        "shall",
        "tbc",
        "tbd",
        "pending",
        "awaiting",
        "planned",
        "scheduled",
        "due",
        "draft",
        "drafting",
        "forthcoming",
        "upcoming",
        "soon",
        "shortly",
        "intend",
        "intends",
        "intention",
        "going",
        "future",
        "next",
        "action",
        "recommendation",
        "proposed",
    ]
)
_PROMISE_PAIRS = (("to", "be"), ("working", "towards"), ("under", "review"))
_PROMISE_BEGINS = {begin: number for number, (begin, _) in enumerate(_PROMISE_PAIRS, 1)}
_PROMISE_ENDS = {end: number for number, (_, end) in enumerate(_PROMISE_PAIRS, 1)}
_OPENINGS = {
    "opens_yes": ("yes", "compliant", "we comply"),
    "opens_no": ("no ", "no-", "no.", "not compliant", "non-compliant"),
    "opens_partial": ("partial", "part ", "in part"),
    "opens_na": ("n/a", "na ", "not applicable"),
    "opens_as_above": ("as above", "ditto", "as per", "same as"),
    "opens_none": ("none", "nil", "zero", "no cases", "0 "),
    "opens_see": ("see ", "refer ", "please see", "please refer"),
}


def _names() -> tuple[str, ...]:
    names = [f"comply={value}" for value in COMPLY_VALUES]
    names += [f"code={code}" for code in CODES]
    names += ["tokens", "log_tokens", "clauses", "evidence_blank", "commentary_blank", "commentary_tokens"]
    names += [f"n_{label}" for label in LABELS]
    names += [f"own_{label}" for label in _OWN]
    names += ["content", "own_content", "own_share", "own_numbers", "shared_numbers", "requirement_known"]
    names += ["own_content_present", "present_clauses", "promise_clauses", "promise_share"]
    names += [f"present_{label}" for label in _PRESENT]
    names += [
        "best_clause",
        "second_clause",
        "who_does",
        "does_when",
        "does_where",
        "past_year",
        "coming_year",
    ]
    names += [f"amount_{kind}" for kind in AMOUNTS]
    names += [*_OPENINGS, "title_share"]
    names += ["rule_on_stages", "asks_count", "two_stages", "no_further_stage"]
    names += [f"log_turns_{kind}" for kind in turns()]
    names += [f"log_own_turns_{kind}" for kind in turns()]
    return tuple(names)


MEASURES = _names()
_COLUMN = {name: index for index, name in enumerate(MEASURES)}
_HEADS: dict[str, list[tuple[int, str]]] = {}
for _name, _heads in _OPENINGS.items():
    for _head in _heads:
        _HEADS.setdefault(_head[0], []).append((_COLUMN[_name], _head))

Values = dict[str, NDArray[Any]]
"""A value for each cell, by the name of the measure."""


def measures(tokens: Tokens) -> NDArray[np.float32]:
    """A row a cell, a column for each name of ``MEASURES``."""
    columns = tokens.columns
    table = np.zeros((len(columns.readings), len(MEASURES)), dtype=np.float32)
    facts = [_facts(reading) for reading in columns.readings]
    table[np.repeat(np.arange(len(facts)), list(map(len, facts))), list(chain.from_iterable(facts))] = 1.0
    counted = _sizes(columns) | _spans_and_clauses(tokens.clauses) | _stages(columns) | _turns(columns, tokens.turns)
    for name, values in counted.items():
        table[:, _COLUMN[name]] = values
    return table


def _facts(reading: CellReading) -> tuple[int, ...]:
    """The columns of what is so of a cell or is not."""
    cell = reading.cell
    short = len(reading.requirement.reading.text) <= LONGEST_TEXT  # a long one is not kept, nor what would hold it
    facts = (_asked if short else _asked.__wrapped__)(reading.requirement, cell.comply, cell.code)
    opening = (cell.evidence or cell.commentary)[:20].lower()
    heads = _HEADS.get(opening[:1])
    if heads is None:
        return facts
    return (*facts, *[column for column, head in heads if opening.startswith(head)])


@lru_cache(maxsize=4096)
def _asked(requirement: Requirement, comply: Comply, code: str) -> tuple[int, ...]:
    """The columns of what is so of the question: the requirement is known; it limits the stages; it asks for a count;
    and of what was ticked beside it, in which edition."""
    asked = frozenset(requirement.reading.words)
    limits = not asked.isdisjoint(("third", "extra")) or asked >= {"more", "two"}
    facts = {
        f"comply={comply}": True,
        f"code={code}": code in CODES,
        "requirement_known": bool(requirement.stems),
        "rule_on_stages": limits and not asked.isdisjoint(("stage", "stages")),
        "asks_count": not asked.isdisjoint(("proportion", "percentage")) or asked >= {"how", "many"},
    }
    return tuple(_COLUMN[name] for name, so in facts.items() if so)


def _sizes(columns: Columns) -> Values:
    cells = len(columns.readings)
    by_field = np.bincount(columns.token_field, minlength=2 * cells).reshape(-1, 2)
    tokens = by_field.sum(axis=1)
    capitals, numbers = columns.which(attrgetter("capital")), columns.which(attrgetter("number"))
    cell = columns.token_field // 2
    return {
        "tokens": tokens,
        "log_tokens": np.log1p(tokens),
        "evidence_blank": by_field[:, 0] == 0,
        "commentary_blank": by_field[:, 1] == 0,
        "commentary_tokens": by_field[:, 1],
        "title_share": np.bincount(cell, capitals, cells) / np.maximum(1, tokens),
        "own_numbers": np.bincount(cell, numbers & ~columns.token_shared, cells),
        "shared_numbers": np.bincount(cell, numbers & columns.token_shared, cells),
    }


def _spans_and_clauses(has: Clauses) -> Values:
    columns, span_own = has.columns, has.span_own
    cells = len(columns.readings)
    promise = _promises(columns)
    clause_cell, token_cell = columns.clause_field // 2, columns.token_field // 2
    best, second = two_best(clause_cell[~promise], has.level[~promise], cells)

    def clauses(which: NDArray[np.bool_]) -> Whole:
        return np.bincount(clause_cell[which], minlength=cells)

    contents = np.bincount(token_cell, has.content, cells)
    own = np.bincount(token_cell, has.content & ~columns.token_shared, cells)
    promised, present = clauses(promise), clauses(~promise)
    practice = has.any_of("PRACTICE") & ~promise
    return {
        **_counts(columns, "n", LABELS, np.ones_like(span_own)),
        **_counts(columns, "own", _OWN, span_own),
        **_counts(columns, "present", _PRESENT, span_own & ~promise[columns.span_clause]),
        **_years(columns, promise),
        **_amounts(columns),
        "clauses": promised + present,
        "content": contents,
        "own_content": own,
        "own_share": own / np.maximum(1, contents),
        "own_content_present": np.bincount(clause_cell, has.own * ~promise, cells),
        "promise_clauses": promised,
        "present_clauses": present,
        "promise_share": promised / np.maximum(1, promised + present),
        "best_clause": best,
        "second_clause": second,
        "who_does": clauses(practice & has.any_of("POST", "BODY")),
        "does_when": clauses(practice & has.any_of("FREQUENCY", "SEQUENCE", "MANNER")),
        "does_where": clauses(practice & has.any_of("SYSTEM", "DOCUMENT")),
    }


def _promises(columns: Columns) -> NDArray[np.bool_]:
    """Whether each clause promises something."""
    promising = columns.said_in(_PROMISE)
    begins, ends = columns.marked(_PROMISE_BEGINS)[:-1], columns.marked(_PROMISE_ENDS)[1:]
    promising[1:] |= (begins > 0) & (begins == ends) & (columns.token_clause[:-1] == columns.token_clause[1:])
    return within(promising, columns.clause_start, columns.clause_end) > 0


def _counts(columns: Columns, prefix: str, labels: Sequence[SpanLabel], which: NDArray[np.bool_]) -> Values:
    """How many of these spans each cell has of each label."""
    shape = len(columns.readings), len(LABELS)
    places = columns.span_field[which] // 2 * len(LABELS) + columns.span_label[which]
    counts = np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)
    return {f"{prefix}_{label}": counts[:, LABEL_NUMBER[label]] for label in labels}


def _years(columns: Columns, promise: NDArray[np.bool_]) -> Values:
    """How many dates lie behind the form, and how many ahead of it or in a promise."""
    told = columns.span_side != UNTOLD
    past = told & (columns.span_side == BEHIND) & ~promise[columns.span_clause]
    cell, cells = columns.span_field // 2, len(columns.readings)
    return {
        "past_year": np.bincount(cell[past], minlength=cells),
        "coming_year": np.bincount(cell[told & ~past], minlength=cells),
    }


def _amounts(columns: Columns) -> Values:
    """How many amounts of each kind each cell has."""
    compared = columns.span_amount >= 0
    places = columns.span_field[compared] // 2 * len(AMOUNTS) + columns.span_amount[compared]
    counts = np.bincount(places, minlength=len(columns.readings) * len(AMOUNTS)).reshape(-1, len(AMOUNTS))
    return {f"amount_{kind}": counts[:, number] for number, kind in enumerate(AMOUNTS)}


_STAGE = frozenset(("stage", "stages", "tier", "step"))
_FURTHER = frozenset(("third", "three", "3", "further", "extra", "informal", "0", "zero", "pre"))


def _stages(columns: Columns) -> Values:
    """What a cell says of the number of stages."""
    two, denied = np.zeros(len(columns.readings)), np.zeros(len(columns.readings))
    said = columns.said_in(_STAGE)
    for place in np.flatnonzero(said).tolist():
        field = int(columns.token_field[place])
        position = place - int(columns.field_start[field])
        near = columns.fields[field].words[max(0, position - 4) : position + 2]
        two[field // 2] += "two" in near or "2" in near
        denying = "no" in near or "not" in near or "n't" in near or "without" in near
        denied[field // 2] += denying and not _FURTHER.isdisjoint(near)
    return {"two_stages": two, "no_further_stage": denied}


def _turns(columns: Columns, said: Turns) -> Values:
    """Of how many turns of phrase of each kind a cell is made, and how many of them are its own: have a word that the
    requirement has not."""
    turn = np.cumsum(np.bincount(said.start, minlength=len(columns.token_word))) - 1
    inside = said.token_kind < len(turns())
    own = np.bincount(turn[inside], ~columns.token_shared[inside], len(said.start)) > 0
    values: Values = {}
    for prefix, which in (("log_turns", np.ones_like(own)), ("log_own_turns", own)):
        places = columns.token_field[said.start[which]] // 2 * len(turns()) + said.kind[which]
        counts = np.bincount(places, minlength=len(columns.readings) * len(turns())).reshape(-1, len(turns()))
        values |= {f"{prefix}_{kind}": np.log1p(counts[:, number]) for number, kind in enumerate(turns())}
    return values
