"""What the columns of a table are, from its header row or, where it has none, from the table before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scorer.forms.clean import clean
from scorer.forms.comply import MARKS, Mark, is_verdict
from scorer.forms.refs import starting_ref

Role = Literal["ref", "requirement", "comply", "evidence", "commentary", "ignored"] | Mark

_LONGEST_HEADER = 140
"""Characters; longer texts are content. The longest header of a published template has about 90."""

# The first that fits decides; "evidence of compliance" is evidence and "explanation if not compliant" commentary.
_SOURCES: tuple[tuple[Role, str], ...] = (
    ("yes", r"y(?:es)?"),
    ("no", r"no?"),
    ("partial", r"partial(?:ly)?(?: met| compliant)?|part"),
    ("na", r"n ?/? ?a|not applicable"),
    (
        "ignored",
        r"rag(?: .*)?|(?:action |lead |responsible )?(?:owner|officer|lead|person)|who|by whom?"
        r"|responsib\w+(?: .*)?"
        r"|(?:target |due |review |completion |start )?date(?: .*)?|due|deadline|by when|when"
        r"|time ?(?:scale|frame)s?"
        r"|target|page(?: no| number)?|priority|score|must ?/? ?should|type|level|category|theme|last reviewed"
        r"|team|department|progress|action status|hos(?: code)? link",
    ),
    (
        "ref",
        r"(?:the )?(?:hos |ho |ombudsman |chc )?(?:code )?(?:provisions?|sections?|ref(?:erence)?s?|para(?:graph)?"
        r"|clause|item|no|nos|number|id|code|standard)(?: (?:no|number|ref|reference))?|",
    ),
    (
        "commentary",
        # "Actions required" is what is still to do, not what the Code requires.
        r"(?!.*\b(?:evidenced?|requirements?)\b).*\b(?:actions?|improvements?|changes?|steps?|work)\b.*"
        r"\b(?:required|needed|necessary|to be \w+)\b.*",
    ),
    (
        "evidence",
        r".*\bevidenced?\b.*|.*\bhow (?:do |does |are |is )?(?:we|you|the \w+|\w+) (?:comply|complies|meets?|met"
        r"|compl\w+).*|(?:our|the|landlord|landlords|organisation|council|current)? ?"
        r"(?:response|position|approach|answer|arrangements|practice)s?(?: .*)?|supporting .*|assurances?(?: .*)?",
    ),
    (
        "commentary",
        r".*\b(?:commentary|comments?|commentaries|explanations?|explain|narrative|rationale|justification)\b.*"
        r"|notes?|(?:further|additional|other|supporting) (?:information|detail|details|notes)|details?",
    ),
    (
        "requirement",
        # What asks for a Yes or No is the answer's, whatever it names besides.
        r"(?!.*\byes ?/? ?(?:or )?no\b)(?:.*\brequire(?:ment|ments|d)\b.*|questions?"
        r"|what the code (?:says|states|requires|asks|expects).*|(?:code )?"
        r"(?:wording|text|statement|criteria|criterion|obligations?|expectations?|standards?|descriptions?|duty)"
        r"|(?:compliance with )?(?:the )?(?:housing ombudsman )?complaint handling code.*)",
    ),
    (
        "comply",
        r"(?:.* )?compl(?:y|ying|iant|iance|ied|ies)(?: .*)?|(?:do|does|are|have|is) (?:we|you|the \w+) "
        r"(?:follow|meet|met|meeting|compl\w+).*|(?:.* )?yes ?/? ?(?:or )?no(?: .*)?|y ?/ ?n(?: .*)?|met"
        r"|status|self assessment|assessment|(?:is )?(?:this )?(?:in place|achieved)",
    ),
)
_PATTERNS = tuple((role, re.compile(source)) for role, source in _SOURCES)
_BROKEN_WORD = re.compile(r"(?<=[a-z]{5}) (?=[a-z]{1,2}\b)")
"""Where a column too narrow for its header broke a word ("Complianc e")."""
# Where it broke several, or a short one ("Comp ly: Yes / No", "Code provi sion").
_SQUEEZED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("ref", re.compile(r"code(?:provision|section|ref|reference|number|no)s?")),
    ("requirement", re.compile(r"(?:code)?requirements?")),
    ("comply", re.compile(r"compl(?:y|iance|iant)(?:yes/?no|y/?n)?|yes/?no")),
    ("evidence", re.compile(r"evidence(?:commentary(?:and)?(?:any)?explanations?)?")),
    ("commentary", re.compile(r"comment(?:ary|s)(?:(?:/|and)?(?:any)?explanations?)?")),
)
_ACTION = re.compile(r".*\b(?:actions?|next steps?|improvements?|recommendations?|gaps?|further work|to do|plans?)\b.*")
# Words too common to tell a header row from a row of data; they name a column of a row known as a header.
_LOOSE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "commentary",
        re.compile(
            r"(?:what|how) (?:else )?(?:(?:we|the \w+|landlords?) )?"
            r"(?:will|needs?|must|plan|intends?|next)\b.*"
        ),
    ),
    ("comply", re.compile(r".*\bratings?\b.*|.*\by ?/ ?n\b.*|achieved\b.*")),
    (
        "evidence",
        re.compile(
            r".*\b(?:found|findings?|locat(?:ions?|ed)|sources?|demonstrat\w+|references?|refs?|(?:hyper)?links?"
            r"|documents?|documentation|where|proof)\b.*|how .*|what (?:we|the \w+|landlords?) .*"
        ),
    ),
)
_YEAR = re.compile(r"\b20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?\b")
_TEXT_WORDS = 3
"""Least words of a cell for its column to hold text, and not names, marks or figures."""
_STRONG: frozenset[Role] = frozenset({"ref", "requirement", "comply", "evidence", "commentary"})
_REST_WORDS = re.compile(
    r"(?:code|section|provision|requirements?|comply|compliance|yes|no|n|a|evidence|commentary|comments|and|any"
    r"|explanations?|of|the|or|not|applicable|with|ref|reference|number)"
)

_PLAN_WORDS = re.compile(
    r"(?:actions?|owners?|lead|leads|officer|responsible|person|who|by|when|date|due|target|deadline|completion"
    r"|completed|timescales?|progress|status|and|of|to|be|for|required|needed|outcome|update)"
)
"""What names the columns of a plan, below one header over all of them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The role of each column, in order. ``ignored`` are the headers of columns that the form does not score.

    ``unknown`` are the places of the ignored columns whose headers say nothing; ``taken`` are the headers of those
    that were read after all for the text in them, each with the role it was read as.
    """

    roles: tuple[Role, ...]
    ignored: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    unknown: tuple[int, ...] = ()
    taken: tuple[tuple[str, Role], ...] = ()

    def fields(self, cells: Sequence[str]) -> dict[Role, str]:
        """The texts of a row by role. Columns with one role are joined by a line break.

        A row narrower than its header and as wide as the columns of free text is the rest of a row, cut by a page:
        its cells are those columns.
        """
        roles = self.roles
        if len(cells) < len(roles) and not (cells and starting_ref(cells[0])):
            free = tuple(role for role in roles if role in ("requirement", "evidence", "commentary"))
            if len(cells) == len(free):
                roles = free
        found: dict[Role, str] = {}
        for index, cell in enumerate(cells):
            role = roles[min(index, len(roles) - 1)]
            if cell.strip():
                found[role] = f"{found[role]}\n{cell}" if role in found else cell
        return found

    @property
    def has_marks(self) -> bool:
        """True where Yes and No are columns of their own."""
        return "yes" in self.roles and "no" in self.roles


def read_header(cells: Sequence[str]) -> Columns | None:
    """The columns that a row names, or None where it is no header row."""
    # Most rows hold a provision, which its number tells before anything else is cleaned.
    if any(starting_ref(clean(cell)) for cell in cells[:1]):
        return None
    texts = [clean(cell) for cell in cells]
    if any(len(text) > _LONGEST_HEADER for text in texts):
        return None
    named = [_role(text) if text else None for text in texts]
    if "yes" not in named:
        # Beside no "Yes", "No." is short for number.
        named = ["ref" if role == "no" else role for role in named]
    elif named[0] == "no" and "no" in named[1:]:
        # Where another "No" stands to its right, the first column counts the rows.
        named[0] = "ref"
    filled = [role for text, role in zip(texts, named, strict=True) if text]
    known = [role for role in filled if role is not None]
    loose = _loosely(texts, named)
    marks = {"yes", "no"} <= set(known)
    strong = _STRONG & set(known)
    if marks and not strong & {"ref", "requirement"}:
        return _marks_header(texts, named)
    # A data row may hold a word that is also a header; a header row holds little else.
    naming = marks or strong & {"requirement", "comply"}
    named_at_all = sum(1 for role in loose if role is not None)
    if len(strong) + marks < 2 or not naming or named_at_all < 0.6 * len(filled) or strong == {"ref", "comply"}:
        return None
    for index in _earlier(texts):
        loose[index] = "ignored"
    roles = _settled(texts, loose)
    unknown = tuple(
        index for index, text in enumerate(texts) if text and loose[index] is None and roles[index] == "ignored"
    )
    return Columns(roles, _ignored(texts, roles), tuple(texts), unknown)


def header_role(text: str) -> Role | None:
    """What a header or a label names, or None where it names nothing known."""
    return _role(clean(text)) if len(text) <= _LONGEST_HEADER else None


def names_action(text: str) -> bool:
    """True for the name of what is still to do ("Action", "Next steps")."""
    return _ACTION.fullmatch(_words(clean(text))) is not None


def holds_text(cell: str) -> bool:
    """True where a cell holds more than a name, a mark or a figure."""
    return len(clean(cell).split()) >= _TEXT_WORDS


def with_unknown(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """The columns with those of unknown headers read that hold text in the rows and stand right of the compliance.

    Where the compliance is the last column, they stand right of the first text of the landlord's.

    The first is the evidence where no other column is, or only a commentary right of it; the rest are commentary.
    """
    answers = [index for index, role in enumerate(columns.roles) if role in ("comply", *MARKS)]
    roles = list(columns.roles)
    # Left of the answers may stand the Code's own guidance.
    comes_last = answers and answers[-1] == len(roles) - 1 and "requirement" in roles
    texts = [index for index, role in enumerate(roles) if role in ("evidence", "commentary")]
    first = min(texts, default=roles.index("requirement")) if comes_last else min(answers, default=0)
    taken: list[tuple[str, Role]] = []
    for index in columns.unknown:
        if not answers or index < first or not any(holds_text(row[index]) for row in rows if index < len(row)):
            continue
        lent = [place for place, role in enumerate(roles) if role == "evidence"]
        if all(place > index and _role(columns.headers[place]) == "commentary" for place in lent):
            for place in lent:
                roles[place] = "commentary"
            roles[index] = "evidence"
        else:
            roles[index] = "commentary"
        taken.append((columns.headers[index], roles[index]))
    if not taken:
        return columns
    return Columns(tuple(roles), _ignored(columns.headers, roles), columns.headers, (), tuple(taken))


def is_rest_of_header(cells: Sequence[str]) -> bool:
    """True for a second line of a header row ("section", "", "explanations")."""
    texts = [text for cell in cells if (text := clean(cell))]
    words = re.findall(r"[a-z]+", " ".join(texts).lower())
    return bool(words) and all(map(_REST_WORDS.fullmatch, words)) and not any(map(is_verdict, texts))


def names_plan(columns: Columns, cells: Sequence[str]) -> bool:
    """True for a second line of a header that names only what one header above spans ("Action", "Owner", "Date")."""
    filled = [index for index, cell in enumerate(cells) if clean(cell)]
    if len(cells) != len(columns.headers) or len(filled) < 2 or any(columns.headers[index] for index in filled[1:]):
        return False
    words = [re.findall(r"[a-z]+", clean(cells[index]).lower()) for index in filled]
    return all(found and all(map(_PLAN_WORDS.fullmatch, found)) for found in words)


def heads_plan(cells: Sequence[str]) -> bool:
    """True for the header of a table of actions with their owners or dates, and of nothing that a form asks for."""
    texts = [text for cell in cells if (text := clean(cell))]
    named = ["action" if names_action(text) else _role(text) for text in texts]
    others = {role for text, role in zip(texts, named, strict=True) if _words(text) != "status"}
    return {"action", "ignored"} <= others <= {"action", "ignored", "ref", "no"}


def with_rest(columns: Columns, cells: Sequence[str]) -> Columns | None:
    """The columns of a header that goes on in the row below it ("Code" above "requirement"), or None.

    It does where both rows are headers, or the second holds their words, and together they name as many kinds of
    columns as either does.
    """
    below = [clean(cell) for cell in cells]
    if len(below) != len(columns.headers) or below == list(columns.headers) or any(map(is_verdict, below)):
        return None
    rest = read_header(below)
    whole = read_header([f"{one} {other}".strip() for one, other in zip(columns.headers, below, strict=True)])
    if whole is None or (rest is None and not is_rest_of_header(cells)):
        return None
    kinds = [len(_STRONG & set(each.roles)) if each is not None else 0 for each in (columns, rest, whole)]
    return whole if kinds[2] >= max(kinds[:2]) else None


def with_marks(columns: Columns, cells: Sequence[str]) -> Columns | None:
    """The columns with a second header line of Yes and No below "Comply" applied, or None where it is no such line."""
    named = [_role(text) if (text := clean(cell)) else None for cell in cells]
    filled = {role for role in named if role is not None}
    if len(cells) != len(columns.roles) or not {"yes", "no"} <= filled <= set(MARKS):
        return None
    roles = tuple(own or role for own, role in zip(named, columns.roles, strict=True))
    return replace(columns, roles=roles)


def inferred(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table without a header, from what stands in them, or None where it is no form's table."""
    width = max(map(len, rows), default=0)

    def count(index: int, test: Callable[[str], bool]) -> int:
        return sum(1 for row in rows if index < len(row) and test(clean(row[index])))

    refs = [count(index, lambda text: starting_ref(text) is not None) for index in range(width)]
    verdicts = [count(index, is_verdict) for index in range(width)]
    if width < 3 or not max(refs) or not max(verdicts):
        return None
    ref, comply = refs.index(max(refs)), verdicts.index(max(verdicts))
    if comply <= ref:
        return None
    roles: list[Role] = []
    for index in range(width):
        if index in (ref, comply):
            roles.append("ref" if index == ref else "comply")
        elif index < comply:
            roles.append("requirement" if index > ref else "ignored")
        else:
            roles.append("commentary" if "evidence" in roles else "evidence")
    return Columns(tuple(roles))


