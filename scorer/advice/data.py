"""The loader of the texts of advice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scorer.codes import EDITION_CODES, load
from scorer.records import CellScore, Finding

_FOLDER = Path(__file__).parent
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|most|none|few) (?:out )?of\b", re.I
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One provision: ``duty`` completes "asks for", ``ask`` is a question, ``add`` completes "name"."""

    duty: str
    ask: str
    add: str


@dataclass(frozen=True, slots=True)
class Weakness:
    """What may be weak about a cell, and the wordings of question and hint. None in a condition is anything.

    ``figure`` asks for a number in the words of the signal, ``open`` for a claimed No or Partial.
    """

    contradiction: int | None
    signal: str | None
    level: int | None
    figure: bool
    open: bool
    question: tuple[str, ...]
    hint: tuple[str, ...]

    def applies(self, score: CellScore) -> bool:
        """Whether the cell has this weakness."""
        return (
            (self.contradiction is None or score.contradiction == self.contradiction)
            and (self.signal is None or any(self._carries(found) for found in score.signals))
            and (self.level is None or score.specificity == self.level)
            and (not self.open or score.cell.comply in ("no", "partial"))
        )

    def words(self, score: CellScore) -> str:
        """The words of the first signal that makes the weakness apply, empty where it needs none."""
        return next((found.text for found in score.signals if self._carries(found)), "")

    def _carries(self, found: Finding) -> bool:
        return found.signal == self.signal and (not self.figure or _FIGURE.search(found.text) is not None)


@dataclass(frozen=True, slots=True)
class Wordings:
    """How a question opens, by edition ("*" is any), and the weaknesses, gravest first."""

    opens: Mapping[str, tuple[str, ...]]
    weaknesses: tuple[Weakness, ...]
    unknown: Asked


@cache
def provisions(code: str) -> Mapping[str, Asked]:
    """The texts of an edition's provisions, by reference."""
    data: dict[str, dict[str, str]] = _read(_FOLDER / "provisions" / f"{code}.yml")
    return {ref: Asked(**texts) for ref, texts in data.items()}


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
    data = _read(_FOLDER / "weakness.yml")
    return Wordings(
        opens={code: tuple(texts) for code, texts in data["opens"].items()},
        weaknesses=tuple(
            Weakness(
                contradiction=item["when"].get("contradiction"),
                signal=item["when"].get("signal"),
                level=item["when"].get("level"),
                figure=item["when"].get("figure", False),
                open=item["when"].get("open", False),
                question=tuple(item["question"]),
                hint=tuple(item["hint"]),
            )
            for item in data["weaknesses"]
        ),
        unknown=Asked(**data["unknown"]),
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
