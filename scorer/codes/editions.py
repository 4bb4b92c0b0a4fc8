"""Load and check the edition files. What is wrong in one is told with the file and the place in it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args

Level = Literal["must", "should", "expectation", "question"]
Limit = Literal[
    "maximum",
    "minimum",
    "maximum_without_good_reason",
    "threshold",
    "ideal",
    "exact",
    "frequency",
    "landlord_sets_it",
]
AsksAbout = Literal["policy", "practice", "publication", "governance", "role", "record"]
AnswerKind = Literal["yes_no", "percentage", "number_and_text", "stage", "text"]
Place = Literal["text", "header", "front"]

EVIDENCE_KINDS = frozenset(
    {
        "action_log",
        "board_report_or_minutes",
        "case_record",
        "case_sample",
        "decision_record",
        "equality_record",
        "letter_template",
        "named_role",
        "performance_data",
        "policy_clause",
        "procedure",
        "publicity_material",
        "published_report",
        "resident_feedback",
        "third_party_agreement",
        "training_record",
        "web_page",
    }
)

EDITION_CODES = ("2020", "2022", "2024", "lgsco-2024")
"""The editions, oldest first; the values of ``Form.code``."""

_FOLDER = Path(__file__).resolve().parent
_REF = re.compile(r"[1-9]\.(?:q?[1-9]\d?)")


class EditionError(ValueError):
    """An edition file is missing or breaks its form. A fault of the installation, not of a user's input."""


