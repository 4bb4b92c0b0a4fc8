"""Forms that are no table of one row a provision: headings with paragraphs below, or a small table for each.

A number begins a provision; labels ("Evidence:"), a verdict by itself, and the fit of its words tell what a text
below it is. Only what ``rows`` finds no form in is read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scorer.forms.clean import clean, fold, plain
from scorer.forms.columns import Role, header_role
from scorer.forms.comply import MARKS, is_verdict, read_comply, run_on_verdict
from scorer.forms.refs import starting_ref
from scorer.forms.rows import WHOLE, Row, Table, is_section_heading, own_fit, plausible
from scorer.readers.grid import Document, GridRow
from scorer.records import Location

_LABELS: frozenset[Role] = frozenset({"ref", "requirement", "comply", "evidence", "commentary"})
_LONGEST_LABEL = 10
"""Words of a label in a cell of its own, or before a colon: "Do we comply with this requirement?"."""
_LONGEST_BARE = 4
"""Words of a label on a line of its own that nothing marks as one."""
_LONGEST_VERDICT = 8
"""Words, boxes among them: "☒ Yes ☐ No ☐ Partly"."""
_BEFORE_COLON = re.compile(r"([^:?]{2,80}\??)\s*[:?]\s*")
_INLINE = re.compile(
    r"(?:(?<=\s)|^)(?:(?:code )?requirement|compliance|compl(?:y|ies|iant|ied)|do we comply|evidence|commentary"
    r"|comments?|explanation|response)(?: [^:.?]{0,30})?\??\s*:",
    re.I,
)
_INLINE_VERDICT = re.compile(
    r"\bcompl\w+(?: [^:.?]{0,30})?\??\s*:\s*(?:yes|no|partial|partly|n/a|not|fully|met)\b", re.I
)
_REF_LABEL = re.compile(r"(?:code )?(?:provision|section|reference|ref)(?: (?:no|number|ref))?\.?\s*:?", re.I)
"""The label of the number that follows it, in a cell or on a line of its own."""
LEAST_CLAIMED = 1 / 3
"""Share of the provisions that have a verdict. A policy or the Code itself, numbered likewise, has none."""


@dataclass(slots=True)
class _Provision:
    """A provision that is being read: its texts by role, and the role of what comes next."""

    ref: str
    location: Location
    grid: int
    texts: dict[Role, list[str]] = field(default_factory=dict)
    role: Role = "requirement"

    def add(self, role: Role, text: str) -> None:
        if text.strip():
            self.texts.setdefault(role, []).append(text)

    @property
    def answered(self) -> bool:
        return any(role not in ("ref", "requirement") for role in self.texts)

    def row(self) -> Row:
        joined = {role: "\n".join(texts) for role, texts in self.texts.items()}
        return Row(
            ref=self.ref,
            requirement=joined.get("requirement", ""),
            comply=joined.get("comply", ""),
            marks={mark: joined[mark] for mark in MARKS if mark in joined},
            evidence=joined.get("evidence", ""),
            commentary=joined.get("commentary", ""),
            location=self.location,
            grid=self.grid,
        )


def read_blocks(document: Document) -> Table:
    """The provisions of a document in the order of its text, and what stands around them.

    The table has no rows where too few of the provisions have a verdict for a self-assessment.
    """
    reader = _Blocks()
    for index, grid in enumerate(document.grids):
        for row in grid.rows:
            reader.read(row, index, in_table=grid.kind == "table")
    table = reader.end()
    claimed = sum(1 for row in table.rows if row.comply or row.marks)
    if claimed < LEAST_CLAIMED * len(table.rows):
        return Table()
    return table


class _Blocks:
    def __init__(self) -> None:
        self._table = Table()
        self._open: _Provision | None = None
        self._columns: list[Role | None] = []
        self._place = Location()
        self._grid = 0

    def read(self, row: GridRow, grid: int, *, in_table: bool) -> None:
        """Read one row of a table, or one paragraph."""
        self._place, self._grid = row.location, grid
        cells = [cell for cell in row.cells if clean(cell)]
        if len(cells) < 2:
            for cell in cells:
                self._lines(cell, heading=row.heading, in_table=in_table)
        elif _is_header(cells):
            self._columns = [header_role(cell) for cell in row.cells]
        elif pairs := _pairs(cells):
            for role, text in pairs:
                self._labelled(role, text)
        else:
            self._cells(row.cells)

    def end(self) -> Table:
        """All that was read."""
        self._close()
        return self._table

    def _cells(self, cells: Sequence[str]) -> None:
        """The cells of a row: under the labels above them, or each as it comes."""
        under = self._columns if len(self._columns) == len(cells) and starting_ref(cells[0]) is None else []
        for index, cell in enumerate(cells):
            role = under[index] if under else None
            if role is None:
                self._lines(cell, heading=False, in_table=True)
            elif self._open is None:
                self._front(cell)
            else:
                self._open.add(role, cell)

    def _lines(self, text: str, *, heading: bool, in_table: bool) -> None:
        """A text: a cell whole, for what its lines are its first one says; a paragraph line by line."""
        for line in [text] if in_table else text.split("\n"):
            for part in _parts(line):
                self._text(part, heading=heading, in_table=in_table)

    def _text(self, text: str, *, heading: bool, in_table: bool) -> None:
        words = fold(plain(text))
        if not words:
            return
        if (label := _label(words, marked=heading or in_table)) is not None:
            role, length = label
            self._labelled(role, words[length:] if length else "")
            return
        if _REF_LABEL.fullmatch(words):
            return
        number = starting_ref(words)
        if number is not None and (not number.rest or heading or plausible(number.ref, number.rest)):
            self._begin(number.ref, number.rest)
        elif heading or is_section_heading(words):
            self._close()
            self._front(text)
        elif self._open is None:
            self._front(text)
        else:
            self._belongs(self._open, text, words)

    def _labelled(self, role: Role, text: str) -> None:
        if role == "ref":
            number = starting_ref(text)
            if number is not None:
                self._begin(number.ref, number.rest)
                return
            role = "requirement"
        if self._open is None:
            self._front(text)
            return
        self._open.role = "evidence" if role == "comply" and text else role
        self._open.add(role, text)

    def _belongs(self, provision: _Provision, text: str, words: str) -> None:
        """Give a text without a label to the provision that is open."""
        stated = "comply" in provision.texts
        bare = len(words.split()) <= _LONGEST_VERDICT and read_comply(words) not in ("blank", "unclear")
        run_on = run_on_verdict(words) if provision.role == "requirement" and not stated else None
        if run_on is not None and (
            bare or own_fit(provision.ref, " ".join(provision.texts.get("requirement", []))) >= WHOLE
        ):
            provision.add("comply", run_on[0])
            provision.add("evidence", run_on[1])
            provision.role = "evidence"
            return
        if provision.role == "comply" or (provision.role == "requirement" and bare and not stated):
            provision.add("comply", text)
            provision.role = "evidence"
            return
        told = provision.role == "requirement" and "requirement" in provision.texts
        if told and not plausible(provision.ref, words):
            provision.role = "evidence"
        provision.add(provision.role, text)

    def _begin(self, ref: str, requirement: str) -> None:
        if self._open is None or self._open.ref != ref or self._open.answered:
            self._close()
            self._open = _Provision(ref, self._place, self._grid)
        self._open.add("requirement", requirement)

    def _close(self) -> None:
        if self._open is not None:
            self._table.rows.append(self._open.row())
            self._open = None

    def _front(self, text: str) -> None:
        if text.strip():
            self._table.prose.append((text, self._place.sheet, self._grid))


def _is_header(cells: Sequence[str]) -> bool:
    """True for a row of labels only ("Comply", "Evidence")."""
    if any(len(cell.split()) > _LONGEST_LABEL for cell in cells):
        return False
    roles = [header_role(cell) for cell in cells]
    both = {"yes", "no"} <= set(roles)
    return all(role in _LABELS or (both and role in MARKS) for role in roles) and len(set(roles)) == len(roles)


def _pairs(cells: Sequence[str]) -> list[tuple[Role, str]]:
    """The cells as labels, each with the text right of it; empty where they are not so laid out."""
    pairs: list[tuple[Role, str]] = []
    for place in range(0, len(cells), 2):
        value = cells[place + 1] if place + 1 < len(cells) else ""
        role = _key(clean(cells[place]), clean(value))
        if role is None:
            return []
        pairs.append((role, value))
    return pairs


def _key(words: str, value: str = "") -> Role | None:
    """What a text names that is nothing but a label, or None. "Compliant" is one before a verdict, else a verdict."""
    verdict = is_verdict(words) and words.lower() not in ("comply", "compliance") and not is_verdict(value)
    if len(words.split()) > _LONGEST_LABEL or verdict or starting_ref(words) is not None:
        return None
    role = header_role(words)
    return role if role in _LABELS else None


def _label(words: str, *, marked: bool) -> tuple[Role, int] | None:
    """The label that a text is, or opens with, and the length of what opens it (0 where it is nothing else)."""
    match = _BEFORE_COLON.match(words)
    if match is not None and (role := _key(match[1], words[match.end() :])) is not None:
        rest = words[match.end() :]
        fits = {"comply": not rest or read_comply(rest) != "unclear", "ref": starting_ref(rest) is not None}
        if fits.get(role, True):
            return role, match.end() if rest else 0
    if (marked or len(words.split()) <= _LONGEST_BARE) and not words.endswith("."):
        role = _key(words)
        if role is not None and role != "ref":
            return role, 0
    return None


def _parts(line: str) -> Iterator[str]:
    """A line that runs through several labels ("… Compliance: Yes Evidence: …"), parted before each."""
    if _INLINE_VERDICT.search(line) is None:
        yield line
        return
    starts = [0, *(match.start() for match in _INLINE.finditer(line) if match.start())]
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        yield line[start:end]
