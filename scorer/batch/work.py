"""What a worker of ``scorer.isolation`` does with one source: bytes to the rows of its forms."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scorer.batch import fingerprint, tables
from scorer.batch.plan import Job
from scorer.batch.sources import ReadyForm, ready_forms
from scorer.errors import ScorerError
from scorer.pipeline import Scorer, read_bytes
from scorer.readers import detect
from scorer.records import Form


@dataclass(frozen=True, slots=True)
class State:
    """What a worker keeps from call to call. ``made_by`` is the mark of its ``facts``."""

    scorer: Scorer
    with_text: bool
    facts: dict[str, object]
    made_by: str


def prepare(job: Job) -> State:
    """Load rules and model. Raises ScorerError E4xx."""
    scorer = Scorer.resident(job.settings)
    found = fingerprint.facts(scorer)
    return State(scorer, job.with_text, found, fingerprint.mark(found))


def facts(state: State) -> dict[str, object]:
    """The facts of the scorer that this worker holds; see ``fingerprint.facts``."""
    return state.facts


def score_source(state: State, data: bytes, name: str, lines: int, forms: int, made_by: str) -> tables.Scored:
    """Score every form of a source. ``lines`` and ``forms`` are how many come before it in its file.

    Raises ScorerError where the whole source is refused; a form of ready cells that is refused is told in ``errors``.
    E535 where this worker is not what the source is to be ``made_by``.
    """
    if state.made_by != made_by:
        raise ScorerError("E535")
    scorer = state.scorer
    cell_rows: list[tables.Row] = []
    form_rows: list[tables.Row] = []
    errors: list[tables.Row] = []
    for number, size, form in _forms(data, name, lines, forms, scorer):
        if isinstance(form, ScorerError):
            errors.append(tables.error_row(name, form, form=number))
            continue
        report = scorer.score_form(form)
        cells, own = tables.report_rows(report, number, size, with_text=state.with_text)
        cell_rows += cells
        form_rows.append(own)
    return tables.Scored(
        tables.packed(tables.table("cells", cell_rows)),
        tables.packed(tables.table("forms", form_rows)),
        tuple(errors),
    )


def _forms(
    data: bytes, name: str, lines: int, before: int, scorer: Scorer
) -> Iterator[tuple[int, int, Form | ScorerError]]:
    """Number, size in bytes, and form or refusal."""
    if not data or detect(data) != "jsonl":
        for number, form in enumerate(read_bytes(data, name, scorer.settings), start=before + 1):
            yield number, len(data), form
        return
    for number, ready in enumerate(ready_forms(io.BytesIO(data)), start=before + 1):
        yield number, len(ready.data), _ready(ready, name, lines, scorer)
        lines += ready.lines


def _ready(ready: ReadyForm, name: str, lines: int, scorer: Scorer) -> Form | ScorerError:
    try:
        (form,) = read_bytes(ready.data, name, scorer.settings)
    except ScorerError as error:
        if error.code not in ("E301", "E302"):
            return error
        try:
            # Once more behind as many empty lines, so that the refusal names the line of the file.
            read_bytes(b"\n" * lines + ready.data, name, scorer.settings)
        except ScorerError as told:
            return told
        raise
    return replace(form, landlord=ready.landlord, sha256=hashlib.sha256(ready.data).hexdigest())
