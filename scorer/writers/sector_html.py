"""The page of a sector: self-contained, without script or network, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import floor

from scorer.batch.figures import Group, Sector
from scorer.batch.sector import FEWEST
from scorer.writers.templating import template
from scorer.writers.view import GRADES, counted

_FIRST = 25
"""How many landlords, shared sentences or templates the page tells; the tables hold the rest."""

_AT_ONCE = 5
"""How many provisions and landlords its first lines name."""


def sector_html(sector: Sector) -> str:
    """The page."""
    return template("sector.html").render(
        sector=sector,
        editions={edition.code: edition.title for edition in sector.editions},
        grades=GRADES,
        first=_FIRST,
        at_once=_AT_ONCE,
        fewest=FEWEST,
        rounded=rounded,
        share=share,
        bar=bar,
        counted=number,
        told=lambda text: text.removeprefix(sector.common),
        fault=fault,
        off=off,
        by_edition=by_edition,
    )


def rounded(value: float) -> str:
    """A mean as a whole number, a half upwards; Python's own rounding takes 44.5 to 44 and 45.5 to 46."""
    return str(floor(value + 0.5))


def share(count: int, of: int) -> str:
    """A part in percent: "12%", "under 1%" where it is not nothing, "–" of nothing."""
    if not of:
        return "–"
    percent = 100 * count / of
    return "under 1%" if 0 < percent < 1 else f"{rounded(percent)}%"


def fault(group: Group) -> str:
    """What is most often wrong with the answers of a group that say Yes, or "" where none is."""
    count, what = max(
        (group.contradicts, "contradict their Yes"),
        (group.weakens, "leave their Yes in doubt"),
        (group.bare, "give nothing to check"),
        key=lambda each: each[0],
    )
    return f"{share(count, group.yes)} {what}" if count else ""


def off(distance: float) -> str:
    """A distance with its sign, a true minus; 0 has none."""
    text = f"{distance:+.1f}"
    return "0" if text in ("+0.0", "-0.0") else text.replace("-", "\N{MINUS SIGN}")


def by_edition(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """Groups that are in order of edition, with the code of each edition."""
    return [(code, list(some)) for code, some in groupby(groups, lambda group: group.code)]


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
