"""The one text-to-features function, for training and for serving alike.

A cell becomes three things: a sparse count of n-grams (words, words with the spans in the place of names, and words
with those of the requirement masked), a dense row of named measures, and for every token a set of window features for
the trigger tagger. All of it is plain arithmetic on the readings of the cell; nothing here is learned.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scorer.language import Reading, SpanLabel, read
from scorer.language.requirement import Requirement, is_content, requirement, stem
from scorer.records import COMPLY_VALUES, EvidenceCell

VERSION = 1
"""Raised with every change of the features: a model made for another version is refused."""

CODES = ("2020", "2022", "2024", "lgsco-2024")
NAMED: tuple[SpanLabel, ...] = ("POST", "BODY", "SYSTEM", "DOCUMENT")
DETAILS: tuple[SpanLabel, ...] = ("URL", "DATE", "YEAR", "RATE", "FIGURE", "TIMESCALE", "CLAUSE", "QUOTE", "IDENTIFIER")
COUNTED: tuple[SpanLabel, ...] = (
    *NAMED,
    *DETAILS,
    "POLICY",
    "LETTER",
    "WEBSITE",
    "TRAINING",
    "WORK",
    "MONTH",
    "STAGE",
    "FREQUENCY",
    "SEQUENCE",
    "PRACTICE",
    "HEDGE",
    "PLAN",
    "NEGATION",
)
_PROMISE = frozenset(
    [
        "will",
        "shall",
        "to-be",
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
        "working-towards",
        "under-review",
        "future",
        "next",
        "action",
        "recommendation",
        "proposed",
    ]
)
_MASKED = 0x9E3779B97F4A7C15
_SHAPE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)(\d\d)")


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell with its fields read once, for the rules and the features."""

    cell: EvidenceCell
    evidence: Reading
    commentary: Reading
    requirement: Requirement

    @property
    def fields(self) -> tuple[Reading, Reading]:
        """Both fields, in the order of ``FIELDS``."""
        return self.evidence, self.commentary


def read_cell(cell: EvidenceCell) -> CellReading:
    """Read both fields of a cell and its requirement."""
    return CellReading(cell, read(cell.evidence), read(cell.commentary), requirement(cell.requirement))


def hashed(text: str) -> int:
    """A 64-bit id of a text, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=100_000)
def _word_id(word: str) -> int:
    """A stable 64-bit id of a lower-case word, with all digits alike."""
    return hashed(_SHAPE.sub("0", word))


_SPAN_IDS = {label: (hashed(f"<{label}>")) for label in COUNTED}
_PRACTICE_ENDINGS = {ending: (hashed(f"<PRACTICE-{ending}>")) for ending in ("ed", "ing", "s", "")}
_KEPT_AS_WORDS = frozenset(("HEDGE", "PLAN", "NEGATION", "SEQUENCE", "STAGE", "TRAINING", "LETTER", "WORK"))


@lru_cache(maxsize=10_000)
def _practice_id(word: str) -> int:
    for ending, identity in _PRACTICE_ENDINGS.items():
        if word.endswith(ending):
            return identity
    raise AssertionError("every word ends with nothing")


def _streams(reading: Reading, needed: Requirement) -> tuple[list[int], list[int], list[int]]:
    """Token ids three times over: the words, the words with spans for names, the words with the requirement masked."""
    words = [_word_id(word) for word in reading.words]
    stems = needed.stems
    masked = [_MASKED if stem(word) in stems else identity for word, identity in zip(reading.words, words, strict=True)]
    general: list[int] = []
    position = 0
    for span in reading.spans:
        if span.label in _KEPT_AS_WORDS:
            continue
        general.extend(words[position : span.start])
        if span.label == "PRACTICE":
            general.append(_practice_id(reading.words[span.start]))
        else:
            general.append(_SPAN_IDS[span.label])
        position = span.end
    general.extend(words[position:])
    return words, general, masked


_BOUNDARY = hashed("<BOUNDARY>")
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ORDERS = (3, 3, 2)
"""The longest n-gram of each stream."""


def ngrams(readings: Sequence[CellReading]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """All n-grams of the cells as (row, 64-bit id) pairs; an n-gram never crosses a field or a cell."""
    rows_out: list[NDArray[np.int64]] = []
    ids_out: list[NDArray[np.uint64]] = []
    flat: tuple[list[int], list[int], list[int]] = ([], [], [])
    lengths: tuple[list[int], list[int], list[int]] = ([], [], [])
    for reading in readings:
        sizes = [0, 0, 0]
        for field in reading.fields:
            for index, stream in enumerate(_streams(field, reading.requirement)):
                flat[index].append(_BOUNDARY)
                flat[index].extend(stream)
                sizes[index] += len(stream) + 1
        for index in range(3):
            flat[index].append(_BOUNDARY)
            lengths[index].append(sizes[index] + 1)
    for index, order in enumerate(_ORDERS):
        ids = np.array(flat[index], dtype=np.uint64)
        rows = np.repeat(np.arange(len(readings)), lengths[index])
        gram = ids * _MIX + np.uint64(index)
        rows_out.append(rows)
        ids_out.append(gram)
        for length in range(2, order + 1):
            gram = _mixed(gram[:-1], ids[length - 1 :])
            same = rows[length - 1 :] == rows[: len(rows) - length + 1]
            rows_out.append(rows[length - 1 :][same])
            ids_out.append(gram[same])
    return np.concatenate(rows_out), np.concatenate(ids_out)


def _mixed(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Ids of pairs. Order matters; wrap-around is meant."""
    mixed = left * _MIX ^ (right + (left << np.uint64(6)) + (left >> np.uint64(2)))
    return mixed * _MIX


