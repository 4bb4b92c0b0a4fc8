"""Numbers as Excel shows them. A provision typed as 5.10 is stored as 5.1; only its format tells them apart."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BUILT_IN = {
    # ECMA-376 part 1, 18.8.30: the formats that files name by number only; 14 is the short date of the region.
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE_TOKEN = re.compile(r"y{2,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|AM/PM|A/P", re.I)
_NUMBER = re.compile(r"[#0?,]*(?:\.([0#?]+))?(%?)")
_LAST_SERIAL = 2_958_465
"""31 December 9999, the last date that Excel knows."""


def built_in(number: int) -> str:
    """The format code with this number, or "" (general)."""
    return _BUILT_IN.get(number, "")


def shown(number: float, code: str, *, from_1904: bool = False) -> str:
    """A stored number as its format code shows it: dates, percentages, fixed decimals; otherwise as typed."""
    section = code.partition(";")[0]
    bare = _QUOTED.sub("", section)
    if _DATE_TOKEN.search(bare.replace("General", "")):
        return _date(number, section, from_1904)
    match = _NUMBER.search(bare.strip())
    if match and match[0] and bare.strip().lower() != "general":
        decimals = len(match[1] or "")
        grouped = "," if "," in match[0] else ""
        text = f"{number * 100 if match[2] else number:{grouped}.{decimals}f}{match[2]}"
        pound = "£" if "£" in section else ""
        return f"{pound}{text}"
    return f"{number:.15g}"


def _date(serial: float, section: str, from_1904: bool) -> str:
    if not 0 <= serial <= _LAST_SERIAL:
        return f"{serial:.15g}"
    # Excel's day 60 is a 29 February 1900 that never was; dates of forms lie far beyond it.
    moment = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    moment = moment + timedelta(seconds=round(serial * 86_400))
    text = _QUOTED.sub(lambda match: match[1] or match[2] or "", section)
    twelve_hours = bool(re.search(r"AM/PM|A/P", text, re.I))
    after_hours = False

    def token(match: re.Match[str]) -> str:
        nonlocal after_hours
        word = match[0].lower()
        if word[0] == "m" and len(word) <= 2 and after_hours:
            after_hours = False
            return f"{moment.minute:02d}"
        after_hours = word[0] == "h"
        return _date_part(moment, word, twelve_hours)

    return _DATE_TOKEN.sub(token, text)


def _date_part(moment: datetime, word: str, twelve_hours: bool) -> str:
    hour = (moment.hour % 12 or 12) if twelve_hours else moment.hour
    numbers = {"d": moment.day, "m": moment.month, "h": hour, "s": moment.second}
    if word[0] == "y":
        return f"{moment.year:04d}" if len(word) > 2 else f"{moment.year % 100:02d}"
    if word[0] == "a":
        return "AM" if moment.hour < 12 else "PM"
    if len(word) <= 2:
        return f"{numbers[word[0]]:0{len(word)}d}"
    name = moment.strftime("%A" if word[0] == "d" else "%B")
    return name if len(word) == 4 else name[:3]
