"""Running heads and feet: the lines that every page repeats, and that no cell may take in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_DEEP = 3
"""Lines at the top and at the bottom of a page that may be its head or foot."""
_SHARE = 0.5
"""Of the pages, those that must repeat a line."""
_GAP = re.compile(r"\s{2,}|\t")
_NUMBERED = re.compile(r"\W*(?:page\W*)?0(?:\W*(?:of|/|\|)\W*0)?\W*", re.I)
_ALONE = re.compile(
    r"\W*page\W*0(?:\W*(?:of|/|\|)\W*0)?\W*|[^\w£$€.,%+<>≤≥]*0(?:\W*(?:of|/|\|)\W*0)?(?:\W*page)?[^\w.,;%+]*", re.I
)
"""Without a page beside it: "33%", "£250" and the "4." that ends a wrapped sentence are what a form says."""
_LEAST_WORDS = 2
_TELLING_WORDS = 4
"""Fewer may stand twice at the edge of a page by chance ("As above")."""


def running(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For each page the places of its lines that are its head or foot.

    Numbers may differ from page to page. A line of several columns is none unless its numbers do: it heads a table.
    """
    if len(pages) < 2:
        return [set() for _ in pages]
    edges = [(_edge(page, range(len(page))), _edge(page, range(len(page) - 1, -1, -1))) for page in pages]
    found: list[set[int]] = [set() for _ in pages]
    for side in (0, 1):
        counts = Counter(key for edge in edges for key in dict.fromkeys(key for _, key in edge[side]))
        for places, edge in zip(found, edges, strict=True):
            for index, key in edge[side]:
                least = 2 if "0" in key or len(key.split()) >= _TELLING_WORDS else 3
                if counts[key] < max(least, _SHARE * len(pages)):
                    break
                places.add(index)
    return found


def is_page_number(text: str) -> bool:
    """True for a line that says the number of its page and nothing else."""
    return _ALONE.fullmatch(_key(text)) is not None


def _edge(page: Sequence[str], order: Sequence[int]) -> list[tuple[int, str]]:
    """The outermost lines of one side with what they say, up to the first that can be no head or foot."""
    kept: list[tuple[int, str]] = []
    for index in order:
        if not page[index].strip():
            continue
        key = _key(page[index])
        heads_a_table = len(_GAP.split(page[index].strip())) > 2 and "0" not in key
        if len(kept) == _DEEP or heads_a_table or not (_NUMBERED.fullmatch(key) or len(key.split()) >= _LEAST_WORDS):
            break
        kept.append((index, key))
    return kept


def _key(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split()))
