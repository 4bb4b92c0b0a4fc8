"""Turns of phrase by what they do in an answer: assure, plan, own to a fault, name a person, tell how often."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scorer.datafile import read_table

_PATH = Path(__file__).with_name("turns.yml")
LONGEST_TURN = 4
"""Tokens of the longest turn of phrase."""


@cache
def turns() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of each kind, each as its tokens in lower case.

    Raises ScorerError E411 for a file that breaks the form: a phrase that stands twice, has more than ``LONGEST_TURN``
    tokens, or holds a digit (all digits are alike to the features: what a date says is for the spans to tell).
    """
    table = read_table(_PATH, closed=True)
    known: dict[str, tuple[tuple[str, ...], ...]] = {}
    seen: set[str] = set()
    for kind in table.values:
        phrases = table.text(kind).split("; ")
        for phrase in phrases:
            if phrase in seen:
                raise table.wrong(kind, f"{phrase!r} stands twice")
            if any(map(str.isdigit, phrase)):
                raise table.wrong(kind, f"{phrase!r} holds a digit")
            if phrase.count(" ") >= LONGEST_TURN:
                raise table.wrong(kind, f"{phrase!r} has more than {LONGEST_TURN} tokens")
            seen.add(phrase)
        known[kind] = tuple(tuple(phrase.split(" ")) for phrase in phrases)
    return known
