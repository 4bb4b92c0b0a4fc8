"""Comma, semicolon and tab separated values, as spreadsheets export them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from scorer.readers.builder import DocumentBuilder
from scorer.readers.encoding import decode
from scorer.readers.grid import Document
from scorer.settings import Settings

_HINT = re.compile(r"sep=([,;|\t])\r?\n", re.I)
_LEAST_SHARE = 0.6
"""Rows of a table are as wide as the rest; a title and headings above and between may be narrower."""
_LEAST_RUN = 20
"""Rows of one width, each right below the other, that are a table of their own among those of other widths."""
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
            in_order = [len(row) for row in records if any(map(str.strip, row))]
        except csv.Error:
            continue
        widths, total = Counter(in_order), len(in_order)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if count < _LEAST_SHARE * total:
            width, count = _in_runs(in_order)
        share = count / max(total, 1)
        if (width >= 3 and share >= _LEAST_SHARE) or (width == 2 and share == 1 and total > 1):
            best = max(best, (share, width, delimiter))
    return best[2] or None


def _in_runs(widths: Sequence[int]) -> tuple[int, int]:
    """The least width of the tables that stand one below another in a file, and how many rows they have together."""
    runs = [(width, sum(1 for _ in run)) for width, run in groupby(widths)]
    tables = [(width, length) for width, length in runs if width >= 3 and length >= _LEAST_RUN]
    return min((width for width, _ in tables), default=0), sum(length for _, length in tables)


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    body = text[hint.end() :] if (hint := _HINT.match(text)) else text
    return csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=strict)
