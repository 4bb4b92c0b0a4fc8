"""``evidence-scorer batch``, ``sector`` and ``score --against`` from outside."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from scorer.cli import app

Environment = dict[str, str]


def call(environment: Environment, *arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    assert "Traceback" not in result.output
    return result


def environment_of(model: Path) -> Environment:
    return {"EVIDENCE_SCORER_MODELS": str(model.parent), "EVIDENCE_SCORER_MODEL": model.name}


@pytest.fixture(scope="module")
def environment(tiny_model: Path) -> Environment:
    return environment_of(tiny_model)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two landlords' ready cells, of two years each, and a file that is no form. Not to be changed."""
    folder = tmp_path_factory.mktemp("landlords")
    for landlord in ("Wren Quarter", "Old Tannery"):
        for year in (2024, 2025):
            head = {"landlord": landlord, "code": "2024", "form_date": f"{year}-06-12", "comply": "yes"}
            lines = [
                json.dumps({**head, "ref": ref, "evidence": f"{landlord} closed 41 cases in {year}."})
                for ref in ("1.2", "1.3")
            ]
            (folder / f"{landlord}-{year}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "empty.csv").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def made(environment: Environment, forms: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A finished batch, and what was said. Not to be changed."""
    folder = tmp_path_factory.mktemp("batch") / "out"
    return folder, call(environment, "batch", forms, "--output", folder, "--jobs", 1, "--also", "csv")


@pytest.fixture
def out(made: tuple[Path, Result], tmp_path: Path) -> Path:
    """The batch again, to be changed."""
    return Path(shutil.copytree(made[0], tmp_path / "out"))


def test_a_batch_says_what_it_did_and_what_went_wrong(made: tuple[Path, Result], forms: Path) -> None:
    folder, result = made
    assert result.exit_code == 1
    assert "Files: 5. Forms: 4. Cells: 8. Errors: 1." in result.stdout
    assert f"1 × E102, such as {(forms / 'empty.csv').as_posix()}: The file is empty." in result.stdout
    assert pq.read_table(folder / "cells.parquet").num_rows == 8
    assert len((folder / "cells.csv").read_text(encoding="utf-8").splitlines()) == 9
    assert result.stderr == ""  # no bar where nobody watches


def test_a_resumed_batch_does_what_is_missing_and_tells_what_it_removed(
    environment: Environment, forms: Path, out: Path
) -> None:
    before = (out / "cells.parquet").read_bytes()
    refused = call(environment, "batch", forms, "--output", out)
    assert refused.exit_code == 2
    assert "E531" in refused.stderr
    result = call(environment, "batch", forms, "--output", out, "--jobs", 1, "--resume")
    assert "Files: 5, of which 5 were there." in result.stdout
    assert "Removed: the .csv copies" in result.stdout
    assert (out / "cells.parquet").read_bytes() == before


def test_copies_of_both_kinds_are_written(environment: Environment, forms: Path, out: Path) -> None:
    result = call(environment, "batch", forms, "-o", out, "-j", 1, "--resume", "--also", "csv", "--also", "jsonl")
    assert "Removed" not in result.stdout
    assert len((out / "cells.csv").read_text(encoding="utf-8").splitlines()) == 9
    assert len((out / "cells.jsonl").read_text(encoding="utf-8").splitlines()) == 8


def test_after_the_model_changed_everything_is_scored_again(
    environment: Environment, forms: Path, out: Path, tiny_model: Path, tmp_path: Path
) -> None:
    model = Path(shutil.copytree(tiny_model, tmp_path / "models" / tiny_model.name))
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    manifest["policy"]["review_below"] = 1.0
    (model / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    changed = environment_of(model)
    form = forms / "Wren Quarter-2025.jsonl"
    refused = call(changed, "score", form, "--against", out)
    assert refused.exit_code == 2
    assert "E538" in refused.stderr
    result = call(changed, "batch", forms, "--output", out, "--jobs", 1, "--resume")
    assert "Files: 5. Forms: 4." in result.stdout
    assert set(pq.read_table(out / "cells.parquet")["review"].to_pylist()) == {True}
    assert call(changed, "score", form, "--against", out).exit_code == 0


@pytest.mark.parametrize(
    ("path", "said"), [("nowhere.docx", "E101"), ("nowhere/*.pdf", "E202"), ("bare", "E202"), (".", "E539")]
)
def test_a_path_without_forms_is_told(environment: Environment, path: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    output = tmp_path if path == "." else tmp_path / "out"
    result = call(environment, "batch", tmp_path / path, "--output", output, "--jobs", 1)
    assert result.exit_code == 2
    assert said in result.output


def test_a_batch_that_never_began_is_no_earlier_one(environment: Environment, forms: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    assert "E202" in call(environment, "batch", tmp_path / "bare", "--output", tmp_path / "out", "-j", 1).stderr
    result = call(environment, "batch", forms, "--output", tmp_path / "out", "--jobs", 1)
    assert "E531" not in result.stderr
    assert "Files: 5. Forms: 4." in result.stdout


def test_without_its_model_a_batch_ends(forms: Path, tmp_path: Path) -> None:
    result = call({"EVIDENCE_SCORER_MODELS": str(tmp_path)}, "batch", forms, "--output", tmp_path / "out", "-j", 1)
    assert result.exit_code == 2
    assert "E401" in result.stderr
    assert "E531" not in call({}, "sector", tmp_path / "out").stderr


def test_a_sector_is_a_page_and_tables(environment: Environment, out: Path, tmp_path: Path) -> None:
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("landlord,kind\nWren Quarter Ltd,council\nNobody,council\n", encoding="utf-8")
    result = call(environment, "sector", out, "--kinds", kinds)
    assert result.exit_code == 0
    assert f"Without a form in the batch: 1 of 2 in {kinds}." in result.stderr
    assert str(out / "sector" / "sector.html") in result.stdout
    assert "<title>" in (out / "sector" / "sector.html").read_text(encoding="utf-8")
    assert "council" in (out / "sector" / "kinds.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("lost", ["run.json", "cells.parquet", "forms.parquet", "errors.parquet", ""])
def test_a_batch_that_is_half_there_is_told(environment: Environment, out: Path, lost: str, forms: Path) -> None:
    if lost:
        (out / lost).unlink()
    else:
        shutil.rmtree(out)
    for command in (("sector", out), ("score", forms / "Wren Quarter-2025.jsonl", "--against", out)):
        result = call(environment, *command)
        assert result.exit_code == 2
        assert "E532" in result.stderr


def test_what_is_wrong_with_the_call_of_sector_is_told(environment: Environment, out: Path, tmp_path: Path) -> None:
    assert "E537" in call(environment, "sector", out, "--kinds", tmp_path / "none.csv").stderr
    (tmp_path / "file").write_text("in the way")
    result = call(environment, "sector", out, "--output", tmp_path / "file" / "sector")
    assert result.exit_code == 2
    assert "E502" in result.stderr


def test_answers_are_set_beside_those_of_other_landlords(environment: Environment, out: Path, forms: Path) -> None:
    form = forms / "Wren Quarter-2025.jsonl"
    result = call(environment, "score", form, "--against", out, "--format", "json")
    assert result.exit_code == 0
    (report,) = json.loads(result.stdout)["forms"]
    assert [cell["peers"]["count"] for cell in report["cells"]] == [1, 1]  # not its own; the other once


@pytest.fixture
def oddly_named(forms: Path, tmp_path: Path) -> Path:
    """A folder of two forms, of which one has a name that is no UTF-8."""
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.copy(forms / "Wren Quarter-2025.jsonl", folder / "zander.jsonl")
    try:
        shutil.copy(forms / "Wren Quarter-2024.jsonl", folder / os.fsdecode(b"latin\xe9.jsonl"))
    except OSError:
        pytest.skip("this system takes no such name")
    return folder


def test_a_name_that_is_no_utf8_is_shown_replaced_in_the_tables(
    environment: Environment, oddly_named: Path, tmp_path: Path
) -> None:
    (oddly_named / os.fsdecode(b"empty\xff.csv")).touch()
    out = tmp_path / "out"
    result = call(environment, "batch", oddly_named, "--output", out, "--jobs", 1, "--also", "csv")
    assert result.exit_code == 1
    assert "Files: 3. Forms: 2. Cells: 4. Errors: 1." in result.stdout
    assert "empty\\xff.csv" in result.stdout
    sources = [Path(source).name for source in pq.read_table(out / "forms.parquet")["source"].to_pylist()]
    assert sources == ["latin\\xe9.jsonl", "zander.jsonl"]
    again = call(environment, "batch", oddly_named, "--output", out, "--jobs", 1, "--resume")
    assert "Files: 3, of which 3 were there." in again.stdout


@pytest.mark.parametrize("command", ["score csv", "score json", "score html", "score sarif", "extract json"])
def test_a_name_that_is_no_utf8_is_shown_replaced_in_reports(
    command: str, environment: Environment, oddly_named: Path, tmp_path: Path
) -> None:
    verb, kind = command.split()
    (oddly_named / os.fsdecode(b"empty\xff.csv")).touch()
    result = call(environment, verb, oddly_named, "--format", kind, "--output", tmp_path / "report")
    assert result.exit_code == 1
    assert "empty\\xff.csv: E102" in result.stderr
    text = (tmp_path / "report").read_text(encoding="utf-8")
    assert re.search(r"latin(\\\\?|%5C)xe9\.jsonl", text)


def test_a_name_that_is_no_utf8_is_shown_replaced_in_a_comparison(
    environment: Environment, oddly_named: Path, tmp_path: Path
) -> None:
    last, this = oddly_named / os.fsdecode(b"latin\xe9.jsonl"), oddly_named / "zander.jsonl"
    result = call(environment, "compare", last, this, "--format", "json", "--output", tmp_path / "report")
    assert result.exit_code == 0
    assert "latin\\\\xe9.jsonl" in (tmp_path / "report").read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told_and_what_is_no_form_is_counted(
    environment: Environment, forms: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.copy(forms / "Wren Quarter-2025.jsonl", folder)
    (folder / "old.rtf").write_bytes(b"{\\rtf1 A form}")
    (folder / "lost.docx").symlink_to(folder / "nowhere.docx")
    for name in ("photo.jpg", "plan.png"):
        (folder / name).write_bytes(b"\xff\xd8\xff")
    for name in ("README.md", "notes.md"):
        (folder / name).write_text("# These forms\n\nThey came in May.\n", encoding="utf-8")
    out = tmp_path / "out"
    result = call(environment, "batch", folder, "--output", out, "--jobs", 1)
    assert result.exit_code == 1
    assert "Files: 5. Forms: 1. Cells: 2. Errors: 2." in result.stdout
    assert "Passed over: 2 with names of no form" in result.stdout
    assert "Passed over: 2 README or .md without a form." in result.stdout
    errors = pq.read_table(out / "errors.parquet").to_pylist()
    assert [(Path(row["source"]).name, row["code"]) for row in errors] == [("lost.docx", "E101"), ("old.rtf", "E103")]
    document = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert document["passed_over"] == {"by_name": 2, "notes": 2}
    again = call(environment, "batch", folder, "--output", out, "--jobs", 1, "--resume")
    assert "Files: 5, of which 5 were there." in again.stdout
    assert "Passed over: 2 README or .md without a form." in again.stdout


def test_score_tells_what_cannot_be_read_in_a_folder(environment: Environment, forms: Path, tmp_path: Path) -> None:
    shutil.copy(forms / "Wren Quarter-2025.jsonl", tmp_path)
    (tmp_path / "old.rtf").write_bytes(b"{\\rtf1 A form}")
    (tmp_path / "lost.docx").symlink_to(tmp_path / "nowhere.docx")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    result = call(environment, "score", tmp_path)
    assert result.exit_code == 1
    assert "old.rtf: E103" in result.stderr
    assert "lost.docx: E101" in result.stderr
    assert f"{tmp_path}: 1 with names of no form, such as pictures; passed over." in result.stderr
    assert result.stderr.count("\n") == 3
