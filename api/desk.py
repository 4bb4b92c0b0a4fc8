"""The desk: who may hand in work, and the handing over to the worker processes.

There are as many requests at work as there are workers, and a few that wait, in the order in which they came. What
comes beyond them is told at once to come back later, so that what was accepted is answered in time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import anyio.to_thread

from api import work
from api.logs import event
from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup
from scorer.settings import ServiceSettings, Settings

_Result = TypeVar("_Result")


class Desk:
    """Hands work to a pool of worker processes. Made and used in one event loop; ``open`` starts the processes.

    ``answers`` are the classes that results may consist of, besides those of ``work``.
    """

    def __init__(self, settings: Settings, service: ServiceSettings, answers: Sequence[type[Any]] = ()) -> None:
        self._settings, self._service, self._answers = settings, service, answers
        self._pool: Pool | None = None
        self._opening: asyncio.Task[None] | None = None
        self._workers = asyncio.Semaphore(service.workers)
        self._threads = anyio.CapacityLimiter(service.workers + 1)
        self._accepted = 0
        self.about: work.About | None = None
        self.failure: ScorerError | None = None
        """Why the service will never be ready, such as a model that is not what its manifest says."""
        self.when_failed: Callable[[], None] = lambda: None

    @property
    def ready(self) -> bool:
        """True once a worker has loaded and verified the model, and as long as workers can be had."""
        return self.about is not None and self._pool is not None and self._pool.ready

    @property
    def accepted(self) -> int:
        """Requests at work or waiting."""
        return self._accepted

    def open(self) -> None:
        """Start the worker processes; ``ready`` tells when they are."""
        setup = Setup(work.prepare, (self._settings,), (*work.ANSWERS, *self._answers))
        limits = Limits(self._service.work_seconds, self._service.work_bytes)
        self._pool = Pool(self._service.workers, setup, limits, spares=1)
        self._opening = asyncio.create_task(self._learn())

    async def close(self) -> None:
        """End the worker processes."""
        if self._opening is not None:
            self._opening.cancel()
        if self._pool is not None:
            await anyio.to_thread.run_sync(self._pool.close)
        event("stopped")

    async def _learn(self) -> None:
        assert self._pool is not None
        try:
            about = await anyio.to_thread.run_sync(self._pool.run, work.about)
        except ScorerError as error:
            self.failure = error
            event("failed", level=logging.ERROR, code=error.code, message=error.message, detail=error.detail)
            self.when_failed()
        else:
            self.about = about
            event("ready", model=about.versions.model, sha256=about.versions.model_sha256)

    def check(self) -> None:
        """Raise ScorerError E707 where no work can be done yet, E706 where there is no place left.

        Asked before a body is read, so that nobody sends megabytes in vain.
        """
        if not self.ready:
            raise ScorerError("E707")
        if self._accepted >= self._service.workers + self._service.places:
            raise ScorerError("E706")

    async def run(self, function: Callable[..., _Result], *args: Any, seconds: float | None = None) -> _Result:
        """``function(scorer, *args)`` in a worker process. ``seconds`` stands in for the usual limit of time.

        Raises the ScorerError that it raises; E706, E707 as ``check``; E601 or E602 where it oversteps the limit of
        time or memory, E603 where its process ended.
        """
        self.check()
        assert self._pool is not None
        self._accepted += 1
        try:
            async with self._workers:
                call = partial(self._pool.run, function, *args, seconds=seconds)
                result: _Result = await anyio.to_thread.run_sync(call, limiter=self._threads)
                return result
        finally:
            self._accepted -= 1
