"""The one table of checks: every file of the catalogue joined to what runs it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from scorer.checks import kinds
from scorer.checks.in_cells import BESIDE_IN_CELLS, IN_CELLS, NEEDED_IN_CELLS
from scorer.checks.in_forms import IN_FORMS
from scorer.checks.kinds import Hit
from scorer.checks.prefilter import Prefilter, Ways, possible
from scorer.checks.spec import Check, load_checks
from scorer.records import CheckFinding, Comply, EvidenceCell, Form, FormFinding

LONGEST = 20_000
"""Characters of a field that are looked at. The longest answers of real forms have some 6,000; what is longer was not
typed into a form, and would only cost time."""

_ANYTHING = re.compile("")
_DATA_KINDS = {"wording": kinds.wording, "lacking": kinds.lacking, "parts": kinds.parts}


def cell_checks(cell: EvidenceCell) -> tuple[CheckFinding, ...]:
    """What the checks see in one cell: first what stands against a Yes, then other faults, then by place."""
    prefilter, _ = _screened()
    cell = _readable(cell)
    present = prefilter.present(cell.evidence) | prefilter.present(cell.commentary)
    found = [
        (check, finding)
        for check, ways in _covering(cell.code, cell.ref, cell.comply)
        if possible(present, ways)
        for finding in _findings(check, cell)
    ]
    if not found:
        return ()
    found.sort(
        key=lambda one: (not one[0].against_yes, one[0].weight != "fault", one[1].field != "evidence", one[1].start)
    )
    return tuple([finding for _, finding in found])


def form_findings(form: Form) -> tuple[FormFinding, ...]:
    """What only the whole form shows, in the order of the codes."""
    form = replace(form, cells=tuple(map(_readable, form.cells)))
    return tuple(
        finding for check in load_checks().values() if check.subject == "form" for finding in run_on_form(check, form)
    )


def run_on_cell(check: Check, cell: EvidenceCell) -> Iterator[CheckFinding]:
    """The findings of one check on one cell."""
    if check.scope.covers(cell):
        yield from _findings(check, cell)


def _findings(check: Check, cell: EvidenceCell) -> Iterator[CheckFinding]:
    for hit in _hits(check, cell):
        text = cell.text(hit.field)[hit.start : hit.end] if hit.field else ""
        message = check.message.format(text=shortened(text), ref=cell.ref, **dict(hit.fills))
        yield CheckFinding(check.code, message, hit.field, hit.start, hit.end, check.against_yes)


def run_on_form(check: Check, form: Form) -> Iterator[FormFinding]:
    """The findings of one check on one form."""
    for hit in IN_FORMS[check.code](form):
        yield FormFinding(check.code, check.message.format(**dict(hit.fills)), hit.refs)


@cache
def _screened() -> tuple[Prefilter, tuple[tuple[Check, Ways], ...]]:
    """The checks of cells with what a cell must hold for each to fire, and the one prefilter over all of that."""
    needed = [(check, _needed(check)) for check in load_checks().values() if check.subject == "cell"]
    prefilter = Prefilter(pattern for _, patterns in needed for pattern in patterns)
    return prefilter, tuple((check, prefilter.ways(patterns)) for check, patterns in needed)


@lru_cache(maxsize=4096)
def _covering(code: str, ref: str, comply: Comply) -> tuple[tuple[Check, Ways], ...]:
    """The checks that may fire on such cells; kept, because thousands of forms answer the same provisions."""
    cell = EvidenceCell(ref, "", comply=comply, code=code)
    return tuple(
        (check, ways)
        for check, ways in _screened()[1]
        if check.scope.covers(cell) and (check.code not in BESIDE_IN_CELLS or BESIDE_IN_CELLS[check.code](code, ref))
    )


def _needed(check: Check) -> Iterable[re.Pattern[str]]:
    """Patterns of which one matches in every cell on which the check fires."""
    if check.kind == "code":
        return NEEDED_IN_CELLS.get(check.code, (_ANYTHING,))
    return check.patterns or check.says or [pattern for _, pattern in check.items]


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
    """Codes that stand in only one of catalogue and functions."""
    checks = load_checks().values()
    of_code = {check.code for check in checks if check.kind == "code"}
    return of_code ^ (IN_CELLS.keys() | IN_FORMS.keys())
