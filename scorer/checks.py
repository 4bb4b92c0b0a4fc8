"""Checks that need the whole form. Each finding names its check, says what was seen, and lists the provisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scorer.records import CellScore, Form, FormFinding

REUSED_AT_LEAST = 4
"""The same words beside this many provisions are worth a look; paired provisions alone make two."""

REUSED_CHARACTERS = 20
"""Shorter cells ("Complaints Policy") repeat without meaning anything by it."""


def form_findings(form: Form, scores: Sequence[CellScore]) -> tuple[FormFinding, ...]:
    """What only the whole form shows, in a fixed order."""
    findings = []
    if form.missing:
        findings.append(FormFinding("missing-provisions", _missing_message(form), form.missing))
    if form.code and not form.form_date:
        findings.append(
            FormFinding("undated", "The form gives no date, so that nobody can tell whether it is current.")
        )
    findings.extend(_reused(scores))
    return tuple(findings)


def _missing_message(form: Form) -> str:
    count = len(form.missing)
    provisions = "provision has" if count == 1 else "provisions have"
    return f"{count} {provisions} no row in the form."


def _reused(scores: Sequence[CellScore]) -> list[FormFinding]:
    places: dict[str, list[str]] = defaultdict(list)
    for score in scores:
        text = " ".join(f"{score.cell.evidence} {score.cell.commentary}".lower().split())
        if len(text) >= REUSED_CHARACTERS:
            places[text].append(score.cell.ref)
    return [
        FormFinding("same-words", f"The same words stand beside {len(refs)} provisions.", tuple(refs))
        for refs in places.values()
        if len(refs) >= REUSED_AT_LEAST
    ]
