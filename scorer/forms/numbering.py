"""The number of a provision at the start of a row, and whether the words behind it are that provision's."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.codes import editions
from scorer.forms.clean import clean, plain
from scorer.forms.columns import Columns
from scorer.forms.match import matcher
from scorer.forms.refs import Numbered, starting_ref

WHOLE = 0.5
"""Least ``own_fit`` of a requirement that a verdict may follow within one line."""
_PLAUSIBLE = 0.35
"""Least share of a text after a number that the provision of that number must have. Of the requirements of real
forms the least is 0.65; a clause of a policy that happens to have a provision's number lies below 0.3."""


def number_alone(cells: Sequence[str], columns: Columns) -> str:
    """The cell that holds the number and nothing else, where another column left of it names the section; or ""."""
    first = [cell for role, cell in zip(columns.roles, cells, strict=False) if role == "ref" and clean(cell)]
    alone = [cell for cell in first[1:] if (found := starting_ref(clean(cell))) is not None and not found.rest]
    return alone[0] if alone and starting_ref(clean(first[0])) is None else ""


def number_and_rest(first: str, requirement: str, columns: Columns) -> tuple[str | None, str]:
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
