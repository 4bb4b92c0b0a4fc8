"""What the tests of isolation have workers do. In a module of its own: a worker imports it by name."""

from __future__ import annotations

import mmap
import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any

from scorer.errors import ScorerError


def prepare(value: str) -> dict[str, Any]:
    return {"value": value, "calls": 0}


def prepare_wrongly(code: str) -> None:
    raise ScorerError(code, folder="default") if code else ValueError("the words of a form")


def prepare_in() -> int:
    return os.getpid()


def prepare_with_a_thread() -> int:
    threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    return os.getpid()


def prepare_to_be_copied(times: int) -> int:
    """From here on the system refuses to copy this process more often than that."""
    really, left = os.fork, iter(range(times))

    def fork() -> int:
        if next(left, None) is None:
            raise BlockingIOError
        return really()

    os.fork = fork
    return os.getpid()


def prepare_the_second_time(tried: Path) -> None:
    if not tried.exists():
        tried.touch()
        raise OSError


def made_in_and_parent(process: int) -> tuple[int, int]:
    """The process in which ``prepare_in`` was called, and the parent of this one."""
    return process, os.getppid()


def count(state: dict[str, Any]) -> tuple[str, int, int]:
    state["calls"] += 1
    return state["value"], state["calls"], os.getpid()


def echo(_: Any, value: Any) -> Any:
    return value


def pid(_: Any) -> int:
    return os.getpid()


def hang(_: Any, begun: Path | None = None) -> None:
    if begun is not None:
        begun.touch()
    # In C, with the interpreter's lock held: no thread and no handler in the process could end it.
    sum(iter(int, 1))


def sleep(_: Any, seconds: float) -> None:
    time.sleep(seconds)


def fill(_: Any, size: int) -> int:
    """Touches memory bit by bit, so that it is seen to grow."""
    held = []
    for _step in range(size // 1_000_000):
        held.append(bytearray(os.urandom(1_000)) * 1_000)
        time.sleep(0.001)
    return len(held)


def fill_at_once(_: Any, size: int) -> int:
    return len(bytearray(size))


def fill_shared(_: Any, size: int) -> None:
    """Memory that the limit of data does not count."""
    with mmap.mmap(-1, size) as held:
        while held.write(b"x" * 1_000_000):
            time.sleep(0.001)


def reserve(_: Any, size: int) -> None:
    """Memory that is never touched, so that nobody who watches sees it."""
    mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()


def fill_and_blame_the_file(_: Any, size: int) -> None:
    try:
        bytearray(size)
    except MemoryError:
        raise ScorerError("E106", format="Word") from None


def end(_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(_: Any) -> None:
    raise ScorerError("E109", what="pages", count=300, limit=200, detail="at page 201")


def fail(_: Any) -> None:
    raise ValueError("the words of a form")


def speak(_: Any) -> None:
    print("words", flush=True)  # must not get into the pipe
    sys.stdin.read()


def tell(_: Any, message: bytes, length: int | None = None) -> None:
    """Sends its parent a message of its own making, as code would that has taken the process over."""
    (pipe,) = sockets(_)
    os.write(pipe, struct.pack(">Q", len(message) if length is None else length) + message)
    time.sleep(60)


def sockets(_: Any) -> list[int]:
    """The numbers of the sockets that are open."""
    return [int(each.name) for each in Path("/proc/self/fd").iterdir() if each.is_socket()]


def answer_what_cannot_travel(_: Any) -> Any:
    return lambda: None


def status(process: int) -> str:
    """What the system says of a process; nothing once it has ended, whether its parent has asked for it or not."""
    try:
        told = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return ""
    return "" if "\nState:\tZ" in told or "\nState:\tX" in told else told
