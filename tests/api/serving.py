"""A real server for tests: the command line in a process of its own, on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

HANG = 120
"""Seconds after which a test gives up; no test measures time."""

_PROGRAM = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from scorer.cli import main
main()
"""


@dataclass
class Server:
    """A running server, its address and its log so far."""

    process: subprocess.Popen[str]
    url: str = ""
    log: list[str] = field(default_factory=list)

    def client(self, **more: Any) -> httpx.Client:
        """A client of it."""
        return httpx.Client(base_url=self.url, timeout=HANG, **more)

    def workers(self) -> list[psutil.Process]:
        """Its worker processes: those that start no other, as the process does of which they may be copies."""
        below = psutil.Process(self.process.pid).children(recursive=True)
        starters = {process.ppid() for process in below}
        return [process for process in below if process.pid not in starters]

    def wait_ready(self) -> None:
        """Wait until it says that it is ready."""
        until(self._ready)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready").status_code == 200
        except httpx.TransportError:  # the address is taken, and nobody answers there yet
            return False

    def stop(self) -> int:
        """Ask it to stop and wait until it has; returns its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(HANG)


def until(true: Any) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + HANG
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


@contextmanager
def serving(model: Path, tmp: Path, *options: str, **settings: object) -> Iterator[Server]:
    """A server with a model, ready for work. No process of it may write a file: the system refuses every byte."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("EVIDENCE_SCORER_")},
        "EVIDENCE_SCORER_MODELS": str(model.parent),
        "EVIDENCE_SCORER_MODEL": model.name,
        "EVIDENCE_SCORER_SERVICE_RATE": "0",
        "TMPDIR": str(tmp),
        "PYTHONDONTWRITEBYTECODE": "1",
        # It would say on standard error that it cannot share memory by a file.
        "JOBLIB_MULTIPROCESSING": "0",
        **{f"EVIDENCE_SCORER_{name.upper()}": str(value) for name, value in settings.items()},
    }
    command = [sys.executable, "-c", _PROGRAM, "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(process)
    assert process.stderr is not None
    reader = threading.Thread(target=lambda: server.log.extend(process.stderr or ()), daemon=True)
    reader.start()
    try:
        until(lambda: process.poll() is not None or any('"listening"' in line for line in server.log))
        listening = json.loads(next(line for line in server.log if '"listening"' in line))
        server.url = f"http://127.0.0.1:{listening['port']}"
        server.wait_ready()
        yield server
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stderr.close()
