"""Which patterns cannot match a text, told from the text's words without running a single pattern.

What a match must have (``scorer.checks.needs``) is looked for once in each spelling of a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_

from scorer.checks.needs import Pattern, folded, needs
from scorer.checks.text import MOST_SPELLINGS, pieces
from scorer.keeping import LONGEST_WORD, Kept

Way = int
"""The needs of a pattern, each as a bit; a text that does not meet all of them has no match."""

ALWAYS = 1
"""A bit that every text has, so that a pattern of which nothing can be told needs something too."""

Trait = Callable[[str], bool]
"""What is to be known of a spelling besides its literals."""


class Prefilter:
    """Tells which needs of some patterns a text meets, and which traits some of its words have, as a set of bits."""

    def __init__(self, patterns: Iterable[Pattern], traits: Sequence[Trait] = ()) -> None:
        self._needs = {pattern: needs(pattern) for pattern in patterns}
        told = dict.fromkeys(need for found in self._needs.values() for need in found)
        self._bits = {need: ALWAYS << place for place, need in enumerate(told, 1)}
        self._traits = {trait: ALWAYS << place for place, trait in enumerate(traits, len(told) + 1)}
        self._met: dict[str, int] = {}
        for need, bit in self._bits.items():
            for literal in need:
                self._met[literal] = self._met.get(literal, 0) | bit
        self._lengths = sorted(set(map(len, self._met)))
        self._known = Kept(self._bits_of, MOST_SPELLINGS, LONGEST_WORD)

    def way(self, pattern: Pattern) -> Way:
        """The needs of one of the patterns. Raises KeyError for a pattern that is none of them."""
        return reduce(or_, [self._bits[need] for need in self._needs[pattern]], ALWAYS)

    def first(self, patterns: Iterable[Pattern]) -> int:
        """The most telling need of each of these patterns: a text without any of the bits has no match of any.

        Raises KeyError for a pattern that it was not made with.
        """
        telling = [self._needs[pattern][:1] for pattern in patterns]
        return reduce(or_, [self._bits[found[0]] if found else ALWAYS for found in telling])

    def having(self, trait: Trait) -> int:
        """The bit of a text with a word that has the trait. Raises KeyError for a trait that it was not made with."""
        return self._traits[trait]

    def present(self, text: str) -> int:
        """The bits of all that the text meets. A literal has no white space, so it stands within one word."""
        return reduce(or_, filter(None, map(self._known.__getitem__, pieces(text))), ALWAYS) if text else ALWAYS

    def _bits_of(self, word: str) -> int:
        letters = folded(word)
        bits = 0
        for length in self._lengths:
            for start in range(len(letters) - length + 1):
                bits |= self._met.get(letters[start : start + length], 0)
        for trait, bit in self._traits.items():
            if trait(word):
                bits |= bit
        return bits


def possible(present: int, way: Way) -> bool:
    """Whether a pattern with these needs may match a text that meets these."""
    return present & way == way
