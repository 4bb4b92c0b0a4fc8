"""What the checks read a cell's text with: sentences, numbers, history, negation, and words copied from the duty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import ceil
from typing import NamedTuple

from scorer.codes import EDITION_CODES, load
from scorer.keeping import LONGEST_TEXT, LONGEST_WORD, Kept
from scorer.records import EvidenceCell

_WORDS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
)
NUMBERS = {word: value for value, word in enumerate(_WORDS, 1)} | {
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
}
NUMBERS |= {
    f"{tens}{between}{unit}": NUMBERS[tens] + NUMBERS[unit]
    for tens in ("twenty", "thirty", "forty")
    for unit in _WORDS[:9]
    for between in "- "
}
"""The number words that periods are told in."""

NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"

HISTORY = re.compile(
    r"\b(?:previous(?:ly)?|former(?:ly)?|used to|until|before (?:(?:1 )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)\w*|20\d\d|that|then|this|we(?! (?:log|open|regist|record|accept|enter|escalat|take|start|look|pass|move"
    r"|answer|reply|write|consider)))|prior to|(?:our|the|an) old|no longer|removed?|withdrawn|withdrew"
    r"|abolish\w*|scrapped|ended|closed|stopped|discontinued|dropped|replaced|deleted|ceased|d(?:id|one) away"
    r"|wound up|did have|had (?:a|an|three|two)|historic\w*|(?:changed|moved|reduced|shortened|cut|brought down"
    r"|came down|went|was|were) from|became|in the past|at that time|(?:has|have) been (?:merged|cut|taken out)"
    r"|took out|taken out"
    r"|up to (?:the end of )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* )?20\d\d(?! ?[a-z]+s\b))\b"
)
"""Words that tell of the past: what they stand beside is no present breach. Like all patterns that most sentences
are shown to, it is for lowered text: one that ignores case takes three times as long."""

LONG_AGO = re.compile(
    r"\b(?:in the past(?! (?:\w+ )?(?:years?|months?|weeks?|quarters?)\b)|until (?:[a-z]+ )?(?:19|20)\d\d"
    r"|that was changed|(?:we|it|they|there|staff|officers|residents|tenants|cases|complaints) used to)\b"
)
"""Words of the past that are not said of what goes on, as "closed" and "removed" are of today's cases and notes."""

NEGATION = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot|rather than|instead of|avoid\w*|(?:do|does|did|is|are|was"
    r"|were|ca|wo)n['’]t|dis[ck]ourag\w*|prohibit\w*|forbid\w*|inappropriate|unacceptable|prevent\w*"
    r"|must be avoided)\b"
)

_ALSO = (("İ", "i"), ("ı", "i"), ("ſ", "s"), ("\u212a", "k"))  # the last is the sign of the kelvin

_SENTENCE = re.compile(r"[^.;!?]+(?:[.;!?](?!\s|$)[^.;!?]*)*[.;!?]*")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|no|para|cl|sec|approx|incl|mr|mrs|ms|dr))\.$", re.I)
_ABBREVIATED = len("approx.")
_WORD = re.compile(r"[a-z]+|\d+")
_PLAIN = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at for by with and or as is are be been was were it its this that these those their our "
        "we us they them which who will any all from have has had not",
    )
)
"""Words without a meaning of their own."""
_COPIED_SHARE = 0.8
"""The share of a sentence's words that the duty says too, from which the sentence only says the duty again."""

MOST_SPELLINGS = 100_000
"""Spellings of which something is kept."""


