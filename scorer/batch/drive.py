"""A part to its tables by a pool of worker processes, and many parts on this machine.

The threads of joblib each drive one worker process of the pool; the threads themselves do little but wait.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

import joblib
import pyarrow as pa

from scorer.batch import tables, work
from scorer.batch.plan import Job, Part
from scorer.batch.sources import Source, read
from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup


@dataclass(frozen=True, slots=True)
class Made:
    """A part that is done: each table as the bytes of a Parquet file, and how many rows it has."""

    part: Part
    files: dict[str, bytes]
    counts: dict[str, int]


Blob = bytes | ScorerError


def pool_of(job: Job, size: int) -> Pool:
    """Workers for a job."""
    return Pool(size, Setup(work.prepare, (job,), (tables.Scored,)), Limits(job.seconds, job.memory))


def make(part: Part, blobs: Iterable[Blob], pool: Pool) -> Made:
    """Score the sources of a part one after another. A source that is refused is a row of the errors.

    Raises ScorerError E4xx and E535: without the model and the rules that the part is named by, nothing can be scored.
    """
    held: dict[str, list[pa.Table]] = {"cells": [], "forms": []}
    errors: list[tables.Row] = []
    for source, blob in zip(part.sources, blobs, strict=True):
        try:
            if isinstance(blob, ScorerError):
                raise blob
            scored = pool.run(work.score_source, blob, source.name, source.lines, source.forms, part.made_by)
            cells, forms = tables.unpacked("cells", scored.cells), tables.unpacked("forms", scored.forms)
        except ScorerError as error:
            if error.code.startswith("E4") or error.code == "E535":
                raise
            errors.append(tables.error_row(source.name, error, sha256=source.sha256 or None))
        else:
            held["cells"].append(cells)
            held["forms"].append(forms)
            errors += [{**row, "sha256": source.sha256} for row in scored.errors]
    made = {name: pa.concat_tables([tables.SCHEMAS[name].empty_table(), *found]) for name, found in held.items()}
    made["errors"] = tables.table("errors", errors)
    return Made(
        part,
        {name: tables.as_parquet(rows) for name, rows in made.items()},
        {name: rows.num_rows for name, rows in made.items()},
    )


def blobs_of(part: Part, max_bytes: int) -> Iterator[Blob]:
    """The bytes of each source of a part, or why there are none."""
    for source in part.sources:
        yield _blob(source, max_bytes)


def _blob(source: Source, max_bytes: int) -> Blob:
    if source.error is not None:
        return source.error
    try:
        return read(source, max_bytes)
    except ScorerError as error:
        return error


def on_this_machine(parts: Iterable[Part], job: Job, pool: Pool, jobs: int) -> Generator[Made, None, None]:
    """The parts as they come to be done, ``jobs`` at a time. Raises as ``make`` does."""

    def one(part: Part) -> Made:
        return make(part, blobs_of(part, job.settings.max_bytes), pool)

    parallel = joblib.Parallel(
        n_jobs=jobs, backend="threading", return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1
    )
    yield from parallel(joblib.delayed(one)(part) for part in parts)
