"""Tables that plain text lays out in columns by spaces, as ``pdftotext -layout`` does: read as a page that is printed
with letters of one width."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.readers.pdf_canvas import Box, Character
from scorer.readers.pdf_columns import Part, aligned_pages
from scorer.readers.pdf_text import Line

_WIDTH, _HEIGHT = 6.0, 12.0
"""Points of a letter and of a line. Two blanks are white that prose does not have; after a full stop it may."""
_BETWEEN = 1.0
"""Points between letters, so that one blank is as wide as a gutter must be."""
_GAP = re.compile(r"(?<=[^\s.!?])\s{2,}(?=\S)|\s{3,}(?=\S)")
_MOST_LETTERS = 400_000
"""A form has some hundred thousand; each letter takes some hundred bytes while columns are looked for."""
_LEAST_LINES = 4
_LEAST_SHARE = 0.1
"""Of the lines that hold text, those with a gap in them. Most lines of a long requirement stand alone."""


def laid_out(text: str) -> list[list[str | list[list[str]]]] | None:
    """The pages of a text (parted by form feeds) as lines and tables, or None where no columns show."""
    lines = [line for line in text.splitlines() if line.strip()]
    with_gap = sum(1 for line in lines if _GAP.search(line.strip()))
    letters = sum(map(len, text.split()))
    drawn = sum(1 for line in lines if line.lstrip().startswith(("|", "+-", "+=")))
    if drawn > len(lines) / 2:
        return None
    if "\t" in text or letters > _MOST_LETTERS or with_gap < max(_LEAST_LINES, _LEAST_SHARE * len(lines)):
        return None
    pages = [_printed(page) for page in text.split("\f")]
    found = aligned_pages(pages)
    if not any(found):
        return None
    return [_texts(lines if parts is None else parts) for lines, parts in zip(pages, found, strict=True)]


def _printed(page: str) -> list[Line]:
    return [
        _line(line.rstrip(), _HEIGHT * number)
        for number, line in enumerate(re.split(r"\r\n|[\r\n]", page))
        if line.strip()
    ]


def _line(text: str, top: float) -> Line:
    characters = [
        Character(letter, Box(_WIDTH * place, top, _WIDTH * (place + 1) - _BETWEEN, top + _HEIGHT))
        for place, letter in enumerate(text)
        if not letter.isspace()
    ]
    first, last = characters[0].box, characters[-1].box
    return Line(characters, Box(first.x0, top, last.x1, top + _HEIGHT))


def _texts(parts: Sequence[Part]) -> list[str | list[list[str]]]:
    """The parts with each line as its text, blanks folded."""
    return [
        "".join(" " + _word(word) for word in part.words())[1:] if isinstance(part, Line) else part for part in parts
    ]


def _word(word: Sequence[Character]) -> str:
    return "".join(character.text for character in word)
