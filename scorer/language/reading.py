"""One text as the product reads it: tokens, clauses, and the spans by which a reviewer could ask for something.

The tokens are those of ``spacy.blank("en")``, built once, and asked once for each spelling of a piece between spaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from scorer.language.labels import TokenSpan
from scorer.language.lexicon import lexicon
from scorer.language.spans import BREAKS, find_spans
from scorer.language.spelling import MOST_KNOWN, Word, word

_NAMEABLE = frozenset(("POST", "BODY", "SYSTEM", "DOCUMENT", "POLICY", "LETTER"))
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
        """The character range of the tokens ``[start, end)``."""
        return self.starts[start], self.starts[end - 1] + self.lexemes[end - 1].length

    def named(self, span: TokenSpan) -> tuple[int, int]:
        """The character range of a span with the words before it that name it: "Repairs and Damp Policy"."""
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


_Piece = tuple[tuple[Word, ...], tuple[int, ...]]
"""What stands between two spaces: its tokens, and how far behind the start of each the next one starts."""

_PIECES: dict[str, _Piece] = {}
_lower = attrgetter("lower")


def read(text: str) -> Reading:
    """Read one text of any length."""
    if not text:
        return _nothing()
    pieces = [_PIECES.get(piece) or _learn_piece(piece) for piece in text.split(" ")]
    known = [piece for piece in pieces if piece is not None]
    if len(known) == len(pieces):
        tokens, steps = zip(*known, strict=True)
        lexemes = tuple(chain.from_iterable(tokens))
        starts = tuple(accumulate(chain.from_iterable(steps), initial=0))[:-1]
    else:
        lexemes, starts = _read_whole(text)
    words = tuple(map(_lower, lexemes))
    return Reading(text, words, lexemes, starts, tuple(find_spans(words, lexemes)), tuple(_clauses(words)))


@cache
def _nothing() -> Reading:
    """The reading of a blank field, which most forms have by the dozen."""
    return Reading("", (), (), (), (), ())


def _read_whole(text: str) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    """The tokens of a text that cannot be read by its pieces, and where they start."""
    doc = pipeline().make_doc(text)
    return tuple([word(token.text) for token in doc]), tuple([token.idx for token in doc])


def _learn_piece(piece: str) -> _Piece | None:
    """What stands between two spaces; None where its tokens depend on its neighbours, or there are none.

    They do beside more white space, and where spaCy knows a part of the piece as a face or the like: ":)" after "(".
    """
    tokens = [token.text for token in pipeline().make_doc(piece)]
    if not tokens or any(map(str.isspace, piece)) or any(token != piece and _is_face(token) for token in tokens):
        return None
    if len(_PIECES) >= MOST_KNOWN:
        _PIECES.clear()
    *before, last = map(len, tokens)
    known = _PIECES[piece] = (tuple(map(word, tokens)), (*before, last + 1))
    return known


def _is_face(token: str) -> bool:
    """Whether spaCy has a rule for the token that is no word with an apostrophe."""
    return (
        len(token) > 1
        and token in _exceptions()
        and not (any(map(str.isalnum, token)) and all(letter.isalnum() or letter in "'’" for letter in token))
    )


def _clauses(words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Split at sentence punctuation. Forms leave much of it out, so a clause may hold several statements."""
    breaks = [position for position, lower in enumerate(words) if lower in BREAKS]
    starts = [0, *[position + 1 for position in breaks]]
    return [(start, end) for start, end in zip(starts, [*breaks, len(words)], strict=True) if start < end]
