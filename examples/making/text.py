"""Plain text, as tools that take the text out of Word documents leave it, and comma separated values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from making.layout import Example, Paragraph, Row
from making.notation import as_html, shown


def write_text(example: Example) -> bytes:
    """Tab-laid rows; for the edition of 2020 the flowing layout, a line for each cell."""
    flowing = example.code == "2020"
    lines: list[str] = []
    for block in example.blocks:
        if isinstance(block, Paragraph):
            lines += [block.text, ""]
            continue
        for row in block.rows:
            lines += _flowing(row.cells) if flowing else _tabbed(row)
        lines.append("")
    return "\n".join(lines).encode()


def write_csv(example: Example) -> bytes:
    """As Excel exports it: with a byte order mark, every row filled up to the width of the widest."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    empty = [""] * example.width
    for block in example.blocks:
        if isinstance(block, Paragraph):
            writer.writerow([block.text, *empty[1:]])
            if block.style == "heading" or block.text == example.title:
                writer.writerow(empty)
            continue
        for row in block.rows:
            texts = [
                _marked_up(cell) if row.markup and index > 2 else "\n".join(shown(cell))
                for index, cell in enumerate(row.cells)
            ]
            writer.writerow(texts + empty[len(texts) :])
        writer.writerow(empty)
    return stream.getvalue().encode("utf-8-sig")


def write_jsonl(example: Example) -> bytes:
    """The cells alone, ready to score."""
    return "".join(json.dumps(cell, ensure_ascii=False) + "\n" for cell in example.cells).encode()


def cut_off(text: bytes) -> bytes:
    """The first part of a form, as if the copying had stopped in the middle of a table, a row and a word."""
    place = text.index(b"Daily triage meeting")
    return text[: place + 40]


def _marked_up(cell: str) -> str:
    return as_html(cell, nested=False)


def _tabbed(row: Row) -> list[str]:
    """A row as lines: a list in a cell goes on below it in rows whose first cells are empty."""
    if row.kind == "heading":
        return [row.cells[0], ""]
    columns = [[_marked_up(cell)] if row.markup and index > 2 else shown(cell) for index, cell in enumerate(row.cells)]
    height = max(map(len, columns))
    rows = ["\t".join(column[index] if index < len(column) else "" for column in columns) for index in range(height)]
    return ["", *rows] if row.cut else rows


def _flowing(cells: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for index, cell in enumerate(cells):
        texts = shown(cell)
        lines += ["\t" + (texts[0] if texts else ""), *texts[1:]]
        if len(texts) > 1 and index < len(cells) - 1:
            lines.append("")
    return [*lines, ""]