def _marks_header(texts: Sequence[str], named: list[Role | None]) -> Columns | None:
    """A header of the 2020 kind: a section's number and title, then Yes and No, and perhaps more after them."""
    first = min(index for index, role in enumerate(named) if role in MARKS)
    if not first or any(text.endswith("?") for text in texts):
        return None
    settled = list(named)
    # A title may hold a word of other headers ("Learning and improvement").
    left: list[Role | None] = ["ref"] * (first - 1)
    settled[:first] = [*left, "requirement"]
    for index in range(first, len(settled)):
        settled[index] = settled[index] or "evidence"
    return Columns(_settled(texts, settled), (), tuple(texts))


def _role(text: str) -> Role | None:
    plain = _words(text)
    if not plain:
        return None
    for words in (plain, _BROKEN_WORD.sub("", plain)):
        for role, pattern in _PATTERNS:
            if pattern.fullmatch(words):
                return role
    squeezed = re.sub(r"[^a-z/]", "", plain)
    for role, whole in _SQUEEZED:
        if whole.fullmatch(squeezed):
            return role
    # Settled when the other columns are known: what is to be done is commentary, but in the councils' template
    # "Action" is what the Code asks for.
    return "commentary" if _ACTION.fullmatch(plain) else None


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9/ ]+", " ", text.lower().replace("'", "").replace("’", "")).split())


