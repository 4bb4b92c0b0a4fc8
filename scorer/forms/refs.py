"""Numbers of provisions as forms write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAD = (
    r"(?:(?:the )?(?:code|section|provision|para(?:graph)?|clause|requirement|ref(?:erence)?|no)\b\.?\s*|§\s*"
    r"|s\.?\s*(?=\d))*"
)
_NUMBER = r"(?P<section>[1-9])\s?[.·]\s?(?P<item>\d{1,2})(?![\d%]|[.,]\d)"
_START = re.compile(rf"\s*[(\[]?{_LEAD}0?{_NUMBER}(?P<after>.*)", re.I | re.S)
# What may stand beside a number and says nothing of the duty: a bracketed level, "continued"; and, where nothing
# else follows, a bare level or a letter of a list.
_SUFFIX = re.compile(
    r"[\s.):\]–—-]*(?:[(\[](?:must|should|mandatory|best practice|expectation|m|s)[)\]][\s.:–—-]*"
    r"|\(?cont(?:inue|['’])?d?\b\.?\)?[\s.:–—-]*)*",
    re.I,
)
_BARE_SUFFIX = re.compile(r"(?:must|should|mandatory|best practice|[(\[]?[a-h][)\].]*)[*\s]*", re.I)
_BETWEEN = re.compile(rf"(?:^|(?<=[\s;,&/]))(?:and\s+)?{_LEAD}0?{_NUMBER}", re.I)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text that opens with a provision's number: the number and what stands after it."""

    ref: str
    rest: str


def starting_ref(text: str) -> Numbered | None:
    """The number at the start of a text ("1.2", "Code 1.2.", "S1.2", "01.2", "1.2 (must)"), or None.

    What says nothing but the level or a letter of a list is not part of ``rest``.
    """
    match = _START.match(text)
    if match is None or match["item"].startswith("0"):
        return None
    rest = match["after"]
    if rest and rest[0].isalpha():
        # "1.2a" is a letter of 1.2; "1.2m" a measure.
        if not re.match(r"[a-h]\b", rest):
            return None
        rest = rest[1:]
    suffix = _SUFFIX.match(rest)
    rest = rest[suffix.end() :].strip() if suffix else rest.strip()
    if _BARE_SUFFIX.fullmatch(rest):
        rest = ""
    return Numbered(f"{match['section']}.{match['item']}", rest)


def listed_refs(text: str) -> tuple[str, ...]:
    """The numbers of a text that holds nothing else ("6.5\\n6.6", "6.5 & 6.6"); empty where it holds other words."""
    if re.sub(r"\band\b|[\s;,&/.]", "", _BETWEEN.sub(" ", text), flags=re.I):
        return ()
    return tuple(dict.fromkeys(f"{match['section']}.{match['item']}" for match in _BETWEEN.finditer(text)))


def inner_refs(text: str) -> tuple[tuple[int, str], ...]:
    """Where numbers stand at the start of a line or of a sentence inside a text: position and number."""
    return tuple(
        (match.start(), f"{match['section']}.{match['item']}")
        for match in re.finditer(rf"(?:(?<=\n)|(?<=[.;:?!]\s)){_NUMBER}(?=\.?\s)", text)
        if not match["item"].startswith("0")
    )
