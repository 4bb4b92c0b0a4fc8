"""The rule files: what may stand in one, and the strict loader. What is wrong is told with the file and the line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from scorer.errors import ScorerError
from scorer.records import COMPLY_VALUES, WORDINGS, Comply, EvidenceCell, Wording

Kind = Literal["phrase", "pattern", "modifier", "absence", "metric"]
Status = Literal["stable", "trial"]
Where = Literal["anywhere", "start", "whole"]
Direction = Literal["before", "after", "either", "over", "copied"]
Measure = Literal["words", "share"]

CATALOGUE = Path(__file__).with_name("catalogue")
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

    Raises ScorerError E411 for a file that breaks the form, a code used twice, or a modifier that silences nothing
    known.
    """
    digest = hashlib.sha256()
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.yml")):
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data + b"\0")
        rule = _File(path, data).rule()
        if rule.code in rules:
            raise fault(path, 1, f"code {rule.code} is taken by {rules[rule.code].path.name}")
        rules[rule.code] = rule
    for rule in rules.values():
        for name in rule.silences:
            if name not in WORDINGS and (name not in rules or rules[name].kind == "modifier"):
                raise fault(rule.path, 1, f"silences {name!r}, which is neither a signal nor the code of a rule")
    return tuple(rules[code] for code in sorted(rules)), digest.hexdigest()


def fault(path: Path, line: int, reason: str) -> ScorerError:
    """What is wrong with a rule file."""
    return ScorerError("E411", file=path.name, line=line, reason=reason)


