"""The months by their names, as forms write them."""

from __future__ import annotations

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of each, in lower case, in order."""


def month_number(name: str) -> int:
    """1 to 12 from a name or its short form in any case. Raises ValueError where it is none."""
    return MONTHS.index(name[:3].lower()) + 1
