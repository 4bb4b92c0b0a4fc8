"""A part to its tables by a pool of worker processes, and many parts on this machine.

The threads of joblib hand parts to the worker processes of the pool; the threads themselves do little but wait.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa

from scorer.batch import rows, tables, work
from scorer.batch.plan import Job, Part
from scorer.batch.sources import Source, read
from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup


@dataclass(frozen=True, slots=True)
class Made:
    """A part that is done: each table as the bytes of a file (``tables.as_part``), and how many rows it has."""

    part: Part
    files: dict[str, bytes]
    counts: dict[str, int]


Blob = bytes | ScorerError
Tables = dict[str, pa.Table]


def pool_of(job: Job, size: int) -> Pool:
    """Workers for a job."""
    return Pool(size, Setup(work.prepare, (job,)), Limits(job.seconds, job.memory))


def make(part: Part, blobs: Iterable[Blob], pool: Pool) -> Made:
    """Score the sources of a part. A source that is refused is a row of the errors.

    Raises ScorerError E4xx and E535: see ``work.ends_the_run``.
    """
    found: list[Tables] = []
    for ready, run in groupby(zip(part.sources, blobs, strict=True), key=lambda each: each[0].ready):
        given: list[tuple[Source, bytes]] = []
        for source, blob in run:
            if isinstance(blob, ScorerError):
                found.append(_refused(source, blob))
            else:
                given.append((source, blob))
        # A document takes long enough for a call of its own; ready cells take less than the call.
        for call in [given] if ready else [[each] for each in given]:
            found += _scored(call, part.made_by, pool)
    made = {name: pa.concat_tables([each[name] for each in found]) for name in tables.TABLES}
    made["errors"] = made["errors"].sort_by([("source", "ascending"), ("form", "ascending")])
    return Made(
        part,
        {name: tables.as_part(table) for name, table in made.items()},
        {name: table.num_rows for name, table in made.items()},
    )


def _scored(given: Sequence[tuple[Source, bytes]], made_by: str, pool: Pool, *, last: bool = False) -> Iterator[Tables]:
    """The tables of some sources by one call. Where that fails, each is tried alone: its limits are its own, and so is
    the blame. One whose worker ended is tried once more: it may be that the worker was ended, and not by the source.
    """
    if not given:
        return
    try:
        packed = pool.run(work.score, given, made_by)
        yield tables.all_unpacked(packed)
    except ScorerError as error:
        if work.ends_the_run(error):
            raise
        if len(given) > 1:
            for one in given:
                yield from _scored([one], made_by, pool)
        elif error.code == "E603" and not last:
            yield from _scored(given, made_by, pool, last=True)
        else:
            yield _refused(given[0][0], error)


def _refused(source: Source, error: ScorerError) -> Tables:
    return rows.all_tables([], [rows.Refusal(source.name, error, sha256=source.sha256 or None)], with_text=False)


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
    """The parts as they come to be done by a pool of ``jobs`` workers. Raises as ``make`` does."""
    import joblib  # it takes a while to import: by now the workers have been started, and load meanwhile

    def one(part: Part) -> Made:
        return make(part, blobs_of(part, job.settings.max_bytes), pool)

    # One thread more than there are workers: it has the next part at hand when a worker comes free.
    parallel = joblib.Parallel(
        n_jobs=jobs + 1, backend="threading", return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1
    )
    yield from parallel(joblib.delayed(one)(part) for part in parts)
