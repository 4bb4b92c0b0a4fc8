"""The 2020 form without its table: each question on lines of its own, and the answer below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scorer.codes import load
from scorer.forms.blocks import LEAST_CLAIMED
from scorer.forms.clean import clean
from scorer.forms.comply import is_verdict
from scorer.forms.headings import is_section_heading
from scorer.forms.match import matcher
from scorer.forms.rows import Row, Table
from scorer.readers.grid import Document
from scorer.readers.running import is_page_number
from scorer.records import Location

_EDITION = "2020"
_KNOWN = 0.4
"""Least ``Fit.both`` of a question with our statement of it."""
_FIRST = 0.3
"""The same for the first text below a section's title."""
_SURE = 0.5
"""The same where no question mark ends it."""
_NEARLY = 0.9
"""Part of a fit with which a text that begins on a later line is the question; an answer stands before it."""
_MOST_TITLE_LINES = 3
_MOST_LINES = 8
"""Lines over which a narrow column wraps a question."""
_SECTION = re.compile(r"(?:section\s*)?(?P<number>[1-8])[.:)]?\s+(?P<title>\D.*)", re.I)
_NUMBERED = re.compile(r"^(?:\(?[a-z0-9]{1,2}[.)]|[1-8][.]\d{1,2}[.)]?|q\d{1,2}[.:)]?)\s+", re.I)
_ASKS = re.compile(r"(?:how|what|which|where|when|who|why|at|do|does|did|is|are|was|were|has|have|can|if)\b", re.I)
_SENTENCE_END = re.compile(r"[.!]\s")
_LONGEST_TITLE = 8
"""Words of a section's title whose number stands elsewhere."""
_ANSWER = re.compile(r"(?:answer|response|comply|compliance|evidence|yes ?/ ?no)(?: \w+){0,3}\s*:\s*", re.I)


@dataclass(slots=True)
class _Open:
    """A question that is being read."""

    question: str
    location: Location
    grid: int
    comply: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def row(self) -> Row:
        return Row(
            ref=None,
            # As in the form's table, where the answer stands below the question in one cell.
            requirement="\n".join([self.question, *self.evidence]),
            comply="\n".join(self.comply),
            marks={},
            evidence="",
            commentary="",
            location=self.location,
            grid=self.grid,
        )


def read_flow(document: Document) -> Table:
    """The questions of the 2020 form among a document's lines, in order, and what stands before them."""
    table = Table()
    lines = [
        (text, row.location, index, row.heading)
        for index, grid in enumerate(document.grids)
        for row in grid.rows
        for cell in row.cells
        for line in cell.split("\n")
        if (text := clean(line)) and not is_page_number(text)
    ]
    texts = [text for text, _, _, _ in lines]
    opened: _Open | None = None
    below_title = False
    index = 0
    while index < len(lines):
        text, location, grid, heading = lines[index]
        titled = _title(texts[index : index + _MOST_TITLE_LINES])
        length, question, rest = (0, "", "") if titled else _question(texts[index : index + _MOST_LINES], below_title)
        if length or titled or heading:
            if opened is not None:
                table.rows.append(opened.row())
            opened = None
        if length:
            opened = _Open(question, location, grid)
            if rest:
                _answer(opened, rest)
        elif titled:
            table.rows.append(_section(text, location, grid))
        elif opened is None:
            table.prose.append((text, location.sheet, grid))
        else:
            _answer(opened, text)
        below_title = bool(titled)
        index += length or titled or 1
    if opened is not None:
        table.rows.append(opened.row())
    asked = [row for row in table.rows if row.requirement]
    return table if sum(1 for row in asked if row.comply) >= LEAST_CLAIMED * len(asked) else Table()


def _answer(opened: _Open, text: str) -> None:
    label = _ANSWER.match(text)
    bare = text[label.end() :] if label else text
    if is_verdict(bare) and not opened.comply:
        opened.comply.append(bare)
    elif bare:
        opened.evidence.append(bare)


def _section(text: str, location: Location, grid: int) -> Row:
    match = _SECTION.match(text)
    return Row(None, "", "", {}, "", "", location, grid, label=match["number"] if match else "")


def _title(texts: Sequence[str]) -> int:
    """How many lines from the first are a section's title; 0 for none. It has its number, or Yes and No below it, as
    the heads of the columns."""
    below = [text.lower() for text in texts[1:3]]
    if below == ["yes", "no"] and texts[0][:1].isupper() and not texts[0].endswith((".", "?", "!", ":", ";")):
        return 3 if len(texts[0].split()) <= _LONGEST_TITLE and not is_verdict(texts[0]) else 0
    for count in range(1, len(texts) + 1):
        joined = " ".join(texts[:count])
        match = _SECTION.fullmatch(re.sub(r"\s+yes\W+no$", "", joined, flags=re.I))
        if match is None:
            return 0
        if is_section_heading(match["title"]):
            following = texts[count : count + 1]
            return count + (1 if following and re.fullmatch(r"yes\W+no", following[0], re.I) else 0)
    return 0


def _question(texts: Sequence[str], below_title: bool) -> tuple[int, str, str]:
    """How many lines from the first hold a question of the form (0 for none), the question, and what follows it."""
    first = _NUMBERED.sub("", texts[0], count=1)
    if not first[:1].isupper() or is_verdict(texts[0]):
        return 0, "", ""
    for count in range(1, len(texts) + 1):
        joined = " ".join([first, *texts[1:count]])
        end = joined.find("?") + 1
        if end or joined.endswith(":"):
            question = joined[: end or len(joined)]
            if not end and _SENTENCE_END.search(question):
                return 0, "", ""
            least = (_KNOWN if _ASKS.match(question) else _SURE) if not end else _FIRST if below_title else _KNOWN
            fit = _fit(question)
            later = (" ".join(texts[start:count]) for start in range(1, count) if texts[start][:1].isupper())
            # An answer may stand before a question; where the question fits better alone it begins below.
            known = fit >= least and all(_fit(text[: text.find("?") + 1 or None]) < _NEARLY * fit for text in later)
            return (count, question, joined[len(question) :].strip()) if known else (0, "", "")
        if count > 1 and is_verdict(texts[count - 1]):
            break
    return 0, "", ""


def _fit(question: str) -> float:
    best = matcher(_EDITION).best(question, load(_EDITION).refs)
    return best.both if best is not None else 0.0
