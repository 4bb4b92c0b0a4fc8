"""The time by which a promise is due, from the words of a form."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scorer.months import month_number

_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
_MONTH += r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 14}
"""The last month of a season, counted from January of the year that names it."""

_YEAR = r"(?P<year>20\d\d)"
_BEFORE = (
    r"\b(?:by|in|during|before|until|from|for|(?:the )?end of|early|late|mid-?)\s+(?:the end of\s+|early\s+|late\s+)?"
)
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}", 0),
        (rf"\b{_MONTH},? {_YEAR}", 0),
        (r"\b(?P<day>\d{1,2})[/.-](?P<number>\d{1,2})[/.-](?P<year>20\d\d)\b", 0),
        (rf"\b(?P<season>spring|summer|autumn|winter)(?: of| term)? {_YEAR}", re.IGNORECASE),
        (rf"\b(?:Q|quarter )(?P<quarter>[1-4])(?: of)?,? {_YEAR}", re.IGNORECASE),
        (rf"\b{_YEAR}[/-](?P<financial>(?:20)?\d\d)\b", 0),
        (rf"{_BEFORE}{_YEAR}\b(?![/-]\d)", re.IGNORECASE),
        (rf"{_BEFORE}(?:the )?(?:coming )?(?P<season>spring|summer|autumn|winter)\b", re.IGNORECASE),
        (rf"(?i:{_BEFORE})(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?{_MONTH}(?!,? 20\d\d)", 0),
    )
)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day that the words may mean (ISO 8601), and where they stand in the text. ``dated`` is false where they
    give no year, and the same words a year later mean another day."""

    day: str
    start: int
    end: int
    dated: bool


def due(text: str, start: int, end: int, written: str | None, after: int) -> Due | None:
    """The first time in ``text[start:end]`` that is not over when the form was written.

    ``written`` is the form's date ("2024-06" or "2024-06-12"), or None; without it a time counts only from character
    ``after`` on, and needs its year. Of a month, a season or a year it is the last day, and a quarter is that of the
    financial year, which ends later: nobody is told to be late who may not be.
    """
    found = []
    for match in _times(text, start, end):
        day = _day(match, written)
        if day and (day >= written if written else match.start() >= after):
            found.append(Due(day, match.start(), match.end(), bool(match.groupdict().get("year"))))
    return min(found, key=lambda one: one.start, default=None)


def earliest(text: str, start: int, end: int) -> Due | None:
    """The earliest month or day of a year that ``text[start:end]`` names; of a month it is the first day."""
    found = []
    for match in _times(text, start, end):
        parts = match.groupdict()
        day = _day(match, None) if parts.get("year") and (parts.get("month") or parts.get("number")) else None
        if day:
            found.append(Due(day if parts.get("day") else f"{day[:7]}-01", match.start(), match.end(), dated=True))
    return min(found, key=lambda one: one.day, default=None)


def _times(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The times in ``text[start:end]``, each by the first pattern that knows it."""
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if not any(match.start() < right and left < match.end() for left, right in taken):
                taken.append(match.span())
                yield match


def _day(match: re.Match[str], written: str | None) -> str | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if parts.get("month"):
        month = month_number(parts["month"])
        if year is None:
            return _next(month, parts.get("day"), written)
        return _iso(year, month, parts.get("day"))
    if parts.get("season"):
        extra, month = divmod(_SEASONS[parts["season"].lower()] - 1, 12)
        if year is None:
            return _next(month + 1, None, written)
        return _iso(year + extra, month + 1, None)
    assert year is not None  # every other pattern has one
    if parts.get("number"):
        return _iso(year, int(parts["number"]), parts["day"])
    if parts.get("quarter"):
        extra, month = divmod(int(parts["quarter"]) * 3 + 2, 12)
        return _iso(year + extra, month + 1, None)
    if parts.get("financial"):
        return _iso(year + 1, 3, None) if int(parts["financial"]) % 100 == (year + 1) % 100 else None
    return _iso(year, 12, None)


def _next(month: int, day: str | None, written: str | None) -> str | None:
    """The next such month after the form was written."""
    if written is None:
        return None
    year, today = int(written[:4]), int(written[5:7])
    return _iso(year + (month < today), month, day)


def _iso(year: int, month: int, day: str | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    number = int(day) if day else last
    return f"{year}-{month:02d}-{number:02d}" if 1 <= number <= last else None
