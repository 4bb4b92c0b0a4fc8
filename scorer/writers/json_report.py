"""The JSON contract: stable keys for machines. New keys may be added; these keep name and meaning."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scorer.codes import EDITION_CODES, load
from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, CellScore, EvidenceCell, Form, FormReport

SCHEMA = 1


def report_json(reports: Sequence[FormReport], scorer: dict[str, Any], errors: Sequence[dict[str, str]] = ()) -> str:
    """All reports as one JSON document.

    ``scorer`` are the versions of ``Scorer.facts``, ``errors`` the files that could not be read.
    """
    return document_json({"scorer": scorer, "forms": [form_object(report) for report in reports]}, errors)


def document_json(content: dict[str, Any], errors: Sequence[dict[str, str]]) -> str:
    """A document with its schema in front, and behind it the files that could not be read, where there are any."""
    document = {"schema": SCHEMA, **content, **({"errors": list(errors)} if errors else {})}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def form_object(report: FormReport) -> dict[str, Any]:
    """One judged form."""
    return {
        **form_header(report.form),
        "summary": summary(report),
        "form_findings": [
            {"check": finding.check, "message": finding.message, "refs": list(finding.refs)}
            for finding in report.findings
        ],
        "cells": [score_object(score) for score in report.scores],
    }


def form_header(form: Form) -> dict[str, Any]:
    """What was read of a form beside its cells."""
    return {
        "source": form.source,
        "sha256": form.sha256,
        "code": form.code,
        "form_date": form.form_date,
        "landlord": form.landlord,
        "title": form.title,
        "missing": list(form.missing),
        "notes": list(form.notes),
    }


def summary(report: FormReport) -> dict[str, Any]:
    """Counts over the cells of a form."""
    scores = report.scores
    return {
        "cells": len(scores),
        "mean_quality": round(sum(score.quality for score in scores) / len(scores), 1) if scores else None,
        "specificity": _counts(SPECIFICITY_NAMES, [score.specificity for score in scores]),
        "contradiction": _counts(CONTRADICTION_NAMES, [score.contradiction for score in scores]),
        "grades": dict(sorted(Counter(score.grade for score in scores).items())),
        "comply": dict(sorted(Counter(score.cell.comply for score in scores).items())),
        "review": sum(score.review for score in scores),
    }


def _counts(names: tuple[str, ...], levels: Sequence[int]) -> dict[str, int]:
    return {name: levels.count(level) for level, name in enumerate(names)}


def cell_object(cell: EvidenceCell) -> dict[str, Any]:
    """What was read of a cell."""
    known = load(cell.code).by_ref.get(cell.ref) if cell.code in EDITION_CODES else None
    return {
        **({"id": cell.id} if cell.id is not None else {}),
        "ref": cell.ref,
        "section": cell.section,
        "requirement": cell.requirement,
        "title": known.title if known else "",
        "comply": cell.comply,
        "comply_text": cell.comply_text,
        "evidence": cell.evidence,
        "commentary": cell.commentary,
        "notes": list(cell.notes),
    }


def _rounded(probabilities: Sequence[float]) -> list[float]:
    """Four places that still add up to 1: what rounding leaves over goes to the largest."""
    places = [round(value, 4) for value in probabilities]
    largest = places.index(max(places))
    places[largest] = round(places[largest] + 1 - sum(places), 4)
    return places


def score_object(score: CellScore) -> dict[str, Any]:
    """One judged cell."""
    return {
        **cell_object(score.cell),
        "specificity": {
            "level": score.specificity,
            "name": SPECIFICITY_NAMES[score.specificity],
            "probabilities": _rounded(score.probabilities.specificity),
        },
        "signals": [
            {
                "name": found.signal,
                "field": found.field,
                "start": found.start,
                "end": found.end,
                "text": found.text,
                "rule": found.rule,
                "confidence": found.confidence,
            }
            for found in score.signals
        ],
        "contradiction": {
            "level": score.contradiction,
            "name": CONTRADICTION_NAMES[score.contradiction],
            "probabilities": _rounded(score.probabilities.contradiction),
        },
        "quality": {"score": score.quality, "grade": score.grade},
        "review": score.review,
        "follows": score.follows,
        **({"peers": asdict(score.peers)} if score.peers else {}),
        "reasons": [
            {
                "source": reason.source,
                "points": reason.points,
                "message": reason.message,
                "field": reason.field,
                "start": reason.start,
                "end": reason.end,
            }
            for reason in score.reasons
        ],
        "checks": [
            {
                "code": found.code,
                "message": found.message,
                "field": found.field,
                "start": found.start,
                "end": found.end,
            }
            for found in score.checks
        ],
        "question": score.question,
        "hint": score.hint,
    }


def forms_json(forms: Sequence[Form], errors: Sequence[dict[str, str]] = ()) -> str:
    """What was read of each form, unscored."""
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "forms": [{**form_header(form), "cells": [cell_object(cell) for cell in form.cells]} for form in forms],
    }
    if errors:
        document["errors"] = list(errors)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
