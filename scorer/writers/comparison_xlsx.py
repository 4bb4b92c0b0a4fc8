"""Two years as a workbook: a summary, a row a promise, a row a provision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scorer.records import Comparison
from scorer.writers import comparison_view, view
from scorer.writers.xlsx_sheets import Value, add_sheet, colour_in, saved, workbook, write_summary

_PROMISES = (
    ("Landlord", 18),
    ("Provision", 10),
    ("Title", 28),
    ("Outcome", 15),
    ("Read yourself", 9),
    ("Time given", 14),
    ("Last year's words", 46),
    ("This year's words", 46),
    ("Where", 12),
    ("Why", 36),
)
_ANSWERS = (
    ("Landlord", 18),
    ("Provision", 10),
    ("Title", 28),
    ("Change", 12),
    ("Read yourself", 9),
    ("Why", 36),
    ("Last year", 13),
    ("Grade", 8),
    ("Last year's words", 46),
    ("This year", 13),
    ("Grade now", 8),
    ("This year's words", 46),
)
_VERDICT_COLUMN = 4
_COLOURS = dict((*comparison_view.OUTCOME_NAMES.values(), *comparison_view.CHANGE_NAMES.values()))


def comparison_xlsx(comparisons: Sequence[Comparison], facts: dict[str, Any]) -> bytes:
    """The workbook of all comparisons. ``facts`` are the versions of ``Scorer.facts``."""
    book, summary = workbook()
    titles = {comparison_view.name_of(comparison) for comparison in comparisons}
    write_summary(
        summary, [row for comparison in comparisons for row in _summary(comparison, facts)] + _reading(), titles
    )
    for title, columns, rows in (
        ("Promises", _PROMISES, _promise_rows(comparisons)),
        ("Answers", _ANSWERS, _answer_rows(comparisons)),
    ):
        sheet = add_sheet(book, title, columns, rows)
        for row in sheet.iter_rows(min_row=2, min_col=_VERDICT_COLUMN, max_col=_VERDICT_COLUMN):
            colour_in(row[0], _COLOURS[str(row[0].value)])
    return saved(book)


def _summary(comparison: Comparison, facts: dict[str, Any]) -> list[tuple[str, Value]]:
    return [
        (comparison_view.name_of(comparison), ""),
        ("Last year", comparison_view.year_of(comparison.last.form)),
        ("This year", comparison_view.year_of(comparison.this.form)),
        ("In short", comparison_view.promises_headline(comparison)),
        ("", comparison_view.headline(comparison)),
        *(("", line) for line in comparison_view.basis(comparison)),
        *((note.code, note.message) for note in comparison.notes),
        *(
            (f"Promises: {comparison_view.OUTCOME_NAMES[name][0]}", number)
            for name, number in comparison_view.outcome_counts(comparison)
        ),
        *(
            (f"Answers: {comparison_view.CHANGE_NAMES[name][0]}", number)
            for name, number in comparison_view.change_counts(comparison)
        ),
        *view.versions(comparison.last.form, facts),
        *view.versions(comparison.this.form, facts)[:2],
        ("", ""),
    ]


def _reading() -> list[tuple[str, Value]]:
    return [("How to read this", line) for line in (*comparison_view.HOW_TO_READ, view.CAVEAT)]


def _promise_rows(comparisons: Sequence[Comparison]) -> Iterable[Sequence[Value]]:
    for comparison in comparisons:
        for promise in comparison_view.pressing_promises(comparison):
            answer = promise.answer
            yield (
                comparison_view.name_of(comparison),
                promise.words.ref,
                comparison_view.promise_title(comparison, promise),
                comparison_view.OUTCOME_NAMES[promise.outcome][0],
                "yes" if promise.unsure else "",
                promise.due_words,
                promise.words.text,
                answer.text if answer else "",
                answer.ref if answer else "",
                promise.why,
            )


def _answer_rows(comparisons: Sequence[Comparison]) -> Iterable[Sequence[Value]]:
    for comparison in comparisons:
        for change in comparison.changes:
            yield (
                comparison_view.name_of(comparison),
                comparison_view.label_of(change),
                comparison_view.title_of(change),
                comparison_view.CHANGE_NAMES[change.change][0],
                "yes" if change.unsure else "",
                comparison_view.why(change),
                comparison_view.claims(change.last),
                comparison_view.grades(change.last),
                comparison_view.texts(change.last),
                comparison_view.claims(change.this),
                comparison_view.grades(change.this),
                comparison_view.texts(change.this),
            )
