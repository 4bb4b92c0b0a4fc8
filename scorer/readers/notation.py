"""How the readers write down what plain text has no letters for: links, list markers, check boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

CHECKED = "☒"
UNCHECKED = "☐"
BULLET = "•"

Piece = tuple[str, str]
"""Some words and the address that they link to, or ""."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


_NOTE_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡§¶#]{1,3})(?:, ?\d{1,3})*[\])]?\s*")
_MEASURE = re.compile(r"(?:^|[\d\s(/])(?:[kcm]?m|ft)$", re.I)


def is_note_mark(raised: str, before: str) -> bool:
    """True for a raised figure or sign that leads from the word right before it to a footnote, which is no part of
    that word: "complaints2", "10 days3". The figure of "40 m2" is of its measure."""
    return bool(before[-1:].strip() and _NOTE_MARK.fullmatch(raised)) and not _MEASURE.search(before)


def bare_address(text: str) -> str:
    """An address without what people leave out when they write it: scheme, "www.", last slash, case, spaces."""
    folded = re.sub(r"\s+", "", text).casefold()
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", folded).rstrip("/")


def linked(words: str, address: str) -> str:
    """``words (address)``, or only the words where they are the address or the link leads nowhere outside.

    Words that are the address are freed of white space, which pages break long ones with.
    """
    address = address.strip()
    body = words.strip()
    leads_out = address and not address.lower().startswith(("#", "javascript:", "file:"))
    if not body or not leads_out:
        return words
    shown = re.sub(r"\s+", "", body) if bare_address(body) == bare_address(address) else f"{body} ({address})"
    before, _, after = words.partition(body)
    return f"{before}{shown}{after}"


def joined(pieces: Sequence[Piece]) -> str:
    """The text of pieces in a row; neighbours with one address are one link, as editors split links at will."""
    if not any(address for _, address in pieces):
        return "".join([words for words, _ in pieces])
    groups = groupby(pieces, key=lambda piece: piece[1])
    return "".join(linked("".join(words for words, _ in group), address) for address, group in groups)


def ordinal_mark(number: int, style: str) -> str:
    """A list item's number, from 1, as "decimal", "lower-letter", "upper-letter", "lower-roman" or "upper-roman"."""
    if style.endswith("letter") and number > 0:
        # Word and HTML both go on from z with aa; Word repeats the letter (aa, bb), which we follow.
        repeats, index = divmod(number - 1, 26)
        mark = chr(ord("a") + index) * min(repeats + 1, 10)
    elif style.endswith("roman") and 0 < number < 4000:
        mark = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            mark += letters * count
    else:
        return str(number)
    return mark.upper() if style.startswith("upper") else mark