class _File:
    """One rule file: its values, and the line of each of its keys."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.lines: dict[str, int] = {}
        try:
            loader = yaml.CSafeLoader(data.decode("utf-8"))
            node = loader.get_single_node()
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            mark = getattr(error, "problem_mark", None)
            raise fault(path, mark.line + 1 if mark else 1, "this is not YAML") from error
        if not isinstance(node, yaml.MappingNode):
            raise fault(path, 1, "a rule is a mapping of keys")
        self._note_lines(node, "")
        self.values: dict[str, Any] = loader.construct_document(node)

    def _note_lines(self, node: yaml.MappingNode, prefix: str) -> None:
        for key, value in node.value:
            name = f"{prefix}{key.value}"
            if name in self.lines:
                raise fault(self.path, key.start_mark.line + 1, f"key {name!r} stands twice")
            self.lines[name] = key.start_mark.line + 1
            if isinstance(value, yaml.MappingNode):
                self._note_lines(value, f"{name}.")

    def wrong(self, key: str, reason: str) -> ScorerError:
        return fault(self.path, self.lines.get(key, 1), reason)

    def only(self, allowed: Sequence[str], prefix: str = "") -> None:
        """Refuse keys that are not known, directly below ``prefix``."""
        for name in self.lines:
            if name.startswith(prefix) and "." not in name[len(prefix) :] and name[len(prefix) :] not in allowed:
                raise self.wrong(name, f"unknown key {name!r}")

    def text(self, key: str) -> str:
        value = self.values[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f"{key!r} must be a text")
        return " ".join(value.split())

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> Any:
        value = self.values.get(key, default)
        if value not in allowed:
            raise self.wrong(key, f"{key!r} must be one of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self.list_of(self.values.get(key, []), key, str)

    def list_of(self, value: object, key: str, kind: type) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(entry, kind) for entry in value):
            raise self.wrong(key, f"{key!r} must be a list of {'texts' if kind is str else 'whole numbers'}")
        return tuple(value)

    def number(self, key: str, default: float) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self.wrong(key, f"{key!r} must be a number of 0 or more")
        return value

    def rule(self) -> Rule:
        if "kind" not in self.values:
            raise fault(self.path, 1, "key 'kind' is missing")
        kind: Kind = self.choice("kind", get_args(Kind))
        required, optional = _KEYS[kind]
        self.only((*required, *optional))
        for key in required:
            if key not in self.values:
                raise fault(self.path, 1, f"key {key!r} is missing")
        code, name = self.text("code"), self.text("name")
        if not _CODE.fullmatch(code) or code.rstrip("0123456789") not in PREFIXES:
            raise self.wrong("code", f"{code!r} is no code: {', '.join(PREFIXES)} and three digits")
        if not _NAME.fullmatch(name) or self.path.stem != f"{code}-{name}":
            raise self.wrong("name", f"the file of this rule must be named {code}-{name}.yml, in lower case and dashes")
        signal = None if kind == "modifier" else self.choice("signal", WORDINGS)
        if PREFIXES[code.rstrip("0123456789")] != signal:
            raise self.wrong("code", f"code {code!r} does not belong to the signal {signal!r}")
        direction = self.choice("direction", get_args(Direction), "over")
        if kind == "modifier" and (direction == "copied") == bool(self.texts("phrases")):
            raise self.wrong("phrases", "a modifier has phrases, unless its direction is 'copied'")
        return Rule(
            code=code,
            name=name,
            status=self.choice("status", get_args(Status)),
            kind=kind,
            message=self.text("message"),
            why=self.text("why"),
            fire=self.examples("fire"),
            silent=self.examples("silent"),
            path=self.path,
            signal=signal,
            scope=self.scope(),
            phrases=self.texts("phrases"),
            where=self.choice("where", get_args(Where), "anywhere"),
            anchors=self.texts("anchors"),
            tokens=self.token_patterns(),
            measure=self.choice("measure", get_args(Measure)) if kind == "metric" else None,
            below=self.number("below", 0.0),
            silences=self.texts("silences"),
            direction=direction,
            within=int(self.number("within", 8)),
            terminators=self.texts("terminators"),
            lookalikes=self.texts("lookalikes"),
            lines=self.lines,
        )

    def scope(self) -> Scope:
        data = self.values.get("scope", {})
        if not isinstance(data, dict):
            raise self.wrong("scope", "'scope' must be a mapping")
        self.only(("comply", "editions", "sections"), "scope.")
        comply = self.list_of(data.get("comply", []), "scope.comply", str)
        editions = self.list_of(data.get("editions", []), "scope.editions", str)
        for key, given, allowed in (("comply", comply, COMPLY_VALUES), ("editions", editions, EDITIONS)):
            if set(given) - set(allowed):
                raise self.wrong(f"scope.{key}", f"'scope.{key}' may hold {', '.join(allowed)}")
        return Scope(comply, editions, self.list_of(data.get("sections", []), "scope.sections", int))

    def token_patterns(self) -> tuple[tuple[dict[str, Any], ...], ...]:
        patterns = self.values.get("tokens", [])
        if not isinstance(patterns, list) or not all(
            isinstance(pattern, list) and pattern and all(isinstance(token, dict) for token in pattern)
            for pattern in patterns
        ):
            raise self.wrong("tokens", "'tokens' must be a list of lists of token descriptions")
        if any(token.get("OP", "?") not in ("?", "!") for pattern in patterns for token in pattern):
            raise self.wrong(
                "tokens", "'tokens' may not repeat a token: patterns are tried only their length around an anchor"
            )
        return tuple(tuple(pattern) for pattern in patterns)

    def examples(self, sort: str) -> tuple[Example, ...]:
        given = self.values["examples"]
        self.only(("fire", "silent"), "examples.")
        entries = given.get(sort) if isinstance(given, dict) else None
        if not isinstance(entries, list) or len(entries) < MIN_EXAMPLES:
            raise self.wrong("examples", f"'examples.{sort}' needs at least {MIN_EXAMPLES} entries")
        for entry in entries:
            fits = isinstance(entry, str) or (
                isinstance(entry, dict)
                and set(entry) <= _EXAMPLE_KEYS
                and all(isinstance(value, str) for value in entry.values())
            )
            if not fits:
                raise self.wrong(
                    f"examples.{sort}", f"an example is a text, or texts under {', '.join(sorted(_EXAMPLE_KEYS))}"
                )
        return tuple(Example.of(entry) for entry in entries)
