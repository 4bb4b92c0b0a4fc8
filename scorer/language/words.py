"""Words by their letters alone: stems, function words, numbers in words, and ids that never change."""

from __future__ import annotations

import hashlib
import re

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
}  # fmt: skip
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


def stem(word: str) -> str:
    """A crude stem of a lower-case word: enough to see "acknowledged" in "acknowledgement", no more."""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    if len(word) <= 4:
        return word
    shorter = _SUFFIX.sub("", word)
    return shorter if len(shorter) >= 4 else word[:4]


def is_content(word: str) -> bool:
    """Whether a lower-case token carries meaning of its own: no function word, no punctuation."""
    return word not in _FUNCTION_WORDS and any(character.isalnum() for character in word)


def hashed(text: str) -> int:
    """A 64-bit id of a text, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
