"""Forms whose tables a text tool unrolled: cell below cell, whole or as wrapped lines, under a header unrolled too.

What no line tells any more is said in notes: where the evidence ended and the commentary began, most of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from scorer.forms.blocks import LEAST_CLAIMED
from scorer.forms.clean import clean, fold
from scorer.forms.columns import Role
from scorer.forms.comply import is_qualified, is_verdict, run_on_verdict
from scorer.forms.headings import ends_provision
from scorer.forms.numbering import WHOLE, own_fit, plausible
from scorer.forms.refs import starting_ref
from scorer.forms.rows import Row, Table
from scorer.readers.grid import Document
from scorer.readers.running import is_page_number
from scorer.records import Location

TOGETHER = "evidence and commentary could not be told apart; both are read as evidence"
PARTED = "where the evidence ends and the commentary begins was told by the lines; it may be elsewhere"

_MOST_HEADER_LINES = 16
_LONGEST_HEADER = 140
"""Characters of a line; longer ones are content."""
_REF = r"(?:the)?(?:code)?(?:provision|section|ref|reference|paragraph|clause|number|no)s?(?:no|number|ref)?"
_REQUIREMENT = r"(?:code)?(?:requirements?|wording|text)"
_COMPLY = r"(?:(?:comply|compliance|compliant|complies|dowecomply|met)(?:yesno|yesnopartial|yn)?|yesno|yn)"
_TAIL: tuple[tuple[Role, str], ...] = (
    (
        "evidence",
        r"(?:our)?evidence(?:,commentary(?:and)?(?:any)?explanations?|commentaryandanyexplanations?|ofcompliance)?",
    ),
    ("commentary", r"(?:any)?(?:commentary|comments?)(?:(?:and|or)?(?:any)?explanations?)?|explanations?|notes"),
    ("commentary", r"(?:further)?actions?(?:required|needed)?"),
    ("ignored", r"(?:lead|owner|responsible)(?:officer|person)?|(?:target)?(?:deadline|date|timescale)|bywhen|rag"),
)
_HEADER = re.compile(rf"{_REF}{_REQUIREMENT}{_COMPLY}(?P<tail>(?:{'|'.join(source for _, source in _TAIL)})+)")
_NAMES = tuple((role, re.compile(source)) for role, source in _TAIL)
_BULLET = re.compile(r"\s*(?:[•▪●◦·\uf0b7\uf0a7]|[-–*o]\s)")
_BOXED = re.compile(r"(?:[☐☒☑✓✔]\s*(?:yes|no|partial(?:ly)?|n/a)|(?:yes|no|partial(?:ly)?|n/a)\s*[☐☒☑✓✔])", re.I)
"""A verdict with its box, where each has a line of its own."""
_CHOICE = re.compile(r"yes\s*/\s*no", re.I)
"""Both verdicts, one of which was struck out before the text was taken: no verdict, but where it stood."""
_BARE = re.compile(r"(?:yes|y|no|n|n/a|partial(?:ly)?|partly|compliant)\W*", re.I)
_ENDED = re.compile(r"[.?!:;][\"'”’)\]]*$")
"""What a line ends with whose sentence does not go on in the next one."""
_POINTS = re.compile(
    r"\b(?:sections?|paragraphs?|paras?|clauses?|provisions?|parts?|points?|pages?|items?|appendix|version|under|see|in"
    r"|at|to|of|by|and|or)$",
    re.I,
)
"""What a line ends with that names the place in a document on the next one: "as set out in section"."""
_OF_A_PLACE = re.compile(
    r"[,;]|(?:of|and|or|to|is|are|was|were|which|that|says?|sets?|states?|covers?|gives?|on|in|at|for|with|above|below)\b"
)
"""What goes on after such a place: "4.2 of the policy". No requirement begins so."""
_SHORT = 12
"""Words of evidence that names documents and says nothing of them."""
_LONG = 60
"""Characters after a number that tell by themselves whether it is a provision's."""
_MOST_ALONE = 0.5
"""Share of the numbers on lines of their own that may have no requirement below them."""
_LOOKED_AT = 5
"""Lines that tell whether a provision begins."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A line and where it stands."""

    words: str
    location: Location
    grid: int
    heading: bool


