"""Forms that are no table of one row a provision: headings with paragraphs below, or a small table for each.

A number begins a provision; labels ("Evidence:"), a verdict by itself, and the fit of its words tell what a text
below it is. Only what ``rows`` finds no form in is read so.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scorer.forms.clean import clean, fold, plain
from scorer.forms.columns import Role, header_role
from scorer.forms.comply import MARKS, is_qualified, read_comply, run_on_verdict
from scorer.forms.headings import ends_provision
from scorer.forms.labels import (
    Repeated,
    is_header,
    label_role,
    opening_label,
    pairs,
    parted_at_labels,
    repeated,
)
from scorer.forms.numbering import WHOLE, own_fit, plausible
from scorer.forms.refs import starting_ref
from scorer.forms.rows import Row, Table
from scorer.readers.grid import Document, GridRow
from scorer.records import Location

_LONGEST_VERDICT = 8
"""Words, boxes among them: "☒ Yes ☐ No ☐ Partly"."""
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

    @property
    def told(self) -> bool:
        """True where an answer stands below the label, or the verdict, that came last."""
        return self.role in self.texts

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
    reader = _Blocks(repeated(document))
    grids = enumerate(document.grids)
    rows = [(row, index) for index, grid in grids for row in grid.rows if any(map(clean, row.cells))]
    for (row, index), below in itertools.zip_longest(rows, rows[1:]):
        in_table = document.grids[index].kind == "table"
        reader.read(row, below[0] if below is not None else None, index, in_table=in_table)
    table = reader.end()
    claimed = sum(1 for row in table.rows if row.comply or row.marks)
    if claimed < LEAST_CLAIMED * len(table.rows):
        return Table()
    return table


class _Blocks:
    def __init__(self, known: Repeated) -> None:
        self._table = Table(ignored=list(known.ignored), taken=list(known.taken))
        self._known = known
        self._open: _Provision | None = None
        self._columns: list[Role | None] = []
        self._place = Location()
        self._grid = 0
        self._below: str | None = None

    def read(self, row: GridRow, below: GridRow | None, grid: int, *, in_table: bool) -> None:
        """Read one row of a table, or one paragraph."""
        self._place, self._grid, self._below = row.location, grid, _opening(below)
        cells = [cell for cell in row.cells if clean(cell)]
        if len(cells) < 2:
            for cell in cells:
                if in_table and (role := self._known.role(clean(cell))) is not None:
                    self._labelled(role, "")
                else:
                    self._lines(cell, heading=row.heading, in_table=in_table)
        elif is_header(cells) and (len(cells) > 2 or not self._is_label(self._below)):
            self._columns = [header_role(cell) for cell in row.cells]
        elif found := pairs(cells, self._known):
            for role, text in found:
                self._labelled(role, text)
        else:
            self._cells(row.cells)

    def end(self) -> Table:
        """All that was read."""
        self._close()
        return self._table

    def _is_label(self, text: str | None) -> bool:
        """True for a label: a row above it that says "Evidence" and "Notes" is a label and its answer."""
        return text is not None and (label_role(text) or self._known.role(text)) is not None

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
        parts = (part for line in ([text] if in_table else text.split("\n")) for part in parted_at_labels(line))
        lines = list(filter(clean, parts))
        for line, following in itertools.zip_longest(lines, map(clean, lines[1:]), fillvalue=self._below):
            self._text(line or "", following, heading=heading, in_table=in_table)

    def _text(self, text: str, following: str | None, *, heading: bool, in_table: bool) -> None:
        words = fold(plain(text))
        if not words:
            return
        if (label := opening_label(words, marked=heading or in_table)) is not None:
            role, length = label
            self._labelled(role, words[length:])
            return
        if _REF_LABEL.fullmatch(words):
            return
        number = starting_ref(words)
        if number is not None and (not number.rest or heading or plausible(number.ref, number.rest)):
            self._begin(number.ref, number.rest)
        elif heading or ends_provision(words, following, told=self._open is None or self._open.told):
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
        claims = is_qualified(words) or read_comply(words) not in ("blank", "unclear")
        bare = len(words.split()) <= _LONGEST_VERDICT and claims
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


def _opening(row: GridRow | None) -> str | None:
    """The first line of a row's first cell with words, or None where no row follows."""
    lines = (line for cell in row.cells for line in cell.split("\n")) if row is not None else ()
    return next(filter(None, map(clean, lines)), None)
