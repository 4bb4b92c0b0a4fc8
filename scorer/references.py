"""Cross-references between the cells of a form: where "As above" and "see 7.4" lead in the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.records import Finding, Verdict

_REF = re.compile(r"(?<![\d.])[1-9]\.q?[1-9]\d?(?![\d%]|\.\d)")
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


def _reference(verdict: Verdict) -> Finding | None:
    for found in verdict.signals:
        if found.signal == "cross_reference":
            return found
    return None


def _target(index: int, verdict: Verdict, reference: Finding, first: dict[str, int]) -> int | None:
    """The cell that is named, else the one before."""
    text = verdict.cell.text(reference.field)
    named = _REF.search(text, reference.start, reference.end + _NUMBER_WITHIN)
    target = first.get(named[0]) if named else index - 1
    return None if target in (index, -1) else target
