"""What a worker process does: it makes itself ready, then answers calls until its parent closes the pipe."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scorer.errors import ScorerError
from scorer.isolation import wire

_PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def serve(descriptor: int, parent: int) -> None:
    """Prepare, then answer calls. Only ``workers.Worker`` starts it.

    What it is given comes from its parent and is a pickle; what it gives back is not (see ``wire``).
    """
    _end_with(parent)
    state: Any = None
    classes: wire.Classes = ()

    def prepare(message: bytearray) -> None:
        nonlocal state, classes
        function, arguments, classes, memory = pickle.loads(message)
        state = function(*arguments) if function else None
        _limit_memory(memory)

    def call(message: bytearray) -> Any:
        function, args = pickle.loads(message)
        return function(state, *args)

    work: Callable[[bytearray], Any] = prepare
    with socket.socket(fileno=descriptor) as pipe, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            message = wire.receive(pipe)
            wire.send(pipe, _outcome(work, message, lambda: classes))
            work = call


def _outcome(work: Callable[[bytearray], Any], message: bytearray, classes: Callable[[], wire.Classes]) -> bytes:
    """What became of some work, as it travels. Of an exception only kind and place do: its text may quote a form."""
    try:
        return wire.dumps(("done", work(message)), classes())
    except Exception as error:
        if _is_memory(error):
            return wire.dumps(("memory",))
        told = error if isinstance(error, ScorerError) else _fault(error)
        return wire.dumps(("refused", told.code, told.message, told.advice, told.detail))


def _fault(error: Exception) -> ScorerError:
    kind = type(error).__name__
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return ScorerError("E604", kind=kind, detail=f"{kind} at {' > '.join(places[-8:])}")


def _is_memory(error: BaseException | None) -> bool:
    """True where an exception is, or was raised upon, a lack of memory; a reader may have blamed the file for it."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before the kernel was told
            os._exit(1)


def _limit_memory(memory: int) -> None:
    """Refuse this process more than ``memory`` bytes beyond what it has now; where the system does not tell what that
    is, the parent's watching has to do."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return
    held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    # The limit of data, not of addresses: libraries map far more than they touch.
    resource.setrlimit(resource.RLIMIT_DATA, (held * 1024 + memory,) * 2)
