"""The lexicon: classes of words and phrases, held as data and matched longest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_PATH = Path(__file__).with_name("lexicon.yml")
_END = ""
"""Key of a trie node that ends a phrase; no token is empty."""

_OVERLAPPING = frozenset({"clause_head", "letter_kind", "topic", "generic_qualifier"})
"""Classes that are asked for by name: their words may be in another class too, so they stay out of the trie."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``sets`` gives the single words of each class; ``trie`` finds the longest phrase of the classes that exclude
    one another."""

    sets: dict[str, frozenset[str]]
    trie: dict[str, Any]

    def longest(self, words: list[str], start: int) -> tuple[str, int] | None:
        """The class and the end of the longest phrase that begins at token ``start``, or None."""
        node = self.trie.get(words[start])
        found = None
        position = start + 1
        while node is not None:
            label = node.get(_END)
            if label is not None:
                found = (label, position)
            if position >= len(words):
                break
            node = node.get(words[position])
            position += 1
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once.

    Raises ValueError where a phrase stands in two classes that exclude one another.
    """
    data: dict[str, list[str]] = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    trie: dict[str, Any] = {}
    for label, phrases in data.items():
        if label in _OVERLAPPING:
            continue
        for phrase in phrases:
            node = trie
            for word in phrase.split(" "):
                node = node.setdefault(word, {})
            if node.setdefault(_END, label) != label:
                raise ValueError(f"lexicon: {phrase!r} is in {node[_END]} and in {label}")
    return Lexicon({label: frozenset(phrases) for label, phrases in data.items()}, trie)
