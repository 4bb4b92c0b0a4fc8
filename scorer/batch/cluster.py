"""Parts to a Dask cluster that is there already. Needs ``distributed``, which is an extra.

Each task carries the bytes of its part, so that the machines need no disk in common, and only as many are under way as
keep the workers busy.

On each of its machines a run has a pool of worker processes, which belongs to a plugin of that machine's Dask worker
(``_Machine``). The plugin is there from the start of the run, or from when the machine comes, until the client of the
run goes, however it goes: a plugin of the scheduler (``_Farewell``) sees to it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from functools import partial
from itertools import islice

import dask
from distributed import Client, Future, Scheduler, SchedulerPlugin, Worker, WorkerPlugin, as_completed, get_worker

from scorer.batch.drive import Blob, Made, blobs_of, make, pool_of
from scorer.batch.plan import Job, Part
from scorer.errors import ScorerError
from scorer.settings import Settings

AHEAD = 2
"""Tasks under way for each thread of the cluster."""

ANSWER_WITHIN = 15.0
"""Seconds in which a scheduler must answer."""


def connect(address: str) -> Client:
    """A client of the cluster. Raises ScorerError E534 where nobody answers."""
    # A part carries its forms on purpose: lost with a machine, it goes to another.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
    try:
        return Client(address, timeout=ANSWER_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ScorerError("E534", address=address, detail=type(error).__name__) from None


def on_cluster(parts: Iterable[Part], job: Job, client: Client) -> Generator[Made, None, None]:
    """The parts as they come to be done by a cluster.

    Raises ScorerError E536 where it has no workers or loses them, E535 where a machine holds another version of the
    product, its model or its rules, and as ``make`` does.
    """
    threads = sum(client.nthreads().values())
    if not threads:
        raise ScorerError("E536")
    name = f"evidence-scorer-{client.id}"
    try:
        client.register_plugin(_Farewell(client.id, name), name=name)
        client.register_plugin(_Machine(job), name=name)
    except Exception as error:
        raise _told(error) from None
    waiting = iter(parts)
    send = partial(_send, client, job, name)
    under_way = as_completed([send(part) for part in islice(waiting, AHEAD * threads)], loop=client.loop)
    for future in under_way:
        yield _result(future)
        for part in islice(waiting, 1):
            under_way.add(send(part))


def _send(client: Client, job: Job, machine: str, part: Part) -> Future:
    blobs = list(blobs_of(part, job.settings.max_bytes))
    return client.submit(_make_there, part, blobs, machine, pure=False, key=f"{machine}-{part.key}")


def _result(future: Future) -> Made:
    try:
        made: Made = future.result()
    except Exception as error:
        raise _told(error) from None
    return made


def _told(error: Exception) -> ScorerError:
    if isinstance(error, ScorerError):
        return error
    # What this version sends, another may not know.
    other = isinstance(error, ImportError | AttributeError | TypeError)
    return ScorerError("E535" if other else "E536", detail=type(error).__name__)


# On the machines of the cluster ---------------------------------------------------------------------------------------


class _Machine(WorkerPlugin):  # type: ignore[misc]
    """The pool of a run on one machine: opened when the plugin comes, closed when it goes or the machine stops."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def setup(self, worker: Worker) -> None:
        # The limits are those of the caller, the place of the models is that of the machine.
        job = replace(self._job, settings=replace(self._job.settings, models=Settings.from_environment().models))
        self.pool = pool_of(job, worker.state.nthreads)

    def teardown(self, worker: Worker) -> None:
        self.pool.close()


class _Farewell(SchedulerPlugin):  # type: ignore[misc]
    """Takes the plugin of a run off the machines when the client of the run has gone."""

    def __init__(self, client: str, machine: str) -> None:
        self._client, self._machine = client, machine

    def remove_client(self, scheduler: Scheduler, client: str) -> None:
        if client == self._client:
            scheduler.loop.add_callback(scheduler.unregister_worker_plugin, None, self._machine)
            scheduler.loop.add_callback(scheduler.remove_plugin, self._machine)


def _make_there(part: Part, blobs: list[Blob], machine: str) -> Made:
    plugin: _Machine = get_worker().plugins[machine]
    return make(part, blobs, plugin.pool)
