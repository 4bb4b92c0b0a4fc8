"""The rule files: what may stand in one. What is wrong is told with the file and the line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from scorer.datafile import Table, bytes_of, fault, files_of, read_table
from scorer.records import COMPLY_VALUES, WORDINGS, Comply, EvidenceCell, Wording

Kind = Literal["phrase", "pattern", "modifier", "absence", "metric"]
Status = Literal["stable", "trial"]
Where = Literal["anywhere", "start", "whole"]
Direction = Literal["before", "after", "either", "over", "copied"]
Measure = Literal["words", "share"]

CATALOGUE = Path(__file__).with_name("catalogue")
SHIPPED = Path(__file__).with_name("shipped.yml")
"""The files of the catalogue that come with the product: one that is gone would be missed by nobody."""

EDITIONS = ("2020", "2022", "2024", "lgsco-2024")
MIN_EXAMPLES = 3
"""Fewest examples of each sort that a rule must carry."""

PREFIXES: dict[str, Wording | None] = {
    "FUT": "future",
    "HED": "hedged",
    "GAP": "gap",
    "NA": "not_applicable",
    "XREF": "cross_reference",
    "VAG": "vague",
    "MOD": None,
}
"""The letters of a rule's code, and the signal they stand for; a modifier has none."""

_CODE = re.compile(r"([A-Z]+)\d{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COMMON = ("code", "name", "status", "kind", "message", "why", "examples")
_SIGNAL_KEYS = ("signal", "scope")
_KEYS: dict[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "phrase": ((*_COMMON, "signal", "phrases"), ("scope", "where")),
    "pattern": ((*_COMMON, "signal", "anchors", "tokens"), ("scope",)),
    "modifier": ((*_COMMON, "silences", "direction"), ("phrases", "within", "terminators", "lookalikes")),
    "absence": ((*_COMMON, "signal", "phrases"), ("scope",)),
    "metric": ((*_COMMON, "signal", "measure", "below"), ("scope",)),
}
"""What each kind must hold and what it may hold besides."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule applies; an empty tuple is everywhere."""

    comply: tuple[Comply, ...] = ()
    editions: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()

    def covers(self, cell: EvidenceCell) -> bool:
        """Whether the rule applies to this cell. A cell of an unknown edition is in every edition's scope."""
        return (
            (not self.comply or cell.comply in self.comply)
            and (not self.editions or not cell.code or cell.code in self.editions)
            and (not self.sections or cell.section in self.sections)
        )


@dataclass(frozen=True, slots=True)
class Example:
    """An invented cell. ``requirement`` may be empty."""

    cell: EvidenceCell

    @classmethod
    def of(cls, data: str | Mapping[str, str]) -> Example:
        """From a text (the evidence of a Yes) or a mapping of evidence, commentary, comply, requirement and ref."""
        values: dict[str, Any] = {"evidence": data} if isinstance(data, str) else dict(data)
        values = {"ref": "", "evidence": "", "comply": "yes"} | values
        return cls(EvidenceCell(**values))


_EXAMPLE_KEYS = frozenset(("evidence", "commentary", "comply", "requirement", "ref", "code"))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its file says.

    A modifier silences the findings of the signals or the codes in ``silences`` where one of its phrases stands
    ``direction`` of them, at most ``within`` tokens away in the same clause, with no terminator between. ``below`` is
    the metric's limit: words, or per cent of a share.
    """

    code: str
    name: str
    status: Status
    kind: Kind
    message: str
    why: str
    fire: tuple[Example, ...]
    silent: tuple[Example, ...]
    path: Path
    signal: Wording | None = None
    scope: Scope = Scope()
    phrases: tuple[str, ...] = ()
    where: Where = "anywhere"
    anchors: tuple[str, ...] = ()
    tokens: tuple[tuple[dict[str, Any], ...], ...] = ()
    measure: Measure | None = None
    below: float = 0.0
    silences: tuple[str, ...] = ()
    direction: Direction = "over"
    within: int = 8
    terminators: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key in the file, for what is found wrong only later."""


def load_rules(folder: Path = CATALOGUE) -> tuple[tuple[Rule, ...], str]:
    """All rules of a folder in the order of their codes, and the SHA-256 over names and bytes of its files.

    Raises ScorerError E411 for a file that breaks the form or is missing from the catalogue, a code used twice, or a
    modifier that silences nothing known.
    """
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    for path in files_of(folder, SHIPPED if folder == CATALOGUE else None):
        data = bytes_of(path)
        digest.update(path.name.encode() + b"\0" + data + b"\0")
        rule = _rule(read_table(path, data))
        if rule.code in rules:
            raise fault(path, 1, f"code {rule.code} is taken by {rules[rule.code].path.name}")
        rules[rule.code] = rule
    for rule in rules.values():
        for name in rule.silences:
            if name not in WORDINGS and (name not in rules or rules[name].kind == "modifier"):
                raise fault(rule.path, 1, f"silences {name!r}, which is neither a signal nor the code of a rule")
    return tuple(rules[code] for code in sorted(rules)), digest.hexdigest()


def _rule(file: Table) -> Rule:
    kind: Kind = file.choice("kind", get_args(Kind))
    file.only(*_KEYS[kind])
    code, name = file.text("code"), file.text("name")
    if not _CODE.fullmatch(code) or code.rstrip("0123456789") not in PREFIXES:
        raise file.wrong("code", f"{code!r} is no code: {', '.join(PREFIXES)} and three digits")
    if not _NAME.fullmatch(name) or file.path.stem != f"{code}-{name}":
        raise file.wrong("name", f"the file of this rule must be named {code}-{name}.yml, in lower case and dashes")
    signal = None if kind == "modifier" else file.choice("signal", WORDINGS)
    if PREFIXES[code.rstrip("0123456789")] != signal:
        raise file.wrong("code", f"code {code!r} does not belong to the signal {signal!r}")
    direction = file.choice("direction", get_args(Direction), "over")
    if kind == "modifier" and (direction == "copied") == bool(file.texts("phrases")):
        raise file.wrong("phrases", "a modifier has phrases, unless its direction is 'copied'")
    examples = file.table("examples")
    examples.only((), ("fire", "silent"))
    return Rule(
        code=code,
        name=name,
        status=file.choice("status", get_args(Status)),
        kind=kind,
        message=file.text("message"),
        why=file.text("why"),
        fire=_examples(file, "fire"),
        silent=_examples(file, "silent"),
        path=file.path,
        signal=signal,
        scope=_scope(file.table("scope")),
        phrases=file.texts("phrases"),
        where=file.choice("where", get_args(Where), "anywhere"),
        anchors=file.texts("anchors"),
        tokens=_token_patterns(file),
        measure=file.choice("measure", get_args(Measure)) if kind == "metric" else None,
        below=file.number("below", 0.0),
        silences=file.texts("silences"),
        direction=direction,
        within=int(file.number("within", 8)),
        terminators=file.texts("terminators"),
        lookalikes=file.texts("lookalikes"),
        lines=file.lines,
    )


def _scope(data: Table) -> Scope:
    data.only((), ("comply", "editions", "sections"))
    comply: tuple[Any, ...] = data.texts("comply", COMPLY_VALUES)
    return Scope(comply, data.texts("editions", EDITIONS), data.list_of("sections", int))


def _token_patterns(file: Table) -> tuple[tuple[dict[str, Any], ...], ...]:
    patterns = file.values.get("tokens", [])
    if not isinstance(patterns, list) or not all(
        isinstance(pattern, list) and pattern and all(isinstance(token, dict) for token in pattern)
        for pattern in patterns
    ):
        raise file.wrong("tokens", "'tokens' must be a list of lists of token descriptions")
    if any(token.get("OP", "?") not in ("?", "!") for pattern in patterns for token in pattern):
        raise file.wrong(
            "tokens", "'tokens' may not repeat a token: patterns are tried only their length around an anchor"
        )
    return tuple(tuple(pattern) for pattern in patterns)


def _examples(file: Table, sort: str) -> tuple[Example, ...]:
    given = file.table("examples")
    entries = given.values.get(sort)
    if not isinstance(entries, list) or len(entries) < MIN_EXAMPLES:
        raise file.wrong("examples", f"'examples.{sort}' needs at least {MIN_EXAMPLES} entries")
    for entry in entries:
        fits = isinstance(entry, str) or (
            isinstance(entry, dict)
            and set(entry) <= _EXAMPLE_KEYS
            and all(isinstance(value, str) for value in entry.values())
        )
        if not fits:
            raise given.wrong(sort, f"an example is a text, or texts under {', '.join(sorted(_EXAMPLE_KEYS))}")
    return tuple(Example.of(entry) for entry in entries)
