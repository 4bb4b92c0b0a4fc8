"""``evidence-scorer compare`` from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorer.cli import app
from scorer.errors import ScorerError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LAST, THIS = EXAMPLES / "2024-harrowgate-homes.docx", EXAMPLES / "2025-harrowgate-homes.csv"
OTHER = EXAMPLES / "2022-penmarrow-housing.csv"


@pytest.fixture(scope="module")
def environment(tiny_model: Path) -> dict[str, str]:
    return {"EVIDENCE_SCORER_MODELS": str(tiny_model.parent), "EVIDENCE_SCORER_MODEL": tiny_model.name}


def compare(environment: dict[str, str], *arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, arguments)], env=environment)


def test_the_second_year_of_the_example_keeps_some_promises(environment: dict[str, str]) -> None:
    result = compare(environment, LAST, THIS, "--format", "json")
    assert result.exit_code == 0
    (comparison,) = json.loads(result.stdout)["comparisons"]
    assert comparison["notes"] == []
    outcomes = {promise["words"]["ref"]: promise["outcome"] for promise in comparison["promises"]}
    # The model of these tests is tiny; what the rules alone find is the same with any.
    assert outcomes["6.5"] == "kept"
    assert outcomes["5.14"] == "overdue"
    changes = {change["ref"]: change["change"] for change in comparison["changes"]}
    assert len(changes) == 72
    assert changes["1.4"] == "unchanged"


@pytest.mark.parametrize(
    ("format", "opening"), [("table", "Year on year: Harrowgate"), ("html", "<!DOCTYPE"), ("md", "# Y")]
)
def test_text_goes_to_the_screen_or_to_a_file(
    environment: dict[str, str], format: str, opening: str, tmp_path: Path
) -> None:
    shown = compare(environment, LAST, THIS, "--format", format)
    assert shown.exit_code == 0
    assert shown.stdout.startswith(opening)
    assert compare(environment, LAST, THIS, "--format", format, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith(opening)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_no_screen_shows_needs_a_file(environment: dict[str, str], format: str, tmp_path: Path) -> None:
    assert "E504" in compare(environment, LAST, THIS, "--format", format).stderr
    assert compare(environment, LAST, THIS, "--format", format, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").read_bytes().startswith(b"PK")


def test_odd_pairs_are_compared_with_a_note(environment: dict[str, str]) -> None:
    assert "CMP003" in compare(environment, OTHER, THIS).stdout
    assert "CMP004" in compare(environment, THIS, LAST).stdout
    assert "CMP001" in compare(environment, THIS, THIS).stdout


def test_a_file_that_cannot_be_read_leaves_nothing_to_compare(environment: dict[str, str], tmp_path: Path) -> None:
    result = compare(environment, tmp_path / "none.docx", THIS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E101" in result.stderr


def test_folders_are_compared_by_landlord(environment: dict[str, str], tmp_path: Path) -> None:
    for folder, files in (("last", (LAST, OTHER)), ("this", (THIS,))):
        (tmp_path / folder).mkdir()
        for file in files:
            (tmp_path / folder / file.name).write_bytes(file.read_bytes())
    (tmp_path / "last" / "broken.docx").write_bytes(b"")
    result = compare(environment, tmp_path / "last", tmp_path / "this", "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert [one["this"]["landlord"] for one in document["comparisons"]] == ["Harrowgate Homes"]
    assert [note["code"] for note in document["comparisons"][0]["notes"]] == ["CMP009"]
    assert document["errors"][0]["code"] == "E102"


def test_what_cannot_be_paired_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    for file in (LAST, EXAMPLES / "2024-harrowgate-homes.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    result = compare(environment, tmp_path, THIS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E521" in result.stderr


def test_a_damaged_file_of_the_product_is_told_without_a_trace(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ScorerError("E411", file="successors.json", line=1, reason="the file cannot be read")

    monkeypatch.setattr("scorer.compare.compare", broken)
    result = compare(environment, LAST, THIS)
    assert result.exit_code == 2
    assert result.stderr.startswith("evidence-scorer: E411: ")
