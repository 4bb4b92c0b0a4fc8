"""Fingerprints of what a cell says: equal for the same words from two landlords, and telling nothing of them.

A consultant's template comes back with another name, another date and other punctuation, so the landlord's name,
figures and all but letters are evened out before the words are counted and hashed. The requirement's own words, which
any form may repeat, are left out.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from scorer.keeping import LONGEST_TEXT, Kept
from scorer.landlords import landlord_key, name_pattern
from scorer.records import FIELDS, EvidenceCell, Field

SHORTEST = 6
"""Words. Anything shorter ("As per our complaints policy") is said alike by people who never met."""

_END = re.compile(r"[.!?;\n](?:(?<=[;\n])|(?!\w))")
"""The one character behind a sentence; a full stop within a word ("3.5", "example.org") is none."""
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_ASCII = bytes.maketrans(
    (string.ascii_uppercase + string.digits + string.punctuation).encode(),
    (string.ascii_lowercase + "0" * len(string.digits) + " " * len(string.punctuation)).encode(),
)
"""For bytes, which are translated in a fifth of the time of texts."""


class Sentence(NamedTuple):
    """A sentence: the fingerprint of its words (64 bits, signed), its field, and where it stands there.

    In the order of the fields of the column ``sentences``, into which it goes as it is.
    """

    key: int
    field: Field
    start: int
    end: int


class Answer(NamedTuple):
    """The fingerprint of a whole answer, None where it is too short to tell anything, and its sentences that are long
    enough and are not the requirement's, each once."""

    key: int | None
    sentences: tuple[Sentence, ...]


def answer(cell: EvidenceCell, landlord: str | None) -> Answer:
    """The fingerprints of what a landlord's cell says."""
    name = _name(landlord)
    said: list[str] = []
    seen: set[str] = set()
    found: list[Sentence] = []
    for field in FIELDS:
        start = 0
        for piece in _END.split(cell.text(field)):
            end = start + len(piece)
            if plain := _evened(piece):
                said.append(plain)
                words = _nameless(plain, name)
                if words.count(" ") >= SHORTEST - 1 and words not in seen:
                    seen.add(words)
                    if words not in _nameless(_EVENED_REQUIREMENTS[cell.requirement], name):
                        # A stop at the head (".5") is no part of a sentence.
                        begin = end - len(piece.lstrip(".!?"))
                        found.append(Sentence(_fingerprint(words), field, begin, end))
            start = end + 1
    whole = _nameless(" ".join(said), name)  # a name may run over what looks like the end of a sentence
    return Answer(_fingerprint(whole) if whole.count(" ") >= SHORTEST - 1 else None, tuple(found))


def _fingerprint(words: str) -> int:
    """64 bits of a hash, signed, as tables hold them."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True)


def _evened(text: str) -> str:
    """The words of a text without case and punctuation, every figure as 0."""
    if not text.isascii():
        return _DIGITS.sub("0", " ".join(_WORD.findall(text.casefold())))
    words = " ".join(text.encode().translate(_ASCII).decode().split())
    return _DIGITS.sub("0", words) if "00" in words else words


_EVENED_REQUIREMENTS = Kept(_evened, 512, LONGEST_TEXT)
"""Kept, because the forms of an edition all have the same requirements."""


class _Name(NamedTuple):
    """A landlord's name, evened, and a word that every spelling of it has."""

    word: str
    evened: str


def _nameless(words: str, name: _Name | None) -> str:
    """Evened words with 0 for the landlord's name."""
    if name is None or name.word not in words:  # most have none, and a pattern is long to make and to look for
        return words
    pattern = name_pattern(name.evened)
    return pattern.sub("0", words) if pattern else words


@lru_cache(maxsize=256)
def _name(landlord: str | None) -> _Name | None:
    """What tells the name of a landlord; None without one."""
    evened = _DIGITS.sub("0", landlord or "")
    words = landlord_key(evened).split()
    return _Name(words[0], evened) if words else None