class Sentence(NamedTuple):
    """A sentence ``[start, end)`` of a field, or the whole of it, as it stands there and ``lowered``."""

    text: str
    start: int
    end: int
    lower: str


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, parted at full stops, semicolons, exclamation and question marks before a space."""
    return tuple(_sentences(text))


@lru_cache(maxsize=16)
def in_one(text: str) -> Sentence:
    """A whole text as one sentence; kept, because several checks ask for it."""
    return Sentence(text, 0, len(text), lowered(text))


def _sentences(text: str) -> Iterator[Sentence]:
    lower = lowered(text)
    start: int | None = None
    for match in _SENTENCE.finditer(text):
        start = match.start() if start is None else start
        end = match.end()
        if end < len(text) and _ABBREVIATION.search(text, max(match.start(), end - _ABBREVIATED), end):
            continue
        yield Sentence(text[start:end], start, end, lower[start:end])
        start = None


def lowered(text: str) -> str:
    """The text in lower case, and in plain letters where a pattern that ignores case takes others for them. It is as
    long as the text."""
    if not text.isascii():
        for letter, plain in _ALSO:
            text = text.replace(letter, plain)
    return text.lower()


def number(word: str) -> int:
    """The value of digits or of a number word."""
    return int(word) if word.isdigit() else NUMBERS[lowered(word)]


@lru_cache(maxsize=256)
def is_history(text: str) -> bool:
    """Whether the text tells of what once was; kept, because several checks ask it of one sentence."""
    return HISTORY.search(lowered(text)) is not None


@lru_cache(maxsize=256)
def is_long_ago(text: str) -> bool:
    """Whether the text tells of what once was in words that are said of nothing else; kept like ``is_history``."""
    return LONG_AGO.search(lowered(text)) is not None


def is_negated(text: str) -> bool:
    """Whether the text says no to something."""
    return NEGATION.search(lowered(text)) is not None


@lru_cache(maxsize=16)
def pieces(text: str) -> tuple[str, ...]:
    """What stands between white space; kept, because each text is looked through several times."""
    return tuple(text.split())


def stems(text: str) -> list[str]:
    """The words that carry meaning, in order, in lower case and without a plural "s"."""
    if not text:
        return []
    return list(chain.from_iterable(map(_STEMS.__getitem__, pieces(text))))


def _stems_of(text: str) -> tuple[str, ...]:
    """The stems of what has no white space."""
    words = _WORD.findall(text.lower())
    return tuple([word.removesuffix("s") if len(word) > 3 else word for word in words if word not in _PLAIN])


_STEMS = Kept(_stems_of, MOST_SPELLINGS, LONGEST_WORD)


@dataclass(frozen=True, slots=True)
class Duty:
    """The stems of a provision in order, as one text with a space at each end, and each of them once."""

    text: str
    once: frozenset[str]

    @classmethod
    def of(cls, requirement: str) -> Duty:
        """The duty that a requirement lays down."""
        words = stems(requirement)
        return cls(_joined(words), frozenset(words))

    def count(self, words: Sequence[str]) -> int:
        """How many of the words the provision has."""
        return sum(map(self.once.__contains__, words))

    def has_run(self, words: Sequence[str], length: int) -> bool:
        """Whether so many of the words follow each other in the provision too."""
        return any(_joined(words[start : start + length]) in self.text for start in range(len(words) - length + 1))


def duties(code: str, ref: str, requirement: str) -> tuple[Duty, ...]:
    """The provision in the form's own words and in those of the edition file."""
    return _DUTIES[code, ref, requirement]


def _duties_of(asked: tuple[str, str, str]) -> tuple[Duty, ...]:
    code, ref, requirement = asked
    known = load(code).by_ref.get(ref) if code in EDITION_CODES else None
    texts = dict.fromkeys((requirement, known.requirement if known else ""))  # most forms say it word for word
    return tuple(Duty.of(text) for text in texts if text)


_DUTIES = Kept(_duties_of, 4096, LONGEST_TEXT)


def is_copied(text: str, cell: EvidenceCell) -> bool:
    """Whether a sentence says little but its requirement again, and in its order."""
    words = stems(text)
    return len(words) >= 4 and any(
        duty.count(words) >= _COPIED_SHARE * len(words) and duty.has_run(words, max(3, ceil(len(words) / 2)))
        for duty in duties(cell.code, cell.ref, cell.requirement)
    )


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