@dataclass(slots=True)
class _Found:
    """A provision's lines: its number, the requirement, the verdict, and what follows."""

    ref: str
    first: _Text
    requirement: list[str]
    comply: str
    answer: list[str]
    run_on: bool = False
    """True where verdict and answer stood in one line: then lines are not cells."""


def read_linear(document: Document) -> Table:
    """The provisions of a document's lines. The table is empty where no header stands among them."""
    table = Table()
    lines = [
        _Text(words, row.location, index, row.heading)
        for index, grid in enumerate(document.grids)
        if grid.kind == "prose"
        for row in grid.rows
        for line in row.cells[0].split("\n")
        # Bullets stay: they tell that a line goes on with the cell of the one before.
        if (words := fold(line)) and clean(line) and not is_page_number(words)
    ]
    kept, tail = _without_headers(lines, table)
    if not tail:
        return table
    found = list(_provisions(kept, table))
    alone = [number for line in kept if (number := starting_ref(line.words)) is not None and not number.rest]
    if len(alone) - sum(1 for each in found if each.first.words == each.ref) > _MOST_ALONE * len(alone):
        # A column below a column: which answer is whose is lost.
        return Table()
    wrapped = bool(found) and median(len(each.requirement) for each in found) > 1
    for each in found:
        evidence, commentary, note = _answer(each.answer, tail, wrapped=wrapped or each.run_on)
        table.rows.append(
            Row(
                ref=each.ref,
                requirement="\n".join(each.requirement),
                comply=each.comply,
                marks={},
                evidence=evidence,
                commentary=commentary,
                location=each.first.location,
                grid=each.first.grid,
                note=note,
            )
        )
    return table if sum(1 for row in table.rows if row.comply) >= LEAST_CLAIMED * len(table.rows) else Table()


def _without_headers(lines: Sequence[_Text], table: Table) -> tuple[list[_Text], tuple[Role, ...]]:
    """The lines without each header among them, and the columns right of the compliance that the first names."""
    kept: list[_Text] = []
    tail: tuple[Role, ...] = ()
    index = 0
    while index < len(lines):
        length, roles = _header(lines[index : index + _MOST_HEADER_LINES])
        if length:
            tail = tail or roles
            table.headers.append(" ".join(line.words for line in lines[index : index + length]))
        else:
            kept.append(lines[index])
        index += length or 1
    return kept, tail


def _header(lines: Sequence[_Text]) -> tuple[int, tuple[Role, ...]]:
    """How many lines from the first are a header (0 for none), and the columns that it names after the compliance."""
    squeezed, best = "", (0, "")
    for number, line in enumerate(lines, start=1):
        # The comma tells "Evidence, commentary and any explanations" from two columns.
        letters = re.sub(r"(?<!evidence),|[^a-z,]", "", line.words.lower())
        if (
            not letters
            or len(line.words) > _LONGEST_HEADER
            or (number == 1 and not re.match(r"(?:the|code|provi|sect|ref|para|clause|n)", letters))
        ):
            break
        squeezed += letters
        if match := _HEADER.fullmatch(squeezed):
            best = number, match["tail"]
    roles: list[Role] = []
    rest = best[1]
    while rest:
        role, length = max(
            ((role, match.end()) for role, pattern in _NAMES if (match := pattern.match(rest))),
            key=lambda each: each[1],
        )
        roles.append(role)
        rest = rest[length:]
    return best[0], tuple(roles)


def _provisions(lines: Sequence[_Text], table: Table) -> Iterator[_Found]:
    opened: str | None = None
    body: list[_Text] = []
    for index, line in enumerate(lines):
        ref = _begins(lines, index, opened)
        following = lines[index + 1].words if index + 1 < len(lines) else None
        told = len(body) > 1 and not _claims(body[-1].words)
        if ref is None and (opened is None or line.heading or ends_provision(line.words, following, told=told)):
            if opened is not None:
                yield _found(opened, body)
            opened = None
            table.prose.append((line.words, line.location.sheet, line.grid))
        elif ref is None:
            body.append(line)
        else:
            if opened is not None:
                yield _found(opened, body)
            opened, body = ref, [line]
    if opened is not None:
        yield _found(opened, body)


