"""Judged forms of an invented landlord, one sentence at a time."""

from __future__ import annotations

from dataclasses import replace

from scorer.records import CellScore, EvidenceCell, Field, Finding, Form, FormReport, Probabilities, Reason, Signal

_SURE = Probabilities((0.2,) * 5, (0.4, 0.3, 0.3), (0.0,) * 5)
FILLER = "The caretaker logs each visit."
"""An answer that shares nothing with any promise; it makes rare words rare."""


def answer(ref: str, evidence: str = "", **others: object) -> CellScore:
    """A judged answer: Yes, level 2, nothing against it, unless others say otherwise."""
    given = dict(others)
    cell = EvidenceCell(
        ref,
        evidence,
        commentary=str(given.pop("commentary", "")),
        requirement=str(given.pop("requirement", "")),
        comply=given.pop("comply", "yes"),  # type: ignore[arg-type]
        code=str(given.pop("code", "2024")),
        id=given.pop("id", None),  # type: ignore[arg-type]
    )
    made = CellScore(cell, 2, 0, (), _SURE, 55, "fair", (Reason("specificity:named", 55, "Names something."),))
    return replace(made, **given)  # type: ignore[arg-type]


def saying(score: CellScore, signal: Signal, words: str, field: Field = "evidence") -> CellScore:
    """The answer with a signal at its words."""
    start = score.cell.text(field).index(words)
    found = Finding(signal, field, start, start + len(words), words, "FUT001")
    return replace(score, signals=(*score.signals, found))


def promise(ref: str, evidence: str, words: str, **others: object) -> CellScore:
    """An answer whose words promise."""
    return saying(answer(ref, evidence, **others), "future", words)


def form(
    *scores: CellScore,
    date: str | None = "2024-06",
    landlord: str | None = "Pellow Moor",
    code: str = "2024",
    source: str = "last.docx",
) -> FormReport:
    cells = tuple(score.cell for score in scores)
    digest = (source.encode().hex() * 8)[:64]
    return FormReport(Form(source, digest, code, cells, form_date=date, landlord=landlord), scores)


def last(*scores: CellScore, **others: str | None) -> FormReport:
    return form(*scores, **others)  # type: ignore[arg-type]


def this(*scores: CellScore, **others: str | None) -> FormReport:
    return form(*scores, **{"date": "2025-06", "source": "this.docx", **others})  # type: ignore[arg-type]
