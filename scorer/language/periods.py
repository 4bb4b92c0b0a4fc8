"""How long a period is that words tell: "ten working days", "a fortnight", "48hrs"."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.language.words import numbers

_HOUR, _CALENDAR_DAY, _WEEK, _FORTNIGHT, _MONTH, _YEAR = 1 / 24, 5 / 7, 5, 10, 20, 240
UNITS: dict[str, float] = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), _HOUR / 60),
    **dict.fromkeys(("hour", "hours", "h", "hr", "hrs"), _HOUR),
    **dict.fromkeys(("day", "days", "wd", "wds"), 1),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), _WEEK),
    **dict.fromkeys(("fortnight", "fortnights"), _FORTNIGHT),
    **dict.fromkeys(("month", "months", "mth", "mths"), _MONTH),
    **dict.fromkeys(("year", "years"), _YEAR),
}
"""The working days of each unit, by its spellings: a month has at least 20, and "within 24 hours" is by the next."""

_ONE = frozenset(("within", "a", "an", "next", "same", "working", "business", "calendar", "clear", "-"))
"""Words of which none makes a period other than one unit, as "few" or "fifteenth" does."""


def working_days(words: Sequence[str]) -> float | None:
    """How many working days the words of a period (lower case) are; None where they do not tell it, or end with no
    unit.

    Days that nothing calls days of the calendar count as working days: which of the two is meant is seldom told.
    """
    *before, last = words
    unit = last.lstrip("0123456789")
    if unit not in UNITS:
        return None
    told = numbers(before)
    if len(last) > len(unit):
        told.append(float(last[: -len(unit)]))
    if not told and not _ONE.issuperset(before):
        return None
    days = UNITS[unit] * (told[-1] if told else 1)
    return days * _CALENDAR_DAY if "calendar" in before and UNITS[unit] == 1 else days
