"""The parent's side: worker processes, and the pool that hands them out and replaces them."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorer.errors import CATALOGUE, ScorerError, restored
from scorer.isolation import wire

_TICK = 0.05
"""Seconds between two looks at a worker that is at work."""

_START_SECONDS = 120.0
"""How long a worker may take to be prepared; on a busy machine many seconds go by before a model is loaded."""

_SINGLE_THREADED = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Workers are the parallelism. Threads below them would fight for the cores, and would add numbers in another order."""

_BOOTSTRAP = (
    "import sys; sys.path[:] = sys.argv[3:]; from scorer.isolation.inside import serve; serve(*map(int, sys.argv[1:3]))"
)

_MOST_ANSWER = 500_000_000
"""Bytes of the largest answer that is taken: a worker that was taken over could send without end."""

_Outcome = tuple[str, Any]
"""What became of a call: "done" and the result, "refused" and the ScorerError, or "memory" and nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: ``seconds`` of wall-clock time, and ``memory`` in bytes beyond what the prepared worker
    holds (interpreter, libraries and model are not counted)."""

    seconds: float = 60.0
    memory: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Setup:
    """How a worker is made ready: ``prepare(*arguments)`` is called once, and what it returns is the first argument of
    every call. Both must be importable by name in a fresh interpreter; without ``prepare`` the state is None.
    ``answers`` are the classes that results consist of, besides plain data (see ``wire``)."""

    prepare: Callable[..., Any] | None = None
    arguments: tuple[Any, ...] = ()
    answers: wire.Classes = ()


