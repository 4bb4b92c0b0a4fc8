"""What a worker of ``scorer.isolation`` does with sources: bytes to the tables of their forms.

The process that starts the workers imports this module to name its functions, and scores nothing itself. So what
loads the model and its libraries is imported where it is used: that takes seconds, and the workers wait for it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scorer.batch import fingerprint, rows, tables
from scorer.batch.plan import Job
from scorer.batch.sources import Source
from scorer.errors import ScorerError
from scorer.readyforms import ReadyForm, ready_forms
from scorer.records import Form

if TYPE_CHECKING:
    from scorer.pipeline import Scorer
    from scorer.settings import Settings


@dataclass(frozen=True, slots=True)
class State:
    """What a worker keeps from call to call. ``made_by`` is the mark of its ``facts``."""

    scorer: Scorer
    with_text: bool
    facts: dict[str, object]
    made_by: str


def prepare(job: Job) -> State:
    """Load rules and model. Raises ScorerError E4xx."""
    from scorer.pipeline import Scorer

    scorer = Scorer.resident(job.settings)
    found = fingerprint.facts(scorer)
    return State(scorer, job.with_text, found, fingerprint.mark(found))


def facts(state: State) -> dict[str, object]:
    """The facts of the scorer that this worker holds; see ``fingerprint.facts``."""
    return state.facts


def score(state: State, given: Sequence[tuple[Source, bytes]], made_by: str) -> dict[str, bytes]:
    """Score every form of these sources: each table as ``tables.packed`` packs it. What is refused is an error.

    Raises ScorerError E4xx, and E535 where this worker is not what the sources are to be ``made_by``.
    """
    if state.made_by != made_by:
        raise ScorerError("E535")
    scorer = state.scorer
    read: list[tuple[int, int, Form]] = []
    refused: list[rows.Refusal] = []
    for source, data in given:
        try:
            for number, size, form in _forms(source, data, scorer.settings):
                if isinstance(form, ScorerError):
                    refused.append(rows.Refusal(source.name, form, number, source.sha256))
                else:
                    read.append((number, size, form))
        except ScorerError as error:
            if ends_the_run(error):
                raise
            if not (source.note and error.code == "E201"):
                refused.append(rows.Refusal(source.name, error, None, source.sha256))
    reports = scorer.score_forms([form for _, _, form in read])
    judged = [rows.Judged(report, number, size) for (number, size, _), report in zip(read, reports, strict=True)]
    made = rows.all_tables(judged, refused, with_text=state.with_text)
    return {name: tables.packed(table) for name, table in made.items()}


def ends_the_run(error: ScorerError) -> bool:
    """True for what is no fault of a source: without the model and the rules of the run nothing can be scored."""
    return error.code.startswith("E4") or error.code == "E535"


def _forms(source: Source, data: bytes, settings: Settings) -> Iterator[tuple[int, int, Form | ScorerError]]:
    """Number, size in bytes, and form or refusal. Raises ScorerError where the whole source is refused."""
    from scorer.pipeline import read_bytes
    from scorer.readers import check_size, detect

    check_size(len(data), settings)
    if detect(data) != "jsonl":
        for number, form in enumerate(read_bytes(data, source.name, settings), start=1):
            yield number, len(data), form
        return
    lines = source.lines
    for number, ready in enumerate(ready_forms(io.BytesIO(data)), start=source.forms + 1):
        yield number, len(ready.data), _ready(ready, source.name, lines, settings)
        lines += ready.lines


def _ready(ready: ReadyForm, name: str, before: int, settings: Settings) -> Form | ScorerError:
    """A form of ready cells, behind ``before`` lines of its file, or why it is none."""
    from scorer.cells import cells_of, read_cells
    from scorer.pipeline import as_form

    try:
        try:
            cells = cells_of(ready.records)
        except ScorerError:
            # Once more, line by line, so that the refusal names the line of the file.
            cells = read_cells(ready.data, before)
        digest = hashlib.sha256(ready.data).hexdigest()
        return as_form(cells, name, digest, settings, landlord=ready.landlord)
    except ScorerError as error:
        return error
