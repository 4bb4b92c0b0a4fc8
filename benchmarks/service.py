"""A service on loopback for the measurements beside this module."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def running(**settings: object) -> Iterator[tuple[str, int]]:
    """The address and the process number of a service that is ready, with these settings and no limit of rate."""
    environ = {**os.environ, "EVIDENCE_SCORER_SERVICE_RATE": "0"}
    environ |= {f"EVIDENCE_SCORER_SERVICE_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-c", "from scorer.cli import main; main()", "serve", "--port", "0"]
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process,
    ):
        assert process.stderr is not None
        told = json.loads(process.stderr.readline())
        threading.Thread(target=lambda: log.writelines(process.stderr or ()), daemon=True).start()
        url = f"http://127.0.0.1:{told['port']}"
        try:
            while httpx.get(f"{url}/health/ready").status_code != 200:
                time.sleep(0.2)
            # The spare starts too; let it not be measured.
            time.sleep(5)
            yield url, process.pid
        finally:
            process.terminate()
            process.wait(90)
