"""The loader of the texts of advice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scorer.checks.actions import is_dated, is_owned
from scorer.codes import EDITION_CODES, load
from scorer.datafile import Table, read_table
from scorer.records import SIGNALS, SPECIFICITY_NAMES, TRIGGER_SIGNALS, Comply, Finding, Verdict

_FOLDER = Path(__file__).parent
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|most|none|few) (?:out )?of\b", re.I
)
_DESCRIBED = SPECIFICITY_NAMES.index("described")
_MORE_THAN_PRACTICE = frozenset((*TRIGGER_SIGNALS, "not_applicable"))
_OF_ACTIONS = ("ACT002", "ACT003")
"""The checks that see an action in the words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One provision: ``duty`` completes "asks for", ``ask`` is a question, ``add`` completes "name"."""

    duty: str
    ask: str
    add: str


@dataclass(frozen=True, slots=True)
class Weakness:
    """What may be weak about a cell, and the wordings of question and hint. None in a condition is anything.

    ``figure`` asks for a number in the words of the signal, ``open`` for a claimed No or Partial, ``described`` for
    words that tell what is done and nothing else, ``owned`` and ``dated`` for a cell that tells who or when.
    """

    contradiction: int | None
    signal: str | None
    level: int | None
    figure: bool
    open: bool
    described: bool
    owned: bool
    dated: bool
    question: tuple[str, ...]
    hint: tuple[str, ...]

    def may_be(self, contradiction: int, level: int, comply: Comply) -> bool:
        """Whether an answer of these levels has the weakness, if it has the signal."""
        return (
            (self.contradiction is None or contradiction == self.contradiction)
            and (self.level is None or level == self.level)
            and (not self.open or comply in ("no", "partial"))
            and (not self.described or level >= _DESCRIBED)
        )

    def has_signal(self, verdict: Verdict) -> bool:
        """Whether the cell has the signal that the weakness needs, or none where it must have none, and tells the owner
        and the date that it needs."""
        if self.described and (
            not _MORE_THAN_PRACTICE.isdisjoint(found.signal for found in verdict.signals)
            or any(found.code in _OF_ACTIONS for found in verdict.checks)
        ):
            return False
        if (self.owned and not is_owned(verdict.cell)) or (self.dated and not is_dated(verdict.cell)):
            return False
        return self.signal is None or any(self._carries(found) for found in verdict.signals)

    def carrier(self, verdict: Verdict) -> Finding | None:
        """The first signal that makes the weakness apply, None where it needs none."""
        return next((found for found in verdict.signals if self._carries(found)), None)

    def _carries(self, found: Finding) -> bool:
        return found.signal == self.signal and (not self.figure or _FIGURE.search(found.text) is not None)


@dataclass(frozen=True, slots=True)
class Wordings:
    """How a question opens, by edition ("*" is any), and the weaknesses, gravest first."""

    opens: Mapping[str, tuple[str, ...]]
    weaknesses: tuple[Weakness, ...]
    unknown: Asked


def weakness_of(verdict: Verdict) -> Weakness | None:
    """The gravest weakness of a cell, or None."""
    for weakness in _possible(verdict.contradiction, verdict.specificity, verdict.cell.comply):
        if weakness.has_signal(verdict):
            return weakness
    return None


@cache
def _possible(contradiction: int, level: int, comply: Comply) -> tuple[Weakness, ...]:
    """The weaknesses that answers of these levels may have, gravest first."""
    return tuple(one for one in wordings().weaknesses if one.may_be(contradiction, level, comply))


@cache
def provisions(code: str) -> Mapping[str, Asked]:
    """The texts of an edition's provisions, by reference."""
    data = read_table(_FOLDER / "provisions" / f"{code}.yml", closed=True)
    data.only(load(code).refs)
    return {ref: _asked(data.table(ref)) for ref in data.values}


def load_texts() -> None:
    """Read all texts of advice. Raises ScorerError E411 where a file of them is damaged."""
    wordings()
    for code in EDITION_CODES:
        provisions(code)


def asked(code: str, ref: str) -> Asked:
    """The texts of one provision; those of ``unknown`` where the cell answers none that is known."""
    known = provisions(code).get(ref) if code in EDITION_CODES else None
    return known or wordings().unknown


def variant(texts: tuple[str, ...], code: str, ref: str) -> str:
    """One of several wordings, the same each time for the same provision."""
    return texts[_places(code).get(ref, 0) % len(texts)] if code in EDITION_CODES else texts[0]


@cache
def _places(code: str) -> Mapping[str, int]:
    return {ref: place for place, ref in enumerate(load(code).refs)}


@cache
def wordings() -> Wordings:
    """The texts of ``weakness.yml``."""
    data = read_table(_FOLDER / "weakness.yml", closed=True)
    data.only(("opens", "unknown", "weaknesses"))
    opens = data.table("opens")
    opens.only(("*",), EDITION_CODES)
    return Wordings(
        opens={code: opens.texts(code) for code in opens.values},
        weaknesses=tuple(map(_weakness, data.list_of_tables("weaknesses"))),
        unknown=_asked(data.table("unknown")),
    )


def _asked(data: Table) -> Asked:
    data.only(("duty", "ask", "add"))
    return Asked(data.text("duty"), data.text("ask"), data.text("add"))


def _weakness(data: Table) -> Weakness:
    data.only(("when", "question", "hint"))
    when = data.table("when")
    when.only((), ("contradiction", "signal", "level", "figure", "open", "described", "owned", "dated"))
    return Weakness(
        contradiction=when.choice("contradiction", (None, 1, 2)),
        signal=when.choice("signal", (None, *SIGNALS)),
        level=when.choice("level", (None, *range(len(SPECIFICITY_NAMES)))),
        figure=when.flag("figure"),
        open=when.flag("open"),
        described=when.flag("described"),
        owned=when.flag("owned"),
        dated=when.flag("dated"),
        question=data.texts("question"),
        hint=data.texts("hint"),
    )
