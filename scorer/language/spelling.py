"""What is known of a token by its spelling alone: worked out once for each spelling, and kept."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from scorer.keeping import LONGEST_WORD, Kept
from scorer.language.labels import LABELS, SpanLabel
from scorer.language.lexicon import PHRASE_END, lexicon
from scorer.language.words import NUMBER_WORDS, hashed, is_content, stem

(
    PLAIN, BREAK, NUMBER, CLAUSE_HEAD, ADDRESSED, GLUED, QUOTING, IDENTIFYING, NAMING, TITLING, LISTED, OPENING,
    SETTLED,
) = range(13)  # fmt: skip
"""Roles of a word in the scan for spans and clauses: the one test that it can pass, if any; ``PLAIN``, which most have,
is the one that is false."""

BREAKS = frozenset(".!?;")
"""What ends a clause; none of them opens a span."""

NUMERAL = re.compile(r"[£$]?\d[\d,]*(\.\d+)?(st|nd|rd|th|k|m)?")
QUOTES = {"'": "'", "‘": "’", '"': '"', "“": "”"}
MOST_KNOWN = 200_000
"""Spellings kept, of words and of pieces. A long run over strange texts starts afresh rather than growing on."""

_TITLES = frozenset(("headed", "titled", "entitled", "labelled"))
"""A title follows: "the page headed Put It Right"."""

_ANSWERS = frozenset(("yes", "none", "partial", "partially", "applicable", "compliant", "met", "noted", "agreed"))
"""Answers, which are written with a capital anywhere."""

_MISREAD = re.compile(r"(?<=[a-z])[10](?=[a-z])")
_LETTERS = {"1": "l", "0": "o"}
"""A digit between letters is a letter that text recognition misread: "po1icy"."""
_DIGIT = re.compile(r"\d")
_GLUED_CLAUSE = re.compile(r"(s|p|pp|sec|cl|para|§)\.?\d[\d.]*[a-z]?")
_ADDRESS = re.compile(r"(https?://|www\.)|\w\.(org|co|gov|com|net|uk|coop|example)\b|\w\.[a-z]{2,10}/\w")
_IDENTIFIER = re.compile(r"(?=.*\d)(?=.*[a-z])([a-z]{1,6}[-_]?\d{1,4}[a-z]?|v\d{1,2}(\.\d{1,2})+)")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A spelling. Two are the same only where they are one object, which makes them quick to look up.

    ``id`` is the same on every machine and in every run, with all digits alike. ``content`` is false for function
    words and punctuation; ``number`` is true for what opens with a digit. ``role`` says which test of the scan the
    word can pass, if any. ``next`` are, for a word that opens longer phrases, those of which one must follow if it is
    to begin one; ``label`` is that of a word which is a span by itself where none of them does.
    """

    lower: str
    length: int
    capital: bool
    id: int
    stem: str
    content: bool
    number: bool
    role: int
    label: SpanLabel | None
    next: Set[str]


def word(text: str) -> Word:
    """What is known of a token. Raises IndexError for the empty text, which is none."""
    return _WORDS[text]


def word_id(lower: str) -> int:
    """The id of a spelling in lower case, with all digits alike."""
    return hashed(_DIGIT.sub("0", lower))


def _learn(text: str) -> Word:
    lower = _MISREAD.sub(lambda match: _LETTERS[match[0]], text.lower())
    lower = lower.rstrip("_") or lower
    role, label = _role(lower), None
    following: Set[str] = frozenset()
    capital = text.istitle() or text.isupper()
    if role == LISTED:
        role, label, following = _listed(lower)
    elif role == PLAIN and capital and len(lower) > 2 and lower.isalpha() and _may_name(lower):
        role = NAMING
    return Word(
        lower=lower,
        length=len(text),
        capital=capital,
        id=word_id(lower),
        stem=stem(lower),
        content=is_content(lower),
        number=lower[0].isdigit(),
        role=role,
        label=label,
        next=following,
    )


_WORDS = Kept(_learn, MOST_KNOWN, LONGEST_WORD)


def _may_name(lower: str) -> bool:
    """Whether an unlisted word would be a name, were it written with a capital within a sentence."""
    sets = lexicon().sets
    known = _ANSWERS, sets["generic_qualifier"], sets["topic"]
    return is_content(lower) and not any(lower in words for words in known)


def _listed(lower: str) -> tuple[int, SpanLabel | None, Set[str]]:
    """Role, label and next words of a listed word.

    Nothing but a longer phrase changes the label of a word by itself, but for "may", the month.
    """
    node = lexicon().trie[lower]
    following = node.keys() - {PHRASE_END}
    if PHRASE_END not in node:
        return OPENING, None, following
    label = LABELS.get(node[PHRASE_END])
    if label is not None and lower != "may":
        return SETTLED, label, following
    return LISTED, None, frozenset()


def _role(lower: str) -> int:
    first = lower[0]
    lex = lexicon()
    if lower in BREAKS:
        return BREAK
    if first.isdigit() or first in "£$" or lower in NUMBER_WORDS:
        return NUMBER
    if lower in lex.sets["clause_head"] or first == "§":
        return CLAUSE_HEAD
    if len(lower) > 3 and ("@" in lower or ("." in lower and _ADDRESS.search(lower))):
        return ADDRESSED
    if "." in lower and _GLUED_CLAUSE.fullmatch(lower):
        return GLUED
    if first in QUOTES:
        return QUOTING
    if lower in _TITLES:
        return TITLING
    if lower in lex.trie:
        return LISTED
    return IDENTIFYING if _IDENTIFIER.fullmatch(lower) else PLAIN
