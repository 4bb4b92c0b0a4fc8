"""Which edition a form answers. Told by its words and by which numbers occur together, never by one number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scorer.codes import Edition, editions
from scorer.forms.clean import clean, plain
from scorer.forms.match import Matcher, matcher
from scorer.forms.questions import split_question
from scorer.forms.rows import Row, Table, numbered

_FIT_WEIGHT = 30
"""What the mean fit of the requirements (0 to 1) weighs against the tells, whose weights are 1 to 12."""
_NUMBERS_WEIGHT = 6
"""What the share of the form's numbers that the edition has weighs."""
_LEAST_ROWS = 3
_LEAST_FIT = 0.25
_MANY = 0.5
"""Share of an edition's numbers that a form has which does not spell the requirements out."""
_BRIEF = 8
"""Words up to which a text is the name of a requirement; most requirements have 20 and more."""
_COVERED = 0.35
"""Least mean ``Fit.covered`` of such names where no title says what the table is."""
_TITLE = re.compile(
    r"\b(?:complaint|ombudsman).{0,80}\bself[\s-]*assessment\b|\bself[\s-]*assessment\b.{0,80}\bcomplaint", re.I | re.S
)
_WHOLE = 0.45
"""Least ``Fit.both`` of a text that is a whole requirement. Real requirements have 0.66 and more, most 0.85."""


def decide(table: Table, rows: Sequence[Row]) -> Edition | None:
    """The edition that the rows of one form answer, or None where they answer none."""
    places = _places(table, rows)
    scored = [(_score(edition, table, rows, places), edition) for edition in editions()]
    score, edition = max(scored, key=lambda item: item[0])
    return edition if score > 0 else None


def _score(edition: Edition, table: Table, rows: Sequence[Row], places: Mapping[str, str]) -> float:
    """Weight of all signs for an edition; 0 where too few rows fit it to be a form of it."""
    with_number = numbered(rows)
    match = matcher(edition.code)
    fits: list[float] = []
    if edition.code == "2020":
        if len(with_number) > len(rows) / 2 and not _are_questions(with_number, match, edition):
            return 0.0
        fits = [best.both for row in rows if row.requirement and (best := match.best(row.requirement, edition.refs))]
        found = sum(1 for fit in fits if fit >= _WHOLE)
        if found < _LEAST_ROWS:
            return 0.0
        return _tells(edition, places, set()) + _FIT_WEIGHT * sum(fits) / len(fits)
    refs = {row.ref for row in with_number if row.ref is not None}
    fits = [match.fit(row.requirement, row.ref).both for row in with_number if row.ref and row.requirement]
    loose = [row for row in rows if row.ref is None and row.requirement and row.answered]
    lost = [best.both for row in loose if (best := match.best(row.requirement, edition.refs)) and best.both >= _WHOLE]
    known = refs & set(edition.refs)
    if len(known) + len(lost) < _LEAST_ROWS:
        return 0.0
    fit = sum(fits + lost) / len(fits + lost) if fits or lost else 0.0
    if fits and fit < _LEAST_FIT and _are_names([row.requirement for row in with_number if row.requirement]):
        return _named(edition, table, rows, places)
    # A form without a column of requirements has only its numbers to go by, and its title or many of them.
    if fit < _LEAST_FIT and (fits or (not _titled(table) and len(known) < _MANY * len(edition.refs))):
        return 0.0
    share = len(known) / len(refs) if refs else 0.0
    return _tells(edition, places, refs) + _FIT_WEIGHT * fit + _NUMBERS_WEIGHT * share


def _are_questions(rows: Sequence[Row], match: Matcher, edition: Edition) -> bool:
    """True where most rows ask the questions of an edition that has no numbers: the landlord counted them."""
    asked = [text for row in rows if (text := split_question(plain(row.requirement).strip())[0]).endswith(("?", ":"))]
    known = sum(1 for text in asked if (best := match.best(text, edition.refs)) and best.both >= _WHOLE)
    return known > len(rows) / 2


def _are_names(requirements: Sequence[str]) -> bool:
    """True where the column of requirements holds their names, their first words or "See Code"."""
    brief = sum(1 for text in requirements if len(clean(text).split()) <= _BRIEF)
    return brief > len(requirements) / 2


def _named(edition: Edition, table: Table, rows: Sequence[Row], places: Mapping[str, str]) -> float:
    """The weight for a form that names its requirements: many of the edition's numbers, and a title or known words."""
    match = matcher(edition.code)
    named = [(row.ref, row.requirement) for row in numbered(rows) if row.ref and row.requirement]
    refs = {row.ref for row in numbered(rows) if row.ref is not None}
    known = refs & set(edition.refs)
    covered = sum(match.fit(text, ref).covered for ref, text in named) / len(named)
    if len(known) < _MANY * len(edition.refs) or (covered < _COVERED and not _titled(table)):
        return 0.0
    return _tells(edition, places, refs) + _FIT_WEIGHT * covered + _NUMBERS_WEIGHT * len(known) / len(refs)


def _titled(table: Table) -> bool:
    return any(_TITLE.search(text) for text in table.front)


def _places(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """The texts of a form by where a tell may look for its words."""
    front = [clean(text) for text in table.front]
    return {
        "header": "\n".join(table.headers),
        "front": "\n".join(front),
        "text": "\n".join([*front, *(clean(row.requirement) for row in rows)]),
    }


def _tells(edition: Edition, places: Mapping[str, str], refs: set[str]) -> float:
    weight = 0
    for tell in edition.tells:
        if tell.pattern is not None:
            weight += tell.weight if tell.pattern.search(places[tell.where]) else 0
        else:
            weight += tell.weight * min(3, len(tell.refs & refs) // 3)
    return weight
