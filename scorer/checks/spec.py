"""The files of the checks: one YAML file is one check, and what is wrong in one is told with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from scorer.checks.needs import Pattern, compiles
from scorer.codes import EDITION_CODES, load
from scorer.datafile import Table, fault, files_of, read_table, read_texts
from scorer.records import COMPLY_VALUES, Comply, EvidenceCell, Form

CATALOGUE = Path(__file__).with_name("catalogue")
SHIPPED = Path(__file__).with_name("shipped.yml")
"""The files of the catalogue that come with the product: one that is gone would be missed by nobody."""
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
MIN_EXAMPLES = 2
"""Fewest examples of each sort that a check must carry."""

_COMMON = ("code", "name", "subject", "kind", "weight", "title", "message", "why", "examples")
_FOR_CELL = ("question", "hint")
_MAY = ("against_yes",)
_KEYS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "wording": (("patterns",), ("scope", "words", "unless", "unless_cell", "history")),
    "lacking": (("says", "lacks"), ("scope", "words")),
    "parts": (("items", "at_least"), ("scope", "words", "says", "wanted", "unless_cell")),
    "code": ((), ("scope",)),
}
"""What each kind must hold and may hold besides the common keys."""

WORDS = {
    "<resident>": r"(?:residents?|customers?|tenants?|complainants?|leaseholders?|individuals?|they)",
    "<post>": (
        r"(?:chief executive|ceo\b|(?:(?:executive|assistant|managing|service) )?director|head of|manager|officer"
        r"|company secretary|team leader|co-?ordinator)"
    ),
    "<member>": (
        r"(?:(?:board|committee|council|cabinet|panel|governing body)[\w ]{0,20}? members?|members? of (?:the"
        r"|our) (?:board|governing|council|committee|management|cabinet)|non[- ]executive|\bned\b|\btrustee\b"
        r"|councillor|\bcllr|portfolio holder|\bchair\b|chairs?(?:man|woman|person)|(?:board|council|cabinet|elected"
        r"|independent) member|mayor|governors?\b|\balderman)"
    ),
    "<clause>": r"(?:\bpolic(?:y|ies)\W+\d+\.\d|\b(?:para(?:graph)?s?|sections?|clauses?|pages?|appx|pp?\.) ?\(?\d)",
    "<history>": (
        r"(?:previous(?:ly)?|former(?:ly)?|used to|in the past|no longer"
        r"|(?:until|up to|before|in|since) (?:<month> )?20\d\d|until <month>|has gone|were removed|was removed"
        r"|stopped (?:asking|doing)|replaced|abolish\w*|scrapped|did away)"
    ),
    "<month>": (
        r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    ),
}
"""Classes of words that the patterns of every file name in angle brackets. A file has its own under ``words``, of which
a later one may name those before it."""

_CLASS = re.compile(r"(?<![?P])<([A-Za-z][\w -]*)>")
"""A class that a pattern names; not a look behind, nor a named group."""


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
    """One check, as its file says. Patterns are regular expressions that ignore case; what stands in them in angle
    brackets is a class of words, of ``WORDS`` or of the file's own ``words``.

    ``weight`` is "fault" where the words stand against the Code, "advice" where they only call for a look.
    ``against_yes`` says that beside a claimed Yes a hit leaves the claim in doubt: what is described falls short of, or
    differs from, what is asked.
    ``wording`` fires on a sentence that has one of ``patterns`` and none of ``unless``, in a cell without
    ``unless_cell``; sentences about the past are left out, and with ``history`` only those whose words can be of
    nothing else (``text.LONG_AGO``). ``lacking`` fires on ``says`` (or on the whole cell where that is empty) where
    nothing of ``lacks`` stands in the cell. ``parts`` fires where at least ``at_least`` of ``items`` are told and one
    of ``wanted`` is not, in a cell with one of ``says`` if there are any. ``code`` checks are functions of the same
    code.
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
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    unless_cell: tuple[Pattern, ...] = ()
    history: bool = False
    says: tuple[Pattern, ...] = ()
    lacks: tuple[Pattern, ...] = ()
    items: tuple[tuple[str, Pattern], ...] = ()
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
    """All checks by code, in the order of the families. Raises ScorerError E411 for a file that breaks the form or is
    missing from the catalogue, or a code used twice."""
    found: dict[str, Check] = {}
    for path in files_of(folder, SHIPPED if folder == CATALOGUE else None):
        check = _check(read_table(path))
        if check.code in found:
            raise fault(path, 1, f"code {check.code} is taken")
        found[check.code] = check
    families = list(PREFIXES)
    return dict(sorted(found.items(), key=lambda item: (families.index(item[0][:3]), item[0])))


