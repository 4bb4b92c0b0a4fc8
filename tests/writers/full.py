"""Judged forms for the reports: one with hostile texts in every place that a form or its file's name can fill."""

from __future__ import annotations

from dataclasses import replace

from scorer.records import (
    CellScore,
    CheckFinding,
    Comply,
    EvidenceCell,
    Finding,
    Form,
    FormFinding,
    FormReport,
    Probabilities,
    Reason,
)

FACTS = {"version": "9.9", "model": {"id": "tiny", "sha256": "0f"}, "rules": {"count": 3, "sha256": "1e"}}
HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} ' \" & *bold* [a](b) | `c`"
LONG = "The officer notes each call. " * 1500
SURE = Probabilities((0.2,) * 5, (0.4, 0.3, 0.3), (0.0,) * 5)


def score(
    ref: str = "6.3",
    evidence: str = "",
    *,
    comply: Comply = "yes",
    specificity: int = 0,
    contradiction: int = 0,
    quality: int = 0,
    grade: str = "poor",
    signals: tuple[Finding, ...] = (),
    reasons: tuple[Reason, ...] | None = None,
    code: str = "2024",
    **others: object,
) -> CellScore:
    """A judged cell; its one reason carries all its points where none are given."""
    cell = EvidenceCell(ref, evidence, comply=comply, code=code)
    given = reasons or (Reason("specificity:x", quality, "Because."),)
    made = CellScore(cell, specificity, contradiction, signals, SURE, quality, grade, given)
    return replace(made, **others)  # type: ignore[arg-type]


def form(*scores: CellScore, source: str = "pellow.docx", missing: tuple[str, ...] = ()) -> FormReport:
    cells = tuple(one.cell for one in scores)
    made = Form(source, "ab" * 32, "2024", cells, form_date="2024-06", landlord="Pellow Moor", missing=missing)
    return FormReport(made, scores)


def plan(text: str, words: str, number: str = "FUT001") -> Finding:
    start = text.index(words)
    return Finding("future", "evidence", start, start + len(words), words, number, 0.9)


def hostile() -> FormReport:
    cell = EvidenceCell(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "yes", HOSTILE, code="2024", id=HOSTILE, notes=(HOSTILE,))
    made = CellScore(
        cell=cell,
        specificity=2,
        contradiction=2,
        signals=(Finding("gap", "evidence", 3, 40, HOSTILE[3:40], "GAP001"),),
        probabilities=SURE,
        quality=0,
        grade="poor",
        reasons=(
            Reason("specificity:named", 0, HOSTILE, "evidence", 5, 20),
            Reason("action", 0, HOSTILE, "commentary", 0, 30),
            Reason("action:date", 0, HOSTILE, "commentary", 60, 90),
        ),
        question=HOSTILE,
        hint=HOSTILE,
        checks=(CheckFinding("XYZ001", HOSTILE, "commentary", 0, 8),),
    )
    admitted = replace(made, cell=replace(cell, comply="no"), contradiction=0)
    document = Form(HOSTILE, HOSTILE, "2024", (cell,), HOSTILE, HOSTILE, HOSTILE, ("1.2",), (HOSTILE,))
    return FormReport(document, (made, admitted), (FormFinding(HOSTILE, HOSTILE, (HOSTILE,)),))


def all_grades() -> FormReport:
    text = "It will be done by the Board in May 2025."
    return form(
        score("1.2", "Kestrel shows 41 cases.", specificity=4, quality=100, grade="strong"),
        score("6.10", text, contradiction=2, grade="poor", signals=(plan(text, "will be done"),), question="When?"),
        score("6.9", "We aim to.", specificity=1, contradiction=1, quality=5, grade="poor", review=True),
        score("2.1", "As per policy.", specificity=1, quality=35, grade="weak", hint="Name the clause."),
        score("3.1", "The Board.", specificity=2, quality=55, grade="fair"),
        score("4.1", comply="blank"),
        score(
            "9.7",
            "Not yet. It is planned for the new year. It starts in March 2025. Ask us.",
            comply="partial",
            quality=40,
            grade="weak",
            reasons=(
                Reason("specificity:absent", 0, "Nothing today."),
                Reason("action", 20, "Says what is to be done.", "evidence", 15, 22),
                Reason("action:date", 20, "Gives a date.", "evidence", 54, 64),
            ),
        ),
        score("8.4", "None so far.", comply="not_applicable"),
        missing=("5.1", "6.11"),
    )


def everything() -> tuple[FormReport, ...]:
    """One of each kind of form that has broken a report before it was written with care."""
    return (all_grades(), hostile(), form(), form(score("1.2", LONG, specificity=3, quality=80, grade="strong")))
