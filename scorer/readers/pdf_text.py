"""Characters on a page to lines, and lines to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorer.readers.notation import BULLET, Piece, joined
from scorer.readers.pdf_canvas import UNKNOWN, Box, Character

_SPACE = 0.2
"""Gap between two characters that reads as a space, as a part of their height."""
_SAME_LINE = 0.4
"""Overlap in height by which a character belongs to a line, as a part of the lower one: raised letters do."""
_DOUBLE = 0.25
"""Two equal characters nearer than this part of their width are one, printed twice to look bold."""
_BROKEN_WORD = re.compile(r"\w[-/]$")


@dataclass(slots=True)
class Line:
    """The characters of one line from left to right, blanks left out."""

    characters: list[Character]
    box: Box

    def words(self) -> list[list[Character]]:
        """The line's characters, parted at its spaces."""
        words: list[list[Character]] = []
        reach = 0.0
        for character in self.characters:
            height = character.box.bottom - character.box.top
            if not words or character.box.x0 - reach > _SPACE * height:
                words.append([])
            words[-1].append(character)
            reach = character.box.x1
        return words


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """Lines from top to bottom."""
    lines: list[Line] = []
    visible = [character for character in characters if character.text.strip()]
    for character in sorted(
        visible, key=lambda character: (character.box.top + character.box.bottom, character.box.x0)
    ):
        box = character.box
        if lines and _overlap(lines[-1].box, box) > _SAME_LINE:
            line = lines[-1]
            line.characters.append(character)
            # The tallest character sets the line's height, so that a raised one does not reach into the line above.
            tall = box if box.bottom - box.top > line.box.bottom - line.box.top else line.box
            line.box = Box(min(line.box.x0, box.x0), tall.top, max(line.box.x1, box.x1), tall.bottom)
        else:
            lines.append(Line([character], box))
    for line in lines:
        line.characters = _single(sorted(line.characters, key=lambda character: character.box.x0))
    return lines


def text_of(lines: Sequence[Line]) -> str:
    """The text of lines with links written out; a word that was broken after its hyphen is joined again."""
    pieces: list[Piece] = []
    for line in lines:
        words = _pieces(line)
        if pieces:
            before, after = pieces[-1], words[0]
            address = before[1] if before[1] == after[1] else ""
            broken = _BROKEN_WORD.search("".join(text for text, _ in pieces[-2:])) and after[0][:1].isalnum()
            pieces.append(("" if broken else "\n", address))
        pieces += words
    return joined(pieces)


def _pieces(line: Line) -> list[Piece]:
    pieces: list[Piece] = []
    for word in line.words():
        if pieces:
            pieces.append((" ", pieces[-1][1] if pieces[-1][1] == word[0].address else ""))
        pieces += [(character.text, character.address) for character in word]
    if pieces[0][0] == UNKNOWN:
        pieces[0] = (BULLET, "")  # an unknown glyph that opens a line is a bullet of a picture font
    return pieces


def _single(characters: Sequence[Character]) -> list[Character]:
    kept: list[Character] = []
    for character in characters:
        width = character.box.x1 - character.box.x0
        twice = kept and kept[-1].text == character.text and character.box.x0 - kept[-1].box.x0 < _DOUBLE * width
        if not twice:
            kept.append(character)
    return kept


def _overlap(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return shared / lower if lower > 0 else 0.0
