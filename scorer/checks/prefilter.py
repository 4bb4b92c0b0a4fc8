"""Which patterns cannot match a text, told from the text's words without running a single pattern.

Most patterns hold letters that any match must have: no sentence speaks of "an appeal stage" without "stage" and
"appeal" or "panel". Those letters are read off the parsed pattern, and looked for once in each spelling of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from scorer.checks.text import MOST_SPELLINGS, lowered, pieces
from scorer.keeping import LONGEST_WORD, Kept

_parser: Any = import_module("re._parser")
"""The standard library's own reading of a pattern, so that nothing here can read it otherwise."""

Literals = frozenset[str]
"""Letters of which a match holds at least one, folded as ``folded`` does; none of them has white space."""
Needs = tuple[Literals, ...]
"""All of these must be met by a match; empty where nothing can be told."""


Way = int
"""The needs of a pattern, each as a bit; a text that does not meet all of them has no match."""

ALWAYS = 1
"""A bit that every text has, so that a pattern of which nothing can be told needs something too."""

Trait = Callable[[str], bool]
"""What is to be known of a spelling besides its literals."""

_LONGEST = 12
"""Characters of a literal that are looked at: longer ones tell no more."""
_MOST_NEEDS = 4
"""Needs of a pattern that are kept, the longest first."""

_DIGIT = re.compile(r"\d")


def folded(text: str) -> str:
    """The text in lower case, with all digits alike."""
    return _DIGIT.sub("0", lowered(text))


def needs(pattern: re.Pattern[str]) -> Needs:
    """What every match of the pattern holds."""
    return _of_sequence(_parser.parse(pattern.pattern, pattern.flags))


class Prefilter:
    """Tells which needs of some patterns a text meets, and which traits some of its words have, as a set of bits."""

    def __init__(self, patterns: Iterable[re.Pattern[str]], traits: Sequence[Trait] = ()) -> None:
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

    def way(self, pattern: re.Pattern[str]) -> Way:
        """The needs of one of the patterns. Raises KeyError for a pattern that is none of them."""
        return reduce(or_, [self._bits[need] for need in self._needs[pattern]], ALWAYS)

    def first(self, patterns: Iterable[re.Pattern[str]]) -> int:
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


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> Needs:
    """What the parts of a sequence need together: all of them must match."""
    run = ""
    found: list[Literals] = []
    for operator, argument in parts:
        name = str(operator)
        letter = _letter(name, argument)
        if not letter:
            found += [frozenset((run,)), *_of_part(name, argument)]
        run = run + letter if letter else ""
    found.append(frozenset((run,)))
    telling = {frozenset(literal[:_LONGEST] for literal in need) for need in found if _tells(need)}
    return tuple(sorted(telling, key=lambda need: (-min(map(len, need)), len(need), sorted(need)))[:_MOST_NEEDS])


def _tells(need: Literals) -> bool:
    """Whether so much is needed that many texts will not have it: any digit, or more than one letter."""
    return all(len(literal) > 1 or literal == "0" for literal in need)


def _letter(name: str, argument: Any) -> str:
    """The one folded character that a part stands for, or nothing."""
    if name == "LITERAL" and argument < 128 and not chr(argument).isspace():
        return folded(chr(argument))
    if name == "IN" and len(argument) == 1 and str(argument[0][1]) == "CATEGORY_DIGIT":
        return "0"
    return ""


def _of_part(name: str, argument: Any) -> Needs:
    """What a part of a pattern needs that is no single letter."""
    if name == "SUBPATTERN":
        return _of_sequence(argument[3])
    if name == "BRANCH":
        return _of_branches([_of_sequence(branch) for branch in argument[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    if name == "ATOMIC_GROUP":
        return _of_sequence(argument)
    return ()


def _of_branches(branches: list[Needs]) -> Needs:
    """The best need of each branch, of which a match meets one."""
    return (frozenset().union(*(needs[0] for needs in branches)),) if all(branches) else ()
