"""Two years as JSON: the same keys for the same things as in the report of one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorer.records import AnswerChange, Comparison, FormReport, Passage, Promise
from scorer.writers import comparison_view
from scorer.writers.json_report import document_json, form_header, score_object, summary


def comparison_json(
    comparisons: Sequence[Comparison], scorer: dict[str, Any], errors: Sequence[dict[str, str]] = ()
) -> str:
    """All comparisons as one JSON document.

    ``scorer`` are the versions of ``Scorer.facts``, ``errors`` the files that could not be read.
    """
    compared = [comparison_object(comparison) for comparison in comparisons]
    return document_json({"scorer": scorer, "comparisons": compared}, errors)


def comparison_object(comparison: Comparison) -> dict[str, Any]:
    """One landlord's two years."""
    return {
        "last": _form(comparison.last),
        "this": _form(comparison.this),
        "notes": [{"code": note.code, "message": note.message} for note in comparison.notes],
        "summary": {
            "provisions": len(comparison.changes),
            "changes": dict(comparison_view.change_counts(comparison)),
            "promises": len(comparison.promises),
            "outcomes": dict(comparison_view.outcome_counts(comparison)),
            "evidenced": sum(promise.evidenced for promise in comparison.promises),
        },
        "promises": [_promise(promise) for promise in comparison.promises],
        "changes": [_change(change) for change in comparison.changes],
    }


def _form(report: FormReport) -> dict[str, Any]:
    return {**form_header(report.form), "summary": summary(report)}


def _promise(promise: Promise) -> dict[str, Any]:
    return {
        "outcome": promise.outcome,
        "why": promise.why,
        "evidenced": promise.evidenced,
        "unsure": promise.unsure,
        "due": promise.due,
        "due_words": promise.due_words,
        "words": _passage(promise.words),
        "trigger": _passage(promise.trigger),
        "answer": _passage(promise.answer) if promise.answer else None,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "ref": passage.ref,
        "field": passage.field,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def _change(change: AnswerChange) -> dict[str, Any]:
    pair = None
    if change.pair:
        last, this = change.pair
        # By identity: two rows of a form may be alike in everything.
        pair = {
            "last": next(place for place, score in enumerate(change.last) if score is last),
            "this": next(place for place, score in enumerate(change.this) if score is this),
        }
    return {
        "ref": change.ref,
        "title": comparison_view.title_of(change),
        "change": change.change,
        "unsure": change.unsure,
        "basis": [
            {"measure": ground.measure, "last": ground.last, "this": ground.this, "message": ground.message}
            for ground in change.basis
        ],
        "pair": pair,
        "last": [score_object(score) for score in change.last],
        "this": [score_object(score) for score in change.this],
    }
