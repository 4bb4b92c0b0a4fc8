"""Judged forms and refusals to tables, a column at a time: a dictionary a row would cost more than all the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from scorer.batch import tables
from scorer.batch.shared import answer
from scorer.errors import ScorerError
from scorer.records import Form, FormReport


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged form, its number in its file from 1, and the size in bytes of what it was read from."""

    report: FormReport
    number: int
    size: int


def all_tables(judged: Sequence[Judged], refusals: Sequence[Refusal], *, with_text: bool) -> dict[str, pa.Table]:
    """Each table of these forms and refusals, under its name."""
    return {
        "cells": cells_table(judged, with_text=with_text),
        "forms": forms_table(judged),
        "errors": errors_table(refusals),
    }


def cells_table(judged: Sequence[Judged], *, with_text: bool) -> pa.Table:
    """A row for each cell of these forms."""
    forms = [(each, each.report.form) for each in judged for _ in each.report.scores]
    scores = [score for each in judged for score in each.report.scores]
    cells = [score.cell for score in scores]
    answers = [answer(cell, form.landlord) for cell, (_, form) in zip(cells, forms, strict=True)]
    nothing = [None] * len(cells)
    return tables.table(
        "cells",
        {
            "source": [form.source for _, form in forms],
            "form": [each.number for each, _ in forms],
            "row": [row for each in judged for row in range(1, len(each.report.scores) + 1)],
            "landlord": [form.landlord for _, form in forms],
            "code": [form.code for _, form in forms],
            "year": [_year(form) for _, form in forms],
            "section": [cell.section for cell in cells],
            "ref": [cell.ref for cell in cells],
            "id": [cell.id for cell in cells],
            "comply": [cell.comply for cell in cells],
            "specificity": [score.specificity for score in scores],
            "contradiction": [score.contradiction for score in scores],
            "quality": [score.quality for score in scores],
            "grade": [score.grade for score in scores],
            "review": [score.review for score in scores],
            "follows": [score.follows for score in scores],
            "specificity_probabilities": [score.probabilities.specificity for score in scores],
            "contradiction_probabilities": [score.probabilities.contradiction for score in scores],
            "signals": [
                [
                    (found.signal, found.text, found.rule, found.confidence, found.field, found.start, found.end)
                    for found in score.signals
                ]
                for score in scores
            ],
            "reasons": [
                [(reason.source, reason.points, reason.field, reason.start, reason.end) for reason in score.reasons]
                for score in scores
            ],
            "checks": [
                [(check.code, check.field, check.start, check.end) for check in score.checks] for score in scores
            ],
            "question": [score.question for score in scores],
            "characters": [len(cell.evidence) + len(cell.commentary) for cell in cells],
            "words_key": [said.key for said in answers],
            "sentences": [said.sentences for said in answers],
            "requirement": [cell.requirement for cell in cells] if with_text else nothing,
            "evidence": [cell.evidence for cell in cells] if with_text else nothing,
            "commentary": [cell.commentary for cell in cells] if with_text else nothing,
        },
    )


def forms_table(judged: Sequence[Judged]) -> pa.Table:
    """A row for each of these forms."""
    forms = [each.report.form for each in judged]
    scores = [each.report.scores for each in judged]
    grades = [Counter(score.grade for score in own) for own in scores]
    against = [Counter(score.contradiction for score in own) for own in scores]
    return tables.table(
        "forms",
        {
            "source": [form.source for form in forms],
            "form": [each.number for each in judged],
            "sha256": [form.sha256 for form in forms],
            "bytes": [each.size for each in judged],
            "landlord": [form.landlord for form in forms],
            "title": [form.title for form in forms],
            "code": [form.code for form in forms],
            "form_date": [form.form_date for form in forms],
            "year": [_year(form) for form in forms],
            "cells": [len(own) for own in scores],
            "quality": [sum(score.quality for score in own) / len(own) if own else None for own in scores],
            **{grade: [counts[grade] for counts in grades] for grade in ("strong", "fair", "weak", "poor")},
            "yes": [sum(score.cell.comply == "yes" for score in own) for own in scores],
            "contradicts": [counts[2] for counts in against],
            "weakens": [counts[1] for counts in against],
            "review": [sum(score.review for score in own) for own in scores],
            "missing": [form.missing for form in forms],
            "findings": [
                [(finding.check, finding.message, finding.refs) for finding in each.report.findings] for each in judged
            ],
            "notes": [form.notes for form in forms],
        },
    )


def _year(form: Form) -> int | None:
    return int(form.form_date[:4]) if form.form_date else None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A source, or a form of it where ``form`` is its number, that could not be scored, and why."""

    source: str
    error: ScorerError
    form: int | None = None
    sha256: str | None = None


def errors_table(refusals: Sequence[Refusal]) -> pa.Table:
    """A row for each refusal."""
    return tables.table(
        "errors",
        {
            "source": [each.source for each in refusals],
            "form": [each.form for each in refusals],
            "sha256": [each.sha256 for each in refusals],
            "code": [each.error.code for each in refusals],
            "message": [each.error.message for each in refusals],
            "advice": [each.error.advice for each in refusals],
        },
    )
