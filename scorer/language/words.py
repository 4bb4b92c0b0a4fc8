"""Words by their letters alone: stems, function words, numbers in words, and ids that never change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90", "dozen": "12",
    "hundred": "100", "nil": "0", "nought": "0", "zero": "0", "zilch": "0",
}  # fmt: skip
_TENS = frozenset(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"))
_ONES = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
DASHES = frozenset("-–")
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)%?")
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


def number(word: str) -> float | None:
    """The number that a token in lower case says, in digits or as a word; None for any other."""
    match = _NUMBER.fullmatch(NUMBER_WORDS.get(word, word))
    return float(match[1].replace(",", "")) if match else None


def number_end(words: Sequence[str], start: int) -> int:
    """The end of the number that begins at ``start``: past "fifty - nine", as spaCy cuts it, and "two hundred and
    ten"."""
    if words[start] not in _ONES or tuple(words[start + 1 : start + 2]) != ("hundred",):
        return _end_below_hundred(words, start)
    end = start + 2
    more = tuple(words[end : end + 2])
    return _end_below_hundred(words, end + 1) if more[:1] == ("and",) and more[-1] in NUMBER_WORDS else end


def _end_below_hundred(words: Sequence[str], start: int) -> int:
    """The same where no hundreds are told."""
    after = words[start + 1 : start + 3]
    if words[start] in _TENS and after:
        if after[0] in _ONES:
            return start + 2
        if after[0] in DASHES and after[-1] in _ONES:
            return start + 3
    return start + 1


def share(words: Sequence[str]) -> float | None:
    """Per cent of "82%", "3 out of 5", "fifty-nine of sixty-one"; None where the words say no share of a whole."""
    told = numbers(words)
    if len(told) == 1 and words[-1] in ("%", "percent", "cent"):
        return told[0]
    if len(told) == 2 and told[1] and told[0] <= told[1]:
        return 100 * told[0] / told[1]
    return None


def numbers(words: Sequence[str]) -> list[float]:
    """The numbers that are said, in digits or in words."""
    found = []
    place = 0
    while place < len(words):
        end = number_end(words, place)
        parts = [value for value in map(number, words[place:end]) if value is not None]
        if parts[1:2] == [100]:
            found.append(parts[0] * 100 + sum(parts[2:]))
        elif parts:
            found.append(sum(parts))
        place = end
    return found


def falls_short(words: Sequence[str]) -> bool | None:
    """Whether the share that words say is less than all: "59 of 61", "all but one", "half of"; None where they say
    nothing of it ("5 of 3")."""
    rate = share(words)
    if rate is not None:
        return rate < 100
    return None if len(numbers(words)) == 2 else True


def hashed(text: str) -> int:
    """A 64-bit id of a text, the same on every machine and in every run."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
