"""Rows of a batch as CSV and JSON Lines."""

from __future__ import annotations

import json

from scorer.writers.batch_rows import csv_lines, jsonl_lines

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


def test_json_lines_keep_everything() -> None:
    (line,) = jsonl_lines(list(ROW), iter([ROW]))
    assert json.loads(line) == ROW
    assert line.endswith("}\n")
