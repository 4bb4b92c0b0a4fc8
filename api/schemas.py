"""What the service takes and gives, for its OpenAPI document.

These models describe; they do not serialise. Answers are the bytes that the command line would print, and
``tests/api`` holds them to these models.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Comply = Literal["yes", "no", "partial", "not_applicable", "blank", "unclear"]
FieldName = Literal["evidence", "commentary"]


class _Strict(BaseModel):
    """Later versions may add keys, and say so here."""

    model_config = ConfigDict(extra="forbid")


class CellIn(BaseModel):
    """One ready cell. Only `evidence` is needed. Keys that are not named here are passed over; one of these that is
    written otherwise, such as `Comply`, is refused."""

    evidence: str = Field(description="What the landlord wrote.")
    commentary: str | None = None
    requirement: str | None = Field(None, description="The form's text of the provision; without it, the edition's.")
    comply: str | None = Field(None, description="`yes`, `no`, `partial`, `not_applicable`, or what the form says.")
    comply_text: str | None = Field(None, description="The answer in the form's own words, given back with the score.")
    code: Literal["", "2020", "2022", "2024", "lgsco-2024"] | None = Field(None, description="The edition of the Code.")
    ref: str | None = Field(None, description="The provision's number, such as 6.3.")
    form_date: str | None = Field(
        None,
        description="The day or the month of the form.",
        pattern=r"^(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$",
    )
    landlord: str | None = Field(None, description="Whose form it is. Where it changes, another form begins.")
    form: str | None = Field(None, description="Any text. Where it changes, another form begins.")
    id: str | int | None = Field(None, description="Given back with the score, as a text.")


class CellsIn(BaseModel):
    """Ready cells of one form or of several: cross-references ("As above") are followed within each."""

    cells: list[CellIn] = Field(min_length=1)


class ModelFacts(_Strict):
    """The model in use."""

    id: str
    sha256: str


class RulesFacts(_Strict):
    """The rules in use."""

    count: int
    sha256: str


class ScorerFacts(_Strict):
    """What made a result."""

    version: str
    model: ModelFacts
    rules: RulesFacts


class Level(_Strict):
    """A judged level, and the probabilities of all levels."""

    level: int
    name: str
    probabilities: list[float]


class Signal(_Strict):
    """Words that count. `start` and `end` count Unicode code points of the text of `field`."""

    name: Literal["future", "hedged", "gap", "not_applicable", "cross_reference"]
    field: FieldName
    start: int
    end: int
    text: str
    rule: str | None
    confidence: float


class Reason(_Strict):
    """A line of the ledger; the points of all add up to the score."""

    source: str
    points: int
    message: str
    field: FieldName | None
    start: int
    end: int


class Check(_Strict):
    """What the Code itself says against a cell."""

    code: str
    message: str
    field: FieldName | None
    start: int
    end: int


class Quality(_Strict):
    """0 to 100, and the grade."""

    score: int
    grade: Literal["strong", "fair", "weak", "poor"]


class CellOut(_Strict):
    """One judged cell; docs/json.md explains each key."""

    id: str | None = Field(None, description="Only where the cell came with one.")
    ref: str
    section: int
    requirement: str
    title: str
    comply: Comply
    comply_text: str
    evidence: str
    commentary: str
    notes: list[str]
    specificity: Level
    signals: list[Signal]
    contradiction: Level
    quality: Quality
    review: bool
    follows: str | None
    reasons: list[Reason]
    checks: list[Check]
    question: str
    hint: str


class FormFinding(_Strict):
    """What only the whole form shows."""

    check: str
    message: str
    refs: list[str]


class Summary(_Strict):
    """Counts over the cells of a form."""

    cells: int
    mean_quality: float | None
    specificity: dict[str, int]
    contradiction: dict[str, int]
    grades: dict[str, int]
    comply: dict[str, int]
    review: int


class FormOut(_Strict):
    """One judged form."""

    source: str
    sha256: str
    code: str
    form_date: str | None
    landlord: str | None
    title: str | None
    missing: list[str]
    notes: list[str]
    summary: Summary
    form_findings: list[FormFinding]
    cells: list[CellOut]


class Report(_Strict):
    """What `evidence-scorer score --format json` prints, byte for byte."""

    schema_: Literal[1] = Field(alias="schema")
    scorer: ScorerFacts
    forms: list[FormOut]


class Passage(_Strict):
    """Words of a form."""

    ref: str
    field: FieldName
    start: int
    end: int
    text: str


class PromiseOut(_Strict):
    """A promise of last year, and what became of it."""

    outcome: str
    why: str
    evidenced: bool
    unsure: bool
    due: str | None
    due_words: str
    words: Passage
    trigger: Passage
    answer: Passage | None


class Ground(_Strict):
    """What a verdict on a change rests on."""

    measure: str
    last: int
    this: int
    message: str


class PairOut(_Strict):
    """Which of the cells in `last` and `this` were compared, by their place from 0."""

    last: int
    this: int


class ChangeOut(_Strict):
    """A provision in two years."""

    ref: str
    title: str
    change: str
    unsure: bool
    basis: list[Ground]
    pair: PairOut | None
    last: list[CellOut]
    this: list[CellOut]


class FormHeader(_Strict):
    """A form without its cells."""

    source: str
    sha256: str
    code: str
    form_date: str | None
    landlord: str | None
    title: str | None
    missing: list[str]
    notes: list[str]
    summary: Summary


class NoteOut(_Strict):
    """What a reader of the comparison should know."""

    code: str
    message: str


class ComparisonSummary(_Strict):
    """Counts over a comparison."""

    provisions: int
    changes: dict[str, int]
    promises: int
    outcomes: dict[str, int]
    evidenced: int


class ComparisonOut(_Strict):
    """One landlord's two years."""

    last: FormHeader
    this: FormHeader
    notes: list[NoteOut]
    summary: ComparisonSummary
    promises: list[PromiseOut]
    changes: list[ChangeOut]


class Comparisons(_Strict):
    """What `evidence-scorer compare --format json` prints, byte for byte."""

    schema_: Literal[1] = Field(alias="schema")
    scorer: ScorerFacts
    comparisons: list[ComparisonOut]


class Problem(BaseModel):
    """A refusal (RFC 9457). `code` keeps its meaning in later versions; docs/errors.md lists all."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong.")
    advice: str = Field(description="What to do about it.")
    code: str
    request_id: str


class Example(_Strict):
    """An invented cell."""

    evidence: str
    commentary: str
    comply: Comply
    requirement: str
    ref: str


class RuleOut(_Strict):
    """A rule, with cells on which it fires and cells on which it stays silent. A modifier has no signal."""

    code: str
    name: str
    status: Literal["stable", "trial"]
    kind: Literal["phrase", "pattern", "modifier", "absence", "metric"]
    signal: str | None
    message: str
    why: str
    fires: list[Example]
    silent: list[Example]


class RulesOut(_Strict):
    """All rules."""

    sha256: str
    rules: list[RuleOut]


class ProvisionOut(_Strict):
    """A provision of an edition, in our words."""

    ref: str
    section: int
    title: str
    duty: str
    parts: list[str]


class CodeOut(_Strict):
    """An edition of the Code."""

    code: str
    name: str
    in_force: str
    provisions: list[ProvisionOut]


class CodesOut(_Strict):
    """All editions."""

    codes: list[CodeOut]


class ModelOut(_Strict):
    """The model in use: its card (Markdown) and its manifest."""

    scorer: ScorerFacts
    card: str
    manifest: dict[str, Any]


class Health(_Strict):
    """Whether the service is alive, or ready."""

    status: Literal["live", "ready"]
