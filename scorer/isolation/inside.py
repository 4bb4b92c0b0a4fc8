"""What a worker process does: it makes itself ready, then answers calls until its parent closes the pipe."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scorer.errors import ScorerError
from scorer.isolation import wire

_PR_SET_PDEATHSIG = 1  # of linux/prctl.h


def serve(descriptor: int, parent: int) -> None:
    """Prepare, then answer calls. Only ``workers.fresh`` starts it."""
    _end_with(parent)
    with socket.socket(fileno=descriptor) as pipe, _until_closed():
        _answer(pipe, _prepared(pipe, lambda ready: _limit_memory(ready.memory)))


def serve_forks(descriptor: int, parent: int) -> None:
    """Prepare, then become two for each pipe that comes: one that answers the calls of that pipe, and one that stays.
    Only ``forks.ForkServer`` starts it. When its parent closes ``descriptor``, it waits for its copies to end."""
    _end_with(parent)
    with socket.socket(fileno=descriptor) as control, _until_closed():
        ready = _prepared(control, lambda _: _has_one_thread())
        while pipes := socket.recv_fds(control, 1, 1)[1]:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            _fork(control, pipes[0], ready)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def _prepared(parent: socket.socket, finish: Callable[[_Ready], bool | None]) -> _Ready:
    """What is made of what the parent sends. It is told what became of that, and what ``finish`` gives thereafter.

    What comes from the parent is a pickle; what goes back is not (see ``wire``).
    """
    ready = _Ready()
    message = wire.receive(parent)

    def prepare() -> bool | None:
        ready.prepare(message)
        return finish(ready)

    wire.send(parent, _outcome(prepare, ()))
    return ready


def _has_one_thread() -> bool:
    return len(list(Path("/proc/self/task").iterdir())) == 1


def _fork(control: socket.socket, pipe: int, ready: _Ready) -> None:
    server = os.getpid()
    try:
        process = os.fork()
    except OSError:
        os.close(pipe)
        control.sendall(wire.PID.pack(0))
        return
    if process == 0:
        try:
            control.close()
            _end_with(server)
            _limit_memory(ready.memory)
            with socket.socket(fileno=pipe) as calls, _until_closed():
                _answer(calls, ready)
        finally:
            # Never back to where the server goes on.
            os._exit(0)
    os.close(pipe)
    held = os.pidfd_open(process)
    socket.send_fds(control, [wire.PID.pack(process)], [held])
    os.close(held)


@dataclass
class _Ready:
    """What preparing made: the first argument of each call, and the classes that may travel back. ``memory`` is what
    a call may take, in bytes."""

    state: Any = None
    classes: wire.Classes = ()
    memory: int = 0

    def prepare(self, message: bytearray) -> None:
        function, arguments, self.classes, self.memory = pickle.loads(message)
        # What is loaded stays: the garbage collector would walk it again and again while it grows, for nothing.
        gc.disable()
        self.state = function(*arguments) if function else None
        gc.enable()


def _answer(pipe: socket.socket, ready: _Ready) -> None:
    def call(message: bytearray) -> Any:
        function, args = pickle.loads(message)
        return function(ready.state, *args)

    while True:
        message = wire.receive(pipe)
        wire.send(pipe, _outcome(partial(call, message), ready.classes))


def _until_closed() -> contextlib.AbstractContextManager[None]:
    """Ends what stands in it, without a word, where the parent has closed the pipe."""
    return contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError)


def _outcome(work: Callable[[], Any], classes: wire.Classes) -> bytes:
    """What became of some work, as it travels. Of an exception only kind and place do: its text may quote a form."""
    try:
        return wire.dumps(("done", work()), classes)
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
