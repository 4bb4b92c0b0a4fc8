"""The page of a sector: self-contained, without script or network, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.batch.figures import Group, Sector
from scorer.batch.sector import FEWEST
from scorer.writers.templating import template
from scorer.writers.view import GRADES, counted

_FIRST = 25
"""How many landlords, shared sentences or templates the page tells; the tables hold the rest."""


def sector_html(sector: Sector) -> str:
    """The page."""
    return template("sector.html").render(
        sector=sector, grades=GRADES, first=_FIRST, fewest=FEWEST, share=share, bar=bar, counted=number
    )


def share(count: int, of: int) -> str:
    """A part in percent: "12%", "under 1%" where it is not nothing, "–" of nothing."""
    if not of:
        return "–"
    percent = 100 * count / of
    return "under 1%" if 0 < percent < 1 else f"{percent:.0f}%"


def bar(group: Group) -> Sequence[tuple[str, str, int, float]]:
    """The grades of a group for a bar: name, letter, count and width in percent. None of no cells."""
    return [
        (name, letter, count, round(100 * count / group.cells, 2))
        for name, letter in GRADES.items()
        if (count := getattr(group, name))
    ]


def number(count: int, one: str, many: str | None = None) -> str:
    """A number and its noun, thousands set apart."""
    return f"{count:,}{counted(count, one, many).removeprefix(str(count))}"
