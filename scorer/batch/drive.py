"""Parts to workers: on this machine, or on a Dask cluster that is there already.

On one machine the threads of joblib each drive one worker process of a pool; the threads themselves do little. On a
cluster each task carries the bytes of its part, so that the machines need no disk in common, and only as many are
under way as keep the workers busy.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from typing import Any

import joblib
import pyarrow as pa

from scorer.batch import tables, work
from scorer.batch.plan import Job, Part
from scorer.batch.sources import Source, read
from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup
from scorer.settings import Settings

Client = Any
"""A ``distributed.Client``; that library is an extra, and comes without types."""

AHEAD = 2
"""Tasks of a cluster under way for each of its threads."""

ANSWER_WITHIN = 15.0
"""Seconds in which a scheduler must answer."""


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
    """Score the sources of a part one after another. A source that is refused is a row of the errors."""
    held: dict[str, list[pa.Table]] = {"cells": [], "forms": []}
    errors: list[tables.Row] = []
    for source, blob in zip(part.sources, blobs, strict=True):
        try:
            if isinstance(blob, ScorerError):
                raise blob
            scored = pool.run(work.score_source, blob, source.name, source.lines, source.forms)
        except ScorerError as error:
            errors.append(tables.error_row(source.name, error, sha256=source.sha256 or None))
        else:
            held["cells"].append(tables.unpacked(scored.cells))
            held["forms"].append(tables.unpacked(scored.forms))
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
    """The parts as they come to be done, ``jobs`` at a time."""

    def one(part: Part) -> Made:
        return make(part, blobs_of(part, job.settings.max_bytes), pool)

    parallel = joblib.Parallel(
        n_jobs=jobs, backend="threading", return_as="generator_unordered", pre_dispatch="2*n_jobs", batch_size=1
    )
    yield from parallel(joblib.delayed(one)(part) for part in parts)


# On a cluster ---------------------------------------------------------------------------------------------------------


def connect(address: str) -> Client:
    """A client of the cluster. Raises ScorerError E533 where the extra is not installed, E534 where nobody answers."""
    try:
        import dask
        import distributed
    except ImportError:
        raise ScorerError("E533") from None
    # A part carries its forms on purpose: lost with a machine, it goes to another.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
    try:
        return distributed.Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ScorerError("E534", address=address, detail=type(error).__name__) from None


def on_cluster(parts: Iterable[Part], job: Job, client: Client, facts: dict[str, Any]) -> Generator[Made, None, None]:
    """The parts as they come to be done by a cluster.

    Raises ScorerError E535 where its machines hold another version of the product, its model or its rules, and E536
    where it has no workers or loses them.
    """
    from distributed import as_completed

    threads = sum(client.nthreads().values())
    if not threads:
        raise ScorerError("E536")
    others = client.run(facts_there, job)
    for found in others.values():
        if found != facts:
            raise ScorerError("E535")
    waiting = iter(parts)
    send = partial(_send, client, job)
    first = [send(part) for part in islice(waiting, AHEAD * threads)]
    under_way = as_completed(first, loop=client.loop)
    try:
        for future in under_way:
            yield _result(future)
            for part in islice(waiting, 1):
                under_way.add(send(part))
    finally:
        client.cancel(under_way.futures.keys())
        client.run(end_pools)


def _send(client: Client, job: Job, part: Part) -> Any:
    blobs = list(blobs_of(part, job.settings.max_bytes))
    return client.submit(make_there, part, blobs, job, pure=False, key=f"evidence-scorer-{part.key}")


def _result(future: Any) -> Made:
    try:
        made: Made = future.result()
    except ScorerError:
        raise
    except Exception as error:
        raise ScorerError("E536", detail=type(error).__name__) from None
    return made


def make_there(part: Part, blobs: list[Blob], job: Job) -> Made:
    """``make`` in a worker of a cluster, with the workers of isolation that its process keeps."""
    return make(part, blobs, _pool_there(_job_there(job)))


def facts_there(job: Job) -> dict[str, Any]:
    """The versions that a machine of the cluster holds; it makes its workers ready."""
    found: dict[str, Any] = _pool_there(_job_there(job)).run(work.facts)
    return found


def end_pools() -> None:
    """End the workers of isolation that this process keeps for a cluster."""
    with _POOLS:
        if _pool.cache_info().currsize:
            for pool in _KEPT:
                pool.close()
            _KEPT.clear()
            _pool.cache_clear()


_POOLS = threading.Lock()
_KEPT: list[Pool] = []


def _job_there(job: Job) -> Job:
    """The limits are those of the caller, the place of the models is that of the machine."""
    return replace(job, settings=replace(job.settings, models=Settings.from_environment().models))


def _pool_there(job: Job) -> Pool:
    with _POOLS:
        return _pool(job)


@lru_cache(maxsize=1)
def _pool(job: Job) -> Pool:
    from distributed import get_worker

    try:
        size = get_worker().state.nthreads
    except ValueError:
        size = os.cpu_count() or 1
    pool = pool_of(job, size)
    _KEPT.append(pool)
    return pool
