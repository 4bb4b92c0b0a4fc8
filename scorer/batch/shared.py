"""Fingerprints of what a cell says: equal for the same words from two landlords, and telling nothing of them.

A consultant's template comes back with another name, another date and other punctuation, so the landlord's name,
figures and all but letters are evened out before the words are counted and hashed. The requirement's own words, which
any form may repeat, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from scorer.landlords import name_pattern
from scorer.records import FIELDS, EvidenceCell, Field

SHORTEST = 6
"""Words. Anything shorter ("As per our complaints policy") is said alike by people who never met."""

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?](?=\w)[^.!?;\n]*)*")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field, where it stands, and the fingerprint of its words (64 bits, signed)."""

    field: Field
    start: int
    end: int
    key: int


def evened(text: str, landlord: str | None) -> str:
    """The words of a text without case, punctuation, figures and the landlord's name."""
    words = " ".join(_WORD.findall(text.casefold()))
    name = name_pattern(landlord)
    return _DIGITS.sub("0", name.sub("0", words) if name else words)


def fingerprint(words: str) -> int:
    """64 bits of a hash, signed, as tables hold them."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little", signed=True)


def cell_key(cell: EvidenceCell, landlord: str | None) -> int | None:
    """The fingerprint of the whole answer; None where it is too short to tell anything."""
    words = evened(f"{cell.evidence}\n{cell.commentary}", landlord)
    return fingerprint(words) if words.count(" ") >= SHORTEST - 1 else None


def sentences(cell: EvidenceCell, landlord: str | None) -> Iterator[Sentence]:
    """The sentences of a cell that are long enough and are not the requirement's, each once."""
    required: str | None = None
    seen: set[str] = set()
    for field in FIELDS:
        for match in _SENTENCE.finditer(cell.text(field)):
            words = evened(match[0], landlord)
            if words.count(" ") < SHORTEST - 1 or words in seen:
                continue
            seen.add(words)
            if required is None:
                required = evened(cell.requirement, landlord)
            if words not in required:
                yield Sentence(field, match.start(), match.end(), fingerprint(words))
