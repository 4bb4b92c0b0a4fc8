"""Marked text: a text and the places marked in it, cut into pieces that a writer prints one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` of a text, and why they are marked."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text. ``kinds`` are the marks that cover all of it, ``closing`` those of them that end with it."""

    text: str
    kinds: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def segments(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """The text in pieces. Joined, they are the text again, however the marks overlap, repeat or miss it."""
    kept = [
        Mark(max(mark.start, 0), min(mark.end, len(text)), mark.kind)
        for mark in marks
        if max(mark.start, 0) < min(mark.end, len(text))
    ]
    kept.sort(key=lambda mark: (mark.start, -mark.end))
    cuts = sorted({0, len(text), *(mark.start for mark in kept), *(mark.end for mark in kept)})
    pieces = []
    for start, end in pairwise(cuts):
        over = [mark for mark in kept if mark.start <= start and end <= mark.end]
        kinds = tuple(dict.fromkeys(mark.kind for mark in over))
        # A kind that goes on in another mark of its own is not at its end.
        onwards = {mark.kind for mark in kept if mark.start <= end < mark.end}
        closing = tuple(dict.fromkeys(mark.kind for mark in over if mark.end == end and mark.kind not in onwards))
        pieces.append(Segment(text[start:end], kinds, closing))
    return tuple(pieces)
