"""The pool that hands workers out and replaces them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from scorer.errors import ScorerError
from scorer.isolation import forks
from scorer.isolation.workers import Limits, Setup, Worker, fresh

_LOOK_SECONDS = 1.0
"""How often it is looked whether a worker ended while it was idle."""

_AGAIN_SECONDS = 10.0
"""After how long it is tried again to start a worker where that failed and nobody was there to be told."""


class Pool:
    """``size`` workers for calls from any number of threads, and ``spares`` more that stand ready to replace one.

    Close it, or use it as a context; closing ends every worker, also those at work.
    """

    def __init__(self, size: int, setup: Setup, limits: Limits, *, spares: int = 0) -> None:
        self._size, self._kept = size, size + spares
        self._setup, self._limits = setup, limits
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._failure: OSError | ScorerError | None = None
        self._closed = False
        # The keeper's alone.
        self._forks = forks.possible()
        self._server: forks.ForkServer | None = None
        # Linux ends a child with the thread that started it; this one lives as long as the pool.
        self._keeper = threading.Thread(target=self._keep, name="isolation-keeper", daemon=True)
        self._keeper.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def ready(self) -> bool:
        """True where a worker is prepared, whether free or at work."""
        with self._changed:
            return bool(self._busy) or any(worker.prepared and worker.alive for worker in self._idle)

    def run(
        self,
        function: Callable[..., Any],
        *args: Any,
        seconds: float | None = None,
        wait: float | None = None,
        stop: threading.Event | None = None,
    ) -> Any:
        """``function(state, *args)`` in a worker of the pool; see ``Worker.call`` and ``acquire``."""
        worker = self.acquire(wait)
        try:
            return worker.call(function, *args, seconds=seconds, stop=stop)
        finally:
            self.release(worker)

    def acquire(self, wait: float | None = None) -> Worker:
        """A worker for this thread alone, to be given back by ``release``.

        ``wait`` is how many seconds to wait for one; None waits as long as it takes. Raises ScorerError E606 where
        none came free in time, E603 where the pool is closed or no process can be started, and what making one ready
        raised.
        """
        with self._changed:
            if not self._changed.wait_for(self._may_acquire, wait):
                raise ScorerError("E606")
            if self._closed:
                raise ScorerError("E603", detail="the pool is closed")
            if not self._idle:
                failure, self._failure = self._failure, None
                self._changed.notify_all()
                if isinstance(failure, ScorerError):
                    raise failure
                raise ScorerError("E603", detail=f"no process can be started: {failure}")
            worker = next((worker for worker in self._idle if worker.started), self._idle[0])
            self._idle.remove(worker)
            self._busy.add(worker)
            return worker

    def _may_acquire(self) -> bool:
        self._forget_the_ended()
        free = bool(self._idle) and len(self._busy) < self._size
        # Where none can be started, one that is at work may still come free.
        failed = self._failure is not None and not self._idle and not self._busy
        return free or self._closed or failed

    def _forget_the_ended(self) -> None:
        # One that ended while it was idle is nobody's fault, and nobody's to hear of.
        for worker in [worker for worker in self._idle if worker.prepared and not worker.alive]:
            self._idle.remove(worker)
            worker.end()
            self._changed.notify_all()

    def release(self, worker: Worker) -> None:
        """Give a worker back. One that has ended, or could not be prepared, is replaced."""
        with self._changed:
            self._busy.discard(worker)
            if self._closed or not worker.prepared or not worker.alive:
                worker.end()
            else:
                self._idle.append(worker)
            self._changed.notify_all()

    def close(self) -> None:
        """End all workers. A call that is under way raises E603."""
        with self._changed:
            self._closed = True
            for worker in self._busy:
                worker.kill()
            while self._idle:
                self._idle.pop().end()
            self._changed.notify_all()
        self._keeper.join()

    def _keep(self) -> None:
        while self._is_wanted():
            try:
                worker = self._started()
            except (OSError, ScorerError) as error:
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                continue
            with self._changed:
                if self._closed:
                    worker.end()
                else:
                    self._idle.append(worker)
                self._changed.notify_all()
        self._let_go()

    def _is_wanted(self) -> bool:
        """Wait until there is one worker too few, and, after a failure, until it was told or is long ago; False once
        the pool is closed."""
        again = time.monotonic() + _AGAIN_SECONDS
        with self._changed:
            while not self._closed:
                self._forget_the_ended()
                may_try = self._failure is None or time.monotonic() >= again
                if may_try and len(self._idle) + len(self._busy) < self._kept:
                    self._failure = None
                    return True
                # All may end at once and nobody ask for one: who sees that none is ready may wait for one to be.
                self._changed.wait(_LOOK_SECONDS)
            return False

    def _started(self) -> Worker:
        """One worker more: a copy of the prepared process where that can be."""
        if self._forks:
            if self._server is None or not self._server.alive:
                self._let_go()
                self._server = forks.ForkServer(self._setup, self._limits)
            try:
                can_fork = self._server.prepare(self._unless_closed)
            except ScorerError:
                self._let_go()
                raise
            if can_fork:
                return self._server.fork()
            self._let_go()
            self._forks = False
        return fresh(self._setup, self._limits)

    def _let_go(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.end()

    def _unless_closed(self) -> None:
        if self._closed:
            raise ScorerError("E603", detail="the pool is closed")
