"""Titles of the Code's sections, and other lines between provisions that are no answers."""

from __future__ import annotations

import re
from functools import cache

from scorer.codes import editions
from scorer.forms.refs import starting_ref

_PAGE = re.compile(r"page\s*\|?\s*\d+(?:\s*(?:of|/)\s*\d+)?", re.I)
_HEADING = re.compile(
    r"(?:section|part|chapter)\s*\d.*|(?:complaint )?stage\s*(?:1|2|3|one|two|three)\b[^\d%£]{0,30}"
    r"|.{0,40}\b(?:mandatory|best practice)\b.{0,60}|.{0,20}['‘’\"“]?(?:must|should)['‘’\"”]? requirements?.{0,20}"
    rf"|{_PAGE.pattern}",
    re.I,
)
_SECTION = re.compile(r"(?:section|part|chapter)\s*\d+\W*", re.I)
_OF_A_DOCUMENT = re.compile(
    r"\b(?:policy|letters?|templates?|leaflet|log|register|minutes|training|records?|of (?:the|our|its))\b", re.I
)
_LONGEST_SMALL_HEADING = 3
"""Words of a heading without a capital ("mandatory 'must' requirements")."""


def is_section_heading(text: str) -> bool:
    """True for what may be a title of the Code's sections ("Section 1: Definition of a complaint", "Stage 1")."""
    return bool(_HEADING.fullmatch(text)) or _bare(text) in _titles()


def ends_provision(text: str, following: str | None, *, told: bool) -> bool:
    """True for a line of text that is a section's title, and no answer ("Stage 1 letter template", "Section 4").

    Where the words are none of the Code's own titles, the line is one if it is not all of the answer (``told``) and
    what follows it begins a provision or a section.
    """
    if text[:1].islower() or not is_section_heading(text):
        # A title begins with a capital; the last word of a wrapped sentence ("communication.") with none.
        return False
    if _PAGE.fullmatch(text) or _bare(_SECTION.sub("", text)) in _titles():
        return True
    begins = following is not None and (starting_ref(following) is not None or is_section_heading(following))
    return told and begins and not _OF_A_DOCUMENT.search(text)


def is_heading(words: str, title: str) -> bool:
    """True for the words of a row with nothing beside them that are a title; ``title`` is them without a label."""
    # What goes on from the page before, "section 2 of the Code", is none.
    goes_on = words[:1].islower() and len(words.split()) > _LONGEST_SMALL_HEADING
    return (not goes_on and bool(_HEADING.fullmatch(words))) or _bare(title) in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(_bare(title) for edition in editions() for title in edition.sections.values())


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))
