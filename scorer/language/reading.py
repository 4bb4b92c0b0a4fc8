"""One text as the product reads it: tokens, clauses, and the spans by which a reviewer could ask for something.

The tokens are those of ``spacy.blank("en")``, built once, and asked once for each spelling of a piece between spaces.
The spans are found by one pass over the tokens with the lexicon, because thousands of token patterns would cost more
than everything else together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from scorer.language.lexicon import PHRASE_END, Lexicon, lexicon
from scorer.language.words import NUMBER_WORDS, hashed, is_content, stem

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
    "MANNER",
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
    "manner": "MANNER",
    "modal_hedge": "HEDGE",
    "plan": "PLAN",
    "negation": "NEGATION",
}

_PLAIN, _NUMBER, _CLAUSE_HEAD, _ADDRESSED, _GLUED, _QUOTING, _IDENTIFYING, _LISTED, _SETTLED = range(9)
"""Roles of a word in the scan."""

_NUMERAL = re.compile(r"[£$]?\d[\d,]*(\.\d+)?(st|nd|rd|th|k|m)?")
_MISREAD = re.compile(r"(?<=[a-z])[10](?=[a-z])")
_LETTERS = {"1": "l", "0": "o"}
"""A digit between letters is a letter that text recognition misread: "po1icy"."""
_DIGIT = re.compile(r"\d")
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
_NAMEABLE = frozenset(("POST", "BODY", "SYSTEM", "DOCUMENT", "POLICY", "LETTER"))
_JOINING = frozenset(("and", "&", "of", ",", "-", "'"))
_BREAKS = frozenset(".!?;")
_SEPARATORS = frozenset("-/–")


class TokenSpan(NamedTuple):
    """A labelled run of tokens ``[start, end)``."""

    label: SpanLabel
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of a token by its letters alone: worked out once for each spelling and kept.

    ``id`` is the same on every machine and in every run, with all digits alike. ``content`` is false for function
    words and punctuation; ``number`` is true for what opens with a digit. ``role`` says which test of the scanner the
    word can pass, if any; ``label`` is that of a word which is a span by itself, whatever stands beside it.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its tokens (in lower case, as ``Word``s, and as character starts), its spans in order, and its clauses
    as token ranges."""

    text: str
    words: tuple[str, ...]
    lexemes: tuple[Word, ...]
    starts: tuple[int, ...]
    spans: tuple[TokenSpan, ...]
    clauses: tuple[tuple[int, int], ...]

    def doc(self, start: int, end: int) -> Doc:
        """The tokens ``[start, end)`` as spaCy's own object, made anew with each call."""
        ends = [self.characters(place, place + 1)[1] for place in range(start, end)]
        words = [self.text[left:right] for left, right in zip(self.starts[start:end], ends, strict=True)]
        return Doc(pipeline().vocab, words=words, spaces=[self.text[right : right + 1] == " " for right in ends])

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """The character range of the tokens ``[start, end)``."""
        return self.starts[start], self.starts[end - 1] + self.lexemes[end - 1].length

    def named(self, span: TokenSpan) -> tuple[int, int]:
        """The character range of a span with the words before it that name it: "Repairs and Damp Policy"."""
        start = span.start
        if span.label in _NAMEABLE:
            generic = lexicon().sets["generic_qualifier"]
            topics = lexicon().sets["topic"]
            for position in range(span.start - 1, max(-1, span.start - 7), -1):
                word = self.lexemes[position]
                if word.lower in _JOINING:
                    continue
                if not (word.content and (word.capital or word.lower in topics or word.lower in generic)):
                    break
                start = position
        return self.characters(start, span.end)


@cache
def _exceptions() -> frozenset[str]:
    """The tokens that spaCy's tokeniser knows by rule."""
    tokenizer: Any = pipeline().tokenizer
    return frozenset(tokenizer.rules)


@cache
def pipeline() -> Language:
    """The one spaCy pipeline: the English tokeniser, nothing trained, nothing downloaded."""
    return spacy.blank("en")


_WORDS: dict[str, Word] = {}
_PIECES: dict[str, tuple[Word, ...]] = {}
_MOST_KNOWN = 200_000
"""Spellings kept, of words and of pieces. A long run over strange texts starts afresh rather than growing on."""


def read(text: str) -> Reading:
    """Read one text of any length."""
    if not text:
        return _nothing()
    lexemes: list[Word] = []
    starts: list[int] = []
    position = 0
    for piece in text.split(" "):
        known = _PIECES.get(piece) or _learn_piece(piece)
        if not known:
            lexemes, starts = _read_whole(text)
            break
        for word in known:
            lexemes.append(word)
            starts.append(position)
            position += word.length
        position += 1
    words = tuple([word.lower for word in lexemes])
    spans = _Scanner(words, lexemes, lexicon()).scan()
    return Reading(text, words, tuple(lexemes), tuple(starts), tuple(spans), tuple(_clauses(words)))


@cache
def _nothing() -> Reading:
    """The reading of a blank field, which most forms have by the dozen."""
    return Reading("", (), (), (), (), ())


