"""Cross-references between the cells of a form: where "As above" and "see 7.4" lead in the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.records import EvidenceCell, Finding, Verdict

_NUMBER = r"(?<![\d.])[1-9]\.q?[1-9]\d?(?![\d%]|\.\d)"
_REF = re.compile(_NUMBER)
_DOCUMENT = r"(?:polic(?:y|ies)|procedures?|handbook|manual|guide|guidance|agreement|sop|protocol|framework|strategy)"
_CLAUSE = re.compile(
    rf"(?:\b(?:clauses?|para(?:graph)?s?|pages?)\.? |\b{_DOCUMENT}(?: at |,? ?\((?:(?:see|at|as per|per) )?)){_NUMBER}"
    rf"|{_NUMBER} (?:of|in) (?:the|our|its|this)(?: [\w'’-]+){{0,4}}? {_DOCUMENT}\b",
    re.IGNORECASE,
)
"""A number that stands with a document: a clause of it, and no cell of the form."""
_BACK = re.compile(r"\b(?:above|below|previous(?:ly)?|before|earlier|ditto|same|answer|response)\b", re.IGNORECASE)
"""Words that point within the form."""
_NUMBER_WITHIN = 20
"""Characters after the words of a reference in which its number may stand: "as above, at 7.4"."""


def led_to(verdicts: Sequence[Verdict]) -> dict[int, int]:
    """The cells whose cross-reference leads to another, by their index, each with the index of that other.

    A cell that says nothing itself and points on is followed further; a circle leads nowhere. Linear in the cells.
    """
    pointing = [(index, found) for index, verdict in enumerate(verdicts) if (found := _reference(verdict)) is not None]
    if not pointing:
        return {}
    first = {verdict.cell.ref: index for index, verdict in reversed(list(enumerate(verdicts)))}
    steps = {
        index: target
        for index, reference in pointing
        if (target := _target(index, verdicts[index], reference, first)) is not None
    }
    ends: dict[int, int | None] = {}
    for start in steps.values():
        path: dict[int, None] = {}
        position = start
        while position not in ends and position not in path:
            path[position] = None
            if verdicts[position].specificity or position not in steps:
                ends[position] = position
            else:
                position = steps[position]
        end = ends.get(position)
        ends.update((passed, end) for passed in path if passed != end)
    return {index: end for index, target in steps.items() if (end := ends[target]) is not None and end != index}


def without_clauses(cell: EvidenceCell, signals: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The signals without a pointer that no rule sees, in a text whose numbers are clauses of a document."""
    return tuple(
        [
            found
            for found in signals
            if found.signal != "cross_reference" or found.rule or not _only_clauses(cell.text(found.field))
        ]
    )


def _only_clauses(text: str) -> bool:
    rest, clauses = _CLAUSE.subn("", text)
    return clauses > 0 and not _REF.search(rest) and not _BACK.search(rest)


def _reference(verdict: Verdict) -> Finding | None:
    for found in verdict.signals:
        if found.signal == "cross_reference":
            return found
    return None


def _target(index: int, verdict: Verdict, reference: Finding, first: dict[str, int]) -> int | None:
    """The cell that is named, else the one before; a clause of a document is no cell."""
    text = verdict.cell.text(reference.field)
    until = reference.end + _NUMBER_WITHIN
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    numbers = (
        match[0]
        for match in _REF.finditer(text, reference.start, until)
        if not any(start <= match.start() < end for start, end in clauses)
    )
    named = next(numbers, None)
    target = first.get(named) if named else index - 1
    return None if target in (index, -1) else target
