"""The pages on the service: their clients run, and every test that the threat model names exists."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.examples import CELLS
from scorer.settings import ServiceSettings

from .serving import Server

ROOT = Path(__file__).resolve().parents[2]
SERVICE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
THREATS = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", SERVICE, re.M | re.S)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the example forms, in which the clients may write."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def run(command: list[str], server: Server, place: Path) -> str:
    environ = {**os.environ, "SCORER": server.url, "KEY": "es_any", "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_calls_of_curl_work(server: Server, place: Path) -> None:
    told = [run(["bash", "-ec", block], server, place) for block in blocks("bash")]
    assert len(told) == 3
    assert '"id": "row-17"' in told[1]
    assert (place / "harrowgate.docx").read_bytes().startswith(b"PK")
    assert (place / "harrowgate.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_python_works(server: Server, place: Path) -> None:
    told = run([sys.executable, "-W", "ignore", "-c", "\n".join(blocks("python"))], server, place)
    assert re.search(r"^row-17 \d+ \[", told, re.M)
    assert re.search(r"^\d\.\d+ (kept|repeated|dropped|overdue|unclear) ", told, re.M)


def test_every_address_and_status_is_named() -> None:
    for address in ("/v1/cells", "/v1/forms", "/v1/compare", "/v1/rules", "/v1/codes", "/v1/model", "/metrics"):
        assert f"{address}`" in SERVICE
    assert f"up to {ServiceSettings().cells:,}" in SERVICE
    assert len(CELLS["cells"]) == 2


def named() -> list[str]:
    return re.findall(r"\| `([^`]+)` \|$", THREATS, re.M)


def test_every_line_of_the_threat_model_names_a_test() -> None:
    lines = [line for line in THREATS.splitlines() if line.startswith("| ") and not line.startswith("| what")]
    assert len(named()) == len(lines) > 25


@pytest.mark.parametrize("test", sorted(set(named())))
def test_a_test_that_the_threat_model_names_exists(test: str) -> None:
    file, _, function = test.partition("::")
    found = [path for path in (ROOT / file, ROOT / "tests" / file, ROOT / "tests" / "api" / file) if path.exists()]
    assert found, file
    if function:
        tree = ast.parse(found[0].read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test
