"""The few marks that the sources use inside a cell, and how each kind of file shows them.

``[words](address)`` is a link, ``__words__`` is underlined; a line may open with ``- `` (a bullet), ``* `` (a bullet
of a private-use glyph, as Word's Symbol font has it), ``a. `` (a lettered item) or ``| `` (a row of a nested table).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

LineKind = Literal["text", "bullet", "glyph", "letter", "table"]
GLYPH = "\uf0b7"

_RUN = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<address>[^)]+)\)|(?P<bare>https?://[^\s)]+)|__(?P<underlined>.+?)__")
_LETTER = re.compile(r"([a-z]\.) (.*)")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look the same, and the address that they link to or ""."""

    words: str
    address: str = ""
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell. ``mark`` is the letter of a lettered item; ``cells`` are those of a nested table's row."""

    kind: LineKind
    runs: tuple[Run, ...]
    mark: str = ""
    cells: tuple[str, ...] = ()


def lines_of(text: str) -> list[Line]:
    """The lines of a cell; an empty one has no runs."""
    return [_line(line) for line in text.split("\n")] if text else []


def shown(text: str) -> list[str]:
    """The lines as a program shows them that knows plain text alone."""
    return [_mark(line) + "".join(map(_shown_run, line.runs)) + "  ".join(line.cells) for line in lines_of(text)]


def meant(text: str) -> str:
    """What a reader of forms has to give for the cell: links written out, bullets gone, letters kept, on one line."""
    lines = (f"{line.mark} {''.join(map(_shown_run, line.runs))} {' '.join(line.cells)}" for line in lines_of(text))
    return " ".join(" ".join(lines).split())


def as_html(text: str, *, nested: bool = True) -> str:
    """The cell as markup; without ``nested``, a nested table as its shown lines."""
    parts = []
    for kind, group in groupby(lines_of(text), key=lambda line: line.kind):
        block = list(group)
        if kind == "table" and nested:
            rows = (
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line.cells) + "</tr>" for line in block
            )
            parts.append(f"<table>{''.join(rows)}</table>")
        elif kind in ("bullet", "glyph", "letter"):
            tag, opening = ("ol", '<ol type="a">') if kind == "letter" else ("ul", "<ul>")
            parts.append(opening + "".join(f"<li>{_html_runs(line)}</li>" for line in block) + f"</{tag}>")
        else:
            parts += [f"<p>{_html_runs(line)}{html.escape('  '.join(line.cells))}</p>" for line in block]
    return "".join(parts)


def _line(text: str) -> Line:
    if text.startswith("| "):
        return Line("table", (), cells=tuple(cell.strip() for cell in text.strip("| ").split("|")))
    if text.startswith("- "):
        return Line("bullet", tuple(_runs(text[2:])))
    if text.startswith("* "):
        return Line("glyph", tuple(_runs(text[2:])))
    if match := _LETTER.fullmatch(text):
        return Line("letter", tuple(_runs(match[2])), mark=match[1])
    return Line("text", tuple(_runs(text)))


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _RUN.finditer(text):
        if match.start() > end:
            yield Run(text[end : match.start()])
        if match["underlined"]:
            yield Run(match["underlined"], underlined=True)
        else:
            yield Run(match["words"] or match["bare"], match["address"] or match["bare"])
        end = match.end()
    if end < len(text):
        yield Run(text[end:])


def _shown_run(run: Run) -> str:
    return run.words if run.address in ("", run.words) else f"{run.words} ({run.address})"


def _mark(line: Line) -> str:
    return {"bullet": "• ", "glyph": f"{GLYPH} ", "letter": f"{line.mark} "}.get(line.kind, "")


def _html_runs(line: Line) -> str:
    return "".join(map(_html_run, line.runs))


def _html_run(run: Run) -> str:
    words = html.escape(run.words, quote=False)
    if run.address:
        return f'<a href="{html.escape(run.address)}">{words}</a>'
    return f"<u>{words}</u>" if run.underlined else words