@cache
def ask_to_see() -> tuple[str, ...]:
    """What only other documents can show, a line each."""
    return read_texts(ASK_TO_SEE)


def _check(file: Table) -> Check:
    kind: Kind = file.choice("kind", get_args(Kind))
    subject: Subject = file.choice("subject", get_args(Subject))
    required, optional = _KEYS[kind]
    file.only((*_COMMON, *required, *(_FOR_CELL if subject == "cell" else ())), (*optional, *_MAY))
    code, name = file.text("code"), file.text("name")
    match = _CODE.fullmatch(code)
    if not match or match[1] not in PREFIXES or file.path.stem != f"{code}-{name}":
        raise file.wrong("code", f"the file must be named by its code and name, {code}-{name}")
    if subject == "form" and kind != "code":
        raise file.wrong("kind", "a check of the whole form is of kind 'code'")
    weight: Weight = file.choice("weight", get_args(Weight))
    against_yes = file.flag("against_yes")
    if against_yes and (subject, weight) != ("cell", "fault"):
        raise file.wrong("against_yes", "'against_yes' is true only for a fault of a cell")
    own = file.table("words")
    for word in own.values:
        own.text(word)
        if f"<{word}>" not in str(file.values):
            raise own.wrong(word, f"no pattern names '<{word}>'")
    items = tuple((item, _pattern(file, "items", text)) for item, text in _items(file.table("items")))
    return Check(
        code=code,
        name=name,
        subject=subject,
        kind=kind,
        weight=weight,
        title=file.text("title"),
        message=file.text("message"),
        why=file.text("why"),
        question=file.text("question"),
        hint=file.text("hint"),
        fire=_examples(file, "fire"),
        silent=_examples(file, "silent"),
        against_yes=against_yes,
        scope=_scope(file.table("scope")),
        patterns=_patterns(file, "patterns"),
        unless=_patterns(file, "unless"),
        unless_cell=_patterns(file, "unless_cell"),
        history=file.flag("history"),
        says=_patterns(file, "says"),
        lacks=_patterns(file, "lacks"),
        items=items,
        at_least=int(file.number("at_least", 0)),
        wanted=file.texts("wanted") if "wanted" in file.values else tuple(item for item, _ in items),
    )


def _items(data: Table) -> Iterator[tuple[str, str]]:
    for item, pattern in data.values.items():
        if not isinstance(pattern, str):
            raise data.wrong(item, f"'items.{item}' must be a text")
        yield item, pattern


def _examples(file: Table, sort: str) -> tuple[Any, ...]:
    given = file.table("examples")
    given.only(("fire", "silent"))
    entries = given.values[sort]
    if not isinstance(entries, list) or len(entries) < MIN_EXAMPLES:
        raise given.wrong(sort, f"'examples.{sort}' needs at least {MIN_EXAMPLES} entries")
    return tuple(entries)


def _patterns(file: Table, key: str) -> tuple[Pattern, ...]:
    return tuple(_pattern(file, key, text) for text in file.texts(key))


def _pattern(file: Table, key: str, text: str) -> Pattern:
    own = file.table("words").values
    for name, words in reversed(tuple(own.items())):
        text = text.replace(f"<{name}>", str(words))
    for name, words in WORDS.items():
        text = text.replace(name, words)
    if unknown := _CLASS.search(text):
        raise file.wrong(key, f"'<{unknown[1]}>' is no class of words")
    try:
        compiles(text)
    except re.error as error:
        raise file.wrong(key, f"{text!r} does not compile ({error})") from error
    return Pattern(text)


def _scope(data: Table) -> Scope:
    data.only((), ("comply", "editions", "refs"))
    comply: tuple[Any, ...] = data.texts("comply", COMPLY_VALUES)
    editions = data.texts("editions", EDITION_CODES)
    if "refs" not in data.values:
        return Scope(comply, editions)
    refs = data.table("refs")
    refs.only((), EDITION_CODES)
    for code in refs.values:
        known = {*load(code).refs, *(f"{section}.*" for section in load(code).sections)}
        if unknown := sorted(set(refs.texts(code)) - known):
            raise refs.wrong(code, f"{code} has no {', '.join(unknown)}")
    return Scope(comply, editions, {code: refs.texts(code) for code in refs.values})
