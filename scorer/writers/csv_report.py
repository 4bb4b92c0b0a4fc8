"""A row a cell, for a spreadsheet. A text that a spreadsheet would take for a formula is kept a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, EvidenceCell, Form, FormReport, Peers

_READ = ("source", "landlord", "code", "id", "ref", "comply", "comply_text", "evidence", "commentary")
_JUDGED = (
    "specificity",
    "contradiction",
    "signals",
    "words",
    "rules",
    "checks",
    "quality",
    "grade",
    "review",
    "question",
    "hint",
)
_PEERS = ("peers", "peers_lower", "peers_same")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def forms_csv(forms: Sequence[Form]) -> str:
    """What was read, unscored."""
    return as_csv(_READ, (_read(form, cell) for form in forms for cell in form.cells))


def report_csv(reports: Sequence[FormReport]) -> str:
    """What was read and how it was judged."""
    rows = (
        [
            *_read(report.form, score.cell),
            SPECIFICITY_NAMES[score.specificity],
            CONTRADICTION_NAMES[score.contradiction],
            "; ".join(dict.fromkeys(found.signal for found in score.signals)),
            "; ".join(found.text for found in score.signals),
            "; ".join(found.rule or "model" for found in score.signals),
            "; ".join(check.code for check in score.checks),
            str(score.quality),
            score.grade,
            "yes" if score.review else "",
            score.question,
            score.hint,
        ]
        for report in reports
        for score in report.scores
    )
    if not any(score.peers for report in reports for score in report.scores):
        return as_csv((*_READ, *_JUDGED), rows)
    peers = [_peers(score.peers) for report in reports for score in report.scores]
    return as_csv((*_READ, *_JUDGED, *_PEERS), ([*row, *placed] for row, placed in zip(rows, peers, strict=True)))


def kept_as_text(value: str) -> str:
    """The value with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _peers(peers: Peers | None) -> list[str]:
    return [str(peers.count), str(peers.lower), str(peers.same)] if peers else [""] * len(_PEERS)


def _read(form: Form, cell: EvidenceCell) -> list[str]:
    return [
        form.source,
        form.landlord or "",
        form.code,
        cell.id or "",
        cell.ref,
        cell.comply,
        cell.comply_text,
        cell.evidence,
        cell.commentary,
    ]


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows under a head; a text that opens like a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([kept_as_text(value) for value in row])
    return out.getvalue()
