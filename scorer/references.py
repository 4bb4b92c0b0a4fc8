"""Cross-references between the cells of a form: where "As above" and "see 7.4" lead in the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.records import CellScore

_REF = re.compile(r"(?<![\d.])[1-9]\.q?[1-9]\d?(?![\d%]|\.\d)")
_NUMBER_WITHIN = 20
"""Characters after the words of a reference in which its number may stand: "as above, at 7.4"."""


def led_to(scores: Sequence[CellScore]) -> list[int | None]:
    """For each cell the index of the cell that its cross-reference leads to; None where it has none or leads nowhere.

    A cell that says nothing itself and points on is followed further; a circle leads nowhere. Linear in the cells.
    """
    first = {score.cell.ref: index for index, score in reversed(list(enumerate(scores)))}
    steps = [_step(index, score, first) for index, score in enumerate(scores)]
    ends: dict[int, int | None] = {}
    for start in range(len(scores)):
        path: dict[int, None] = {}
        position = start
        while position not in ends and position not in path:
            path[position] = None
            step = None if scores[position].specificity else steps[position]
            if step is None:
                ends[position] = position
            else:
                position = step
        end = ends.get(position)
        ends.update((passed, end) for passed in path if passed != end)
    return [None if step is None else ends[step] for step in steps]


def _step(index: int, score: CellScore, first: dict[str, int]) -> int | None:
    """The cell that is named, else the one before."""
    reference = next((found for found in score.signals if found.signal == "cross_reference"), None)
    if reference is None:
        return None
    text = score.cell.text(reference.field)
    named = _REF.search(text, reference.start, reference.end + _NUMBER_WITHIN)
    target = first.get(named[0]) if named else index - 1
    return None if target in (index, -1) else target
