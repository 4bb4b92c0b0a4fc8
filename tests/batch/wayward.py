"""A worker's work that needs no model, and goes wrong where the name of a file says so. In a module of its own:
workers import it."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from scorer.batch import rows, tables
from scorer.batch.plan import Job
from scorer.batch.sources import Source
from scorer.errors import ScorerError
from scorer.records import Form, FormReport

Given = Sequence[tuple[Source, bytes]]

FACTS: dict[str, object] = {"version": "1", "fingerprint": "of nothing"}


def prepare(job: Job) -> Job:
    return job


def facts(_: Job) -> dict[str, object]:
    return FACTS


def facts_of_another(_: Job) -> dict[str, object]:
    return {**FACTS, "fingerprint": "of another"}


def score_without_model(_: Job, *given: object) -> dict[str, bytes]:
    raise ScorerError("E402", folder="default")


def score_as_another(_: Job, *given: object) -> dict[str, bytes]:
    raise ScorerError("E535")


def score_nonsense(_: Job, given: Given, made_by: str) -> object:
    """What is no table, another table, or no tables at all."""
    made = score_well(_, given, made_by)
    nonsense = {"00": {**made, "cells": b"nonsense"}, "01": {**made, "cells": made["forms"]}, "02": [1]}
    return nonsense[Path(given[0][0].name).stem]


def score_wayward(_: Job, given: Given, made_by: str) -> dict[str, bytes]:
    """A form without cells, but for files called hang, fill, end and fail."""
    kinds = {_mark_begun(source) for source, _ in given}
    if "hang" in kinds:
        time.sleep(60)
    if "fill" in kinds:
        held = [bytearray(10_000_000) for _ in range(1_000)]
        return {"cells": bytes(len(held))}
    if "end" in kinds:
        ctypes.string_at(0)
    if "fail" in kinds:
        raise ValueError("words of the form")
    return score_well(_, given, made_by)


def prepare_in(_: Job) -> int:
    return os.getpid()


def score_as_the_machinery_ends(prepared: int, given: Given, made_by: str) -> dict[str, bytes]:
    """A form without cells; but a file called once or twice ends, so many times, the process that was prepared, and
    with it all workers that are copies of it."""
    ends = {"once": 1, "twice": 2}
    if any(ends.get(_mark_begun(source), 0) >= tries(source.path) for source, _ in given):
        os.kill(prepared, signal.SIGKILL)
        time.sleep(60)
    return score_well(None, given, made_by)


def tries(form: Path) -> int:
    """How often it was begun to score a file."""
    begun = form.with_suffix(".begun")
    return begun.stat().st_size if begun.exists() else 0


def _mark_begun(source: Source) -> str:
    """Count one more try of a source; returns its stem, which says how it is to fare."""
    with source.path.with_suffix(".begun").open("ab") as begun:
        begun.write(b".")
    return source.path.stem


def score_well(_: object, given: Given, made_by: str) -> dict[str, bytes]:
    """A form without cells for each source."""
    judged = [
        rows.Judged(FormReport(Form(source.name, source.sha256, "", ()), ()), 1, len(data)) for source, data in given
    ]
    made = rows.all_tables(judged, [], with_text=False)
    return {name: tables.packed(table) for name, table in made.items()}
