"""An invented, judged form in which every kind of reason and signal occurs once."""

from __future__ import annotations

from scorer.records import (
    CellScore,
    EvidenceCell,
    Finding,
    Form,
    FormFinding,
    FormReport,
    Location,
    Probabilities,
    Reason,
)

EVIDENCE = "😀 It will come, says the Board."


def report() -> FormReport:
    full = EvidenceCell(
        ref="6.3",
        evidence=EVIDENCE,
        commentary="Née Kestrel.",
        requirement="Be kind.",
        comply="yes",
        comply_text="Yes ✓",
        code="2024",
        form_date="2024-06",
        id="7",
        locations=(Location(page=2, row=3),),
        notes=("number missing; found by its requirement",),
    )
    blank = EvidenceCell(ref="4.q3", evidence="", code="2020")
    scores = (
        CellScore(
            cell=full,
            specificity=2,
            contradiction=1,
            signals=(Finding("future", "evidence", 5, 9, "will", "FUT001", 0.71234),),
            probabilities=Probabilities((0.1, 0.2, 0.4, 0.2, 0.1), (0.3, 0.6, 0.1), (0.7, 0.0, 0.0, 0.0, 0.0)),
            quality=25,
            grade="weak",
            reasons=(
                Reason("specificity:named", 45, "Names something.", "evidence", 25, 30),
                Reason("FUT001", 0, "Relies on something not yet done.", "evidence", 5, 9),
                Reason("contradiction", -20, "The words leave the claimed Yes in doubt."),
            ),
            review=True,
            follows="7.4",
            question="Is it enough?",
            hint="Say what is done.",
        ),
        CellScore(
            cell=blank,
            specificity=0,
            contradiction=0,
            signals=(),
            probabilities=Probabilities((1.0, 0.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0)),
            quality=0,
            grade="poor",
            reasons=(Reason("specificity:absent", 0, "The cell is blank."),),
        ),
    )
    form = Form(
        source="pellow.docx",
        sha256="ab" * 32,
        code="2024",
        cells=(full, blank),
        form_date="2024-06",
        landlord="Pellow Moor",
        title="Self-assessment",
        missing=("1.2",),
        notes=("column not read: Owner",),
    )
    return FormReport(form, scores, (FormFinding("missing-provisions", "1 provision has no row.", ("1.2",)),))
