"""Two years for a spreadsheet: a row a promise, then a row a provision, told apart by their first column."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, AnswerChange, CellScore, Comparison, Promise
from scorer.writers import comparison_view
from scorer.writers.csv_report import as_csv

_SIDE = ("ref", "comply", "words", "specificity", "contradiction", "quality")
_HEAD = (
    "kind",
    "landlord",
    "ref",
    "title",
    "outcome",
    "why",
    "evidenced",
    "unsure",
    "due",
    *(f"last_{name}" for name in _SIDE),
    *(f"this_{name}" for name in _SIDE),
)


def comparison_csv(comparisons: Sequence[Comparison]) -> str:
    """All comparisons. ``outcome`` is that of the promise, or the change of the answer."""
    rows: list[list[str]] = []
    for comparison in comparisons:
        name = comparison_view.name_of(comparison)
        rows += [_promise(comparison, name, promise) for promise in comparison.promises]
        rows += [_change(name, change) for change in comparison.changes]
    return as_csv(_HEAD, rows)


def _promise(comparison: Comparison, name: str, promise: Promise) -> list[str]:
    answer = promise.answer
    return [
        "promise",
        name,
        promise.words.ref,
        comparison_view.promise_title(comparison, promise),
        promise.outcome,
        promise.why,
        "yes" if promise.evidenced else "",
        "yes" if promise.unsure else "",
        promise.due or "",
        *(promise.words.ref, "", promise.words.text, "", "", ""),
        *((answer.ref, "", answer.text, "", "", "") if answer else ("",) * len(_SIDE)),
    ]


def _change(name: str, change: AnswerChange) -> list[str]:
    return [
        "answer",
        name,
        change.ref,
        comparison_view.title_of(change),
        change.change,
        comparison_view.why(change),
        "",
        "yes" if change.unsure else "",
        "",
        *_side(change.last),
        *_side(change.this),
    ]


def _side(scores: Sequence[CellScore]) -> tuple[str, ...]:
    return (
        "; ".join(score.cell.ref for score in scores),
        "; ".join(score.cell.comply for score in scores),
        comparison_view.texts(tuple(scores)) if scores else "",
        "; ".join(SPECIFICITY_NAMES[score.specificity] for score in scores),
        "; ".join(CONTRADICTION_NAMES[score.contradiction] for score in scores),
        "; ".join(str(score.quality) for score in scores),
    )
