"""The kinds of check that are data: wording that stands there, words that are lacking, and parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scorer.checks.needs import Pattern
from scorer.checks.spec import Check
from scorer.checks.text import Sentence, in_one, is_copied, is_history, is_long_ago, sentences
from scorer.records import FIELDS, EvidenceCell, Field

Patterns = Sequence[Pattern]


@dataclass(frozen=True, slots=True)
class Hit:
    """The words that a check rests on; without a field it rests on the answer or on what is not there.

    ``fills`` complete the check's message.
    """

    field: Field | None = None
    start: int = 0
    end: int = 0
    fills: tuple[tuple[str, str], ...] = ()


def whole(cell: EvidenceCell) -> str:
    """Evidence and commentary as one text."""
    return f"{cell.evidence} {cell.commentary}".strip()


def told(cell: EvidenceCell) -> Iterator[tuple[Field, Sentence]]:
    """Every sentence of a cell with its field."""
    return ((field, sentence) for field in FIELDS for sentence in sentences(cell.text(field)))


def all_of(cell: EvidenceCell) -> Hit:
    """The whole of the first field that holds anything."""
    field: Field = "evidence" if cell.evidence else "commentary"
    return Hit(field, 0, len(cell.text(field))) if cell.text(field) else Hit()


def hit_of(field: Field, sentence: Sentence, match: re.Match[str], **fills: str) -> Hit:
    """The words of a match in a sentence."""
    return Hit(field, sentence.start + match.start(), sentence.start + match.end(), tuple(fills.items()))


def wording(check: Check, cell: EvidenceCell, patterns: Patterns) -> Iterator[Hit]:
    """The first match in a sentence of the landlord's own. ``patterns`` are those of the check that may match."""
    is_past = is_long_ago if check.history else is_history
    for field, sentence in told(cell):
        match = _first(patterns, sentence)
        if (
            match
            and not is_past(sentence.text)
            and not _any(check.unless, sentence)
            and not is_copied(sentence.text, cell)
        ):
            if not _any(check.unless_cell, in_one(whole(cell))):
                yield hit_of(field, sentence, match)
            return


def lacking(check: Check, cell: EvidenceCell, says: Patterns) -> Iterator[Hit]:
    """The words of ``says``, as far as they may match, in a cell that has nothing of the check's ``lacks``."""
    for field, sentence in told(cell):
        match = _first(says, sentence)
        if match and not is_copied(sentence.text, cell):
            if not _any(check.lacks, in_one(whole(cell))):
                yield hit_of(field, sentence, match)
            return


def parts(check: Check, cell: EvidenceCell) -> Iterator[Hit]:
    """The span over the parts that are told, where some are told and others not."""
    text = in_one(whole(cell))
    if _any(check.unless_cell, text) or (check.says and not _any(check.says, text)):
        return
    found: dict[str, tuple[Field, int, int]] = {}
    for name, pattern in check.items:
        for field in FIELDS:
            match = pattern.search(in_one(cell.text(field)))
            if match:
                found.setdefault(name, (field, *match.span()))
    left_out = [name for name in check.wanted if name not in found]
    if len(found) < check.at_least or not left_out:
        return
    field = next(iter(found.values()))[0]
    spans = [(start, end) for other, start, end in found.values() if other == field]
    yield Hit(
        field,
        min(start for start, _ in spans),
        max(end for _, end in spans),
        (("left_out", _listed(left_out)),),
    )


def _first(patterns: Patterns, sentence: Sentence) -> re.Match[str] | None:
    return next((found for pattern in patterns if (found := pattern.search(sentence))), None)


def _any(patterns: Patterns, sentence: Sentence) -> bool:
    return any(pattern.search(sentence) for pattern in patterns)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
