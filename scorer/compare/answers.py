"""What became of each answer: contradiction is read first, then specificity, then the claim."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.compare.rows import Row
from scorer.compare.sentences import folded
from scorer.language import read
from scorer.records import (
    CONTRADICTION_NAMES,
    FIELDS,
    SPECIFICITY_NAMES,
    AnswerChange,
    Basis,
    CellScore,
    Change,
    Comply,
)

_CLAIMS: dict[Comply, int] = {"no": 0, "partial": 1, "yes": 2}
_NO_CLAIM = -1
_CLAIM_WORDS = {"yes": "Yes", "no": "No", "partial": "Partial", "not_applicable": "Not applicable"}
_BACKED = 2
"""The level of specificity from which there is something behind a claim."""


def changes(rows: Sequence[Row]) -> tuple[AnswerChange, ...]:
    """The change of each row, in their order."""
    return tuple(_change(row) for row in rows)


def _change(row: Row) -> AnswerChange:
    if not row.last or not row.this:
        return AnswerChange(row.ref, "new" if row.this else "gone", row.last, row.this, None, (), unsure=False)
    found = [(one, other, *_compared(one, other)) for one in row.last for other in row.this]
    last, this, change, basis = max(found, key=lambda pair: _likeness(pair[0], pair[1]))
    unsure = last.review or this.review or len({verdict for _, _, verdict, _ in found}) > 1
    if change == "unchanged":
        # The same words under the same claim are the same whatever the scorer thinks of them.
        unsure = False
    return AnswerChange(row.ref, change, row.last, row.this, (last, this), basis, unsure)


def _compared(last: CellScore, this: CellScore) -> tuple[Change, tuple[Basis, ...]]:
    same_claim = last.cell.comply == this.cell.comply
    if same_claim and all(folded(last.cell.text(field)) == folded(this.cell.text(field)) for field in FIELDS):
        return "unchanged", ()
    steps = [
        (_against(last, this), last.contradiction - this.contradiction),
        (_specificity(last, this), this.specificity - last.specificity),
        (_claim(last, this), _risen(last, this)),
    ]
    decided: Change = next(("better" if step > 0 else "worse" for _, step in steps if step), "reworded")
    told = [basis for basis, step in steps if step]
    # The claim is told wherever it moved, also where it decides nothing.
    if not same_claim and steps[2][0] not in told:
        told.append(steps[2][0])
    return decided, tuple(told)


def _against(last: CellScore, this: CellScore) -> Basis:
    levels = last.contradiction, this.contradiction
    names = [CONTRADICTION_NAMES[level] for level in levels]
    if levels[1] < levels[0]:
        message = "The words stand less against the claim than last year"
    else:
        message = "The words stand more against the claim than last year"
    return Basis("contradiction", *levels, f"{message} (contradiction: {names[0]}, now {names[1]}).")


def _specificity(last: CellScore, this: CellScore) -> Basis:
    levels = last.specificity, this.specificity
    names = [SPECIFICITY_NAMES[level] for level in levels]
    message = "More can be checked" if levels[1] > levels[0] else "Less can be checked"
    return Basis(
        "specificity", *levels, f"{message} (specificity: {levels[0]} {names[0]}, now {levels[1]} {names[1]})."
    )


def _claim(last: CellScore, this: CellScore) -> Basis:
    before, now = (_CLAIM_WORDS.get(score.cell.comply, "no clear claim") for score in (last, this))
    message = f"The claim was {before} and is now {now}"
    if this.cell.comply in ("yes", "partial") and _rank(last) < _rank(this) and this.specificity < _BACKED:
        message += ", with nothing named behind it"
    return Basis("claim", _rank(last), _rank(this), f"{message}.")


def _risen(last: CellScore, this: CellScore) -> int:
    """1 where more is claimed with something behind it, -1 where less is; 0 where the claims cannot be ranked."""
    before, now = _rank(last), _rank(this)
    if _NO_CLAIM in (before, now) or before == now:
        return 0
    if now > before:
        return int(this.specificity >= _BACKED)
    return -1


def _rank(score: CellScore) -> int:
    return _CLAIMS.get(score.cell.comply, _NO_CLAIM)


def _likeness(last: CellScore, this: CellScore) -> float:
    """The share of the words of two answers that they have in common, 0 to 1."""
    one, other = _stems(last), _stems(this)
    return len(one & other) / (len(one | other) or 1)


def _stems(score: CellScore) -> set[str]:
    return {word.stem for field in FIELDS for word in read(score.cell.text(field)).lexemes if word.content}