def _read_whole(text: str) -> tuple[list[Word], list[int]]:
    """The tokens of a text that cannot be read by its pieces, and where they start."""
    doc = pipeline().make_doc(text)
    return [_word(token.text) for token in doc], [token.idx for token in doc]


def _learn_piece(piece: str) -> tuple[Word, ...]:
    """The tokens of what stands between two spaces; none where they depend on its neighbours.

    They do beside more white space, and where spaCy knows a part of the piece as a face or the like: ":)" after "(".
    """
    tokens = [token.text for token in pipeline().make_doc(piece)]
    if any(map(str.isspace, piece)) or any(token != piece and _is_face(token) for token in tokens):
        return ()
    if len(_PIECES) >= _MOST_KNOWN:
        _PIECES.clear()
    known = _PIECES[piece] = tuple(map(_word, tokens))
    return known


def _is_face(token: str) -> bool:
    """Whether spaCy has a rule for the token that is no word with an apostrophe."""
    return (
        len(token) > 1
        and token in _exceptions()
        and not (any(map(str.isalnum, token)) and all(letter.isalnum() or letter in "'’" for letter in token))
    )


def _word(text: str) -> Word:
    word = _WORDS.get(text)
    if word is None:
        if len(_WORDS) >= _MOST_KNOWN:
            _WORDS.clear()
        word = _WORDS[text] = _learn(text)
    return word


def _learn(text: str) -> Word:
    lower = _MISREAD.sub(lambda match: _LETTERS[match[0]], text.lower())
    role = _role(lower)
    label = _settled(lower) if role == _LISTED else None
    return Word(
        lower=lower,
        length=len(text),
        capital=text.istitle() or text.isupper(),
        id=hashed(_DIGIT.sub("0", lower)),
        stem=stem(lower),
        content=is_content(lower),
        number=lower[0].isdigit(),
        role=_SETTLED if label else role,
        label=label,
    )


def _settled(word: str) -> SpanLabel | None:
    """The label of a listed word that opens no longer phrase, where nothing beside it may change the label."""
    node = lexicon().trie[word]
    return _SIMPLE.get(node[PHRASE_END]) if node.keys() == {PHRASE_END} and word != "may" else None


def _role(word: str) -> int:
    first = word[0]
    lex = lexicon()
    if first.isdigit() or first in "£$" or word in NUMBER_WORDS:
        return _NUMBER
    if word in lex.sets["clause_head"] or first == "§":
        return _CLAUSE_HEAD
    if len(word) > 3 and ("@" in word or ("." in word and _ADDRESS.search(word))):
        return _ADDRESSED
    if "." in word and _GLUED_CLAUSE.fullmatch(word):
        return _GLUED
    if first in _QUOTES:
        return _QUOTING
    if word in lex.trie:
        return _LISTED
    return _IDENTIFYING if _IDENTIFIER.fullmatch(word) else _PLAIN


def _clauses(words: tuple[str, ...]) -> list[tuple[int, int]]:
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

    def __init__(self, words: tuple[str, ...], lexemes: list[Word], lex: Lexicon) -> None:
        self.words = words
        self.lexemes = lexemes
        self.lex = lex
        self.sets = lex.sets

    def scan(self) -> list[TokenSpan]:
        spans: list[TokenSpan] = []
        reached = 0
        for position, lexeme in enumerate(self.lexemes):
            if lexeme.role == _PLAIN or position < reached:
                continue
            if lexeme.label is not None:
                reached = position + 1
                spans.append(TokenSpan(lexeme.label, position, reached))
                continue
            found = self._found(position, lexeme.role)
            if found is not None:
                reached = found[1]
                spans.append(TokenSpan(found[0], position, reached))
        return spans

    def _found(self, position: int, role: int) -> tuple[SpanLabel, int] | None:
        if role == _NUMBER:
            found = self._number(position)
        elif role == _CLAUSE_HEAD:
            found = self._clause(position)
        elif role == _ADDRESSED:
            return "URL", position + 1
        elif role == _GLUED:
            return "CLAUSE", position + 1
        elif role == _QUOTING:
            return self._quoted(position)
        elif role == _IDENTIFYING:
            return "IDENTIFIER", position + 1
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
        after = self._word(start + 1)
        if after in ("%", "percent"):
            return "RATE", start + 2
        if after in ("st", "nd", "rd", "th") or word.endswith(("st", "nd", "rd", "th")):
            return self._ordinal(start, start + 1 + (after in ("st", "nd", "rd", "th")))
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

    def _ordinal(self, start: int, end: int) -> tuple[SpanLabel, int] | None:
        """A day of a month; "3rd party" and its like count nothing."""
        end += self._word(end) == "of"
        if self._word(end) in self.sets["month"] or self._word(end) == "may":
            return "DATE", end + 1 + bool(_YEAR.fullmatch(self._word(end + 1)))
        return None

    def _quoted(self, start: int) -> tuple[SpanLabel, int] | None:
        """A title in quotation marks: "Making a complaint"."""
        closing = _QUOTES.get(self.words[start], "")
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
