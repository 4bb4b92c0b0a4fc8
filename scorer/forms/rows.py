"""The rows of a document that may belong to a form: texts by role, headers and headings gone."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scorer.forms.below import goes_on, headed, is_approval, is_plan, stands_with_form
from scorer.forms.clean import clean, fold, plain
from scorer.forms.columns import (
    Columns,
    Role,
    inferred,
    is_rest_of_header,
    names_plan,
    read_header,
    with_marks,
    with_rest,
    with_unknown,
)
from scorer.forms.comply import MARKS, Mark
from scorer.forms.headings import is_heading
from scorer.forms.numbering import number_alone, number_and_rest
from scorer.forms.refs import starting_ref
from scorer.readers.grid import Document, Grid, GridRow
from scorer.records import Location


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. ``ref`` is the number that it opens with, or None.

    ``fresh`` is true while its table, under a header of its own, has not had a numbered row yet; ``narrow`` where it
    has fewer cells than its header.
    """

    ref: str | None
    requirement: str
    comply: str
    marks: Mapping[Mark, str]
    evidence: str
    commentary: str
    location: Location
    grid: int
    label: str = ""
    fresh: bool = False
    narrow: bool = False
    lent: Mapping[Role, str] = field(default_factory=dict)
    """What cells of rows above, merged with those of this row, show in it."""
    note: str = ""
    """A doubt of how the row was read, or ""."""

    @property
    def answered(self) -> bool:
        """True where anything stands in the landlord's columns."""
        return bool(self.comply or self.marks or self.evidence or self.commentary)


@dataclass(slots=True)
class Table:
    """What was read of all tables: rows in order, and what stood around them."""

    rows: list[Row] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    taken: list[tuple[str, Role]] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    """The headers of tables of actions, which are no part of a form."""
    prose: list[tuple[str, str, int]] = field(default_factory=list)
    """Prose, and table rows above the first header ("Landlord: Example Homes"): text, sheet, number of the grid."""

    @property
    def front(self) -> list[str]:
        """All texts that stand outside of the forms' tables."""
        return [text for text, _, _ in self.prose]

    def front_of(self, rows: Sequence[Row]) -> list[str]:
        """The texts that stand with these rows of a form: before and among them, then after, on their sheets and
        on a cover sheet before them."""
        own = {id(row) for row in rows}
        others = [row.grid for row in self.rows if id(row) not in own]
        sheets = {row.location.sheet for row in rows}
        first, last = rows[0].grid, rows[-1].grid
        opening = max((grid for grid in others if grid < first), default=-1)
        closing = min((grid for grid in others if grid > last), default=len(self.rows) + len(self.prose) + last)
        of_rows = {row.location.sheet for row in self.rows}
        return [
            text
            for text, sheet, grid in self.prose
            # A sheet of its own before the form is its cover.
            if opening < grid < closing and (not sheet or sheet in sheets or (sheet not in of_rows and grid < first))
        ]

    def above(self, rows: Sequence[Row]) -> list[str]:
        """The texts that stand between these rows and those of another form before them."""
        first = rows[0].grid
        opening = max((row.grid for row in self.rows if row.grid < first), default=-1)
        return [text for text, _, grid in self.prose if opening < grid < first]


def read_rows(document: Document) -> Table:
    """Every row of every table under the columns that its header, or the one before it, names."""
    table = Table()
    columns: Columns | None = None
    after_header = in_plan = False
    for index, grid in enumerate(document.grids):
        continues = in_plan and goes_on(document.grids[index - 1], grid)
        in_plan = grid.kind != "prose" and bool(table.rows) and (continues or is_plan(grid))
        if grid.kind == "prose":
            table.prose.extend((row.cells[0], row.location.sheet, index) for row in grid.rows if row.cells)
        elif in_plan:
            table.plans.extend(filter(None, [headed(grid)]))
            table.prose.extend(_beside(row, index) for row in grid.rows if stands_with_form(row))
        else:
            columns, after_header = _read_grid(grid, index, columns, table, after_header=after_header)
    return table


