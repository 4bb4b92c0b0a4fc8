"""A finished batch written by hand: cells of invented landlords, without a scorer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from scorer.batch import rows
from scorer.errors import ScorerError
from scorer.records import CellScore, EvidenceCell, Form, FormReport, Probabilities

FACTS: dict[str, Any] = {
    "version": "1",
    "model": {"id": "none", "sha256": "a"},
    "rules": {"count": 1, "sha256": "b"},
    "fingerprint": "c",
}
_SURE = Probabilities((0.0, 0.0, 0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Answer:
    ref: str
    quality: int
    evidence: str = ""
    comply: str = "yes"
    contradiction: int = 0
    specificity: int = 4


def report(landlord: str | None, answers: Iterable[Answer], *, code: str = "2024", year: int = 2024) -> FormReport:
    scores = tuple(
        CellScore(
            cell=EvidenceCell(answer.ref, answer.evidence, comply=answer.comply, code=code),  # type: ignore[arg-type]
            specificity=answer.specificity,
            contradiction=answer.contradiction,
            signals=(),
            probabilities=_SURE,
            quality=answer.quality,
            grade="strong" if answer.quality >= 75 else "poor",
            reasons=(),
        )
        for answer in answers
    )
    name = f"{landlord}-{year}.docx"
    cells = tuple(score.cell for score in scores)
    return FormReport(
        Form(name, hashlib.sha256(name.encode()).hexdigest(), code, cells, f"{year}-06", landlord), scores
    )


def write(folder: Path, reports: Iterable[FormReport], *, with_text: bool = False) -> Path:
    folder.mkdir(parents=True)
    judged = [rows.Judged(each, 1, 100) for each in reports]
    late = rows.Refusal("late.pdf", ScorerError("E601", seconds=5))
    made = rows.all_tables(judged, [late], with_text=with_text)
    counts = {}
    for name, table in made.items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path)
        counts[name] = {"rows": table.num_rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    document = {"scorer": FACTS, "with_text": with_text, "tables": counts}
    (folder / "run.json").write_text(json.dumps(document), encoding="utf-8")
    return folder
