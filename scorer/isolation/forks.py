"""A server of forks: one process is prepared, and every worker is a copy of it.

A copy is there in some milliseconds, where a fresh interpreter would load libraries and model for seconds, and the
memory of what was loaded is held once. The server itself never sees what strangers sent, so each copy starts clean.
It does nothing but fork, and it has no thread but its own: a copy of a process with others could wait for ever for what
one of them held.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import cache

from scorer.errors import ScorerError
from scorer.isolation import wire
from scorer.isolation.processes import Forked, Fresh
from scorer.isolation.workers import START_SECONDS, TICK, Limits, Setup, Worker, received, value_of

_PARTING_SECONDS = 5.0
"""How long the server may take to see its copies gone."""


@cache
def possible() -> bool:
    """True where the system can fork and hold another's child: Linux from 5.3 on."""
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.pidfd_open(os.getpid())
        signal.pidfd_send_signal(descriptor, 0)
        os.close(descriptor)
    except (OSError, AttributeError):  # an interpreter may have been built without these calls
        return False
    return True


class ForkServer:
    """One prepared process. It and its copies end with the thread that started it."""

    def __init__(self, setup: Setup, limits: Limits) -> None:
        """Start the process; it makes itself ready meanwhile. Raises OSError where it cannot be started."""
        self._setup, self._limits = setup, limits
        self._connection, theirs = socket.socketpair()
        self._connection.settimeout(TICK)
        with theirs:
            try:
                self._process = Fresh("serve_forks", theirs)
            except OSError:
                self._connection.close()
                raise
        self._deadline = time.monotonic() + START_SECONDS
        self._alone: bool | None = None

    @property
    def alive(self) -> bool:
        """False once the process has ended."""
        return not self._process.ended()

    def prepare(self, watch: Callable[[], None]) -> bool:
        """Wait until the process is prepared; False where it has threads, so that nothing can be forked from it.

        ``watch`` is called time and again, and may raise. Raises the ScorerError that preparing raised, E603 or E604
        where it failed otherwise.
        """
        if self._alone is None:

            def in_time() -> None:
                watch()
                if time.monotonic() >= self._deadline:
                    raise ScorerError("E603", detail=f"not ready after {START_SECONDS:g} seconds")

            try:
                wire.send(self._connection, pickle.dumps(self._setup.given(self._limits), protocol=5), in_time)
                outcome = received(self._connection, (), in_time)
            except (EOFError, OSError, wire.WireError):
                raise ScorerError("E603", detail="it ended while it was made ready") from None
            self._alone = value_of(outcome, self._limits) is True
        return self._alone

    def fork(self) -> Worker:
        """A worker, prepared. Raises OSError where there can be none now; the copies that there are go on. A server
        that gives no answer is ended, and its copies with it."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._connection, [b"f"], [theirs.fileno()])
            pid, descriptors = self._told()
        except (OSError, EOFError) as error:
            ours.close()
            self.end()  # what it says later would be taken for the answer to the next
            raise OSError(str(error) or "the server of forks is gone") from None
        if not descriptors:
            ours.close()
            raise OSError("no process can be forked")
        return Worker(Forked(pid, descriptors[0]), ours, self._setup, self._limits, prepared=True)

    def _told(self) -> tuple[int, list[int]]:
        self._connection.settimeout(_PARTING_SECONDS)
        message, descriptors, _, _ = socket.recv_fds(self._connection, wire.PID.size, 1)
        self._connection.settimeout(TICK)
        if not message:
            raise EOFError
        return wire.PID.unpack(message)[0], descriptors

    def end(self) -> None:
        """End the process, once its copies have ended; those that were not told to are ended with it."""
        self._connection.close()
        if not self._alone:  # it may have long to go until it looks
            self._process.kill()
        try:
            self._process.wait(_PARTING_SECONDS)
        except TimeoutError:
            self._process.kill()
            self._process.wait()
