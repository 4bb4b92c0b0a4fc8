"""The strict loader of the checks: one YAML file is one check, and what is wrong in one is told with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from scorer.codes import EDITION_CODES, load
from scorer.records import COMPLY_VALUES, Comply, EvidenceCell, Form

CATALOGUE = Path(__file__).with_name("catalogue")
ASK_TO_SEE = Path(__file__).with_name("ask_to_see.yml")

Subject = Literal["cell", "form"]
Kind = Literal["wording", "lacking", "parts", "code"]
Weight = Literal["fault", "advice"]

PREFIXES = {
    "TIM": "Timescales",
    "STG": "Stages and routes into the process",
    "EXC": "Exclusions and refusals",
    "DEF": "The definition of a complaint",
    "PRT": "Parts left unanswered",
    "APP": "Not applicable",
    "ACT": "No and Partial: action, owner, date",
    "EVD": "Evidence that is none",
    "GOV": "Governing body and roles",
    "KND": "The right kind of evidence",
    "ACC": "Access to stage 2 and to the Ombudsman",
    "LRN": "Learning and culture",
    "FRM": "The form as a whole",
}
"""The families of checks and their headings."""

_CODE = re.compile(r"([A-Z]{3})\d{3}")
_COMMON = ("code", "name", "subject", "kind", "weight", "title", "message", "why", "examples")
_FOR_CELL = ("question", "hint")
_MAY = ("against_yes",)
_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "wording": (("patterns",), ("scope", "unless", "unless_cell", "history")),
    "lacking": (("says", "lacks"), ("scope",)),
    "parts": (("items", "at_least"), ("scope", "says", "wanted", "unless_cell")),
    "code": ((), ("scope",)),
}
"""What each kind must hold and may hold besides the common keys."""

WORDS = {
    "<resident>": r"(?:residents?|customers?|tenants?|complainants?|leaseholders?|individuals?|they)",
    "<post>": (
        r"(?:chief executive|ceo\b|(?:(?:executive|assistant|managing|service) )?director|head of|manager|officer"
        r"|company secretary|team leader|coordinator)"
    ),
    "<member>": (
        r"(?:(?:board|committee|council|cabinet|panel|governing body)[\w ]{0,20}? members?|members? of (?:the"
        r"|our) (?:board|governing|council|committee|management|cabinet)|non[- ]executive|\bned\b|\btrustee\b"
        r"|councillor|\bcllr|portfolio holder|\bchair\b|chairs?(?:man|woman|person)|(?:board|council|cabinet|elected"
        r"|independent) member|mayor|governors?\b|\balderman)"
    ),
    "<clause>": r"(?:\bpolic(?:y|ies)\W+\d+\.\d|\b(?:para(?:graph)?s?|sections?|clauses?|pages?|appx|pp?\.) ?\(?\d)",
    "<month>": (
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    ),
}
"""Classes of words that patterns name in angle brackets."""


class CheckError(ValueError):
    """A check's file breaks its form. A fault of the installation, not of a user's input."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a check applies; empty is everywhere. ``refs`` are by edition; "5.*" is a whole section."""

    comply: tuple[Comply, ...] = ()
    editions: tuple[str, ...] = ()
    refs: Mapping[str, tuple[str, ...]] | None = None

    def covers(self, cell: EvidenceCell) -> bool:
        """Whether the check applies to this cell."""
        if (self.comply and cell.comply not in self.comply) or (self.editions and cell.code not in self.editions):
            return False
        if self.refs is None:
            return True
        wanted = self.refs.get(cell.code, ())
        return cell.ref in wanted or f"{cell.section}.*" in wanted

    def sample(self) -> dict[str, Any]:
        """The edition, the provision and the answer that an example has unless it says otherwise."""
        code = next(iter(self.refs), "2024") if self.refs is not None else (self.editions or ("2024",))[0]
        wanted = self.refs[code][0] if self.refs else ""
        ref = next((ref for ref in load(code).refs if f"{ref.split('.')[0]}.*" == wanted), wanted)
        return {"code": code, "ref": ref, "comply": self.comply[0] if self.comply else "yes"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check, as its file says. Patterns are regular expressions that ignore case.

    ``weight`` is "fault" where the words stand against the Code, "advice" where they only call for a look.
    ``against_yes`` says that beside a claimed Yes a hit leaves the claim in doubt: what is described falls short of, or
    differs from, what is asked.
    ``wording`` fires on a sentence that has one of ``patterns`` and none of ``unless``, in a cell without
    ``unless_cell``; sentences about the past count only with ``history``. ``lacking`` fires on ``says`` (or on the
    whole cell where that is empty) where nothing of ``lacks`` stands in the cell. ``parts`` fires where at least
    ``at_least`` of ``items`` are told and one of ``wanted`` is not, in a cell with one of ``says`` if there are any.
    ``code`` checks are functions of the same code.
    """

    code: str
    name: str
    subject: Subject
    kind: Kind
    weight: Weight
    title: str
    message: str
    why: str
    question: str
    hint: str
    fire: tuple[Any, ...]
    silent: tuple[Any, ...]
    scope: Scope
    against_yes: bool = False
    patterns: tuple[re.Pattern[str], ...] = ()
    unless: tuple[re.Pattern[str], ...] = ()
    unless_cell: tuple[re.Pattern[str], ...] = ()
    history: bool = False
    says: tuple[re.Pattern[str], ...] = ()
    lacks: tuple[re.Pattern[str], ...] = ()
    items: tuple[tuple[str, re.Pattern[str]], ...] = ()
    at_least: int = 0
    wanted: tuple[str, ...] = ()

    def example_cell(self, example: str | Mapping[str, str]) -> EvidenceCell:
        """The cell of an example: its evidence alone, or values by name."""
        given = {"evidence": example} if isinstance(example, str) else dict(example)
        return EvidenceCell(**({"evidence": ""} | self.scope.sample() | given))


def example_form(example: Mapping[str, Any]) -> Form:
    """The form of an example: ``code``, ``form_date``, ``landlord``, ``front``, ``missing`` and ``cells``."""
    given = dict(example)
    code, date = given.pop("code", "2024"), given.pop("form_date", "2024-06")
    cells = tuple(
        EvidenceCell(**({"evidence": "", "comply": "yes", "code": code, "form_date": date} | cell))
        for cell in given.pop("cells", [])
    )
    return Form(
        "example",
        "",
        code,
        cells,
        form_date=date,
        landlord=given.pop("landlord", None),
        missing=tuple(given.pop("missing", ())),
        front=tuple(given.pop("front", ())),
        **given,
    )


@cache
def load_checks(folder: Path = CATALOGUE) -> Mapping[str, Check]:
    """All checks by code, in the order of the families. Raises CheckError for a file that breaks the form."""
    found: dict[str, Check] = {}
    for path in sorted(folder.glob("*.yml")):
        check = _check(path, yaml.safe_load(path.read_text(encoding="utf-8")))
        if check.code in found:
            raise CheckError(f"{path.name}: code {check.code} is taken")
        found[check.code] = check
    families = list(PREFIXES)
    return dict(sorted(found.items(), key=lambda item: (families.index(item[0][:3]), item[0])))


@cache
def ask_to_see() -> tuple[str, ...]:
    """What only other documents can show, a line each."""
    lines: list[str] = yaml.safe_load(ASK_TO_SEE.read_text(encoding="utf-8"))
    return tuple(lines)


def _check(path: Path, data: Any) -> Check:
    if not isinstance(data, dict) or data.get("kind") not in get_args(Kind):
        raise CheckError(f"{path.name}: 'kind' must be one of {', '.join(get_args(Kind))}")
    required, optional = _KEYS[data["kind"]]
    needed = (*_COMMON, *required, *(_FOR_CELL if data.get("subject") == "cell" else ()))
    for key in needed:
        if key not in data:
            raise CheckError(f"{path.name}: key {key!r} is missing")
    for key in data:
        if key not in (*needed, *optional, *_MAY):
            raise CheckError(f"{path.name}: unknown key {key!r}")
    match = _CODE.fullmatch(data["code"])
    if not match or match[1] not in PREFIXES or path.stem != f"{data['code']}-{data['name']}":
        raise CheckError(f"{path.name}: the file must be named by its code and name, {data['code']}-{data['name']}")
    for key, allowed in (("subject", get_args(Subject)), ("weight", get_args(Weight))):
        if data[key] not in allowed:
            raise CheckError(f"{path.name}: {key!r} must be one of {', '.join(allowed)}")
    against_yes = data.get("against_yes", False)
    if not isinstance(against_yes, bool) or (against_yes and (data["subject"], data["weight"]) != ("cell", "fault")):
        raise CheckError(f"{path.name}: 'against_yes' is true or false, and true only for a fault of a cell")
    examples = data["examples"]
    if set(examples) != {"fire", "silent"} or min(map(len, examples.values())) < 2:
        raise CheckError(f"{path.name}: 'examples' needs at least two under each of 'fire' and 'silent'")
    items = tuple((name, _pattern(path, text)) for name, text in data.get("items", {}).items())
    return Check(
        code=data["code"],
        name=data["name"],
        subject=data["subject"],
        kind=data["kind"],
        weight=data["weight"],
        title=_text(data, "title"),
        message=_text(data, "message"),
        why=_text(data, "why"),
        question=_text(data, "question"),
        hint=_text(data, "hint"),
        fire=tuple(examples["fire"]),
        silent=tuple(examples["silent"]),
        against_yes=against_yes,
        scope=_scope(path, data.get("scope", {})),
        patterns=_patterns(path, data, "patterns"),
        unless=_patterns(path, data, "unless"),
        unless_cell=_patterns(path, data, "unless_cell"),
        history=data.get("history", False),
        says=_patterns(path, data, "says"),
        lacks=_patterns(path, data, "lacks"),
        items=items,
        at_least=data.get("at_least", 0),
        wanted=tuple(data.get("wanted", [name for name, _ in items])),
    )


def _text(data: Mapping[str, Any], key: str) -> str:
    return " ".join(data.get(key, "").split())


def _patterns(path: Path, data: Mapping[str, Any], key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(path, text) for text in data.get(key, ()))


def _pattern(path: Path, text: str) -> re.Pattern[str]:
    for name, words in WORDS.items():
        text = text.replace(name, words)
    try:
        return re.compile(text, re.I)
    except re.error as error:
        raise CheckError(f"{path.name}: {text!r} does not compile ({error})") from error


def _scope(path: Path, data: Mapping[str, Any]) -> Scope:
    refs: Mapping[str, Sequence[str]] | None = data.get("refs")
    for code, wanted in (refs or {}).items():
        known = {*load(code).refs, *(f"{section}.*" for section in load(code).sections)}
        if set(wanted) - known:
            raise CheckError(f"{path.name}: {code} has no {', '.join(sorted(set(wanted) - known))}")
    for key, allowed in (("comply", COMPLY_VALUES), ("editions", EDITION_CODES)):
        if set(data.get(key, ())) - set(allowed):
            raise CheckError(f"{path.name}: 'scope.{key}' may hold {', '.join(allowed)}")
    if set(data) - {"comply", "editions", "refs"}:
        raise CheckError(f"{path.name}: unknown key in 'scope'")
    return Scope(
        tuple(data.get("comply", ())),
        tuple(data.get("editions", ())),
        {code: tuple(wanted) for code, wanted in refs.items()} if refs is not None else None,
    )
