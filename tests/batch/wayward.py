"""A worker's work that needs no model, and goes wrong where the name of a file says so. In a module of its own:
workers import it."""

from __future__ import annotations

import ctypes
import time
from pathlib import Path

from scorer.batch import tables
from scorer.batch.plan import Job
from scorer.errors import ScorerError

FACTS: dict[str, object] = {"version": "1", "fingerprint": "of nothing"}


def prepare(job: Job) -> Job:
    return job


def facts(_: Job) -> dict[str, object]:
    return FACTS


def facts_of_another(_: Job) -> dict[str, object]:
    return {**FACTS, "fingerprint": "of another"}


def score_without_model(_: Job, *given: object) -> tables.Scored:
    raise ScorerError("E402", folder="default")


def score_as_another(_: Job, *given: object) -> tables.Scored:
    raise ScorerError("E535")


def score_nonsense(_: Job, data: bytes, name: str, *given: object) -> tables.Scored:
    """What is no table, or another one."""
    forms = tables.packed(tables.table("forms", []))
    return tables.Scored(b"nonsense" if "00" in name else forms, forms, ())


def score_wayward(_: Job, data: bytes, name: str, lines: int, forms: int, made_by: str) -> tables.Scored:
    """A form without cells, but for files called hang, fill, end and fail."""
    kind = Path(name).stem
    if kind == "hang":
        time.sleep(60)
    if kind == "fill":
        held = [bytearray(10_000_000) for _ in range(1_000)]
        return tables.Scored(b"", bytes(len(held)), ())
    if kind == "end":
        ctypes.string_at(0)
    if kind == "fail":
        raise ValueError("words of the form")
    return score_well(_, data, name, lines, forms, made_by)


def score_well(_: Job, data: bytes, name: str, lines: int, forms: int, made_by: str) -> tables.Scored:
    """A form without cells."""
    row = dict.fromkeys(tables.SCHEMAS["forms"].names) | {"source": name, "form": 1, "bytes": len(data)}
    return tables.Scored(tables.packed(tables.table("cells", [])), tables.packed(tables.table("forms", [row])), ())