# --- the dense row ---------------------------------------------------------------------------------------------------


def _names() -> tuple[str, ...]:
    names = [f"comply={value}" for value in COMPLY_VALUES]
    names += [f"code={code}" for code in CODES]
    names += ["tokens", "log_tokens", "clauses", "evidence_blank", "commentary_blank", "commentary_tokens"]
    names += [f"n_{label}" for label in COUNTED]
    names += [f"own_{label}" for label in (*NAMED, *DETAILS, "FREQUENCY", "POLICY", "STAGE", "PRACTICE", "HEDGE")]
    names += ["content", "own_content", "own_share", "own_numbers", "shared_numbers", "requirement_known"]
    names += ["own_content_present", "present_clauses", "promise_clauses", "promise_share"]
    names += [f"present_{label}" for label in (*NAMED, *DETAILS, "FREQUENCY", "POLICY", "PRACTICE", "SEQUENCE")]
    names += [
        "best_clause",
        "second_clause",
        "who_does",
        "does_when",
        "does_where",
        "past_year",
        "coming_year",
    ]
    names += [
        "opens_yes",
        "opens_no",
        "opens_partial",
        "opens_na",
        "opens_as_above",
        "opens_see",
        "title_share",
    ]
    return tuple(names)


DENSE_NAMES = _names()
_COLUMN = {name: index for index, name in enumerate(DENSE_NAMES)}
_OPENINGS = {
    "opens_yes": ("yes", "compliant", "we comply"),
    "opens_no": ("no ", "no-", "no.", "not compliant", "non-compliant"),
    "opens_partial": ("partial", "part ", "in part"),
    "opens_na": ("n/a", "na ", "not applicable", "none"),
    "opens_as_above": ("as above", "ditto", "as per", "same as"),
    "opens_see": ("see ", "refer ", "please see", "please refer"),
}


def dense(readings: Sequence[CellReading]) -> NDArray[np.float32]:
    """The named measures of each cell, a row each, in the order of ``DENSE_NAMES``."""
    out = np.zeros((len(readings), len(DENSE_NAMES)), dtype=np.float32)
    for row, reading in zip(out, readings, strict=True):
        for name, value in _measures(reading):
            row[_COLUMN[name]] += value
    return out


def _is_promise(words: tuple[str, ...], start: int, end: int) -> bool:
    previous = ""
    for word in words[start:end]:
        if word in _PROMISE or f"{previous}-{word}" in _PROMISE:
            return True
        previous = word
    return False


def _form_year(cell: EvidenceCell) -> int:
    return int(cell.form_date[2:4]) if cell.form_date else 99


def _measures(reading: CellReading) -> Iterator[tuple[str, float]]:
    cell = reading.cell
    needed = reading.requirement
    yield f"comply={cell.comply}", 1.0
    if cell.code in CODES:
        yield f"code={cell.code}", 1.0
    tokens = len(reading.evidence.words) + len(reading.commentary.words)
    yield "tokens", tokens
    yield "log_tokens", float(np.log1p(tokens))
    yield "evidence_blank", not reading.evidence.words
    yield "commentary_blank", not reading.commentary.words
    yield "commentary_tokens", len(reading.commentary.words)
    yield "requirement_known", bool(needed.stems)
    opening = cell.evidence[:20].lower() or cell.commentary[:20].lower()
    for name, heads in _OPENINGS.items():
        if opening.startswith(heads) or opening.strip() in heads:
            yield name, 1.0
    year = _form_year(cell)
    levels = [0.0, 0.0]
    content = own = own_present = promises = presents = 0
    for field in reading.fields:
        words = field.words
        spans = iter(field.spans)
        span = next(spans, None)
        for start, end in field.clauses:
            promise = _is_promise(words, start, end)
            promises += promise
            presents += not promise
            labels: set[str] = set()
            while span is not None and span.start < end:
                label = span.label
                yield f"n_{label}", 1.0
                inside = all(word in needed for word in words[span.start : span.end])
                if not inside:
                    labels.add(label)
                    if f"own_{label}" in _COLUMN:
                        yield f"own_{label}", 1.0
                    if not promise and f"present_{label}" in _COLUMN:
                        yield f"present_{label}", 1.0
                if label in ("DATE", "YEAR") and (match := _YEAR.search(" ".join(words[span.start : span.end]))):
                    yield ("past_year" if int(match[1]) <= year and not promise else "coming_year"), 1.0
                span = next(spans, None)
            clause_own = 0
            for word in words[start:end]:
                if is_content(word):
                    content += 1
                    if word not in needed:
                        clause_own += 1
                    if word[0].isdigit():
                        yield ("shared_numbers" if word in needed else "own_numbers"), 1.0
            own += clause_own
            if not promise:
                own_present += clause_own
                levels.append(_clause_level(labels, clause_own))
                if "PRACTICE" in labels:
                    yield "who_does", bool(labels & {"POST", "BODY"})
                    yield "does_when", bool(labels & {"FREQUENCY", "SEQUENCE"})
                    yield "does_where", bool(labels & {"SYSTEM", "DOCUMENT"})
        yield "clauses", len(field.clauses)
    levels.sort()
    yield "best_clause", levels[-1]
    yield "second_clause", levels[-2]
    yield "content", content
    yield "own_content", own
    yield "own_share", own / content if content else 0.0
    yield "own_content_present", own_present
    yield "promise_clauses", promises
    yield "present_clauses", presents
    yield "promise_share", promises / (promises + presents) if promises + presents else 0.0
    capitals = sum(word[0].isupper() for text in (cell.evidence, cell.commentary) for word in text.split())
    yield "title_share", capitals / max(1, tokens)


