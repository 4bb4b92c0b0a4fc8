"""Rows of a batch as CSV and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path

from scorer.batch.tables import COLUMNS
from scorer.writers.batch_rows import _NAMES, csv_lines, jsonl_lines

DOCS = Path(__file__).resolve().parents[2] / "docs"

ROW = {
    "source": "=cmd()",
    "quality": -5,
    "review": True,
    "follows": None,
    "probabilities": [0.25, 0.75],
    "signals": [{"name": "future", "text": "=will be"}, {"name": "gap", "text": "do not"}],
    "words_key": -9_000_000_000_000_000_001,
}


def test_csv_flattens_guards_texts_and_leaves_numbers() -> None:
    head, line = csv_lines(list(ROW), iter([ROW]))
    assert head == "source,quality,review,follows,probabilities,signals,words\n"
    assert line == "'=cmd(),-5,yes,,0.25; 0.75,future; gap,'=will be; do not\n"


def test_the_page_of_the_tables_names_what_a_spreadsheet_has_otherwise() -> None:
    page = (DOCS / "batch-tables.md").read_text(encoding="utf-8").partition("## cells")[0]
    for columns in COLUMNS.values():
        own = [column.name for column in columns]
        (head,) = csv_lines(own, iter(()))
        assert all(f"`{name}`" in page for name in set(own) ^ set(head.strip().split(",")))
    assert all(f"`{name}`" in page and f"`{of_each}`" in page for name, of_each in _NAMES.items())


def test_json_lines_keep_everything() -> None:
    (line,) = jsonl_lines(list(ROW), iter([ROW]))
    assert json.loads(line) == ROW
    assert line.endswith("}\n")
