"""The one table of checks: every file of the catalogue joined to what runs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scorer.checks import kinds
from scorer.checks.in_cells import IN_CELLS
from scorer.checks.in_forms import IN_FORMS
from scorer.checks.kinds import Hit
from scorer.checks.spec import Check, CheckError, load_checks
from scorer.records import CheckFinding, EvidenceCell, Form, FormFinding

LONGEST = 20_000
"""Characters of a field that are looked at. The longest answers of real forms have some 6,000; what is longer was not
typed into a form, and would only cost time."""

_DATA_KINDS = {"wording": kinds.wording, "lacking": kinds.lacking, "parts": kinds.parts}


def cell_checks(cell: EvidenceCell) -> tuple[CheckFinding, ...]:
    """What the checks see in one cell: faults first, then by place."""
    checks = load_checks()
    cell = _readable(cell)
    found = [finding for check in checks.values() if check.subject == "cell" for finding in run_on_cell(check, cell)]
    return tuple(
        sorted(found, key=lambda one: (checks[one.code].weight != "fault", one.field != "evidence", one.start))
    )


def form_findings(form: Form) -> tuple[FormFinding, ...]:
    """What only the whole form shows, in the order of the codes."""
    form = replace(form, cells=tuple(map(_readable, form.cells)))
    return tuple(
        finding for check in load_checks().values() if check.subject == "form" for finding in run_on_form(check, form)
    )


def run_on_cell(check: Check, cell: EvidenceCell) -> Iterator[CheckFinding]:
    """The findings of one check on one cell."""
    if check.scope.covers(cell):
        for hit in _hits(check, cell):
            text = cell.text(hit.field)[hit.start : hit.end] if hit.field else ""
            message = check.message.format(text=shortened(text), ref=cell.ref, **dict(hit.fills))
            yield CheckFinding(check.code, message, hit.field, hit.start, hit.end)


def run_on_form(check: Check, form: Form) -> Iterator[FormFinding]:
    """The findings of one check on one form."""
    for hit in IN_FORMS[check.code](form):
        yield FormFinding(check.code, check.message.format(**dict(hit.fills)), hit.refs)


def _readable(cell: EvidenceCell) -> EvidenceCell:
    if max(len(cell.evidence), len(cell.commentary)) <= LONGEST:
        return cell
    return replace(cell, evidence=cell.evidence[:LONGEST], commentary=cell.commentary[:LONGEST])


def _hits(check: Check, cell: EvidenceCell) -> Iterator[Hit]:
    return IN_CELLS[check.code](cell) if check.kind == "code" else _DATA_KINDS[check.kind](check, cell)


def shortened(text: str, words: int = 14) -> str:
    """The text, cut after so many words with a mark of it."""
    parts = text.split()
    return text if len(parts) <= words else f"{' '.join(parts[:words])} …"


def unjoined() -> set[str]:
    """Codes that stand in only one of catalogue and functions. Raises CheckError for a broken file."""
    checks = load_checks().values()
    of_code = {check.code for check in checks if check.kind == "code"}
    if any(check.subject == "form" and check.kind != "code" for check in checks):
        raise CheckError("a check of the whole form is of kind 'code'")
    return of_code ^ (IN_CELLS.keys() | IN_FORMS.keys())
