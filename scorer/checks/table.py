"""The one table of checks: every file of the catalogue joined to what runs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from scorer.checks import kinds
from scorer.checks.in_cells import BESIDE_IN_CELLS, IN_CELLS, NEEDED_IN_CELLS, RULED_OUT_BY
from scorer.checks.in_forms import IN_FORMS
from scorer.checks.kinds import Hit, Patterns
from scorer.checks.needs import Pattern
from scorer.checks.prefilter import Prefilter, Way, possible
from scorer.checks.spec import Check, load_checks
from scorer.records import CheckFinding, Comply, EvidenceCell, Form, FormFinding

LONGEST = 20_000
"""Characters of a field that are looked at. The longest answers of real forms have some 6,000; what is longer was not
typed into a form, and would only cost time."""

_ANYTHING = Pattern("")


@dataclass(frozen=True, slots=True)
class _Screened:
    """A check with what a cell must hold for it to fire: the way of each pattern of which one must match, and the
    first needs of all of them, which rule most checks out in one look. ``never`` are bits that it must not have."""

    check: Check
    first: int
    never: int
    ways: tuple[tuple[Pattern, Way], ...]


def cell_checks(cell: EvidenceCell) -> tuple[CheckFinding, ...]:
    """What the checks see in one cell: first what stands against a Yes, then other faults, then by place."""
    covering = _covering(cell.code, cell.ref, cell.comply)
    cell = _readable(cell)
    prefilter, _ = _screened()
    present = prefilter.present(cell.evidence) | prefilter.present(cell.commentary)
    found: list[tuple[Check, CheckFinding]] = []
    for screened in covering:
        if present & screened.first and not present & screened.never:
            patterns = [pattern for pattern, way in screened.ways if possible(present, way)]
            if patterns:
                check = screened.check
                found += [(check, _finding(check, cell, hit)) for hit in _hits(check, cell, patterns)]
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
        for hit in _hits(check, cell, _needed(check)):
            yield _finding(check, cell, hit)


def _finding(check: Check, cell: EvidenceCell, hit: Hit) -> CheckFinding:
    text = cell.text(hit.field)[hit.start : hit.end] if hit.field else ""
    message = check.message.format(text=shortened(text), ref=cell.ref, **dict(hit.fills))
    return CheckFinding(check.code, message, hit.field, hit.start, hit.end, check.against_yes)


def _hits(check: Check, cell: EvidenceCell, patterns: Patterns) -> Iterator[Hit]:
    """What a check finds; ``patterns`` are those of ``_needed`` that may match."""
    if check.kind == "wording":
        return kinds.wording(check, cell, patterns)
    if check.kind == "lacking":
        return kinds.lacking(check, cell, patterns)
    if check.kind == "parts":
        return kinds.parts(check, cell)
    return IN_CELLS[check.code](cell)


def run_on_form(check: Check, form: Form) -> Iterator[FormFinding]:
    """The findings of one check on one form."""
    for hit in IN_FORMS[check.code](form):
        yield FormFinding(check.code, check.message.format(**dict(hit.fills)), hit.refs)


@cache
def _screened() -> tuple[Prefilter, tuple[_Screened, ...]]:
    """The one prefilter over all that the checks of cells need, and these checks with their ways through it."""
    needed = [(check, _needed(check)) for check in load_checks().values() if check.subject == "cell"]
    prefilter = Prefilter((pattern for _, patterns in needed for pattern in patterns), tuple(RULED_OUT_BY.values()))
    screened = []
    for check, patterns in needed:
        ways = tuple((pattern, prefilter.way(pattern)) for pattern in patterns)
        never = prefilter.having(RULED_OUT_BY[check.code]) if check.code in RULED_OUT_BY else 0
        screened.append(_Screened(check, prefilter.first(patterns), never, ways))
    return prefilter, tuple(screened)


@lru_cache(maxsize=4096)
def _covering(code: str, ref: str, comply: Comply) -> tuple[_Screened, ...]:
    """The checks that may fire on such cells; kept, because thousands of forms answer the same provisions."""
    cell = EvidenceCell(ref, "", comply=comply, code=code)
    return tuple(
        screened
        for screened in _screened()[1]
        if screened.check.scope.covers(cell)
        and (screened.check.code not in BESIDE_IN_CELLS or BESIDE_IN_CELLS[screened.check.code](code, ref))
    )


def _needed(check: Check) -> Patterns:
    """Patterns of which one matches in every cell on which the check fires."""
    if check.kind == "code":
        return tuple(Pattern(known.pattern) for known in NEEDED_IN_CELLS.get(check.code, ())) or (_ANYTHING,)
    return check.patterns or check.says or tuple(pattern for _, pattern in check.items)


def _readable(cell: EvidenceCell) -> EvidenceCell:
    if max(len(cell.evidence), len(cell.commentary)) <= LONGEST:
        return cell
    return replace(cell, evidence=cell.evidence[:LONGEST], commentary=cell.commentary[:LONGEST])


def shortened(text: str, words: int = 14) -> str:
    """The text, cut after so many words with a mark of it."""
    parts = text.split()
    return text if len(parts) <= words else f"{' '.join(parts[:words])} …"


def unjoined() -> set[str]:
    """Codes that stand in only one of catalogue and functions."""
    checks = load_checks().values()
    of_code = {check.code for check in checks if check.kind == "code"}
    return of_code ^ (IN_CELLS.keys() | IN_FORMS.keys())