def _loosely(texts: Sequence[str], named: Sequence[Role | None]) -> list[Role | None]:
    """The roles with those of commoner words filled in where the columns beside them allow it."""
    answers = [index for index, role in enumerate(named) if role in ("comply", *MARKS)]
    roles = list(named)
    for index, text in enumerate(texts):
        words = _words(text)
        # Right of the compliance "Reference" is not a provision's number but a document's.
        other_number = roles[index] == "ref" and words.startswith("ref") and answers and index > answers[0]
        if not words or not (roles[index] is None or other_number):
            continue
        role = next((role for role, pattern in _LOOSE if pattern.fullmatch(words)), None)
        if role == "comply":
            roles[index] = None if index == 0 else "ignored" if answers else "comply"
            answers = answers or [index]
        elif role is not None and ((answers and index > answers[0]) or "requirement" in roles[:index]):
            roles[index] = role
    return roles


def _earlier(texts: Sequence[str]) -> Iterator[int]:
    """The columns that another has again for a later year ("Evidence 2023" beside "Evidence 2024")."""
    years: dict[str, dict[int, str]] = {}
    for index, text in enumerate(texts):
        match = _YEAR.search(text)
        if match is not None and (name := _words(_YEAR.sub(" ", text))):
            years.setdefault(name, {})[index] = match[0][:4]
    for same in years.values():
        yield from (index for index, year in same.items() if year < max(same.values()))


