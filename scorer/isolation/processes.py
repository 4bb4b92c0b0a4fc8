"""Processes as their parent holds them: a fresh interpreter, and one that was forked from another."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

SETTINGS = {
    # Workers are the parallelism. Threads below them would fight for the cores, and would add numbers in another order.
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    # The thread in which Arrow's allocator gives memory back. A process that is forked must have no other thread.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""What is set in the environment of every worker."""

_BOOTSTRAP = (
    "import sys; sys.path[:] = sys.argv[4:]; from scorer.isolation import inside; "
    "getattr(inside, sys.argv[1])(*map(int, sys.argv[2:4]))"
)


class Process(Protocol):
    """A process that can be watched and ended, whoever its parent is."""

    @property
    def pid(self) -> int:
        """Its number."""

    def ended(self) -> bool:
        """True once it has ended; it does not wait."""

    def kill(self) -> None:
        """End it at once; nothing happens where it has ended."""

    def wait(self) -> str:
        """Wait for its end, and say how it came."""

    def close(self) -> None:
        """Let go of an ended process."""


class Fresh:
    """An interpreter that does ``inside.<work>`` with the other end of a connection. Raises OSError where it cannot be
    started. On Linux it ends with the thread that started it."""

    def __init__(self, work: str, theirs: socket.socket) -> None:
        command = [sys.executable, "-c", _BOOTSTRAP, work, str(theirs.fileno()), str(os.getpid()), *sys.path]
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **SETTINGS},
            # An interrupt at the terminal is the parent's to handle.
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def ended(self) -> bool:
        """True once it has ended."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def wait(self, seconds: float | None = None) -> str:
        """Wait for its end. Raises TimeoutError where it does not come in so many seconds."""
        try:
            return f"exit status {self._process.wait(seconds)}"
        except subprocess.TimeoutExpired:
            raise TimeoutError from None

    def close(self) -> None:
        """Nothing is held of it."""


class Forked:
    """A process of which a ``pidfd`` is held: its number may be another's once its own parent knows of its end."""

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self._descriptor = descriptor

    def ended(self) -> bool:
        """True once it has ended."""
        return self._descriptor < 0 or self._ends_within(0)

    def kill(self) -> None:
        """End it at once."""
        if self._descriptor >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def wait(self) -> str:
        """Wait for its end; only its own parent is told how it came."""
        if self._descriptor >= 0:
            self._ends_within(None)
        return "its end was seen"

    def close(self) -> None:
        """Let go of the ``pidfd``."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _ends_within(self, milliseconds: int | None) -> bool:
        watched = select.poll()
        watched.register(self._descriptor, select.POLLIN)
        return bool(watched.poll(milliseconds))


def filled(pid: int) -> int:
    """Bytes of memory that a process has filled: its own and what it shares, not the files that it has mapped, of which
    a forked one finds pages anew. 0 where the system does not tell, or the process has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_bytes()
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines())
    return sum(int(line[1]) * 1024 for line in lines if line[0] in (b"RssAnon:", b"RssShmem:"))
