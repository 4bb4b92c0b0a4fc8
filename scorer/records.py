"""The records that travel through the product: plain, frozen, and free of any library's objects.

Those of which a cell has several are named tuples, because they are made in a third of the time.

Offsets are half-open character positions ``[start, end)`` into the cell's own cleaned text of the named field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Comply = Literal["yes", "no", "partial", "not_applicable", "blank", "unclear"]
Field = Literal["evidence", "commentary"]
Signal = Literal["future", "hedged", "gap", "not_applicable", "cross_reference"]
Wording = Signal | Literal["vague"]
"""What a finding may say: one of the five signals, or a pointer that points at nothing in particular."""

COMPLY_VALUES: tuple[Comply, ...] = ("yes", "no", "partial", "not_applicable", "blank", "unclear")
FIELDS: tuple[Field, ...] = ("evidence", "commentary")
SIGNALS: tuple[Signal, ...] = ("future", "hedged", "gap", "not_applicable", "cross_reference")
WORDINGS: tuple[Wording, ...] = (*SIGNALS, "vague")
TRIGGER_SIGNALS: tuple[Signal, ...] = ("future", "hedged", "gap")
"""The signals whose words are named, because they are read out against a claimed Yes."""

SPECIFICITY_NAMES = ("absent", "generic", "named", "described", "verifiable")
CONTRADICTION_NAMES = ("none", "weakens", "contradicts")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a row or a cell stands in its file. Numbers count from 1; 0 means that the format has no such unit."""

    page: int = 0
    table: int = 0
    row: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """What a landlord wrote beside one provision: the unit of scoring.

    ``ref`` is the provision's number ("6.3"; in a 2020 form section.qN, "4.q3"). ``requirement`` is the form's own
    text of the provision. ``evidence`` and ``commentary`` are cleaned texts (see ``scorer.forms``). ``form_date`` is
    ISO 8601, to the month or the day, or None. ``notes`` say how the reader came to this cell where that was not
    plain ("number missing; found by its requirement").
    """

    ref: str
    evidence: str
    commentary: str = ""
    requirement: str = ""
    comply: Comply = "blank"
    comply_text: str = ""
    code: str = ""
    form_date: str | None = None
    id: str | None = None
    locations: tuple[Location, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def section(self) -> int:
        """The section of the Code, 0 where the reference names none."""
        head = self.ref.split(".", 1)[0]
        return int(head) if head.isdigit() else 0

    def text(self, field: Field) -> str:
        """The text of one field."""
        return self.evidence if field == "evidence" else self.commentary


@dataclass(frozen=True, slots=True)
class Form:
    """One self-assessment: its header and its cells in the order of the file.

    ``code`` is "2020", "2022", "2024" or "lgsco-2024". ``missing`` lists provisions of the edition without a row.
    ``front`` is the prose around the form's table, a paragraph each, cleaned.
    """

    source: str
    sha256: str
    code: str
    cells: tuple[EvidenceCell, ...]
    form_date: str | None = None
    landlord: str | None = None
    title: str | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    front: tuple[str, ...] = ()


class Finding(NamedTuple):
    """One rule or the trained tagger saw a signal, or vague wording, in these words."""

    signal: Wording
    field: Field
    start: int
    end: int
    text: str
    rule: str | None
    confidence: float = 1.0


class Probabilities(NamedTuple):
    """What the classifier believes of one cell; each tuple sums to 1, each signal lies in 0 to 1."""

    specificity: tuple[float, float, float, float, float]
    contradiction: tuple[float, float, float]
    signals: tuple[float, float, float, float, float]
    """In the order of ``SIGNALS``."""


class Reason(NamedTuple):
    """One line of the ledger: who says so, what it adds to the quality score (points of 100), and on what words."""

    source: str
    points: int
    message: str
    field: Field | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """A check of ``scorer.checks`` fired on a cell: ``code`` names it, the rest are the words that it rests on.

    ``field`` is None, and ``start`` and ``end`` are 0, where it rests on the answer or on what is not there.
    ``against_yes`` is true where what is described falls short of, or differs from, what is asked.
    """

    code: str
    message: str
    field: Field | None = None
    start: int = 0
    end: int = 0
    against_yes: bool = False


@dataclass(frozen=True, slots=True)
class Peers:
    """Where a cell stands among those of other landlords to the same provision: how many there are, and how many of
    them have a lower quality and the same."""

    count: int
    lower: int
    same: int


class Mention(NamedTuple):
    """Words of a cell that name something which a reviewer could ask for or check."""

    field: Field
    start: int
    end: int


class Verdict(NamedTuple):
    """What is decided of one cell, before references are followed and its reasons and advice are written.

    ``probabilities``, ``specificity``, ``contradiction``, ``signals`` and ``checks`` are those of its ``CellScore``;
    ``sure`` is false where a reader is asked. ``shown_by`` are the words that best show its level, ``time`` those that
    date an action; None where there are none, or none are asked for.
    """

    cell: EvidenceCell
    probabilities: Probabilities
    specificity: int
    contradiction: int
    signals: tuple[Finding, ...] = ()
    sure: bool = True
    checks: tuple[CheckFinding, ...] = ()
    shown_by: Mention | None = None
    time: Mention | None = None


@dataclass(frozen=True, slots=True)
class CellScore:
    """One cell, judged. ``specificity`` is 0 to 4, ``contradiction`` 0 to 2, ``quality`` 0 to 100.

    ``follows`` is the provision whose cell this one points at ("As above"), or None.
    ``review`` is true where the classifier is not sure enough to be taken without a reader.
    ``peers`` is None where it was not set beside others.
    """

    cell: EvidenceCell
    specificity: int
    contradiction: int
    signals: tuple[Finding, ...]
    probabilities: Probabilities
    quality: int
    grade: str
    reasons: tuple[Reason, ...]
    review: bool = False
    follows: str | None = None
    question: str = ""
    hint: str = ""
    checks: tuple[CheckFinding, ...] = ()
    peers: Peers | None = None


@dataclass(frozen=True, slots=True)
class FormFinding:
    """Something that only the whole form shows: ``check`` is the code of the check, ``refs`` are the provisions."""

    check: str
    message: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormReport:
    """One form, judged."""

    form: Form
    scores: tuple[CellScore, ...]
    findings: tuple[FormFinding, ...] = ()


Change = Literal["better", "worse", "unchanged", "reworded", "new", "gone"]
Outcome = Literal["kept", "repeated", "overdue", "dropped", "unclear"]
CHANGES: tuple[Change, ...] = ("worse", "gone", "new", "better", "reworded", "unchanged")
"""What became of an answer, what most needs a look first."""
OUTCOMES: tuple[Outcome, ...] = ("overdue", "dropped", "repeated", "unclear", "kept")
"""What became of a promise, what most needs a question first."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a form: the provision, the field, and the characters ``[start, end)`` of it. ``ref`` is its number, else
    the id of its cell."""

    ref: str
    field: Field
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Basis:
    """One ground of a change. ``last`` and ``this`` are levels: of contradiction 0 to 2, of specificity 0 to 4; of the
    claim -1 (none, unclear or not applicable), 0 No, 1 Partial, 2 Yes. ``message`` says it in words."""

    measure: Literal["contradiction", "specificity", "claim"]
    last: int
    this: int
    message: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One provision, last year and this year.

    ``last`` and ``this`` hold the answers on each side: none where the provision is new or gone, several where an
    edition joined or split provisions. ``pair`` are the two answers that the change is read from, the nearest in
    wording. ``basis`` are its grounds, the deciding one first. ``unsure`` is true where one of the two is marked for
    review, or another pair of the same provision would change in another way.
    """

    ref: str
    change: Change
    last: tuple[CellScore, ...]
    this: tuple[CellScore, ...]
    pair: tuple[CellScore, CellScore] | None
    basis: tuple[Basis, ...]
    unsure: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that last year's form said would be done, and what became of it.

    ``words`` is the sentence, ``trigger`` the words in it that promise. ``due`` is the last day of the time that it
    gives (ISO 8601), or None; ``due_words`` are those of the form. ``answer`` is this year's sentence that the outcome
    rests on, or None. ``evidenced`` is true where the promise is kept and the answer gives a detail to check. ``why``
    says the outcome in words. ``unsure`` is true where one of the cells is marked for review.
    """

    words: Passage
    trigger: Passage
    outcome: Outcome
    why: str
    answer: Passage | None = None
    due: str | None = None
    due_words: str = ""
    evidenced: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before a comparison is read: a code that stays, and words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forms of a landlord, the older one first. ``changes`` are in the order of this year's form, what is gone
    last; ``promises`` in the order of last year's."""

    last: FormReport
    this: FormReport
    changes: tuple[AnswerChange, ...]
    promises: tuple[Promise, ...]
    notes: tuple[Note, ...] = ()
