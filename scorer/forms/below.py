"""What stands below a form in tables of its own or of the form: plans of what is to be done, and approvals."""

from __future__ import annotations

import itertools
import re

from scorer.forms.clean import clean
from scorer.forms.columns import Columns, heads_plan, read_header
from scorer.forms.numbering import WHOLE, own_fit
from scorer.forms.refs import starting_ref
from scorer.readers.grid import Grid, GridRow

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


def is_plan(grid: Grid) -> bool:
    """True for a table of what is to be done, as stands below a form; a title may stand in a row above its header."""
    filled = (row.cells for row in grid.rows if any(map(clean, row.cells)))
    below_title = itertools.dropwhile(lambda cells: sum(1 for cell in cells if clean(cell)) == 1, filled)
    return next(map(heads_plan, below_title), False)


def headed(grid: Grid) -> str:
    """The header of a plan, in the words of the form; "" where it goes on from the page before."""
    header = next((row.cells for row in grid.rows if heads_plan(row.cells)), ())
    return " | ".join(filter(None, map(clean, header)))


def goes_on(before: Grid, grid: Grid) -> bool:
    """True for a table without a header or a provision of its own, as wide as the one before it but for a column that
    may be empty on its page: it is one with it."""
    widths = [max((len(row.cells) for row in each.rows), default=0) for each in (before, grid)]
    if abs(widths[0] - widths[1]) > 1:
        return False
    return not any(read_header(row.cells) is not None or _holds_provision(row) for row in grid.rows)


def stands_with_form(row: GridRow) -> bool:
    """True for the header of a plan, and for a row in it that approves the form. The dates of its actions, beside
    their owners, are not the form's."""
    filled = [text for cell in row.cells if (text := clean(cell))]
    return heads_plan(row.cells) or (0 < len(filled) <= 2 and _APPROVAL.match(filled[0]) is not None)


def _holds_provision(row: GridRow) -> bool:
    """True for a row with a provision's number and its words."""
    found = starting_ref(clean(row.cells[0])) if row.cells else None
    return found is not None and any(own_fit(found.ref, text) >= WHOLE for text in (found.rest, *row.cells[1:]) if text)


def is_approval(row: GridRow, columns: Columns) -> bool:
    """True for a row that says when a form was approved or by whom it was signed, and not more of an answer."""
    place, words = next((index, text) for index, cell in enumerate(row.cells) if (text := clean(cell)))
    of_answer = columns.roles[min(place, len(columns.roles) - 1)] not in ("ref", "requirement", "ignored")
    if of_answer or _APPROVAL.match(words) is None or sum(map(len, row.cells)) > _LONGEST_APPROVAL:
        return False
    beside = [clean(cell) for cell in row.cells[place + 1 :]]
    return max(map(len, map(str.split, beside)), default=0) <= _LONGEST_SIGNATURE