def _clause_level(labels: set[str], own: int) -> float:
    """How far one clause of present fact gets on the scale of 0 to 4, read off its spans alone."""
    named = bool(labels & set(NAMED))
    described = "PRACTICE" in labels and len(labels & {"POST", "BODY", "SYSTEM", "FREQUENCY", "SEQUENCE"}) >= 1
    if labels & set(DETAILS) and (named or described or own > 2):
        return 4.0
    if described and own > 2:
        return 3.0
    if named:
        return 2.0
    return 1.0 if own else 0.5


# --- the tagger's tokens ---------------------------------------------------------------------------------------------

_WINDOW = (-3, -2, -1, 0, 1, 2, 3)
_PAD = hashed("<PAD>")
TOKEN_FEATURES = len(_WINDOW) * 2 + 10


def token_features(readings: Sequence[CellReading]) -> NDArray[np.uint64]:
    """One row of hashed window features for every token, fields and cells in order.

    A feature is a 64-bit id: words and spans around the token, pairs and triples of them, the claimed compliance,
    whether the requirement says the word, what opens the clause, and whether the clause speaks of a condition.
    """
    pad = len(_WINDOW) // 2
    words_flat: list[int] = []
    general_flat: list[int] = []
    side: list[tuple[int, int, int, int]] = []
    keep: list[int] = []
    for reading in readings:
        comply = _word_id(f"comply={reading.cell.comply}")
        for field in reading.fields:
            if not field.words:
                continue
            words_flat.extend([_PAD] * pad)
            general_flat.extend([_PAD] * pad)
            side.extend([(0, 0, 0, 0)] * pad)
            base = len(words_flat)
            count = len(field.words)
            keep.extend(range(base, base + count))
            words_flat.extend(_word_id(word) for word in field.words)
            general = [_word_id(word) for word in field.words]
            for span in field.spans:
                identity = _SPAN_IDS[span.label]
                if span.label == "PRACTICE":
                    general[span.start] = _practice_id(field.words[span.start])
                elif span.label not in _KEPT_AS_WORDS:
                    for position in range(span.start, span.end):
                        general[position] = identity
            general_flat.extend(general)
            context = [(comply, 0, 0, 0)] * count
            for start, end in field.clauses:
                clause = field.words[start:end]
                opening = _word_id(clause[0])
                condition = 1 + any(word in _CONDITIONS for word in clause)
                for position in range(start, end):
                    context[position] = (
                        comply,
                        opening,
                        condition,
                        1 + (field.words[position] in reading.requirement),
                    )
            side.extend(context)
    words_flat.extend([_PAD] * pad)
    general_flat.extend([_PAD] * pad)
    side.extend([(0, 0, 0, 0)] * pad)
    at = np.array(keep, dtype=np.int64)
    words = np.array(words_flat, dtype=np.uint64)
    general_ids = np.array(general_flat, dtype=np.uint64)
    extra = np.array(side, dtype=np.uint64).reshape(-1, 4)[at] if len(side) else np.zeros((0, 4), np.uint64)
    columns: list[NDArray[np.uint64]] = []

    def add(ids: NDArray[np.uint64]) -> None:
        columns.append(_mixed(ids, np.full_like(ids, len(columns) + 1)))

    for shift in _WINDOW:
        add(words[at + shift])
        add(general_ids[at + shift])
    here = words[at]
    before, after = words[at - 1], words[at + 1]
    add(_mixed(before, here))
    add(_mixed(here, after))
    add(_mixed(_mixed(before, here), after))
    add(_mixed(_mixed(words[at - 2], before), here))
    add(_mixed(_mixed(here, after), words[at + 2]))
    add(_mixed(general_ids[at - 1], _mixed(here, general_ids[at + 1])))
    for column in range(4):
        add(_mixed(here, extra[:, column]))
    return np.stack(columns, axis=1) if len(at) else np.zeros((0, TOKEN_FEATURES), np.uint64)


_CONDITIONS = frozenset(("if", "when", "where", "whenever", "unless", "should", "once", "any"))
