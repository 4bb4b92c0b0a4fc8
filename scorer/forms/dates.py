"""The dates in a text, as forms of the United Kingdom write them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scorer.months import month_number

MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>20[12]\d)(?![\d/]|\s?[-–]\s?\d{2})"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTH}\.?,?[\s-]+{_YEAR}",
        rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        r"\b(?P<year>20[12]\d)-(?P<number>\d{1,2})-(?P<day>\d{1,2})\b",
        # Day first, as dates are written in the United Kingdom.
        rf"\b(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{_YEAR}",
        r"\b(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<short>2\d)\b",
        # "3rd of May 24" at the end of what is said, lest hours or rows are counted.
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTH}\.?,?[\s-]+['’]?(?P<short>2\d)"
        r"(?=\s*(?:[.,;)|]|$))",
        rf"\b{MONTH}\.?,?[\s-]+{_YEAR}",
        rf"\b(?P<number>0?[1-9]|1[0-2])/{_YEAR}",
    )
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date ``[start, end)`` of a text, in ISO 8601 to the day or the month."""

    start: int
    end: int
    date: str


def dates_in(text: str) -> Iterator[Dated]:
    """The dates of a text, those written in full first."""
    taken: list[Dated] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in taken):
                continue
            date = _iso(match.groupdict())
            if date is not None:
                taken.append(Dated(match.start(), match.end(), date))
                yield taken[-1]


def _iso(parts: dict[str, str | None]) -> str | None:
    year = parts.get("year") or f"20{parts.get('short')}"
    name, number = parts.get("month"), parts.get("number")
    month = int(number) if number else month_number(name or "")
    day = int(parts.get("day") or 0)
    try:
        datetime.date(int(year), month, day or 1)
    except ValueError:  # the 31st of June is a slip of the pen, and no date
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"