def _settled(texts: Sequence[str], named: Sequence[Role | None]) -> tuple[Role, ...]:
    roles: list[Role | None] = list(named)
    if "requirement" not in roles:
        _name_requirement(texts, roles)
    if "evidence" not in roles and "commentary" in roles:
        roles[roles.index("commentary")] = "evidence"
    settled: list[Role] = []
    for index, role in enumerate(roles):
        if role is not None:
            settled.append(role)
        elif texts[index]:
            settled.append("ignored")
        else:
            # A header that spans columns stands in its first; what is left of every header is the number.
            settled.append(settled[-1] if settled else "ref")
    return tuple(settled)


def _name_requirement(texts: Sequence[str], roles: list[Role | None]) -> None:
    """Where no header says requirement: a second column of numbers, or "Action" left of the compliance and right of
    both."""
    answers = [index for index, role in enumerate(roles) if role in ("comply", *MARKS)]
    before = range(answers[0] if answers else 0)
    refs = [index for index in before if roles[index] == "ref" and texts[index]]
    actions = [index for index in before if texts[index] and roles[index] in ("commentary", None)]
    if len(refs) > 1 and not any(index > refs[1] and names_action(texts[index]) for index in actions):
        roles[refs[1]] = "requirement"
    elif actions:
        roles[next((index for index in actions if names_action(texts[index])), actions[0])] = "requirement"


def _ignored(texts: Sequence[str], roles: Sequence[Role]) -> tuple[str, ...]:
    return tuple(text for text, role in zip(texts, roles, strict=True) if text and role == "ignored")
