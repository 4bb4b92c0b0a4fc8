"""Comma, semicolon and tab separated values, as spreadsheets export them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from scorer.readers.builder import DocumentBuilder
from scorer.readers.encoding import decode
from scorer.readers.grid import Document
from scorer.settings import Settings

_HINT = re.compile(r"sep=([,;|\t])\r?\n", re.I)
_LEAST_SHARE = 0.6
"""Rows of a table are as wide as the rest; a title and headings above and between may be narrower."""
_SAMPLE = 1_000
"""Rows by which the delimiter is told."""

# The library's own limit, 131,072 characters, lies below the setting for cells, which the builder keeps.
csv.field_size_limit(2**31 - 1)


def read(data: bytes, settings: Settings) -> Document:
    """One sheet, its rows padded to one width."""
    text = decode(data)
    builder = DocumentBuilder(settings)
    builder.check_count("lines", text.count("\n") + text.count("\r"))
    # Past the rows that told the delimiter a stray quote is no reason to refuse the file.
    rows = list(_records(text, delimiter_of(text) or ",", strict=False))
    width = max(map(len, rows), default=0)
    builder.sheet([(number, row + [""] * (width - len(row))) for number, row in enumerate(rows, start=1)])
    return builder.build("csv")


def delimiter_of(text: str) -> str | None:
    """The character that parts the columns, or None where the text is not a table of this kind.

    Tabs part columns in plain text too: they count here only where some cell is quoted, as spreadsheets do.
    """
    if hint := _HINT.match(text):
        return hint[1]
    best = (0.0, 0, "")
    for delimiter in (",", ";", "\t"):
        if delimiter == "\t" and not re.search(r'(?:^|\t)"', text, re.M):
            continue
        try:
            records = islice(_records(text, delimiter, strict=True), _SAMPLE)
            widths = Counter(len(row) for row in records if any(map(str.strip, row)))
        except csv.Error:
            continue
        total = sum(widths.values())
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        share = count / max(total, 1)
        if (width >= 3 and share >= _LEAST_SHARE) or (width == 2 and share == 1 and total > 1):
            best = max(best, (share, width, delimiter))
    return best[2] or None


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    body = text[hint.end() :] if (hint := _HINT.match(text)) else text
    return csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=strict)