@dataclass(frozen=True, slots=True)
class Timescale:
    """A number that a provision sets. ``number`` is None where the landlord sets it.

    ``unit`` is "days", "months", "year", "stages", "channels" or "date"; ``working_days`` is None where the
    Code does not say or does not count days.
    """

    number: int | None
    unit: str
    working_days: bool | None
    measures: str
    limit: Limit
    starts_from: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: ``requirement`` is the duty in our own words, never the published sentence.

    ``parts`` are what a full answer covers. ``successor_2024`` are the provisions of the housing edition of
    2024 with the same subject. ``answer_kind`` is "yes_no" but for the questions of 2020 that ask for a figure
    or a text.
    """

    ref: str
    level: Level
    title: str
    requirement: str
    parts: tuple[str, ...]
    timescales: tuple[Timescale, ...]
    evidence_kinds: tuple[str, ...]
    asks_about: AsksAbout
    na_plausible: bool
    note: str
    successor_2024: tuple[str, ...]
    answer_kind: AnswerKind

    @property
    def section(self) -> int:
        """The section of the Code."""
        return int(self.ref.split(".", 1)[0])


@dataclass(frozen=True, slots=True)
class Tell:
    """One sign of an edition in a form, worth ``weight`` once. It has either a pattern or refs.

    ``where``: "header" is a table's header row, "front" the title and the prose, "text" everything. A tell by
    ``refs`` counts once for every three of them that the form has a row for, at most three times.
    """

    weight: int
    why: str
    pattern: re.Pattern[str] | None
    where: Place
    refs: frozenset[str]


@dataclass(frozen=True)
class Edition:
    """One edition of the Code, its provisions in order."""

    code: str
    name: str
    ombudsman: str
    in_force: str
    form: str
    sections: Mapping[int, str]
    provisions: tuple[Provision, ...]
    tells: tuple[Tell, ...]

    @cached_property
    def by_ref(self) -> Mapping[str, Provision]:
        """The provisions by their reference."""
        return {provision.ref: provision for provision in self.provisions}

    @property
    def refs(self) -> tuple[str, ...]:
        """The references in the order of the Code."""
        return tuple(provision.ref for provision in self.provisions)


class _Reader:
    """Takes the keys of one JSON object, each once and of its type, and refuses what is left over."""

    def __init__(self, value: Any, where: str) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise EditionError(f"{where}: an object is needed")
        self._left: dict[str, Any] = dict(value)

    def take(self, key: str, *types: type) -> Any:
        """The value of ``key``, of one of ``types`` exactly (True is no number)."""
        if key not in self._left:
            raise EditionError(f"{self.where}: {key!r} is missing")
        value = self._left.pop(key)
        if type(value) not in types:
            raise EditionError(f"{self.where}: {key!r} may not be {value!r}")
        return value

    def text(self, key: str) -> str:
        value: str = self.take(key, str)
        if not value.strip():
            raise EditionError(f"{self.where}: {key!r} is empty")
        return value

    def texts(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        values = self.take(key, list)
        for value in values:
            if not isinstance(value, str) or not value.strip() or (allowed is not None and value not in allowed):
                raise EditionError(f"{self.where}: {key!r} may not hold {value!r}")
        return tuple(values)

    def choice(self, key: str, kind: Any) -> Any:
        value = self.take(key, str)
        if value not in get_args(kind):
            raise EditionError(f"{self.where}: {key!r} may not be {value!r}")
        return value

    def has(self, key: str) -> bool:
        return key in self._left

    def close(self) -> None:
        if self._left:
            raise EditionError(f"{self.where}: unknown key {sorted(self._left)[0]!r}")


def parse_edition(data: Any, where: str) -> Edition:
    """The edition that ``data``, a decoded JSON file, describes. ``where`` names the file in errors.

    Raises EditionError for a missing, unknown or mistyped key, a doubled or malformed reference, a provision
    without a section and a pattern that does not compile.
    """
    top = _Reader(data, where)
    sections = {
        int(number): title for number, title in top.take("sections", dict).items() if number.isdigit() and title
    }
    provisions = tuple(
        _provision(item, f"{where}: provision {position}")
        for position, item in enumerate(top.take("provisions", list), start=1)
    )
    tells = tuple(
        _tell(item, f"{where}: tell {position}") for position, item in enumerate(top.take("tells", list), start=1)
    )
    edition = Edition(
        code=top.text("code"),
        name=top.text("name"),
        ombudsman=top.text("ombudsman"),
        in_force=top.text("in_force"),
        form=top.text("form"),
        sections=sections,
        provisions=provisions,
        tells=tells,
    )
    top.close()
    seen: set[str] = set()
    for provision in provisions:
        if provision.ref in seen:
            raise EditionError(f"{where}: {provision.ref} stands twice")
        if provision.section not in sections:
            raise EditionError(f"{where}: {provision.ref} has no section")
        seen.add(provision.ref)
    return edition


def _provision(item: Any, where: str) -> Provision:
    reader = _Reader(item, where)
    ref = reader.text("ref")
    reader.where = f"{where} ({ref})"
    if not _REF.fullmatch(ref):
        raise EditionError(f"{reader.where}: a reference is like 6.3 or 4.q3")
    provision = Provision(
        ref=ref,
        level=reader.choice("level", Level),
        title=reader.text("title"),
        requirement=reader.text("requirement"),
        parts=reader.texts("parts"),
        timescales=tuple(_timescale(entry, reader.where) for entry in reader.take("timescales", list)),
        evidence_kinds=reader.texts("evidence_kinds", EVIDENCE_KINDS),
        asks_about=reader.choice("asks_about", AsksAbout),
        na_plausible=reader.take("na_plausible", bool),
        note=reader.take("note", str),
        successor_2024=reader.texts("successor_2024"),
        answer_kind=reader.choice("answer_kind", AnswerKind),
    )
    reader.close()
    return provision


def _timescale(item: Any, where: str) -> Timescale:
    reader = _Reader(item, f"{where}, timescale")
    timescale = Timescale(
        number=reader.take("number", int, type(None)),
        unit=reader.text("unit"),
        working_days=reader.take("working_days", bool, type(None)),
        measures=reader.text("measures"),
        limit=reader.choice("limit", Limit),
        starts_from=reader.take("starts_from", str, type(None)),
        note=reader.take("note", str),
    )
    reader.close()
    return timescale


def _tell(item: Any, where: str) -> Tell:
    reader = _Reader(item, where)
    weight: int = reader.take("weight", int)
    why = reader.text("why")
    if reader.has("pattern") == reader.has("refs"):
        raise EditionError(f"{where}: a tell has either a pattern or refs")
    pattern: re.Pattern[str] | None = None
    place: Place = "text"
    refs: frozenset[str] = frozenset()
    if reader.has("pattern"):
        source = reader.text("pattern")
        try:
            pattern = re.compile(source, re.IGNORECASE | re.DOTALL)
        except re.error as error:
            raise EditionError(f"{where}: the pattern does not compile ({error})") from error
        place = reader.choice("where", Place)
    else:
        refs = frozenset(reader.texts("refs"))
    reader.close()
    return Tell(weight=weight, why=why, pattern=pattern, where=place, refs=refs)


@cache
def load(code: str) -> Edition:
    """The edition with this code, one of ``EDITION_CODES``.

    Raises KeyError for another code and EditionError for a broken file.
    """
    if code not in EDITION_CODES:
        raise KeyError(code)
    path = _FOLDER / f"{code}.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EditionError(f"{path.name}: {error}") from error
    edition = parse_edition(data, path.name)
    if edition.code != code:
        raise EditionError(f"{path.name}: holds the edition {edition.code!r}")
    return edition


def editions() -> tuple[Edition, ...]:
    """Every edition, oldest first."""
    return tuple(load(code) for code in EDITION_CODES)
