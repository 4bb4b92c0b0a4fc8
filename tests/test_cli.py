"""The commands from outside: what they print, what they write, and their exit status. Wrong files: test_cli_errors."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorer.cli import app
from scorer.rules import RuleSet

from .contract import EXTRACTED, SCORED, faults
from .forms.builders import requirement
from .tiny import REFS, records

Environment = dict[str, str]


@pytest.fixture(scope="module")
def environment(tiny_model: Path) -> Environment:
    return {
        "EVIDENCE_SCORER_MODELS": str(tiny_model.parent),
        "EVIDENCE_SCORER_MODEL": tiny_model.name,
        "COLUMNS": "100",
    }


@pytest.fixture
def form(tmp_path: Path) -> Path:
    evidence = ["This will be written by the spring.", "", "Kestrel shows 41 cases closed in 2023."]
    texts = [evidence[number % 3] for number in range(len(REFS))]
    rows = [f"{ref}\t{requirement(ref)}\tYes\t{text}\t" for ref, text in zip(REFS, texts, strict=True)]
    path = tmp_path / "forms" / "pellow.txt"
    path.parent.mkdir()
    header = "Code provision\tCode requirement\tComply: Yes / No\tEvidence\tCommentary / explanation"
    path.write_text("\n".join(["Pellow Moor, June 2024", header, *rows]), encoding="utf-8")
    return path


def run(environment: Environment, *arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)


# score ----------------------------------------------------------------------------------------------------------------


def test_score_prints_a_table(environment: Environment, form: Path) -> None:
    result = run(environment, "score", form)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines if " Yes " in line] == list(REFS)
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in result.stdout


def test_the_worst_first(environment: Environment, form: Path) -> None:
    plain, worst = run(environment, "score", form).stdout, run(environment, "score", form, "--worst").stdout
    assert sorted(plain.splitlines()) == sorted(worst.splitlines())
    first = next(line for line in worst.splitlines() if " Yes " in line)
    assert "“will be written”" in first


def test_score_prints_the_contract(environment: Environment, form: Path) -> None:
    result = run(environment, "score", form, "--format", "json")
    document = json.loads(result.stdout)
    assert faults(document, SCORED) == []
    assert [cell["ref"] for cell in document["forms"][0]["cells"]] == list(REFS)
    assert document["scorer"]["model"]["id"] == "tiny"


def test_score_prints_csv(environment: Environment, form: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(environment, "score", form, "--format", "csv").stdout)))
    assert [row["ref"] for row in rows] == list(REFS)
    assert {row["grade"] for row in rows} <= {"strong", "fair", "weak", "poor"}


def test_cells_with_ids_keep_them(environment: Environment, tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    path.write_text('{"id": "a", "evidence": "Noted."}\n{"evidence": "Kestrel."}\n', encoding="utf-8")
    cells = json.loads(run(environment, "score", path, "--format", "json").stdout)["forms"][0]["cells"]
    assert [cell.get("id") for cell in cells] == ["a", None]


def test_a_folder_and_a_bad_file_among_good_ones(environment: Environment, form: Path) -> None:
    shutil.copy(form, form.with_name("other.md"))
    (form.parent / "empty.csv").touch()
    (form.parent / "notes.log").write_text("passed over", encoding="utf-8")
    result = run(environment, "score", form.parent, "--format", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [entry["source"] for entry in document["forms"]] == ["other.md", "pellow.txt"]
    assert [(error["source"], error["code"]) for error in document["errors"]] == [("empty.csv", "E102")]
    assert faults(document, SCORED) == []
    assert f"{form.parent / 'empty.csv'}: E102" in result.stderr


def test_score_without_its_model(environment: Environment, form: Path, tmp_path: Path) -> None:
    result = run({**environment, "EVIDENCE_SCORER_MODELS": str(tmp_path)}, "score", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E401" in result.stderr


# --output -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["score", "extract"])
def test_output_goes_to_the_file_and_not_to_the_screen(environment: Environment, form: Path, command: str) -> None:
    out = form.parent.parent / "out.json"
    shown = run(environment, command, form, "--format", "json").stdout
    result = run(environment, command, form, "--format", "json", "--output", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8") == shown
    assert list(out.parent.glob("*.part")) == []


def test_output_is_written_whole_or_not_at_all(
    environment: Environment, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = form.parent.parent / "out.json"
    out.write_text("old", encoding="utf-8")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run(environment, "extract", form, "--format", "json", "-o", out)
    assert result.exit_code == 2
    assert "E502" in result.stderr
    assert "No space left" in result.stderr
    assert out.read_text(encoding="utf-8") == "old"
    assert list(out.parent.glob("*.part")) == []


# extract, rules, evaluate, train --------------------------------------------------------------------------------------


def test_extract(form: Path) -> None:
    document = json.loads(run({}, "extract", form, "--format", "json").stdout)
    assert faults(document, EXTRACTED) == []
    assert (document["forms"][0]["code"], document["forms"][0]["form_date"]) == ("2024", "2024-06")
    rows = list(csv.DictReader(io.StringIO(run({}, "extract", form, "--format", "csv").stdout)))
    assert [row["evidence"] for row in rows] == [cell["evidence"] for cell in document["forms"][0]["cells"]]
    assert "Kestrel shows 41 cases" in run({"COLUMNS": "160"}, "extract", form).stdout


def test_rules_are_listed_and_explained() -> None:
    listed = run({}, "rules").stdout
    for rule in RuleSet.load().rules:
        assert rule.code in listed
    explained = run({}, "rules", "fut001")
    assert explained.exit_code == 0
    assert explained.stdout.startswith("FUT001")
    assert "Stays silent on" in explained.stdout


def test_a_rule_that_is_none() -> None:
    result = run({}, "rules", "FUT999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "E501: There is no rule FUT999." in result.stderr


def test_evaluate_prints_figures(environment: Environment, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(f"{json.dumps(record)}\n" for record in records("saltings")), encoding="utf-8")
    result = run(environment, "evaluate", gold)
    assert result.exit_code == 0
    assert "19 labelled cells" in result.stdout
    assert "specificity QWK" in result.stdout


@pytest.mark.parametrize(("text", "code"), [("", "E102"), ("{", "E301"), ("{}", "E304"), (None, "E101")])
def test_evaluate_refuses(environment: Environment, tmp_path: Path, text: str | None, code: str) -> None:
    gold = tmp_path / "gold.jsonl"
    if text is not None:
        gold.write_text(text, encoding="utf-8")
    result = run(environment, "evaluate", gold)
    assert (result.exit_code, result.stdout) == (2, "")
    assert code in result.stderr


def test_train_writes_a_model(tiny_data: Path, tiny_model: Path, tmp_path: Path) -> None:
    result = run({}, "train", "--data", tiny_data, "--output", tmp_path / "new")
    assert result.exit_code == 0
    manifest = json.loads((tiny_model / "manifest.json").read_text(encoding="utf-8"))
    assert result.stdout == f"{manifest['sha256']}\n"
    assert "calibrating" in result.stderr


def test_train_without_data(tmp_path: Path) -> None:
    result = run({}, "train", "--data", tmp_path / "none", "--output", tmp_path / "new")
    assert result.exit_code == 2
    assert "E101" in result.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("arguments", [(), ("score",), ("guess", "form.docx"), ("score", "a", "--format", "xml")])
def test_a_wrong_call(arguments: tuple[str, ...]) -> None:
    result = run({}, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
