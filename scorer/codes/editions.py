"""Load and check the edition files. What is wrong in one is told with the file and the place in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

from scorer.datafile import Table, fault, read_table

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


def read_edition(path: Path) -> Edition:
    """The edition that a file describes. JSON is read as the YAML that it also is.

    Raises ScorerError E411 for a missing, unknown or mistyped key, a doubled or malformed reference, a provision
    without a section and a pattern that does not compile.
    """
    top = read_table(path)
    top.only(("code", "name", "ombudsman", "in_force", "form", "sections", "provisions", "tells"))
    named = top.table("sections")
    named.only((), tuple("123456789"))
    sections = {int(number): named.text(number) for number in named.values}
    provisions: dict[str, Provision] = {}
    for table in top.list_of_tables("provisions"):
        provision = _provision(table)
        if provision.ref in provisions:
            raise table.wrong("ref", f"{provision.ref} stands twice")
        if provision.section not in sections:
            raise table.wrong("ref", f"{provision.ref} has no section")
        provisions[provision.ref] = provision
    return Edition(
        code=top.text("code"),
        name=top.text("name"),
        ombudsman=top.text("ombudsman"),
        in_force=top.text("in_force"),
        form=top.text("form"),
        sections=sections,
        provisions=tuple(provisions.values()),
        tells=tuple(map(_tell, top.list_of_tables("tells"))),
    )


def _provision(table: Table) -> Provision:
    table.only(Provision.__slots__)
    if not _REF.fullmatch(table.text("ref")):
        raise table.wrong("ref", "a reference is like 6.3 or 4.q3")
    return Provision(
        ref=table.text("ref"),
        level=table.choice("level", get_args(Level)),
        title=table.text("title"),
        requirement=table.text("requirement"),
        parts=table.texts("parts"),
        timescales=tuple(map(_timescale, table.list_of_tables("timescales"))),
        evidence_kinds=table.texts("evidence_kinds", EVIDENCE_KINDS),
        asks_about=table.choice("asks_about", get_args(AsksAbout)),
        na_plausible=table.flag("na_plausible"),
        note=_text_or_none(table, "note") or "",
        successor_2024=table.texts("successor_2024"),
        answer_kind=table.choice("answer_kind", get_args(AnswerKind)),
    )


def _timescale(table: Table) -> Timescale:
    table.only(Timescale.__slots__)
    number = table.values["number"]
    if number is not None and type(number) is not int:  # true is no number
        raise table.wrong("number", f"'{table.name}number' must be a whole number or null")
    working_days = table.values["working_days"]
    return Timescale(
        number=number,
        unit=table.text("unit"),
        working_days=None if working_days is None else table.flag("working_days"),
        measures=table.text("measures"),
        limit=table.choice("limit", get_args(Limit)),
        starts_from=_text_or_none(table, "starts_from"),
        note=_text_or_none(table, "note") or "",
    )


def _tell(table: Table) -> Tell:
    by_pattern = "pattern" in table.values
    if by_pattern == ("refs" in table.values):
        raise table.wrong("pattern", "a tell has either a pattern or refs")
    table.only(("weight", "why", *(("pattern", "where") if by_pattern else ("refs",))))
    weight = table.values["weight"]
    if type(weight) is not int:
        raise table.wrong("weight", f"'{table.name}weight' must be a whole number")
    why = table.text("why")
    if not by_pattern:
        return Tell(weight=weight, why=why, pattern=None, where="text", refs=frozenset(table.texts("refs")))
    try:
        pattern = re.compile(table.text("pattern"), re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise table.wrong("pattern", f"the pattern does not compile ({error})") from error
    where = table.choice("where", get_args(Place))
    return Tell(weight=weight, why=why, pattern=pattern, where=where, refs=frozenset())


def _text_or_none(table: Table, key: str) -> str | None:
    """A text, or None where the file says that there is none: null, or nothing between the quotes."""
    return None if table.values[key] in (None, "") else table.text(key)


@cache
def load(code: str) -> Edition:
    """The edition with this code, one of ``EDITION_CODES``.

    Raises KeyError for another code and ScorerError E411 for a broken file.
    """
    if code not in EDITION_CODES:
        raise KeyError(code)
    path = _FOLDER / f"{code}.json"
    edition = read_edition(path)
    if edition.code != code:
        raise fault(path, 1, f"this is the edition {edition.code}")
    return edition


def editions() -> tuple[Edition, ...]:
    """Every edition, oldest first."""
    return tuple(load(code) for code in EDITION_CODES)
