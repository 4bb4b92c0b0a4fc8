"""What every reader gives: the text of a file as rows of cells, in reading order, and nothing of their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scorer.records import Location

GridKind = Literal["table", "prose"]


@dataclass(frozen=True, slots=True)
class Covered:
    """A cell without a text of its own: one merged with it from a row above shows ``text`` in its place."""

    text: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. Texts are as the file has them, line breaks and list markers included; a cell that a merge covers is
    empty. A link is kept as its words and then its address in brackets.

    ``above`` has for each cell the text of the one merged with it from a row above, or ""; it is empty where the row
    has no such cell. ``heading`` is true for a paragraph that the file marks as a heading.
    """

    cells: tuple[str, ...]
    location: Location
    above: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or the prose around tables (``kind`` "prose": one cell a row, one row a paragraph)."""

    kind: GridKind
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader saw it. ``format`` is the one told from the bytes: "docx", "pdf", "xlsx", "csv", "html" or
    "text"."""

    format: str
    grids: tuple[Grid, ...]
