"""Whose a form is: one landlord, however its forms spell its name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_IDLE = frozenset(("the", "limited", "ltd", "plc", "and"))
"""Words that one form gives and another leaves out."""

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def landlord_key(name: str | None) -> str:
    """The landlord's name without case, punctuation and words that come and go, however its accents are coded; ""
    where none is named."""
    words = _WORD.findall(unicodedata.normalize("NFC", (name or "").casefold()))
    return " ".join([word for word in words if word not in _IDLE] or words)


def same_landlord(one: str | None, other: str | None) -> bool:
    """True where both name the same landlord."""
    return landlord_key(one) != "" and landlord_key(one) == landlord_key(other)


@lru_cache(maxsize=256)
def name_pattern(name: str | None) -> re.Pattern[str] | None:
    """What finds the landlord's name among lower-case words with one space between, with or without the words that
    come and go; None where none is named."""
    if not landlord_key(name):
        return None
    words = _WORD.findall((name or "").casefold())
    kept = [word for word in words if word not in _IDLE] or words
    between = r" (?:(?:and|the) )?"
    return re.compile(rf"\b(?:the )?{between.join(kept)}(?: (?:limited|ltd|plc))*\b")
