"""Finds the cells of a form in the Word file that it was read from, and the words within them.

By the words themselves: a reader folds white space, drops bullets and adds the addresses of links and the numbers of
lists, so its text is not a part of the file's. What is compared is letters and digits alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from scorer.readers.ooxml import W
from scorer.records import EvidenceCell, Field

_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PASSED_OVER = frozenset((W + "del", W + "moveFrom", W + "tbl", _MC_FALLBACK))
_NUMBER = re.compile(r"[1-9]\.[1-9][0-9]?")
_SURE = 0.6
"""Least share of a form's row that a row of the file must hold to be taken for it."""

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes: characters ``[start, end)`` of the texts of ``nodes`` (``w:t``), or the whole of them where
    ``end`` is 0. Without nodes, the empty paragraph ``paragraph``."""

    paragraph: Element
    nodes: tuple[Element, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[Element, ...]
    words: Counter[str]
    number: str
    """The number of a provision that the row opens with, or ""."""


class Rows:
    """The table rows of a document's body."""

    def __init__(self, body: Element) -> None:
        self._rows = [
            _Row(cells, Counter(word for cell in cells for word in _words(_text(cell))), _number(cells[0]))
            for row in body.iter(W + "tr")
            if (cells := tuple(_cells(row)))
        ]
        self._used: set[int] = set()
        self._columns: dict[Field, Counter[int]] = {"evidence": Counter(), "commentary": Counter()}

    def find(self, cell: EvidenceCell) -> tuple[Element, ...]:
        """The table cells (``w:tc``) of the rows that this cell of the form was read from; empty where none is sure.

        A row is given once; ask in the order of the form.
        """
        wanted = Counter(
            _words(" ".join((cell.ref, cell.requirement, cell.comply_text, cell.evidence, cell.commentary)))
        )
        total = sum(wanted.values())
        best, best_share = -1, 0.0
        for index, row in enumerate(self._rows):
            # Paired provisions ask the same; their numbers tell them apart.
            if index not in self._used and row.number in ("", cell.ref):
                shared = (row.words & wanted).total()
                share = 2 * shared / (total + row.words.total() or 1)
                if share > best_share:
                    best, best_share = index, share
        if best < 0:
            return ()
        first, last = best, best + 1
        missing = wanted - self._rows[best].words
        # A row that a page or an editor cut goes on in those after it.
        while last - first < len(cell.locations) and last < len(self._rows) and last not in self._used:
            rest = self._rows[last].words
            if not rest or (rest & missing).total() < rest.total() * _SURE:
                break
            missing -= rest
            last += 1
        if 1 - missing.total() / (total or 1) < _SURE:
            return ()
        self._used.update(range(first, last))
        return tuple(found for row in self._rows[first:last] for found in row.cells)

    def place(self, cells: Sequence[Element], cell: EvidenceCell, field: Field, start: int, end: int) -> Place | None:
        """Where the words ``[start, end)`` of a field stand: they themselves, else their table cell, else None."""
        text = cell.text(field)
        if not text:
            return self._empty(cells, field)
        words = text[start:end] or text
        column = max(range(len(cells)), key=lambda index: _share(_text(cells[index]), text), default=-1)
        if column < 0 or not _share(_text(cells[column]), text):
            return None
        self._columns[field][column] += 1
        for candidate in (cells[column], *cells):
            found = _locate(candidate, words, _squeezed(text[:start]).count(_squeezed(words)))
            if found is not None:
                return found
        paragraph, nodes = max(
            _filled(cells[column]), key=lambda pair: _share("".join(node.text or "" for node in pair[1]), text)
        )
        return Place(paragraph, nodes)

    def _empty(self, cells: Sequence[Element], field: Field) -> Place | None:
        """An empty cell in the column where the form keeps this field, else the last one that is empty."""
        empty = [index for index, found in enumerate(cells) if not _text(found).strip()]
        if not empty:
            filled = _filled(cells[-1])
            return Place(*filled[-1]) if filled else None
        usual = [index for index, _ in self._columns[field].most_common() if index in empty]
        paragraph = cells[(usual or empty[-1:])[0]].find(W + "p")
        return None if paragraph is None else Place(paragraph)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, content controls and tracked changes around them opened."""
    for child in row:
        if child.tag == W + "tc":
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml"):
            yield from _cells(child)


def _nodes(element: Element) -> Iterator[Element]:
    """The text nodes that show, in order, tables inside left out."""
    for child in element:
        if child.tag == W + "t":
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from _nodes(child)


def _paragraphs(element: Element) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    for child in element:
        if child.tag == W + "p":
            yield child, tuple(_nodes(child))
        elif child.tag not in _PASSED_OVER:
            yield from _paragraphs(child)


def _filled(cell: Element) -> list[tuple[Element, tuple[Element, ...]]]:
    return [(paragraph, nodes) for paragraph, nodes in _paragraphs(cell) if any((n.text or "").strip() for n in nodes)]


def _text(cell: Element) -> str:
    return "\n".join("".join(node.text or "" for node in nodes) for _, nodes in _paragraphs(cell))


def _number(cell: Element) -> str:
    text = _text(cell).strip().rstrip(".")
    return text if _NUMBER.fullmatch(text) else ""


def _words(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in text.casefold()).split()


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _share(held: str, wanted: str) -> float:
    """The share of the wanted words that a text holds, less the smaller part of what it holds beside them."""
    have, want = Counter(_words(held)), Counter(_words(wanted))
    shared = (have & want).total()
    return 2 * shared / ((have.total() + want.total()) or 1)


def _locate(cell: Element, words: str, skip: int) -> Place | None:
    """The words within one paragraph of a cell: the one after ``skip`` others alike, else the last."""
    found = None
    wanted = _squeezed(words)
    sign = words[-1:] if not words[-1:].isalnum() else ""
    for paragraph, nodes in _paragraphs(cell) if wanted else ():
        text = "".join(node.text or "" for node in nodes)
        kept = [(index, low) for index, letter in enumerate(text) for low in letter.casefold() if low.isalnum()]
        squeezed = "".join(low for _, low in kept)
        at = squeezed.find(wanted)
        while at >= 0:
            end = kept[at + len(wanted) - 1][0] + 1
            # "96%" is read out with its sign.
            found = Place(paragraph, nodes, kept[at][0], end + (bool(sign) and text.startswith(sign, end)))
            if not skip:
                return found
            skip -= 1
            at = squeezed.find(wanted, at + len(wanted))
    return found
