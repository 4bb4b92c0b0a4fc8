"""Measures of a cell: a row of named numbers, each of which a reader could count by hand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log1p
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from scorer.features.dates import form_month, is_past
from scorer.features.reading import CellReading
from scorer.language import Reading, SpanLabel, TokenSpan
from scorer.records import COMPLY_VALUES

CODES = ("2020", "2022", "2024", "lgsco-2024")
NAMED: tuple[SpanLabel, ...] = ("POST", "BODY", "SYSTEM", "DOCUMENT")
DETAILS: tuple[SpanLabel, ...] = (
    "URL", "DATE", "YEAR", "RATE", "FIGURE", "TIMESCALE", "CLAUSE", "QUOTE", "IDENTIFIER",
)  # fmt: skip
_OWN: tuple[SpanLabel, ...] = (*NAMED, *DETAILS, "FREQUENCY", "POLICY", "STAGE", "PRACTICE", "HEDGE")
_PRESENT: tuple[SpanLabel, ...] = (*NAMED, *DETAILS, "FREQUENCY", "POLICY", "PRACTICE", "SEQUENCE", "MANNER")

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
_PROMISE_PAIRS = frozenset((("to", "be"), ("working", "towards"), ("under", "review")))
_PROMISE_ENDS = frozenset(second for _, second in _PROMISE_PAIRS)
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
    names += [f"n_{label}" for label in get_args(SpanLabel)]
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
    names += [*_OPENINGS, "title_share"]
    names += ["rule_on_stages", "asks_count", "two_stages", "no_further_stage"]
    return tuple(names)


MEASURES = _names()
_COLUMN = {name: index for index, name in enumerate(MEASURES)}
_COUNT = {label: _COLUMN[f"n_{label}"] for label in get_args(SpanLabel)}
_OWN_COLUMN = {label: _COLUMN[f"own_{label}"] for label in _OWN}
_PRESENT_COLUMN = {label: _COLUMN[f"present_{label}"] for label in _PRESENT}
_DETAILS = frozenset(DETAILS)
_NAMED = frozenset(NAMED)
_WHO = frozenset(("POST", "BODY"))
_WHEN = frozenset(("FREQUENCY", "SEQUENCE", "MANNER"))
_WHERE = frozenset(("SYSTEM", "DOCUMENT"))
_HOW = frozenset(("POST", "BODY", "SYSTEM", "FREQUENCY", "SEQUENCE", "MANNER"))


def measures(readings: Sequence[CellReading]) -> NDArray[np.float32]:
    """A row a cell, a column for each name of ``MEASURES``."""
    return np.array([_row(reading) for reading in readings], dtype=np.float32).reshape(-1, len(MEASURES))


def _row(reading: CellReading) -> list[float]:
    cell = reading.cell
    row = [0.0] * len(MEASURES)
    row[_COLUMN[f"comply={cell.comply}"]] = 1.0
    if cell.code in CODES:
        row[_COLUMN[f"code={cell.code}"]] = 1.0
    tokens = len(reading.evidence.words) + len(reading.commentary.words)
    row[_COLUMN["tokens"]] = tokens
    row[_COLUMN["log_tokens"]] = log1p(tokens)
    row[_COLUMN["evidence_blank"]] = not reading.evidence.words
    row[_COLUMN["commentary_blank"]] = not reading.commentary.words
    row[_COLUMN["commentary_tokens"]] = len(reading.commentary.words)
    row[_COLUMN["requirement_known"]] = bool(reading.requirement.stems)
    opening = (cell.evidence or cell.commentary)[:20].lower()
    for name, heads in _OPENINGS.items():
        if opening.startswith(heads):
            row[_COLUMN[name]] = 1.0
    _clause_measures(reading, row)
    _stage_measures(reading, row)
    capitals = sum([word.capital for field in reading.fields for word in field.lexemes])
    row[_COLUMN["title_share"]] = capitals / max(1, tokens)
    return row


def _clause_measures(reading: CellReading, row: list[float]) -> None:
    form = form_month(reading.cell.form_date)
    levels = [0.0, 0.0]
    content = own = own_present = promises = presents = 0
    for field, shared in zip(reading.fields, reading.shared, strict=True):
        row[_COLUMN["clauses"]] += len(field.clauses)
        contents = [word.content for word in field.lexemes]
        content += sum(contents)
        owns = [one and not both for one, both in zip(contents, shared, strict=True)]
        for position, word in enumerate(field.lexemes):
            if word.number:
                row[_COLUMN["shared_numbers" if shared[position] else "own_numbers"]] += 1.0
        pending = list(reversed(field.spans))
        for start, end in field.clauses:
            promise = _is_promise(field.words[start:end])
            labels: set[SpanLabel] = set()
            while pending and pending[-1].start < end:
                span = pending.pop()
                row[_COUNT[span.label]] += 1.0
                if False in shared[span.start : span.end]:
                    labels.add(span.label)
                    if span.label in _OWN_COLUMN:
                        row[_OWN_COLUMN[span.label]] += 1.0
                    if not promise and span.label in _PRESENT_COLUMN:
                        row[_PRESENT_COLUMN[span.label]] += 1.0
                if span.label in ("DATE", "YEAR") and (past := is_past(_text(field, span), form)) is not None:
                    row[_COLUMN["past_year" if past and not promise else "coming_year"]] += 1.0
            clause_own = sum(owns[start:end])
            own += clause_own
            if promise:
                promises += 1
                continue
            presents += 1
            own_present += clause_own
            levels.append(_clause_level(labels, clause_own))
            if "PRACTICE" in labels:
                row[_COLUMN["who_does"]] += not labels.isdisjoint(_WHO)
                row[_COLUMN["does_when"]] += not labels.isdisjoint(_WHEN)
                row[_COLUMN["does_where"]] += not labels.isdisjoint(_WHERE)
    levels.sort()
    row[_COLUMN["best_clause"]] = levels[-1]
    row[_COLUMN["second_clause"]] = levels[-2]
    row[_COLUMN["content"]] = content
    row[_COLUMN["own_content"]] = own
    row[_COLUMN["own_share"]] = own / content if content else 0.0
    row[_COLUMN["own_content_present"]] = own_present
    row[_COLUMN["promise_clauses"]] = promises
    row[_COLUMN["present_clauses"]] = presents
    row[_COLUMN["promise_share"]] = promises / (promises + presents) if promises + presents else 0.0


_FURTHER = frozenset(("third", "three", "3", "further", "extra", "informal", "0", "zero", "pre"))


def _stage_measures(reading: CellReading, row: list[float]) -> None:
    """What a cell says of the number of stages, and whether that or a count is what is asked."""
    asked = reading.requirement.reading.words
    limits = "third" in asked or "extra" in asked or ("more" in asked and "two" in asked)
    row[_COLUMN["rule_on_stages"]] = limits and ("stage" in asked or "stages" in asked)
    row[_COLUMN["asks_count"]] = "proportion" in asked or "percentage" in asked or ("how" in asked and "many" in asked)
    for field in reading.fields:
        for position, word in enumerate(field.words):
            if word not in ("stage", "stages", "tier", "step"):
                continue
            near = field.words[max(0, position - 4) : position + 2]
            row[_COLUMN["two_stages"]] += "two" in near or "2" in near
            denied = "no" in near or "not" in near or "n't" in near or "without" in near
            row[_COLUMN["no_further_stage"]] += denied and not _FURTHER.isdisjoint(near)


def _text(field: Reading, span: TokenSpan) -> str:
    return " ".join(field.words[span.start : span.end])


def _is_promise(words: tuple[str, ...]) -> bool:
    return not _PROMISE.isdisjoint(words) or (
        not _PROMISE_ENDS.isdisjoint(words) and any(pair in _PROMISE_PAIRS for pair in pairwise(words))
    )


def _clause_level(labels: set[SpanLabel], own: int) -> float:
    """How far one clause of present fact gets on the scale of 0 to 4, read off its spans alone."""
    named = not labels.isdisjoint(_NAMED)
    described = "PRACTICE" in labels and not labels.isdisjoint(_HOW)
    if not labels.isdisjoint(_DETAILS) and (named or described or own > 2):
        return 4.0
    if described and own > 2:
        return 3.0
    if named:
        return 2.0
    return 1.0 if own else 0.5
