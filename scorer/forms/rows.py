"""The rows of a document that may belong to a form: texts by role, headers and headings gone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from scorer.codes import editions
from scorer.forms.clean import clean, fold, plain
from scorer.forms.columns import (
    Columns,
    Role,
    heads_plan,
    inferred,
    is_rest_of_header,
    names_plan,
    read_header,
    with_marks,
    with_rest,
    with_unknown,
)
from scorer.forms.comply import MARKS, Mark
from scorer.forms.match import matcher
from scorer.forms.refs import Numbered, starting_ref
from scorer.readers.grid import Document, Grid, GridRow
from scorer.records import Location

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
_APPROVAL = re.compile(
    r"(?=[A-Z])(?i:(?:date )?(?:approv(?:ed|al)|signed|endorsed|adopted|ratified|agreed)\b"
    r"|(?:date of )?(?:next )?review\b|(?:last )?reviewed (?:by|on)\b|(?:date )?completed (?:by|on)\b|signature\b"
    r"|(?:board|committee|cabinet|governing body) (?:approval|sign(?:ed)?[ -]off)\b"
    r"|(?:date(?: of (?:approval|completion|(?:this )?self[ -]assessment))?|member responsible for complaints)\W*$)"
)
_LONGEST_APPROVAL = 240
"""Characters of a row below the last provision that approves the form."""
_LONGEST_SIGNATURE = 6
"""Words beside "Approved by" that may be a body, a name or a date; more are an answer."""
_LONGEST_SMALL_HEADING = 3
"""Words of a heading without a capital ("mandatory 'must' requirements")."""
WHOLE = 0.5
"""Least ``own_fit`` of a requirement that a verdict may follow within one line."""
_PLAUSIBLE = 0.35
"""Least share of a text after a number that the provision of that number must have. Of the requirements of real
forms the least is 0.65; a clause of a policy that happens to have a provision's number lies below 0.3."""


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
        goes_on = in_plan and _goes_on(document.grids[index - 1], grid)
        in_plan = grid.kind != "prose" and bool(table.rows) and (goes_on or _is_plan(grid))
        if grid.kind == "prose":
            table.prose.extend((row.cells[0], row.location.sheet, index) for row in grid.rows if row.cells)
        elif in_plan:
            table.prose.extend(_beside(row, index) for row in grid.rows if _stands_with_form(row))
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
        if use is None or (last and place > last and _is_approval(row, use)):
            table.prose.append(_beside(row, index))
            continue
        made = _row(row, use, index, fresh, is_header=header is not None)
        if made is not None:
            fresh = fresh and made.ref is None
            table.rows.append(made)
    return columns, after_header


def _is_plan(grid: Grid) -> bool:
    """True for a table of what is to be done, as stands below a form; a title may stand in a row above its header."""
    filled = (row.cells for row in grid.rows if any(map(clean, row.cells)))
    below_title = itertools.dropwhile(lambda cells: sum(1 for cell in cells if clean(cell)) == 1, filled)
    return next(map(heads_plan, below_title), False)


def _goes_on(before: Grid, grid: Grid) -> bool:
    """True for a table as wide as the one before it, without a header or a provision of its own: it is one with it."""
    if max(len(row.cells) for row in before.rows) != max((len(row.cells) for row in grid.rows), default=0):
        return False
    return not any(read_header(row.cells) is not None or _holds_provision(row) for row in grid.rows)


def _stands_with_form(row: GridRow) -> bool:
    """True for the header of a plan, and for a row in it that approves the form. The dates of its actions, beside
    their owners, are not the form's."""
    filled = [text for cell in row.cells if (text := clean(cell))]
    return heads_plan(row.cells) or (0 < len(filled) <= 2 and _APPROVAL.match(filled[0]) is not None)


def _holds_provision(row: GridRow) -> bool:
    """True for a row with a provision's number and its words."""
    found = starting_ref(clean(row.cells[0])) if row.cells else None
    return found is not None and any(own_fit(found.ref, text) >= WHOLE for text in (found.rest, *row.cells[1:]) if text)


