"""Start, stop, overload, and workers that end: what was accepted is answered, and the rest is told."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from typer.testing import CliRunner

from api.examples import CELLS
from scorer.cli import assembled

from .serving import Server, serving, until

SMALL = json.dumps(CELLS).encode()
LONG = json.dumps(
    {"cells": [{"evidence": f"{number} letters were sent to residents. " * 60} for number in range(1500)]}
)
HEADERS = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def one(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with one worker and two places to wait."""
    with serving(tiny_model, tmp_path_factory.mktemp("tmp"), service_workers=1, service_places=2) as server:
        yield server


def post(server: Server, body: bytes | str) -> httpx.Response:
    return httpx.post(f"{server.url}/v1/cells", content=body, headers=HEADERS, timeout=120)


def spent(server: Server) -> dict[int, float]:
    """The processor time of each worker so far, in seconds; to be asked before the work that is to be caught."""
    return {worker.pid: worker.cpu_times().user for worker in server.workers()}


def busy(server: Server, before: dict[int, float]) -> psutil.Process:
    """The worker that has been at work since."""
    found: list[psutil.Process] = []

    def works() -> bool:
        found[:] = [
            worker for worker in server.workers() if worker.cpu_times().user - before.get(worker.pid, 1e9) > 0.2
        ]
        return bool(found)

    until(works)
    return found[0]


def settled(server: Server) -> bool:
    """True once all workers stand ready and none is at work, nor loading: the one and its spare."""
    before = spent(server)
    time.sleep(0.5)
    idle = all(after - before.get(pid, 0.0) < 0.05 for pid, after in spent(server).items())
    return idle and len(before) == 2 and "requests_accepted 0.0" in httpx.get(f"{server.url}/metrics").text


def test_a_worker_killed_in_the_middle_costs_its_own_request_alone(one: Server) -> None:
    right = post(one, SMALL).content
    until(lambda: settled(one))
    before = spent(one)
    with ThreadPoolExecutor(4) as threads:
        hit = threads.submit(post, one, LONG)
        victim = busy(one, before)
        waiting = [threads.submit(post, one, SMALL) for _ in range(2)]
        victim.kill()
        answer = hit.result()
        assert (answer.status_code, answer.json()["code"]) == (503, "E603")
        assert "retry-after" in answer.headers
        for other in waiting:
            assert other.result().status_code == 200
            assert other.result().content == right
    assert post(one, SMALL).content == right


def test_what_is_too_much_is_told_and_what_was_accepted_is_answered_rightly(one: Server) -> None:
    right = post(one, SMALL).content
    until(lambda: settled(one))
    before = spent(one)
    with ThreadPoolExecutor(12) as threads:
        first = threads.submit(post, one, LONG)
        busy(one, before)
        answers = [answer.result() for answer in [threads.submit(post, one, SMALL) for _ in range(10)]]
        assert httpx.get(f"{one.url}/health/ready").status_code == 200
        assert first.result().status_code == 200
    accepted = [answer for answer in answers if answer.status_code == 200]
    told = [answer for answer in answers if answer.status_code != 200]
    assert len(accepted) == 2
    assert all(answer.content == right for answer in accepted)
    assert {(answer.status_code, answer.json()["code"]) for answer in told} == {(503, "E706")}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in told)


def test_a_client_that_goes_away_costs_nothing_but_its_work(one: Server) -> None:
    address = httpx.URL(one.url)
    with socket.create_connection((address.host, address.port or 0)) as connection:
        connection.sendall(b"POST /v1/cells HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n")
        connection.sendall(b"Content-Length: 1000\r\n\r\n{")
    assert post(one, SMALL).status_code == 200
    until(lambda: "held_bytes 0.0" in httpx.get(f"{one.url}/metrics").text)


def test_too_long_a_request_is_ended_and_after_a_kill_no_worker_and_no_file_is_left(
    tiny_model: Path, tmp_path: Path
) -> None:
    with serving(tiny_model, tmp_path, service_workers=1, service_list_seconds=3) as server:
        answer = post(server, json.dumps({"cells": json.loads(LONG)["cells"] * 5}))
        assert (answer.status_code, answer.json()["code"]) == (422, "E601")
        assert post(server, SMALL).status_code == 200
        until(lambda: len(server.workers()) == 2)
        workers = server.workers()
        with ThreadPoolExecutor(1) as threads:
            # As a file it has the limit of files, and so is at work still.
            file = "\n".join(json.dumps(cell) for cell in json.loads(LONG)["cells"])
            before = spent(server)
            asked = threads.submit(httpx.post, f"{server.url}/v1/forms", content=file, timeout=120)
            busy(server, before)
            server.process.kill()
            assert isinstance(asked.exception(), httpx.HTTPError)
        until(lambda: not [worker for worker in workers if worker.is_running()])
    assert list(tmp_path.iterdir()) == []


def test_a_stop_finishes_what_is_under_way_and_no_worker_is_left(tiny_model: Path, tmp_path: Path) -> None:
    with serving(tiny_model, tmp_path, service_workers=1) as server, ThreadPoolExecutor(1) as threads:
        workers = server.workers()
        before = spent(server)
        asked: Future[httpx.Response] = threads.submit(post, server, LONG)
        busy(server, before)
        # The server takes the signal for itself once more when all is done, as its parent expects.
        assert server.stop() in (0, -signal.SIGTERM)
        assert asked.result().status_code == 200
        until(lambda: not [worker for worker in workers if worker.is_running()])


def test_it_does_not_serve_with_a_model_that_was_changed(tiny_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models" / "tiny"
    shutil.copytree(tiny_model, folder)
    with (folder / "model.joblib").open("ab") as file:
        file.write(b"x")
    environ = {"EVIDENCE_SCORER_MODELS": str(folder.parent), "EVIDENCE_SCORER_MODEL": "tiny"}
    done = subprocess.run(
        [sys.executable, "-c", "from scorer.cli import main; main()", "serve", "--port", "0"],
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "E402" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(assembled(), ["serve", "--port", str(port)])
    assert done.exit_code == 2
    assert "E726" in done.stderr


def test_nothing_is_answered_before_the_model_is_loaded(ask: Callable[..., Any]) -> None:
    asked = ask()
    assert asked("GET", "/health/live").status_code == 200
    for method, path in (("GET", "/health/ready"), ("POST", "/v1/forms"), ("GET", "/v1/model")):
        answer = asked(method, path)
        assert (answer.status_code, answer.json()["code"]) == (503, "E707")
        assert "retry-after" in answer.headers
