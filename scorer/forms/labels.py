"""What names an answer in a form without columns: "Evidence" in a cell left of it, on a line above, before a colon.

A label is made of a label's words and nothing else: "Response" is one, and "Response letter" an answer. What stands
left of an answer in most of a form's small tables is a label too, known or not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scorer.forms.clean import clean, fold
from scorer.forms.columns import Role, header_role, holds_text, names_action
from scorer.forms.comply import MARKS, is_qualified, is_verdict, read_comply
from scorer.forms.refs import starting_ref
from scorer.readers.grid import Document

_LABELS: frozenset[Role] = frozenset({"ref", "requirement", "comply", "evidence", "commentary"})
_LONGEST_LABEL = 10
"""Words of a label in a cell of its own, or before a colon: "Do we comply with this requirement?"."""
_LONGEST_BARE = 4
"""Words of a label on a line of its own that nothing marks as one."""
_LEAST_REPEATED = 3
_REPEATED = 0.5
"""Part of the times that the commonest known label stands in a form, for words in its place to be a label."""
_WORDS = re.compile(
    r"(?:a|an|and|any|are|as|be|been|by|can|do|does|for|has|have|how|if|in|is|it|of|on|or|our|please|that|the|this"
    r"|to|us|we|what|when|where|which|why|will|with|you|your|s"
    r"|additional|applicable|current|different|further|non|not|only|other|relevant|supporting"
    r"|association|council|councils|landlord|landlords|organisation|organisations|provider|ombudsman|housing"
    r"|code|codes|complaint|complaints|handling|clause|item|para|paragraph|provision|provisions|ref|reference"
    r"|section|standard|requirement|requirements|require|requires|say|says|states"
    r"|wording|text|statement|criteria|criterion|obligation|obligations|expectation|expectations|description"
    r"|compliance|compliant|compliantly|complies|complied|comply|complying|meet|meets|partially|partial|fully|status"
    r"|self|assessment|y|n|yes"
    r"|evidence|evidenced|evidencing|demonstrate|demonstrated|demonstrates|response|responses|answer|answers"
    r"|position|approach|practice|arrangements|assurance"
    r"|commentary|commentaries|comment|comments|explain|explanation|explanations|narrative|rationale|reason|reasons"
    r"|justification|note|notes|detail|details|information"
    r"|action|actions|improvement|improvements|change|changes|next|step|steps|necessary|needed|required|taken)"
)
_NUMBER_WORD = re.compile(r"\b(?:code|item|provision|ref|reference|section|clause|para(?:graph)?)\W+(?:nos?|number)\b")
_CHOICE = re.compile(r"\b(?:yes\W*(?:or\W+)?no|y\W*n)\b")
_BEFORE_COLON = re.compile(r"([^:?]{2,80}\??)\s*[:?]\s*")
_INLINE = re.compile(
    r"(?:(?<=\s)|^)(?:(?:code )?requirement|compliance|compl(?:y|ies|iant|ied)|do we comply|evidence|commentary"
    r"|comments?|explanation|response)(?: [^:.?]{0,30})?\??\s*:",
    re.I,
)
_INLINE_VERDICT = re.compile(
    r"\bcompl\w+(?: [^:.?]{0,30})?\??\s*:\s*(?:yes|no|partial|partly|n/a|not|fully|met)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The labels that are known only because they stand left of an answer again and again, with their roles.

    ``ignored`` are the words of those that the form does not score; ``taken`` of those that nobody knows and that
    are read for the text beside them, each with the role it is read as.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    taken: tuple[tuple[str, Role], ...] = ()

    def role(self, cell: str) -> Role | None:
        """The role of such a label, or None where the text is none."""
        return self.roles.get(_bare(cell))


def repeated(document: Document) -> Repeated:
    """The unknown labels of a document whose tables hold labels left of their answers."""
    beside: dict[str, list[tuple[str, str]]] = {}
    for grid in document.grids:
        for row in grid.rows if grid.kind == "table" else ():
            cells = [cell for cell in row.cells if clean(cell)]
            if len(cells) == 2 and _may_be_label(words := clean(cells[0])):
                beside.setdefault(_bare(words), []).append((words, cells[1]))
    times = Counter({bare: len(found) for bare, found in beside.items()})
    known = {bare: role for bare, found in beside.items() if (role := label_role(found[0][0])) is not None}
    least = max(_LEAST_REPEATED, _REPEATED * max((times[bare] for bare in known), default=0))
    if len(known) < 2:
        return Repeated()
    told = "evidence" in known.values()
    roles: dict[str, Role] = {}
    ignored: list[str] = []
    taken: list[tuple[str, Role]] = []
    for bare, found in beside.items():
        if bare in known or times[bare] < least:
            continue
        words, role = found[0][0], header_role(found[0][0])
        if role in _LABELS:
            roles[bare] = role
        elif role is None and any(holds_text(answer) for _, answer in found):
            roles[bare] = "commentary" if told else "evidence"
            told = True
            taken.append((words, roles[bare]))
        else:
            roles[bare] = "ignored"
            ignored.append(words)
    return Repeated(roles, tuple(ignored), tuple(taken))


def label_role(words: str, value: str = "") -> Role | None:
    """What a text names that is nothing but a label, or None. "Compliant" is one before a verdict, else a verdict."""
    verdict = is_verdict(words) and words.lower() not in ("comply", "compliance") and not is_verdict(value)
    if verdict or not _may_be_label(words) or not _of_label_words(words):
        return None
    role = header_role(words)
    return role if role in _LABELS else None


def is_header(cells: Sequence[str]) -> bool:
    """True for a row of labels only ("Comply", "Evidence")."""
    roles = [header_role(cell) for cell in cells]
    both = {"yes", "no"} <= set(roles)
    named = all(
        (both and role in MARKS) or (role in _LABELS and _may_be_label(clean(cell)) and _of_label_words(clean(cell)))
        for cell, role in zip(cells, roles, strict=True)
    )
    return named and len(set(roles)) == len(roles)


def pairs(cells: Sequence[str], known: Repeated) -> list[tuple[Role, str]]:
    """The cells as labels, each with the text right of it; empty where they are not so laid out."""
    found: list[tuple[Role, str]] = []
    for place in range(0, len(cells), 2):
        value = cells[place + 1] if place + 1 < len(cells) else ""
        role = label_role(clean(cells[place]), clean(value)) or known.role(clean(cells[place]))
        if role is None:
            return []
        found.append((role, value))
    return found


def opening_label(words: str, *, marked: bool) -> tuple[Role, int] | None:
    """The label that a text is, or opens with, and the length of what opens it: all of it where it is nothing else.

    What is to be done says so in its label, and 0 keeps it: "Action: a new letter".
    """
    match = _BEFORE_COLON.match(words)
    if match is not None and (role := label_role(match[1], words[match.end() :])) is not None:
        rest = words[match.end() :]
        claims = not rest or is_qualified(rest) or read_comply(rest) != "unclear"
        fits = {"comply": claims, "ref": starting_ref(rest) is not None}
        if fits.get(role, True):
            return role, len(words) if not rest else 0 if names_action(match[1]) else match.end()
    if (marked or len(words.split()) <= _LONGEST_BARE) and not words.endswith("."):
        role = label_role(words)
        if role is not None and role != "ref":
            return role, len(words)
    return None


def parted_at_labels(line: str) -> Iterator[str]:
    """A line that runs through several labels ("… Compliance: Yes Evidence: …"), parted before each."""
    if _INLINE_VERDICT.search(line) is None:
        yield line
        return
    starts = [0, *(match.start() for match in _INLINE.finditer(line) if match.start())]
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        yield line[start:end]


def _may_be_label(words: str) -> bool:
    return len(words.split()) <= _LONGEST_LABEL and not words.endswith(".") and starting_ref(words) is None


def _of_label_words(words: str) -> bool:
    """True where each word is a label's. "No" is one in a choice or for "number", and "met" where it is asked."""
    text = _NUMBER_WORD.sub("code", _CHOICE.sub("yes", words.lower().replace("'", "").replace("’", "")))
    if words.rstrip(": ").endswith("?"):
        text = re.sub(r"\bmet\b", "meet", text)
    found = re.findall(r"[a-z0-9]+", text)
    return bool(found) and (found == ["met"] or found in (["no"], ["number"]) or all(map(_WORDS.fullmatch, found)))


def _bare(words: str) -> str:
    return fold(words.lower()).rstrip(" :?")