def _beside(row: GridRow, grid: int) -> tuple[str, str, int]:
    """A row that is no part of a form, for ``Table.prose``."""
    words = ": ".join(text for cell in row.cells if (text := clean(cell).rstrip(":")))
    return words, row.location.sheet, grid


def _is_numbered(row: GridRow) -> bool:
    return bool(row.cells) and starting_ref(clean(row.cells[0])) is not None


def _is_approval(row: GridRow, columns: Columns) -> bool:
    """True for a row that says when a form was approved or by whom it was signed, and not more of an answer."""
    place, words = next((index, text) for index, cell in enumerate(row.cells) if (text := clean(cell)))
    of_answer = columns.roles[min(place, len(columns.roles) - 1)] not in ("ref", "requirement", "ignored")
    if of_answer or _APPROVAL.match(words) is None or sum(map(len, row.cells)) > _LONGEST_APPROVAL:
        return False
    beside = [clean(cell) for cell in row.cells[place + 1 :]]
    return max(map(len, map(str.split, beside)), default=0) <= _LONGEST_SIGNATURE


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
    ref, requirement = _number(_numbering(row.cells, columns) or fields.get("ref", ""), requirement, columns)
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


def _numbering(cells: Sequence[str], columns: Columns) -> str:
    """The cell that holds the number and nothing else, where another column left of it names the section; or ""."""
    first = [cell for role, cell in zip(columns.roles, cells, strict=False) if role == "ref" and clean(cell)]
    alone = [cell for cell in first[1:] if (found := starting_ref(clean(cell))) is not None and not found.rest]
    return alone[0] if alone and starting_ref(clean(first[0])) is None else ""


def _number(first: str, requirement: str, columns: Columns) -> tuple[str | None, str]:
    """The row's number, from its own column or the start of the requirement, and the requirement without it."""
    own = starting_ref(first) or _below_a_title(first)
    if own is not None:
        text = "\n".join(filter(None, (own.rest, requirement)))
        if not own.rest or plausible(own.ref, own.rest) or starting_ref(own.rest) is not None:
            return own.ref, text
        if "requirement" not in columns.roles:
            return own.ref, text
        return None, requirement
    inside = starting_ref(plain(requirement))
    if inside is not None and inside.rest and plausible(inside.ref, inside.rest):
        return inside.ref, inside.rest
    if not requirement and first and len(first.split()) > 4 and "requirement" not in columns.roles:
        return None, first
    return None, requirement


def _below_a_title(first: str) -> Numbered | None:
    """The number on a line of its own below its section's title: both may have a column left of the requirement."""
    alone = [number for line in first.split("\n")[1:] if (number := starting_ref(line)) is not None and not number.rest]
    return alone[0] if len(alone) == 1 else None


def plausible(ref: str, text: str) -> bool:
    """True where a text could be the provision of that number, or a part of it, in some edition."""
    return any(
        matcher(edition.code).fit(text, ref).covered >= _PLAUSIBLE for edition in editions() if ref in edition.by_ref
    )


def own_fit(ref: str, text: str) -> float:
    """How well a text fits the provision of that number as a whole, 0 to 1, in the edition where it does best."""
    return max((matcher(each.code).fit(text, ref).both for each in editions() if ref in each.by_ref), default=0.0)


def _is_heading(row: Row) -> bool:
    if row.answered:
        return False
    text = fold(plain(row.requirement))
    words = " ".join(filter(None, (row.label, text)))
    if row.label and (not text or row.label.strip(". ").isdigit()):
        return True
    # What goes on from the page before, "section 2 of the Code", is none.
    goes_on = words[:1].islower() and len(words.split()) > _LONGEST_SMALL_HEADING
    return (not goes_on and bool(_HEADING.fullmatch(words))) or _bare(text) in _titles()


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


@cache
def _titles() -> frozenset[str]:
    return frozenset(_bare(title) for edition in editions() for title in edition.sections.values())


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def numbered(rows: Sequence[Row]) -> list[Row]:
    """The rows with a number."""
    return [row for row in rows if row.ref is not None]
