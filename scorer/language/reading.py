"""One text as the product reads it: tokens, clauses, and the spans by which a reviewer could ask for something.

The tokens come from ``spacy.blank("en")``, built once. The spans are found by one pass over the tokens with the
lexicon, because thousands of token patterns would cost more than everything else together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from scorer.language.lexicon import Lexicon, lexicon

SpanLabel = Literal[
    "POST",
    "BODY",
    "SYSTEM",
    "DOCUMENT",
    "POLICY",
    "LETTER",
    "WEBSITE",
    "TRAINING",
    "WORK",
    "URL",
    "DATE",
    "MONTH",
    "YEAR",
    "RATE",
    "FIGURE",
    "TIMESCALE",
    "CLAUSE",
    "STAGE",
    "FREQUENCY",
    "SEQUENCE",
    "PRACTICE",
    "HEDGE",
    "PLAN",
    "NEGATION",
    "QUOTE",
    "IDENTIFIER",
]

_SIMPLE: dict[str, SpanLabel] = {
    "post": "POST",
    "body": "BODY",
    "system": "SYSTEM",
    "document": "DOCUMENT",
    "website": "WEBSITE",
    "training": "TRAINING",
    "frequency": "FREQUENCY",
    "sequence": "SEQUENCE",
    "verb": "PRACTICE",
    "weekday": "FREQUENCY",
    "modal_hedge": "HEDGE",
    "plan": "PLAN",
    "negation": "NEGATION",
}

NUMBER_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "fifteen": "15",
    "twenty": "20",
    "thirty": "30",
}
_NUMERAL = re.compile(r"[£$]?\d[\d,]*(\.\d+)?(st|nd|rd|th|k|m)?")
_DOTTED = re.compile(r"\d{1,2}(\.\d{1,2}){1,3}[a-z]?|\d{1,2}\([a-z0-9]\)")
_YEAR = re.compile(r"(19|20)\d\d([/-](20)?\d\d)?")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d\d){1,2}")
_GLUED_CLAUSE = re.compile(r"(s|p|pp|sec|cl|para|§)\.?\d[\d.]*[a-z]?")
_CLAUSE_MARK = re.compile(r"\(?([a-z]|\d{1,3}[a-z]?|[ivx]{1,4}|\d+(\.\d+)+[a-z]?)\)?")
_ADDRESS = re.compile(r"(https?://|www\.)|\w\.(org|co|gov|com|net|uk)\b")
_IDENTIFIER = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z]{1,6}[-_]?\d{1,4}[a-z]?")
_QUOTES = {"'": "'", "‘": "’", '"': '"', "“": "”"}
_LONGEST_QUOTE = 12
"""Tokens: longer runs between quotation marks are speech or a stray mark, not a title."""
_BREAKS = frozenset(".!?;")
_SEPARATORS = frozenset("-/–")


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A labelled run of tokens ``[start, end)``."""

    label: SpanLabel
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its spaCy Doc, its tokens in lower case with their character starts, its spans in order, and its
    clauses as token ranges."""

    doc: Doc
    words: tuple[str, ...]
    starts: tuple[int, ...]
    spans: tuple[TokenSpan, ...]
    clauses: tuple[tuple[int, int], ...]


@cache
def pipeline() -> Language:
    """The one spaCy pipeline: the English tokeniser, nothing trained, nothing downloaded."""
    return spacy.blank("en")


def read(text: str) -> Reading:
    """Read one text of any length."""
    doc = pipeline().make_doc(text)
    tokens = list(doc)
    words = [token.lower_ for token in tokens]
    starts = [token.idx for token in tokens]
    return Reading(
        doc,
        tuple(words),
        tuple(starts),
        tuple(_Scanner(words, [token.is_title or token.is_upper for token in tokens], lexicon()).scan()),
        tuple(_clauses(words)),
    )


def _clauses(words: list[str]) -> list[tuple[int, int]]:
    """Split at sentence punctuation. Forms leave much of it out, so a clause may hold several statements."""
    clauses = []
    start = 0
    for position, word in enumerate(words):
        if word in _BREAKS:
            if position > start:
                clauses.append((start, position))
            start = position + 1
    if start < len(words):
        clauses.append((start, len(words)))
    return clauses


class _Scanner:
    """One pass over the tokens of one text."""

    def __init__(self, words: list[str], capital: list[bool], lex: Lexicon) -> None:
        self.words = words
        self.capital = capital
        self.lex = lex
        self.sets = lex.sets

    def scan(self) -> list[TokenSpan]:
        spans: list[TokenSpan] = []
        position = 0
        count = len(self.words)
        trie = self.lex.trie
        while position < count:
            word = self.words[position]
            found: tuple[SpanLabel, int] | None = None
            first = word[0]
            if first.isdigit() or first in "£$" or word in NUMBER_WORDS:
                found = self._number(position)
            elif word in self.sets["clause_head"] or first == "§":
                found = self._clause(position)
            elif "." in word and len(word) > 3:
                if _ADDRESS.search(word):
                    found = ("URL", position + 1)
                elif _GLUED_CLAUSE.fullmatch(word):
                    found = ("CLAUSE", position + 1)
            elif "@" in word and len(word) > 3:
                found = ("URL", position + 1)
            elif first in _QUOTES:
                found = self._quoted(position)
            elif word[-1].isdigit() and _IDENTIFIER.fullmatch(word):
                found = ("IDENTIFIER", position + 1)
            if found is None and word in trie:
                match = self.lex.longest(self.words, position)
                if match is not None:
                    found = self._classed(match[0], position, match[1])
            if found is None:
                position += 1
            else:
                spans.append(TokenSpan(found[0], position, found[1]))
                position = found[1]
        return spans

    def _word(self, position: int) -> str:
        return self.words[position] if 0 <= position < len(self.words) else ""

    def _number(self, start: int) -> tuple[SpanLabel, int] | None:
        word = self.words[start]
        after = self._word(start + 1)
        if after in ("%", "percent"):
            return "RATE", start + 2
        if after == "per" and self._word(start + 2) == "cent":
            return "RATE", start + 3
        if after in self.sets["month"] or after == "may":
            return "DATE", start + (3 if _YEAR.fullmatch(self._word(start + 2)) else 2)
        unit = start + 2 if after in ("-", "working", "calendar", "business", "clear") else start + 1
        unit += self._word(unit) in ("working", "-")
        if self._word(unit) in (
            "day",
            "days",
            "hour",
            "hours",
            "week",
            "weeks",
            "month",
            "months",
            "years",
            "year",
        ):
            return "TIMESCALE", unit + 1
        of = start + 1 + (after == "out")
        if self._word(of) == "of":
            end = of + 1 + (self._word(of + 1) in ("the", "our", "all"))
            if _NUMERAL.fullmatch(self._word(end)) or self._word(end) in NUMBER_WORDS:
                return "RATE", end + 1
        if self._word(start + 1) in _SEPARATORS and self._word(start + 2) in ("stage", "stages"):
            return "STAGE", start + 3
        if after in ("stage", "stages"):
            return "STAGE", start + 2
        if _DATE.fullmatch(word):
            return "DATE", start + 1
        if _YEAR.fullmatch(word):
            if after in _SEPARATORS and self._word(start + 2).isdigit():
                return "YEAR", start + 3
            return "YEAR", start + 1
        if _DOTTED.fullmatch(word):
            return "CLAUSE", start + 1
        if word == "one" or not (word in NUMBER_WORDS or _NUMERAL.fullmatch(word)):
            return None
        return "FIGURE", start + 1

    def _quoted(self, start: int) -> tuple[SpanLabel, int] | None:
        """A title in quotation marks: "Making a complaint"."""
        closing = _QUOTES[self.words[start]] if self.words[start] in _QUOTES else ""
        for end in range(start + 2, min(len(self.words), start + _LONGEST_QUOTE)):
            if self.words[end] == closing:
                return "QUOTE", end + 1
        return None

    def _clause(self, start: int) -> tuple[SpanLabel, int] | None:
        end = start + 1
        end += self._word(end) in ("no", "number", ".", "(", ":")
        end += self._word(end) == "."
        mark = self._word(end)
        if mark in ("a", "i", "in") or not _CLAUSE_MARK.fullmatch(mark):
            return None
        return "CLAUSE", end + 1

    def _classed(self, label: str, start: int, end: int) -> tuple[SpanLabel, int] | None:
        simple = _SIMPLE.get(label)
        if simple is not None:
            if simple == "HEDGE" and self.words[start] == "may" and _YEAR.fullmatch(self._word(end)):
                return "DATE", end + 1
            return simple, end
        if label == "stage":
            if self._word(end) in NUMBER_WORDS or self._word(end)[:1].isdigit():
                return "STAGE", end + 1
            return None
        if label == "month":
            return ("DATE", end + 1) if _YEAR.fullmatch(self._word(end)) else ("MONTH", end)
        if label == "policy_head":
            return ("DOCUMENT" if self._is_named(start, end) else "POLICY"), end
        if label == "letter_head":
            return ("DOCUMENT" if self._is_told_apart(start, end) else "LETTER"), end
        if label == "document_if_named":
            return ("DOCUMENT" if self._qualifier(start - 1) else "WORK"), end
        return None

    def _qualifier(self, position: int) -> bool:
        """Whether the token names: a topic word, or a capital that is no generic word and opens no sentence."""
        word = self._word(position)
        if not word or word in self.sets["generic_qualifier"]:
            return False
        if word in self.sets["topic"]:
            return True
        opens = position == 0 or self.words[position - 1] in _BREAKS
        return self.capital[position] and not opens and word not in self.lex.trie and word.isalpha()

    def _is_named(self, start: int, end: int) -> bool:
        """Whether something tells this policy from the complaints policy: "Compensation Policy", "policy on repairs"."""
        position = start - 1
        while position >= 0 and start - position <= 4:
            word = self.words[position]
            if word in ("a", "the", "our", "this", "in", "with", "of", "to", ",", "."):
                break
            if self._qualifier(position):
                return True
            position -= 1
        return self._word(end) in ("on", "for") and self._word(end + 1) in self.sets["topic"]

    def _is_told_apart(self, start: int, end: int) -> bool:
        """Whether a letter is told by its stage or its kind: "stage 2 response letter", "letter templates"."""
        kinds = self.sets["letter_kind"]
        if self._word(end) in ("template", "templates"):
            return True
        for position in range(max(0, start - 3), start):
            if self.words[position] in kinds or self.words[position] in ("stage", "stage1", "stage2"):
                return True
        return False