def _read_grid(
    grid: Grid, index: int, columns: Columns | None, table: Table, *, after_header: bool
) -> tuple[Columns | None, bool]:
    """Read a table into ``table``; the columns for the one after it, and whether this one ends with its header.

    ``after_header`` says that of the table before it: a page may cut a header of two lines.
    """
    fresh = False
    before = columns
    guess = _columns_of(grid, columns)
    last = max((place for place, row in enumerate(grid.rows, start=1) if _is_numbered(row)), default=0)
    for place, row in enumerate(grid.rows, start=1):
        if not any(clean(cell) for cell in row.cells):
            continue
        marks = with_marks(columns, row.cells) if after_header and columns is not None else None
        header = read_header(row.cells) if marks is None else None
        if marks is None and after_header and columns is not None:
            header = with_rest(columns, row.cells) or header
        if not after_header:
            before = columns
        if header is not None:
            if columns is not None and columns.taken and columns.headers == header.headers:
                # The header again on a new page, where such a column may be empty.
                header = columns
            else:
                header = with_unknown(header, [below.cells for below in grid.rows[place:]])
            fresh = before is None or before.roles != header.roles
            columns, guess, after_header = header, None, True
            table.headers.append(" | ".join(header.headers))
            table.ignored.extend(header.ignored)
            table.taken.extend(header.taken)
            if not header.has_marks or not clean(row.cells[0]).isdigit():
                continue
        elif marks is not None:
            columns = marks
            fresh = before is None or before.roles != columns.roles
            continue
        elif after_header and columns and (is_rest_of_header(row.cells) or names_plan(columns, row.cells)):
            table.headers.append(" ".join(map(clean, row.cells)))
            continue
        else:
            after_header = False
        use = guess or columns
        if use is None or (last and place > last and is_approval(row, use)):
            table.prose.append(_beside(row, index))
            continue
        made = _row(row, use, index, fresh, is_header=header is not None)
        if made is not None:
            fresh = fresh and made.ref is None
            table.rows.append(made)
    return columns, after_header


def _beside(row: GridRow, grid: int) -> tuple[str, str, int]:
    """A row that is no part of a form, for ``Table.prose``."""
    words = ": ".join(text for cell in row.cells if (text := clean(cell).rstrip(":")))
    return words, row.location.sheet, grid


def _is_numbered(row: GridRow) -> bool:
    return bool(row.cells) and starting_ref(clean(row.cells[0])) is not None


def _columns_of(grid: Grid, columns: Columns | None) -> Columns | None:
    """The columns of a table without a header where those before it do not fit its width, or are not known."""
    width = max((len(row.cells) for row in grid.rows), default=0)
    if columns is not None and width == len(columns.roles):
        return None
    # Title, landlord and date may stand in rows of the table, above its header.
    opening = itertools.takewhile(lambda row: not _is_numbered(row), grid.rows)
    if any(read_header(row.cells) is not None for row in (*grid.rows[:3], *opening)):
        return None
    return inferred([row.cells for row in grid.rows])


def _row(row: GridRow, columns: Columns, grid: int, fresh: bool, *, is_header: bool) -> Row | None:
    fields: dict[Role, str] = {role: text for role, text in columns.fields(row.cells).items() if plain(text).strip()}
    if is_header:
        # A section's number and title stand in one row with the words Yes and No.
        fields = {role: text for role, text in fields.items() if role not in MARKS}
    label = fold(plain(fields.get("ref", "")))
    requirement = fields.get("requirement", "")
    ref, requirement = number_and_rest(number_alone(row.cells, columns) or fields.get("ref", ""), requirement, columns)
    marks = {mark: fields[mark] for mark in MARKS if mark in fields}
    made = Row(
        ref=ref,
        requirement=requirement,
        comply=fields.get("comply", ""),
        marks=marks,
        evidence=fields.get("evidence", ""),
        commentary=fields.get("commentary", ""),
        location=row.location,
        grid=grid,
        label=label,
        fresh=fresh,
        narrow=len(row.cells) < len(columns.roles),
        lent=columns.fields(row.above) if row.above else {},
    )
    if ref is None and _is_heading(made):
        return replace(made, requirement="") if label.strip(". ").isdigit() else None
    return made


def _is_heading(row: Row) -> bool:
    if row.answered:
        return False
    text = fold(plain(row.requirement))
    words = " ".join(filter(None, (row.label, text)))
    if row.label and (not text or row.label.strip(". ").isdigit()):
        return True
    return is_heading(words, text)


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows with a number."""
    return [row for row in rows if row.ref is not None]