class Worker:
    """One process. Not to be shared between threads; ``Pool`` hands it to one at a time."""

    def __init__(self, setup: Setup, limits: Limits) -> None:
        """Start the process; it makes itself ready meanwhile. Raises OSError where it cannot be started."""
        self._limits, self._answers = limits, setup.answers
        self._outcome_of_start: _Outcome | None = None
        self._resting = 0
        self._ended = False
        self._connection, theirs = socket.socketpair()
        # So that waiting for it can be broken off.
        self._connection.settimeout(_TICK)
        command = [sys.executable, "-c", _BOOTSTRAP, str(theirs.fileno()), str(os.getpid()), *sys.path]
        try:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, **_SINGLE_THREADED},
                # An interrupt at the terminal is the parent's to handle.
                start_new_session=True,
            )
        except OSError:
            self._connection.close()
            raise
        finally:
            theirs.close()
        with contextlib.suppress(OSError):  # it may have ended already; wait_ready tells
            given = setup.prepare, setup.arguments, setup.answers, limits.memory
            wire.send(self._connection, pickle.dumps(given, protocol=5))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False once the process has ended, or was told to."""
        return not self._ended and self._process.poll() is None

    @property
    def started(self) -> bool:
        """True once the worker is prepared, or has failed to be; it does not wait."""
        if self._outcome_of_start is None and self._has_answered():
            try:
                self._outcome_of_start = self._outcome()
            except (EOFError, OSError, wire.WireError):
                self._outcome_of_start = "refused", ScorerError("E603", detail="it ended while it was made ready")
            self._resting = _resident(self.pid)
        return self._outcome_of_start is not None

    @property
    def prepared(self) -> bool:
        """True once the worker can be called; it does not wait."""
        return self.started and self._outcome_of_start is not None and self._outcome_of_start[0] == "done"

    def wait_ready(self, stop: threading.Event | None = None) -> None:
        """Wait until the worker is prepared.

        Raises the ScorerError that preparing raised, E603 or E604 where it failed otherwise, E605 for ``stop``.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not self.started:
            if time.monotonic() >= deadline:
                raise ScorerError("E603", detail=f"not ready after {_START_SECONDS:g} seconds")
            _unless_stopped(stop)
            self._has_answered(_TICK)
        assert self._outcome_of_start is not None
        _value(self._outcome_of_start, self._limits)

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        seconds: float | None = None,
        stop: threading.Event | None = None,
    ) -> Any:
        """``function(state, *args)`` in the process. ``seconds`` stands in for the limit of time.

        Raises the ScorerError that the function raised; E601 or E602 where it took more time or memory than it may,
        E603 where the process ended or sent what is no answer, E604 for any other exception, E605 once ``stop`` is
        set. After all of these but the function's own and E604 the process is gone.
        """
        try:
            self.wait_ready(stop)
            watch = self._watch(self._limits.seconds if seconds is None else seconds, stop)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has ended; reading tells
                wire.send(self._connection, pickle.dumps((function, args), protocol=5), watch)
            outcome = self._outcome(watch)
            if outcome[0] == "memory":
                # What it could not have may be missing anywhere in it now.
                raise _too_much(self._limits)
        except (EOFError, OSError):
            self.kill()
            raise ScorerError("E603", detail=f"exit status {self._process.wait()}") from None
        except wire.WireError as error:
            self.kill()
            raise ScorerError("E603", detail=f"what it sent is no answer ({error})") from None
        except BaseException:
            # Also an interrupt: the answer to this call must never be taken for that to the next.
            self.kill()
            raise
        return _value(outcome, self._limits)

    def _has_answered(self, within: float = 0.0) -> bool:
        """True where there is something to read, or an end of it, within so many seconds."""
        watched = select.poll()
        watched.register(self._connection, select.POLLIN)
        return bool(watched.poll(within * 1000))

    def _watch(self, seconds: float, stop: threading.Event | None) -> Callable[[], None]:
        """What looks, time and again, whether a call oversteps its limits."""
        deadline = time.monotonic() + seconds

        def watch() -> None:
            _unless_stopped(stop)
            if time.monotonic() >= deadline:
                raise ScorerError("E601", seconds=f"{seconds:g}")
            if _resident(self.pid) - self._resting > self._limits.memory:
                raise _too_much(self._limits)

        return watch

    def _outcome(self, watch: Callable[[], None] | None = None) -> _Outcome:
        """What the worker says became of its work. Raises EOFError, OSError or WireError."""
        told = wire.loads(wire.receive(self._connection, _MOST_ANSWER, watch), self._answers)
        match told:
            case ("done", value):
                return "done", value
            case ("memory",):
                return "memory", None
            case ("refused", str(code), str(message), str(advice), str(detail)) if code in CATALOGUE:
                return "refused", restored(code, message, advice, detail)
        raise wire.WireError("it is no outcome")

    def kill(self) -> None:
        """End the process at once; a call that another thread waits for raises E603."""
        self._ended = True
        self._process.kill()

    def end(self) -> None:
        """End the process and let go of what it held."""
        self.kill()
        self._process.wait()
        self._connection.close()


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
        self._failure: OSError | None = None
        self._closed = False
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
        none came free in time, E603 where the pool is closed or no process can be started.
        """
        with self._changed:
            if not self._changed.wait_for(self._may_acquire, wait):
                raise ScorerError("E606")
            if self._closed:
                raise ScorerError("E603", detail="the pool is closed")
            if not self._idle:
                failure, self._failure = self._failure, None
                self._changed.notify_all()
                raise ScorerError("E603", detail=f"no process can be started: {failure}")
            worker = next((worker for worker in self._idle if worker.started), self._idle[0])
            self._idle.remove(worker)
            self._busy.add(worker)
            return worker

    def _may_acquire(self) -> bool:
        # One that ended while it was idle is nobody's fault, and nobody's to hear of.
        for worker in [worker for worker in self._idle if worker.prepared and not worker.alive]:
            self._idle.remove(worker)
            worker.end()
            self._changed.notify_all()
        free = bool(self._idle) and len(self._busy) < self._size
        return free or self._closed or self._failure is not None

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
        with self._changed:
            while not self._closed:
                if self._failure is None and len(self._idle) + len(self._busy) < self._kept:
                    try:
                        self._idle.append(Worker(self._setup, self._limits))
                    except OSError as error:
                        self._failure = error
                    self._changed.notify_all()
                else:
                    self._changed.wait()


def _unless_stopped(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise ScorerError("E605")


def _too_much(limits: Limits) -> ScorerError:
    return ScorerError("E602", limit=f"{limits.memory / 1e6:,.0f} MB")


def _value(outcome: _Outcome, limits: Limits) -> Any:
    kind, value = outcome
    if kind == "memory":
        raise _too_much(limits)
    if kind == "refused":
        raise value
    return value


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell, or the process has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
