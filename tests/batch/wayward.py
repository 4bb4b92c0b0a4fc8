"""A worker's work that needs no model, and goes wrong where the name of a file says so. In a module of its own:
workers import it."""

from __future__ import annotations

import ctypes
import time
from pathlib import Path

from scorer.batch import tables
from scorer.batch.plan import Job

FACTS: dict[str, object] = {"version": "1", "model": {"id": "none", "sha256": ""}, "rules": {"count": 0, "sha256": ""}}


def prepare(job: Job) -> Job:
    return job


def facts(_: Job) -> dict[str, object]:
    return FACTS


def score_wayward(_: Job, data: bytes, name: str, lines: int, forms: int) -> tables.Scored:
    """A form without cells, but for files called hang, fill, end and fail."""
    kind = Path(name).stem
    if kind == "hang":
        time.sleep(600)
    if kind == "fill":
        held = [bytearray(10_000_000) for _ in range(1_000)]
        return tables.Scored(b"", bytes(len(held)), ())
    if kind == "end":
        ctypes.string_at(0)
    if kind == "fail":
        raise ValueError("words of the form")
    return score_well(_, data, name, lines, forms)


def score_well(_: Job, data: bytes, name: str, lines: int, forms: int) -> tables.Scored:
    """A form without cells."""
    row = dict.fromkeys(tables.SCHEMAS["forms"].names) | {"source": name, "form": 1, "bytes": len(data)}
    return tables.Scored(tables.packed(tables.table("cells", [])), tables.packed(tables.table("forms", [row])), ())
