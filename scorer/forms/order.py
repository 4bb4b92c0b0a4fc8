"""Is a reading in order? Text tools write the columns of some tables one below another, and then answers stand with
the wrong provisions. Each provision's own words show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scorer.codes import Edition
from scorer.forms.match import Matcher, matcher, stems
from scorer.forms.numbering import WHOLE
from scorer.forms.rows import Row
from scorer.records import EvidenceCell

OUT_OF_ORDER = "lines may stand in another order in the file than in the form; compare with the form"

_VERDICT = re.compile(r"\s*(?:(?i:yes|no|partial(?:ly)?)\W*|[✓✔☑☒✗✘]\s*)")
_MARK = re.compile(r"\s*[✓✔☑☒✗✘]")
_FOREIGN = 0.7
"""Weight of another provision's words, of all that it has, with which a text holds that provision."""
_REST = 0.35
"""Weight of a provision's own words, of all that it has, in the answer below a requirement that is cut off."""
_LEAST_WORDS = 5
"""Telling words of a provision; fewer may stand in any text."""
_MOST = 0.25
"""Share of the cells that may be in doubt. Forms read right have 0.1 and less."""
_DISPLACED = 0.05
"""Share of the cells that hold a verdict on a line of its own from which one that has none has lost it."""
_FEW = 0.5
"""Share of an edition's provisions below which a table may have taken several for one."""
_MOST_TAKEN_IN = 0.5
"""Share of such a table's cells that hold another provision."""


def in_order(
    cells: Sequence[EvidenceCell], rows: Sequence[Row], edition: Edition, *, prose: bool
) -> tuple[EvidenceCell, ...] | None:
    """The cells of a numbered edition, those in doubt with a note, or None where so many are that none can be trusted.

    ``rows`` are what the cells were made of, ``prose`` is true where they were lines of text. The cells of a table
    are in their places, unless few were found and most of them took in other provisions.
    """
    match = matcher(edition.code)
    if not prose:
        few = len(cells) < _FEW * len(edition.refs)
        wrong = few and sum(_holds_another(cell, match) for cell in cells) >= _MOST_TAKEN_IN * len(cells)
        return None if wrong else tuple(cells)
    with_verdict = {row.ref for row in rows if any(map(_VERDICT.fullmatch, _lines(row)))}
    with_mark = {row.ref for row in rows if any(map(_MARK.match, _lines(row)))}
    displaced = sum(cell.ref in with_verdict for cell in cells) >= _DISPLACED * len(cells)
    doubts = [
        cell.ref in with_verdict
        or (cell.comply in ("blank", "unclear") and (displaced or cell.ref in with_mark))
        or _is_cut(cell, match)
        or _holds_another(cell, match)
        for cell in cells
    ]
    if sum(doubts) >= _MOST * len(cells):
        return None
    return tuple(
        replace(cell, notes=(*cell.notes, OUT_OF_ORDER)) if doubt else cell
        for cell, doubt in zip(cells, doubts, strict=True)
    )


def _lines(row: Row) -> list[str]:
    return "\n".join((row.requirement, row.evidence, row.commentary)).split("\n")


def _is_cut(cell: EvidenceCell, match: Matcher) -> bool:
    """True where the answer goes on with the requirement. One that the landlord shortened has no rest."""
    if not cell.requirement or match.fit(cell.requirement, cell.ref).both >= WHOLE or cell.ref not in match.words:
        return False
    return match.reached(stems(f"{cell.evidence} {cell.commentary}"), cell.ref) >= _REST


def _holds_another(cell: EvidenceCell, match: Matcher) -> bool:
    words = stems(f"{cell.evidence} {cell.commentary}")
    return any(
        match.reached(words, ref) >= _FOREIGN
        for ref, own in match.words.items()
        # Counted first, which is quick: most texts have hardly a word of most provisions.
        if ref != cell.ref and len(own) >= _LEAST_WORDS and 2 * len(words & own) >= len(own)
    )
