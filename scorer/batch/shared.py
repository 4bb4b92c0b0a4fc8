"""Fingerprints of what a cell says: equal for the same words from two landlords, and telling nothing of them.

A consultant's template comes back with another name, another date and other punctuation, so the landlord's name,
figures and all but letters are evened out before the words are counted and hashed. The requirement's own words, which
any form may repeat, are left out.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from scorer.landlords import landlord_key, name_pattern
from scorer.records import FIELDS, EvidenceCell, Field

SHORTEST = 6
"""Words. Anything shorter ("As per our complaints policy") is said alike by people who never met."""

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?](?=\w)[^.!?;\n]*)*")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_ASCII = str.maketrans(
    string.ascii_uppercase + string.digits + string.punctuation,
    string.ascii_lowercase + "0" * len(string.digits) + " " * len(string.punctuation),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field, where it stands, and the fingerprint of its words (64 bits, signed)."""

    field: Field
    start: int
    end: int
    key: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The fingerprint of a whole answer, None where it is too short to tell anything, and its sentences that are long
    enough and are not the requirement's, each once."""

    key: int | None
    sentences: tuple[Sentence, ...]


def answer(cell: EvidenceCell, landlord: str | None) -> Answer:
    """The fingerprints of what a landlord's cell says."""
    said: list[str] = []
    seen: set[str] = set()
    found: list[Sentence] = []
    required: str | None = None
    for field in FIELDS:
        for match in _SENTENCE.finditer(cell.text(field)):
            plain = _evened(match[0])
            said.append(plain)
            words = _nameless(plain, landlord)
            if words in seen or words.count(" ") < SHORTEST - 1:
                continue
            seen.add(words)
            if required is None:
                required = _nameless(_evened_requirement(cell.requirement), landlord)
            if words not in required:
                found.append(Sentence(field, match.start(), match.end(), _fingerprint(words)))
    whole = _nameless(
        " ".join(filter(None, said)), landlord
    )  # a name may run over what looks like the end of a sentence
    return Answer(_fingerprint(whole) if whole.count(" ") >= SHORTEST - 1 else None, tuple(found))


def _fingerprint(words: str) -> int:
    """64 bits of a hash, signed, as tables hold them."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True)


def _evened(text: str) -> str:
    """The words of a text without case and punctuation, every figure as 0."""
    if not text.isascii():
        return _DIGITS.sub("0", " ".join(_WORD.findall(text.casefold())))
    words = " ".join(text.translate(_ASCII).split())
    return _DIGITS.sub("0", words) if "00" in words else words


_evened_requirement = lru_cache(maxsize=512)(_evened)
"""Kept, because the forms of an edition all have the same requirements."""


def _nameless(words: str, landlord: str | None) -> str:
    """Evened words with 0 for the landlord's name."""
    name = _name(landlord)
    if name is None or name[0] not in words:  # looking for one word is much quicker than looking for a pattern
        return words
    return name[1].sub("0", words)


@lru_cache(maxsize=256)
def _name(landlord: str | None) -> tuple[str, re.Pattern[str]] | None:
    """A word that every spelling of the name has, and the pattern of the name, both evened; None without a name."""
    evened = _DIGITS.sub("0", landlord or "")
    pattern = name_pattern(evened)
    return (landlord_key(evened).split()[0], pattern) if pattern else None
