"""Characters on a page to lines, and lines to text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorer.readers.notation import BULLET, Piece, joined
from scorer.readers.pdf_canvas import UNKNOWN, Box, Character

_SPACE = 0.2
"""Gap between two characters that reads as a space, as a part of their height."""
_PAINTED_SPACE = 0.1
"""The same where a blank was painted between them: kerning and justified lines leave it narrow."""
_SAME_LINE = 0.4
"""Overlap in height by which a character belongs to a line, as a part of the lower one: raised letters do."""
_DOUBLE = 0.25
"""Two equal characters nearer than this part of their width are one, printed twice to look bold."""
_BROKEN_WORD = re.compile(r"\w[-/]$")
_ADDRESS = re.compile(r"\(?(?:https?:|www\.)", re.I)
_CLOSING = re.compile(r"[,.;:!?)]{1,3}")
_OPENS_SENTENCE = re.compile(r"[A-Z][a-z]*[,;:]?")
_PICTURE = re.compile(f"[{UNKNOWN}\ue000-\uf8ff]")
"""A glyph of a picture font; at the start of a line it is a bullet."""

Word = Sequence[Character]


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
            least = _PAINTED_SPACE if character.spaced else _SPACE
            if not words or character.box.x0 - reach > least * height:
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
    """The text of lines with links written out; words and addresses that a line's end broke are joined again."""
    pieces: list[Piece] = []
    last_word = ""
    for line in lines:
        words = line.words()
        first_word = _text(words[0])
        goes_on = _goes_on(last_word, first_word)
        if pieces and not goes_on:
            pieces.append(("\n", _shared(pieces[-1], words[0])))
        pieces += _pieces(words)
        last_word = (last_word if goes_on and len(words) == 1 else "") + _text(words[-1])
    return joined(pieces)


def _goes_on(before: str, after: str) -> bool:
    """True where the last word of a line and the first of the next were one word, or a word and what closes it."""
    if _ADDRESS.match(before):
        if before.endswith(".") and _OPENS_SENTENCE.fullmatch(after):
            return False
        return before[-1] in "/-._=?&%" or any(mark in after for mark in "/=%")
    return bool(before and _CLOSING.fullmatch(after)) or (bool(_BROKEN_WORD.search(before)) and after[:1].isalnum())


def _pieces(words: Sequence[Word]) -> list[Piece]:
    pieces: list[Piece] = []
    for word in words:
        if pieces:
            pieces.append((" ", _shared(pieces[-1], word)))
        pieces += [(character.text, character.address) for character in word]
    if _PICTURE.fullmatch(pieces[0][0]):
        pieces[0] = (BULLET, "")
    return pieces


def _shared(before: Piece, word: Word) -> str:
    """The address that the white space before a word links to as well."""
    return before[1] if before[1] == word[0].address else ""


def _text(word: Word) -> str:
    return "".join(character.text for character in word)


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
