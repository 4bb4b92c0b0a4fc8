"""The tables of a batch as lines of text: CSV for a spreadsheet, JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from scorer.writers.csv_report import kept_as_text

_NAMES = {"signals": "name", "checks": "code", "reasons": "source", "findings": "check"}
"""Of a list of records, what stands for each in a spreadsheet."""

_FINGERPRINTS = ("words_key", "sentences")
"""Left out of a spreadsheet, which would round them."""


def csv_lines(columns: Sequence[str], rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A line a row. Lists become one text; ``words``, after the columns, quotes the words of the signals."""
    shown = [name for name in columns if name not in _FINGERPRINTS]
    quoted = "signals" in columns
    yield _line([*shown, "words"] if quoted else shown)
    for row in rows:
        values = [_shown(row[name], _NAMES.get(name)) for name in shown]
        if quoted:
            values.append(kept_as_text("; ".join(found["text"] for found in row["signals"])))
        yield _line(values)


def jsonl_lines(columns: Sequence[str], rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """A JSON object a row."""
    for row in rows:
        yield json.dumps({name: row[name] for name in columns}, ensure_ascii=False) + "\n"


LINES: dict[str, Callable[[Sequence[str], Iterator[dict[str, Any]]], Iterator[str]]] = {
    "csv": csv_lines,
    "jsonl": jsonl_lines,
}
"""What makes the lines of each format."""


def _shown(value: Any, name: str | None) -> str:
    text = _flat(value, name)
    return text if isinstance(value, int | float) else kept_as_text(text)


def _flat(value: Any, name: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "; ".join(_flat(item[name] if name else item, None) for item in value)
    return str(value)


def _line(values: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()
