"""One text as the product reads it: tokens, clauses, and the spans by which a reviewer could ask for something.

The tokens are those of ``spacy.blank("en")``, built once, and asked once for each spelling of a piece between spaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from scorer.keeping import LONGEST_WORD, Kept
from scorer.language.file_names import file_name_parts
from scorer.language.labels import TokenSpan
from scorer.language.lexicon import lexicon
from scorer.language.spans import find_spans
from scorer.language.spelling import BREAK, MOST_KNOWN, Word, word

_NAMEABLE = frozenset(("POST", "BODY", "SYSTEM", "DOCUMENT", "POLICY", "LETTER"))
_CURRENCIES = frozenset("£€$")
_IN_TITLES = frozenset(("PROPER", "PRACTICE"))
"""What stands in titles of posts too, with a capital: "Head of Customer Experience"."""
_IN_CHARGE = frozenset(("of", "for"))
_AND = frozenset(("and", "&"))
_JOINING = frozenset(("and", "&", "of", ",", "-", "'"))


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
        """The character range of the tokens ``[start, end)``, without the underscores behind a part of a file name."""
        last = self.lexemes[end - 1]
        right = self.starts[end - 1] + last.length
        if self.text[right - 1] == "_" and last.lower[-1] != "_":
            right = self.starts[end - 1] + len(last.lower)
        return self.starts[start], right

    def named(self, span: TokenSpan) -> tuple[int, int]:
        """The character range of a span with the words beside it that name it ("Repairs and Damp Policy", "Director of
        Housing Services"), and a sum of money with its sign."""
        start = span.start
        if span.label in _NAMEABLE:
            generic = lexicon().sets["generic_qualifier"]
            topics = lexicon().sets["topic"]
            for position in range(span.start - 1, max(-1, span.start - 7), -1):
                near = self.lexemes[position]
                if near.lower in _JOINING:
                    continue
                if not (near.content and (near.capital or near.lower in topics or near.lower in generic)):
                    break
                start = position
        elif span.label == "FIGURE" and start and self.lexemes[start - 1].lower in _CURRENCIES:
            start -= 1
        return self.characters(start, self._office(span) if span.label == "POST" else span.end)

    def _office(self, post: TokenSpan) -> int:
        """The end of a post with what it is in charge of, up to what is named by itself: "Director" in "Director of
        Housing and Property Services"."""
        charge = any(near.lower in _IN_CHARGE for near in self.lexemes[post.start : post.end])
        others = (span.start for span in self.spans if span.start >= post.end and span.label not in _IN_TITLES)
        last = min(others, default=len(self.lexemes))
        end = post.end
        for position in range(post.end, last):
            near = self.lexemes[position]
            if near.lower in _IN_CHARGE or (charge and near.lower in _AND):
                charge = True
            elif charge and near.content and near.capital:
                end = position + 1
            else:
                break
        return end


@cache
def _exceptions() -> frozenset[str]:
    """The tokens that spaCy's tokeniser knows by rule."""
    tokenizer: Any = pipeline().tokenizer
    return frozenset(tokenizer.rules)


@cache
def pipeline() -> Language:
    """The one spaCy pipeline: the English tokeniser, nothing trained, nothing downloaded."""
    return spacy.blank("en")


def read(text: str) -> Reading:
    """Read one text of any length."""
    if not text:
        return _nothing()
    lexemes: list[Word] = []
    starts: list[int] = []
    position = 0
    for piece in text.split(" "):
        known = _PIECES[piece]
        if not known:
            lexemes, starts = _read_whole(text)
            break
        for token in known:
            lexemes.append(token)
            starts.append(position)
            position += token.length
        position += 1
    words = tuple([token.lower for token in lexemes])
    marked = [place for place, token in enumerate(lexemes) if token.role]
    spans = find_spans(words, lexemes, marked)
    breaks = [place for place in marked if lexemes[place].role == BREAK]
    return Reading(text, words, tuple(lexemes), tuple(starts), spans, _clauses(len(words), breaks))


@cache
def _nothing() -> Reading:
    """The reading of a blank field, which most forms have by the dozen."""
    return Reading("", (), (), (), (), ())


def _read_whole(text: str) -> tuple[list[Word], list[int]]:
    """The tokens of a text that cannot be read by its pieces, and where they start."""
    lexemes, starts = [], []
    for token in pipeline().make_doc(text):
        start = token.idx
        for part in file_name_parts(token.text):
            lexemes.append(word(part))
            starts.append(start)
            start += len(part)
    return lexemes, starts


def _tokens_of(piece: str) -> tuple[Word, ...]:
    """The tokens of what stands between two spaces; none where they depend on its neighbours.

    They do beside more white space, and where spaCy knows a part of the piece as a face or the like: ":)" after "(".
    """
    tokens = [token.text for token in pipeline().make_doc(piece)]
    if any(map(str.isspace, piece)) or any(token != piece and _is_face(token) for token in tokens):
        return ()
    return tuple([word(part) for token in tokens for part in file_name_parts(token)])


_PIECES = Kept(_tokens_of, MOST_KNOWN, LONGEST_WORD)
"""What stands between two spaces, and its tokens."""


def _is_face(token: str) -> bool:
    """Whether spaCy has a rule for the token that is no word with an apostrophe."""
    return (
        len(token) > 1
        and token in _exceptions()
        and not (any(map(str.isalnum, token)) and all(letter.isalnum() or letter in "'’" for letter in token))
    )


def _clauses(size: int, breaks: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Split at sentence punctuation. Forms leave much of it out, so a clause may hold several statements."""
    if not breaks:
        return ((0, size),) if size else ()
    return tuple([(left + 1, right) for left, right in pairwise((-1, *breaks, size)) if right > left + 1])