def _begins(lines: Sequence[_Text], index: int, opened: str | None) -> str | None:
    """The number with which a line begins a provision, or None."""
    number = starting_ref(lines[index].words)
    if number is None or number.ref == opened:
        return None
    if _OF_A_PLACE.match(number.rest):
        return None
    texts = [number.rest, *(line.words for line in lines[index + 1 : index + _LOOKED_AT])]
    if len(number.rest) >= _LONG:
        texts = texts[:1]
    # The requirement may end on any of the lines, and an answer follow it.
    beginnings = [text for end in range(1, len(texts) + 1) if (text := " ".join(texts[:end]).strip())]
    before = lines[index - 1].words if opened is not None else ""
    if _POINTS.search(before) and all(own_fit(number.ref, text) < WHOLE for text in beginnings):
        return None
    return number.ref if any(plausible(number.ref, text) for text in beginnings) else None


def _found(ref: str, body: Sequence[_Text]) -> _Found:
    number = starting_ref(body[0].words)
    lines = [number.rest if number is not None else "", *(line.words for line in body[1:])]
    lines = [line for line in lines if line]
    place = next((at for at, line in enumerate(lines) if at and _claims(line) and not _goes_on(lines, at)), None)
    for index, line in enumerate(lines[: None if place is None else place + 1]):
        opening = run_on_verdict(line) if index else None
        if opening is not None and (index == place or own_fit(ref, " ".join(lines[:index])) >= WHOLE):
            return _Found(ref, body[0], lines[:index], opening[0], [opening[1], *lines[index + 1 :]], run_on=True)
    if place is not None:
        end = place + 1
        while end < len(lines) and _BOXED.fullmatch(lines[end]):
            end += 1
        return _Found(ref, body[0], lines[:place], " ".join(lines[place:end]), lines[end:])
    fits = [own_fit(ref, " ".join(lines[:end])) for end in range(1, len(lines) + 1)]
    end = fits.index(max(fits)) + 1 if fits else 0
    return _Found(ref, body[0], lines[:end], "", lines[end:])


def _claims(line: str) -> bool:
    return is_verdict(line) or is_qualified(line) or any(pattern.fullmatch(line) for pattern in (_BOXED, _CHOICE))


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """True for the last words of a wrapped sentence that would be a verdict by themselves: "full definition"."""
    line = lines[at]
    return line[0].islower() and _ENDED.search(lines[at - 1]) is None and _BARE.fullmatch(line) is None


def _answer(lines: list[str], tail: Sequence[Role], *, wrapped: bool) -> tuple[str, str, str]:
    """Evidence, commentary, and a note where the lines leave a doubt."""
    texts = [role for role in tail if role != "ignored"]
    if len(texts) < 2 or len(lines) < 2 or wrapped:
        return "\n".join(lines), "", TOGETHER if len(texts) > 1 and len(lines) > 1 else ""
    groups = _groups(lines)
    if len(groups) <= len(tail):
        parts = [(role, "\n".join(group)) for role, group in zip(tail, groups, strict=False)]
        return _of("evidence", parts), _of("commentary", parts), "" if len(groups) == len(tail) else PARTED
    first, rest = groups[0], groups[1 : len(groups) - len(tail) + len(texts)]
    if len(" ".join(first).split()) <= _SHORT or _BULLET.match(first[0]):
        return "\n".join(first), "\n".join(line for group in rest for line in group), PARTED
    return "\n".join(lines), "", TOGETHER


def _of(role: Role, parts: Sequence[tuple[Role, str]]) -> str:
    return "\n".join(text for own, text in parts if own == role)


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """The lines in as many groups as they are cells, or paragraphs of cells. The items of a list are one group."""
    groups: list[list[str]] = []
    for line in lines:
        if groups and _BULLET.match(line) and _BULLET.match(groups[-1][0]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
