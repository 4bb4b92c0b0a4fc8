"""Whether a date that a cell gives lies behind or ahead of the day on which its form was filled in."""

from __future__ import annotations

import re

from scorer.months import MONTHS, month_number

_YEAR = re.compile(r"(?:19|20)(\d\d)")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*\b")
UNDATED = (99, 12)
"""An undated form is taken to be later than anything it tells."""


def form_month(form_date: str | None) -> tuple[int, int]:
    """Year within its century and month of a form's date: "2024-06", "2024-06-03", or "2024" for its end."""
    if not form_date:
        return UNDATED
    month = form_date[5:7]
    return int(form_date[2:4]), int(month) if month.isdigit() else 12


def is_past(text: str, form: tuple[int, int]) -> bool | None:
    """Whether the date in ``text`` (lower case) is not after the month of the form; None where it tells no year.

    The month decides only within the form's own year, so that "October 2024" is ahead of a form of June 2024.
    """
    found = _YEAR.search(text)
    if not found:
        return None
    year = int(found[1])
    month = _MONTH.search(text) if year == form[0] else None
    return (year, month_number(month[1]) if month else 0) <= form
