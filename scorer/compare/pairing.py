"""Which form of last year belongs to which of this year, where files hold several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scorer.errors import ScorerError
from scorer.landlords import landlord_key
from scorer.records import FormReport, Note

Pair = tuple[FormReport, FormReport]


def pairs(last: Sequence[FormReport], this: Sequence[FormReport]) -> tuple[tuple[Pair, ...], tuple[Note, ...]]:
    """The forms in pairs, and a note where some are left over.

    One form on each side is a pair, whoever they are of; of several, those whose landlord stands once on each side.
    Raises ScorerError E521 where there is no pair.
    """
    if len(last) == 1 and len(this) == 1:
        return ((last[0], this[0]),), ()
    before, after = _once(last), _once(this)
    found = tuple((report, after[key]) for key, report in before.items() if key in after)
    if not found:
        raise ScorerError("E521", last=len(last), this=len(this))
    left = len(last) + len(this) - 2 * len(found)
    message = "form of the two files has" if left == 1 else "forms of the two files have"
    notes = (Note("CMP009", f"{left} {message} no counterpart by landlord and stands in no comparison."),)
    return found, notes if left else ()


def _once(reports: Sequence[FormReport]) -> dict[str, FormReport]:
    """The reports by landlord, without those that share one or name none."""
    counts = Counter(landlord_key(report.form.landlord) for report in reports)
    keyed = {landlord_key(report.form.landlord): report for report in reports}
    return {key: report for key, report in keyed.items() if key and counts[key] == 1}
