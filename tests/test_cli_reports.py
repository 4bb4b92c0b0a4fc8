"""The formats of ``score`` that are reports, from outside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from scorer.cli import app

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WORD, TEXT = EXAMPLES / "2020-tillerby-village-homes.docx", EXAMPLES / "2020-tillerby-village-homes.txt"


@pytest.fixture(scope="module")
def environment(tiny_model: Path) -> dict[str, str]:
    return {"EVIDENCE_SCORER_MODELS": str(tiny_model.parent), "EVIDENCE_SCORER_MODEL": tiny_model.name}


def score(environment: dict[str, str], *arguments: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, arguments)], env=environment)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_no_screen_shows_needs_a_file(environment: dict[str, str], format: str) -> None:
    result = score(environment, WORD, "--format", format)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"E504: A {format} file cannot be shown on the screen. Say where to write it" in result.stderr


@pytest.mark.parametrize(
    ("format", "opening"),
    [("html", "<!DOCTYPE html>"), ("md", "# Evidence report"), ("sarif", "{"), ("csv", "source,")],
)
def test_text_goes_to_the_screen_or_to_a_file(
    environment: dict[str, str], format: str, opening: str, tmp_path: Path
) -> None:
    shown = score(environment, TEXT, "--format", format)
    assert shown.exit_code == 0
    assert shown.stdout.startswith(opening)
    assert score(environment, TEXT, "--format", format, "--output", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown.stdout


def test_a_word_form_comes_back_with_comments(environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    assert score(environment, WORD, "--format", "docx", "-o", out).exit_code == 0
    made, original = Document(str(out)), Document(str(WORD))
    assert len(list(made.comments)) > 5
    assert [one.text for one in made.paragraphs] == [one.text for one in original.paragraphs]


@pytest.mark.parametrize("paths", [(TEXT,), (WORD, WORD)], ids=["text", "two"])
def test_of_other_forms_and_of_several_a_pack_is_made(
    environment: dict[str, str], paths: tuple[Path, ...], tmp_path: Path
) -> None:
    out = tmp_path / "out.docx"
    assert score(environment, *paths, "--format", "docx", "-o", out).exit_code == 0
    made = Document(str(out))
    assert made.paragraphs[0].text.startswith("Evidence report")
    assert list(made.comments) == []


def test_a_workbook(environment: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert score(environment, WORD, TEXT, "--format", "xlsx", "-o", out).exit_code == 0
    made = load_workbook(io.BytesIO(out.read_bytes()))
    assert made["Cells"].max_row == 2 * 36 + 1
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_page_names_the_files_that_could_not_be_read(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    result = score(environment, TEXT, tmp_path / "empty.csv", "--format", "html")
    assert result.exit_code == 1
    assert "<strong>empty.csv</strong>: The file is empty." in result.stdout


def test_sarif_names_the_rules_of_the_catalogue(environment: dict[str, str]) -> None:
    (run,) = json.loads(score(environment, TEXT, "--format", "sarif").stdout)["runs"]
    assert run["results"]
    assert any("fullDescription" in rule for rule in run["tool"]["driver"]["rules"])
