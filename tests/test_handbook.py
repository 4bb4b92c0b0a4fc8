"""What README and docs say by hand is true: their code runs, their JSON keeps the contract, their figures are ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scorer import labelled
from scorer.cells import read_cells
from scorer.codes import EDITION_CODES
from scorer.records import COMPLY_VALUES, CONTRADICTION_NAMES, SIGNALS, SPECIFICITY_NAMES
from scorer.scoring import ledger
from scorer.scoring.chances import DOUBTED_FROM, DOUBTED_UNSPOKEN_FROM
from scorer.settings import Settings

from .contract import SCORED, faults

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "examples" / "README.md", *(ROOT / "docs").glob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", text(name), re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not link.startswith(("http", "mailto")) and link != "address":
            assert (page.parent / link).exists(), link


def test_the_python_runs_as_it_stands() -> None:
    program = "".join(blocks("docs/python.md", "python"))
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONUTF8": "1"})
    assert "future will be" in done.stdout
    assert re.search(r"^6\.3 [0-4] [0-2] \d+ ", done.stdout, re.M)


def test_the_json_keeps_the_contract() -> None:
    document, cell = map(json.loads, blocks("docs/json.md", "json"))
    assert faults(document, SCORED) == []
    (read,) = read_cells(json.dumps(cell).encode())
    assert (read.id, read.ref, read.comply) == ("row-17", "6.3", "yes")
    (shown,) = document["forms"][0]["cells"]
    assert sum(reason["points"] for reason in shown["reasons"]) == shown["quality"]["score"]
    for found in shown["signals"]:
        assert shown["evidence"][found["start"] : found["end"]] == found["text"]


def keys(shape: Any) -> set[str]:
    if isinstance(shape, list):
        return keys(shape[0])
    if not isinstance(shape, dict):
        return set()
    return {key.removesuffix("?") for key in shape}.union(*map(keys, shape.values()))


def test_every_key_of_the_contract_is_explained() -> None:
    assert {key for key in keys(SCORED) if f"`{key}`" not in text("docs/json.md")} == set()


def test_the_scores_are_those_of_the_code() -> None:
    page = text("docs/scores.md")
    for name, points in zip(SPECIFICITY_NAMES, ledger.SPECIFICITY_POINTS, strict=True):
        assert f"| specificity:{name} | {points} |" in page
    for level, name in enumerate(CONTRADICTION_NAMES[1:], start=1):
        assert f"| contradiction {level}, {name} | {ledger.CONTRADICTION_POINTS[level]} |" in page
    assert re.search(rf"^\| clean: .* \| {ledger.CLEAN_POINTS} \|$", page, re.M)
    assert re.search(rf"^\| action: .* \| {ledger.ACTION_POINTS} \|$", page, re.M)
    assert re.search(rf"^\| action:date: .* \| {ledger.DATE_POINTS} \|$", page, re.M)
    assert f"| {', '.join(map(str, ledger.POINTED_POINTS))} |" in page
    highest = 100
    for name, lowest in ledger.GRADES:
        assert f"| {name} | {lowest} to {highest} |" in page
        highest = lowest - 1
    assert all(f"| {signal} |" in page for signal in SIGNALS)
    for chance in (DOUBTED_FROM, DOUBTED_UNSPOKEN_FROM):
        assert f"chance of {chance} or more" in page.replace("\n", " ")


def test_the_fields_of_a_labelled_cell_are_told(tmp_path: Path) -> None:
    page = text("docs/scores.md").split("## Labelled cells")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.M)) == {*labelled.NEEDED, *labelled.OPTIONAL}
    assert all(f"`{key}`" in page for key in labelled.TRIGGER)
    for values in (EDITION_CODES, COMPLY_VALUES, SIGNALS):
        assert all(f"`{value}`" in page for value in values)
    (tmp_path / "gold.jsonl").write_text(blocks("docs/scores.md", "json")[0], encoding="utf-8")
    (one,) = labelled.read_labelled(tmp_path / "gold.jsonl")
    assert (one.contradiction, [trigger.text for trigger in one.triggers]) == (2, ["will be written"])


def test_the_readme_shows_what_the_command_prints() -> None:
    (shown,) = blocks("README.md", "text")
    command = [sys.executable, "-c", "from scorer.cli import main; main()", *["score", "--worst"]]
    command.append("examples/2024-harrowgate-homes.docx")
    environment = {"COLUMNS": "100", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    excerpt = shown.splitlines()
    # The heading and the columns to the letter; of the rows, the provision and what is claimed, as models change.
    assert excerpt[:4] == printed[:4]
    rows = [line.split()[:2] for line in excerpt if re.match(r" \d", line)]
    assert len(rows) > 3
    assert all(row in [line.split()[:2] for line in printed] for row in rows)
    assert excerpt[-2].split(":")[0] == printed[-2].split(":")[0]
    assert excerpt[-1] == printed[-1]


def test_forms_names_the_formats_and_the_limits() -> None:
    page = text("docs/forms.md")
    for suffix in (".docx", ".pdf", ".xlsx", ".csv", ".html", ".txt", ".jsonl"):
        assert suffix in page
    assert f"{Settings().max_bytes // 1_000_000} MB" in page
    assert f"{Settings().max_pages} pages" in page


def test_architecture_names_every_room() -> None:
    page = text("docs/architecture.md")
    rooms = {path.name.removesuffix(".py") for path in (ROOT / "scorer").iterdir() if path.name[0] not in "_."}
    rooms = {room for room in rooms if "." not in room}
    assert {room for room in rooms if f"`{room}`" not in page} == set()
