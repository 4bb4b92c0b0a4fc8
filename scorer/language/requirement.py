"""The requirement beside a cell: what its words and numbers are, so that repeating them earns nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from scorer.language.reading import NUMBER_WORDS, Reading, read

_SUFFIX = re.compile(r"(ational|ations?|ements?|ments?|ances?|ings?|ies|ied|ers?|ors?|ed|es|ly|al|e|s|y)$")
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "being",
        "but",
        "by",
        "can",
        "do",
        "does",
        "each",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "made",
        "may",
        "more",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "other",
        "our",
        "out",
        "own",
        "shall",
        "she",
        "should",
        "so",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "will",
        "with",
        "within",
        "would",
        "you",
        "your",
    ]
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A crude stem of a lower-case word: enough to see "acknowledged" in "acknowledgement", no more."""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    if len(word) <= 4:
        return word
    shorter = _SUFFIX.sub("", word)
    return shorter if len(shorter) >= 4 else word[:4]


@lru_cache(maxsize=50_000)
def is_content(word: str) -> bool:
    """Whether a lower-case token carries meaning of its own: no function word, no punctuation."""
    return word not in _FUNCTION_WORDS and any(character.isalnum() for character in word)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement as read, and the stems of its words. An unknown requirement reads as no words."""

    reading: Reading
    stems: frozenset[str]

    def __contains__(self, word: str) -> bool:
        """Whether the requirement says this lower-case word, in any inflection."""
        return stem(word) in self.stems


@lru_cache(maxsize=4096)
def requirement(text: str) -> Requirement:
    """Read a requirement's text; kept, because thousands of forms print the same seventy texts."""
    reading = read(text)
    return Requirement(reading, frozenset(stem(word) for word in reading.words if is_content(word)))
