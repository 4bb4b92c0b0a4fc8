"""Nothing of what is sent is written, and the figures tell nothing of it."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import httpx
import psutil
import pytest

from api import work
from scorer.errors import ScorerError
from scorer.isolation import Limits, Pool, Setup
from scorer.settings import Settings

from .serving import Server

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LARGE = (EXAMPLES / "2024-harrowgate-homes.html").read_bytes() + b"<!--" + b" " * 5_000_000 + b"-->"


def write(_: object, path: str) -> None:
    """What a library might do in a worker."""
    Path(path).write_text("text of a form", encoding="utf-8")


def test_a_worker_can_write_no_file(tiny_model: Path, tmp_path: Path) -> None:
    setup = Setup(work.prepare, (Settings(models=tiny_model.parent, model=tiny_model.name),), work.ANSWERS)
    with Pool(1, setup, Limits()) as pool:
        with pytest.raises(ScorerError, match="E604"):
            pool.run(write, str(tmp_path / "left.txt"))
        assert pool.run(work.about).versions.model == "tiny"
    assert all(path.stat().st_size == 0 for path in tmp_path.iterdir())


def test_the_whole_service_works_where_no_file_can_be_written(server: Server, client: httpx.Client) -> None:
    for process in (psutil.Process(server.process.pid), *server.workers()):
        assert resource.prlimit(process.pid, resource.RLIMIT_FSIZE) == (0, 0)
    for format in ("json", "csv", "html", "docx", "xlsx", "md", "sarif"):
        answer = client.post("/v1/forms", params={"format": format}, files={"file": ("form.html", LARGE)})
        assert answer.status_code == 200
    files = {part: (f"{part}.html", LARGE) for part in ("last", "this")}
    assert client.post("/v1/compare", params={"format": "xlsx"}, files=files).status_code == 200


def test_the_figures_hold_nothing_of_a_request(client: httpx.Client) -> None:
    secret = "MrsExample"
    client.get(f"/{secret}")
    client.request(secret, "/v1/cells")
    client.post("/v1/forms", params={"name": secret}, content=json.dumps({"evidence": secret}).encode())
    assert secret not in client.get("/metrics").text
