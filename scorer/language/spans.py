"""The spans of a text, found by one pass over its tokens with the lexicon.

Thousands of token patterns would say the same and cost more than everything else together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scorer.keeping import LONGEST_WORD, Kept
from scorer.language.labels import LABELS, SpanLabel, TokenSpan
from scorer.language.lexicon import lexicon
from scorer.language.periods import UNITS
from scorer.language.spelling import (
    ADDRESSED,
    BREAK,
    BREAKS,
    CLAUSE_HEAD,
    GLUED,
    IDENTIFYING,
    NAMING,
    NUMBER,
    NUMERAL,
    OPENING,
    QUOTES,
    QUOTING,
    TITLING,
    Word,
)
from scorer.language.words import NUMBER_WORDS, number, number_end, numbers

_OPENERS = BREAKS | frozenset(("-", "–", "•", "*", ":", "|", "'", "‘", '"', "“", "(", ")"))
"""After these a capital is no sign of a name."""

_DOTTED = re.compile(r"\d{1,2}(\.\d{1,2}){1,3}[a-z]?|\d{1,2}\([a-z0-9]\)")
_YEAR = re.compile(r"(19|20)\d\d([/-](20)?\d\d)?")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](\d\d){1,2}")
_CLAUSE_MARK = re.compile(r"\(?([a-z]|\d{1,3}[a-z]?|[ivx]{1,4}|\d+([./-]\d+)+[a-z]?|\d{1,3}\([a-z0-9])\)?")
_LONGEST_QUOTE = 12
"""Tokens: longer runs between quotation marks are speech or a stray mark, not a title."""
_SMALL_IN_TITLES = frozenset(("a", "an", "and", "&", "for", "in", "of", "on", "or", "the", "to", "with", "'s", "’s"))
"""Words that a title leaves without a capital."""
_SEPARATORS = frozenset("-/–")
_ORDINAL_ENDS = ("st", "nd", "rd", "th")
_UNITS = UNITS.keys() - {"h"}
"""Units that may stand apart from their number: "2 h" is rather a flat or a name."""
_DAYS_OF_WORK = frozenset(("working", "calendar", "business", "clear"))
"""What is said of the days of a limit."""

_SOME_DAY = frozenset(("a", "each", "every", "next", "one", "per", "same", "that", "the", "this"))
"""Words before "day" after which a number counts something else; "by day eight" is a limit."""

_FRACTIONS = frozenset(("thirds", "fifths", "tenths"))
"""Parts of a whole; "quarters" are mostly those of a year, but for three of them."""
_NUMBERED = re.compile(r"(\d{2,4})/(\d{2,5})")
"""A paper or a case by its number in the year: "24/117"; "24/25" is taken for the year."""
_SHORT_TIME = re.compile(r"\d{1,3}(h|hrs?|mins?|days?|wds?|wks?|mths?)")


def find_spans(words: tuple[str, ...], lexemes: Sequence[Word], marked: Iterable[int]) -> tuple[TokenSpan, ...]:
    """The spans of a text's tokens, in order; they do not overlap, and the first that begins wins.

    ``marked`` are the places of the tokens that have a role.
    """
    spans: list[TokenSpan] = []
    scan = None
    reached = 0
    last = len(words) - 1
    for position in marked:
        if position < reached:
            continue
        lexeme = lexemes[position]
        role = lexeme.role
        if role >= OPENING and (position == last or words[position + 1] not in lexeme.next):
            if lexeme.label is not None:
                spans.append(TokenSpan(lexeme.label, position, position + 1))
        elif role != BREAK:
            scan = scan or _Scanner(words, lexemes)
            found = scan.at(position, role)
            if found is not None:
                reached = found[1]
                spans.append(TokenSpan(found[0], position, reached))
    return tuple(spans)


class _Scanner:
    """What begins at a token of one text."""

    def __init__(self, words: tuple[str, ...], lexemes: Sequence[Word]) -> None:
        self.words = words
        self.lexemes = lexemes
        self.lex = lexicon()
        self.sets = self.lex.sets

    def at(self, position: int, role: int) -> tuple[SpanLabel, int] | None:
        """The label and the end of the span that begins at a token of this role, or None."""
        if role == NUMBER:
            found = self._number(position)
        elif role == CLAUSE_HEAD:
            found = self._clause(position)
        elif role == ADDRESSED:
            return "URL", position + 1
        elif role == GLUED:
            return "CLAUSE", position + 1
        elif role == QUOTING:
            return self._quoted(position)
        elif role == IDENTIFYING:
            return "IDENTIFIER", position + 1
        elif role == NAMING:
            return self._name(position)
        elif role == TITLING:
            found = self._titled(position)
        else:
            found = None
        if found is None:
            match = self.lex.longest(self.words, position)
            if match is not None:
                found = self._classed(match[0], position, match[1])
        return found

    def _word(self, position: int) -> str:
        return self.words[position] if 0 <= position < len(self.words) else ""

    def _number(self, start: int) -> tuple[SpanLabel, int] | None:
        word = self.words[start]
        end = self._twice(start, number_end(self.words, start))
        after = self._word(end)
        if after in ("%", "percent"):
            return "RATE", end + 1
        if after in _ORDINAL_ENDS or word.endswith(_ORDINAL_ENDS):
            return self._ordinal(start, end + (after in _ORDINAL_ENDS))
        if after == "per" and self._word(end + 1) == "cent":
            return "RATE", end + 2
        parts = end + (after == "-")
        if self._word(parts) in _FRACTIONS or (word == "three" and self._word(parts) == "quarters"):
            return "RATE", parts + 1
        if after in self.sets["month"] or after == "may":
            return "DATE", end + (2 if _YEAR.fullmatch(self._word(end + 1)) else 1)
        unit = end + (after == "-" or after in _DAYS_OF_WORK)
        unit += self._word(unit) in ("working", "-")
        if self._word(unit) in _UNITS:
            return "TIMESCALE", unit + 1
        of = end + (after == "out")
        if self._word(of) == "of":
            whole = of + 1 + (self._word(of + 1) in ("the", "our", "all"))
            if NUMERAL.fullmatch(self._word(whole)) or self._word(whole) in NUMBER_WORDS:
                return "RATE", number_end(self.words, whole)
        if after in _SEPARATORS and self._word(end + 1) in ("stage", "stages"):
            return "STAGE", end + 2
        if after in ("stage", "stages"):
            return "STAGE", end + 1
        alone = "FIGURE" if end > start + 1 else _NUMBERS_ALONE[word]
        if self._word(start - 1) == "day" and alone in (None, "FIGURE") and self._word(start - 2) not in _SOME_DAY:
            return "TIMESCALE", end
        if alone is None:
            return None
        if alone == "YEAR" and after in _SEPARATORS and self._word(end + 1).isdigit():
            return alone, end + 2
        return alone, end

    def _twice(self, start: int, end: int) -> int:
        """The end of a number that is told once more in brackets: "ten (10) working days"."""
        if self._word(end) != "(" or self._word(end + 2) != ")":
            return end
        told = numbers(self.words[start:end])
        return end + 3 if told and number(self._word(end + 1)) == told[-1] else end

    def _ordinal(self, start: int, end: int) -> tuple[SpanLabel, int] | None:
        """A day of a month, or the working day by which something is done; "3rd party" and its like count nothing."""
        unit = end + 1 + (self._word(end + 1) == "-")
        if self._word(end) in _DAYS_OF_WORK and self._word(unit) == "day":
            return "TIMESCALE", unit + 1
        end += self._word(end) == "of"
        if self._word(end) in self.sets["month"] or self._word(end) == "may":
            return "DATE", end + 1 + bool(_YEAR.fullmatch(self._word(end + 1)))
        return None

    def _quoted(self, start: int) -> tuple[SpanLabel, int] | None:
        """A title in quotation marks: "Making a complaint"."""
        closing = QUOTES.get(self.words[start], "")
        for end in range(start + 2, min(len(self.words), start + _LONGEST_QUOTE)):
            if self.words[end] == closing:
                return "QUOTE", end + 1
        return None

    def _titled(self, start: int) -> tuple[SpanLabel, int] | None:
        """A title without quotation marks: "headed Making a Complaint"; capitals tell nothing among capitals."""
        if self.lexemes[start].capital:
            return None
        end, last = start + 1, len(self.words)
        while end < min(last, start + _LONGEST_QUOTE) and self.lexemes[end].capital:
            end += 1
            end += self._word(end) in _SMALL_IN_TITLES and end + 1 < last and self.lexemes[end + 1].capital
        return ("QUOTE", end) if end > start + 1 else None

    def _name(self, start: int) -> tuple[SpanLabel, int] | None:
        """A run of unlisted words in capitals, as the name of a person, a place or a product; where the first opens a
        sentence its capital tells nothing."""
        if start == 0 or self.words[start - 1] in _OPENERS or self.words[start - 1].isspace():
            return None
        end = start + 1
        while end < len(self.words) and self.lexemes[end].role == NAMING:
            end += 1
        return "PROPER", end

    def _clause(self, start: int) -> tuple[SpanLabel, int] | None:
        end = start + 1
        end += self._word(end) in ("no", "number", ".", "(", ":")
        end += self._word(end) == "."
        mark = self._word(end)
        if not mark[:1].isdigit() and self._word(start + 1) in ("no", "number", "."):
            return None  # "the page. A resident", "on this page no one"
        if mark in ("a", "i") and not self.lexemes[end].capital:
            return None
        if mark in NUMBER_WORDS:
            return "CLAUSE", number_end(self.words, end)
        return ("CLAUSE", end + 1) if _CLAUSE_MARK.fullmatch(mark) else None

    def _classed(self, label: str, start: int, end: int) -> tuple[SpanLabel, int] | None:
        simple = LABELS.get(label)
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
        opens = position == 0 or self.words[position - 1] in BREAKS
        return self.lexemes[position].capital and not opens and word not in self.lex.trie and word.isalpha()

    def _is_named(self, start: int, end: int) -> bool:
        """Whether something tells this policy from the complaints policy: "Repairs Policy", "policy on repairs"."""
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


def _number_alone(word: str) -> SpanLabel | None:
    """The label of a number with nothing beside it; None for "one", which seldom counts, and for what is no number."""
    if _DATE.fullmatch(word):
        return "DATE"
    if _YEAR.fullmatch(word):
        return "YEAR"
    if _DOTTED.fullmatch(word):
        return "CLAUSE"
    if _SHORT_TIME.fullmatch(word):
        return "TIMESCALE"
    numbered = _NUMBERED.fullmatch(word)
    if numbered is not None:
        return "YEAR" if int(numbered[1]) + 1 == int(numbered[2]) < 100 else "IDENTIFIER"
    if word == "one" or not (word in NUMBER_WORDS or NUMERAL.fullmatch(word)):
        return None
    return "FIGURE"


_NUMBERS_ALONE = Kept(_number_alone, 4096, LONGEST_WORD)
