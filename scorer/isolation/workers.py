"""The parent's side of one worker process: what it is given, what it may take, and what became of it."""

from __future__ import annotations

import contextlib
import pickle
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scorer.errors import CATALOGUE, ScorerError, restored
from scorer.isolation import wire
from scorer.isolation.processes import Fresh, Process, filled

TICK = 0.05
"""Seconds between two looks at a worker that is at work."""

START_SECONDS = 120.0
"""How long a worker may take to be prepared; on a busy machine many seconds go by before a model is loaded."""

_MOST_ANSWER = 500_000_000
"""Bytes of the largest answer that is taken: a worker that was taken over could send without end."""

Outcome = tuple[str, Any]
"""What became of a call: "done" and the result, "refused" and the ScorerError, or "memory" and nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: ``seconds`` of wall-clock time, and ``memory`` in bytes beyond what the prepared worker
    holds (interpreter, libraries and model are not counted)."""

    seconds: float = 60.0
    memory: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Setup:
    """How workers are made ready: ``prepare(*arguments)`` is called, and what it returns is the first argument of every
    call. Both must be importable by name in a fresh interpreter; without ``prepare`` the state is None. Where workers
    are copies of one process it is called once for all of them.
    ``answers`` are the classes that results consist of, besides plain data (see ``wire``)."""

    prepare: Callable[..., Any] | None = None
    arguments: tuple[Any, ...] = ()
    answers: wire.Classes = ()

    def given(self, limits: Limits) -> tuple[Any, ...]:
        """What a process is sent to make itself ready."""
        return self.prepare, self.arguments, self.answers, limits.memory


def fresh(setup: Setup, limits: Limits) -> Worker:
    """A worker that is an interpreter of its own; it makes itself ready meanwhile. Raises OSError where it cannot be
    started."""
    connection, theirs = socket.socketpair()
    with theirs:
        try:
            process = Fresh("serve", theirs)
        except OSError:
            connection.close()
            raise
    worker = Worker(process, connection, setup, limits, prepared=False)
    with contextlib.suppress(OSError):  # it may have ended already; wait_ready tells
        wire.send(connection, pickle.dumps(setup.given(limits), protocol=5))
    return worker


class Worker:
    """One process. Not to be shared between threads; ``Pool`` hands it to one at a time."""

    def __init__(
        self, process: Process, connection: socket.socket, setup: Setup, limits: Limits, *, prepared: bool
    ) -> None:
        self._process, self._connection = process, connection
        self._limits, self._answers = limits, setup.answers
        self._ended = False
        # So that waiting for it can be broken off.
        connection.settimeout(TICK)
        self._outcome_of_start: Outcome | None = ("done", None) if prepared else None
        self._resting = filled(process.pid) if prepared else 0

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False once the process has ended, or was told to."""
        return not self._ended and not self._process.ended()

    @property
    def started(self) -> bool:
        """True once the worker is prepared, or has failed to be; it does not wait."""
        if self._outcome_of_start is None and self._has_answered():
            try:
                self._outcome_of_start = self._outcome()
            except (EOFError, OSError, wire.WireError):
                self._outcome_of_start = "refused", ScorerError("E603", detail="it ended while it was made ready")
            self._resting = filled(self.pid)
        return self._outcome_of_start is not None

    @property
    def prepared(self) -> bool:
        """True once the worker can be called; it does not wait."""
        return self.started and self._outcome_of_start is not None and self._outcome_of_start[0] == "done"

    def wait_ready(self, stop: threading.Event | None = None) -> None:
        """Wait until the worker is prepared.

        Raises the ScorerError that preparing raised, E603 or E604 where it failed otherwise, E605 for ``stop``.
        """
        deadline = time.monotonic() + START_SECONDS
        while not self.started:
            if time.monotonic() >= deadline:
                raise ScorerError("E603", detail=f"not ready after {START_SECONDS:g} seconds")
            _unless_stopped(stop)
            self._has_answered(TICK)
        assert self._outcome_of_start is not None
        value_of(self._outcome_of_start, self._limits)

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
            raise ScorerError("E603", detail=self._process.wait()) from None
        except wire.WireError as error:
            self.kill()
            raise ScorerError("E603", detail=f"what it sent is no answer ({error})") from None
        except BaseException:
            # Also an interrupt: the answer to this call must never be taken for that to the next.
            self.kill()
            raise
        return value_of(outcome, self._limits)

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
            if filled(self.pid) - self._resting > self._limits.memory:
                raise _too_much(self._limits)

        return watch

    def _outcome(self, watch: Callable[[], None] | None = None) -> Outcome:
        """What the worker says became of its work. Raises EOFError, OSError or WireError."""
        return received(self._connection, self._answers, watch)

    def kill(self) -> None:
        """End the process at once; a call that another thread waits for raises E603."""
        self._ended = True
        self._process.kill()

    def end(self) -> None:
        """End the process and let go of what it held."""
        self.kill()
        self._process.wait()
        self._process.close()
        self._connection.close()


def _unless_stopped(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise ScorerError("E605")


def _too_much(limits: Limits) -> ScorerError:
    return ScorerError("E602", limit=f"{limits.memory / 1e6:,.0f} MB")


def received(connection: socket.socket, answers: wire.Classes, watch: Callable[[], None] | None = None) -> Outcome:
    """What a process says became of its work. Raises EOFError, OSError or WireError."""
    told = wire.loads(wire.receive(connection, _MOST_ANSWER, watch), answers)
    match told:
        case ("done", value):
            return "done", value
        case ("memory",):
            return "memory", None
        case ("refused", str(code), str(message), str(advice), str(detail)) if code in CATALOGUE:
            return "refused", restored(code, message, advice, detail)
    raise wire.WireError("it is no outcome")


def value_of(outcome: Outcome, limits: Limits) -> Any:
    """What some work gave. Raises the ScorerError that it was refused with, or E602."""
    kind, value = outcome
    if kind == "memory":
        raise _too_much(limits)
    if kind == "refused":
        raise value
    return value
