"""Tables drawn with pipes in plain text, as Markdown has them: ``| a | b |``, and framed ones (``+---+---+``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FRAME = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_RULE_CELL = re.compile(r" *:?-+:? *")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def is_pipe_line(line: str, following: str) -> bool:
    """True for a line of such a table; a header without outer pipes is told by the rule below it."""
    if _FRAME.fullmatch(line):
        return True
    bars = len(_BAR.findall(line))
    return (line.lstrip().startswith("|") and bars >= 2) or (bars >= 1 and _is_rule(following))


def continues(line: str) -> bool:
    """True for a line that goes on with a table once it has begun."""
    return bool(_FRAME.fullmatch(line) or _BAR.search(line))


def pipe_rows(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a table, its rules left out. In a framed table a row goes on until the next rule."""
    framed = any(_FRAME.fullmatch(line) for line in lines)
    rows: list[list[list[str]]] = []  # of each cell its lines
    new_row = True
    for line in lines:
        if _FRAME.fullmatch(line) or _is_rule(line):
            new_row = True
            continue
        cells = [_cell(text) for text in _BAR.split(_inner(line))]
        if new_row or not framed:
            rows.append([])
        row = rows[-1]
        row += [[] for _ in range(len(cells) - len(row))]
        for above, text in zip(row, cells, strict=False):
            above.append(text)
        new_row = False
    return [["\n".join(cell) for cell in row] for row in rows]


def _is_rule(line: str) -> bool:
    return "|" in line and "--" in line and all(map(_RULE_CELL.fullmatch, _inner(line).split("|")))


def _inner(line: str) -> str:
    text = line.strip().removeprefix("|")
    return text[:-1] if text.endswith("|") and not text.endswith("\\|") else text


def _cell(text: str) -> str:
    return _BREAK.sub("\n", text.replace("\\|", "|")).strip()
