"""Where the commands write to: files, links, pipes and the screen, and never over what they read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorer.cli import app

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "examples" / "2020-tillerby-village-homes.txt"


def extract(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["extract", "--format", "json", *map(str, arguments)])


# Links and pipes ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_an_output_that_is_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    # Opened for both, so that neither side waits for ever where nothing is written.
    held = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)

    def drain() -> None:
        with pipe.open("rb") as file:
            got.append(file.read())

    reader = threading.Thread(target=drain, daemon=True)
    reader.start()
    result = extract(FORM, "-o", pipe)
    os.close(held)
    reader.join(10)
    assert (result.exit_code, result.stdout) == (0, "")
    assert pipe.is_fifo()
    assert b"".join(got).decode() == extract(FORM).stdout
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.skipif(not Path("/proc/self/fd/1").exists(), reason="needs /proc")
def test_an_output_that_is_standard_output_is_added_to_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "stdout").symlink_to("/proc/self/fd/1")
    log = tmp_path / "log.txt"
    log.write_text("kept\n")
    command = [*COMMAND, "extract", FORM, "--format", "json", "-o", tmp_path / "stdout"]
    with log.open("a") as file:
        subprocess.run(command, stdout=file, check=True, cwd=ROOT)
    assert log.read_text() == "kept\n" + extract(FORM).stdout


@pytest.mark.parametrize("there", [True, False])
def test_an_output_that_is_a_link_stays_one_and_its_file_is_written(there: bool, tmp_path: Path) -> None:
    file, link = tmp_path / "files" / "out.json", tmp_path / "link.json"
    file.parent.mkdir()
    if there:
        file.write_text("old", encoding="utf-8")
    link.symlink_to(file)
    assert extract(FORM, "-o", link).exit_code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == extract(FORM).stdout
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("place", ["folder", "file/out.json", "loop"])
def test_an_output_that_cannot_be_one_is_told(place: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    there = sorted(tmp_path.rglob("*"))
    result = extract(FORM, "-o", tmp_path / place)
    assert result.exit_code == 2
    assert f"E502: The result could not be written to {tmp_path / place}: " in result.stderr
    assert sorted(tmp_path.rglob("*")) == there


# Over what is read ----------------------------------------------------------------------------------------------------


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder of one form, and links beside it."""
    folder = tmp_path / "forms"
    folder.mkdir()
    shutil.copy(FORM, folder / "form.txt")
    (tmp_path / "to-form").symlink_to(folder / "form.txt")
    (tmp_path / "to-forms").symlink_to(folder)
    return folder


@pytest.mark.parametrize("read", ["forms/form.txt", "forms", "to-form"])
@pytest.mark.parametrize("written", ["forms/form.txt", "forms/../forms/form.txt", "to-form", "to-forms/form.txt"])
@pytest.mark.parametrize("command", ["extract", "score", "compare last", "compare this"])
def test_a_form_is_never_written_over(command: str, read: str, written: str, forms: Path) -> None:
    name, _, side = command.partition(" ")
    other = {"last": ["last", FORM], "this": [FORM, "this"]}.get(side, [FORM, "this"])
    paths = [forms.parent / read if path in ("last", "this") else path for path in other]
    output = forms.parent / written
    there = sorted(forms.parent.rglob("*"))
    without = {"EVIDENCE_SCORER_MODELS": str(forms / "no-models")}  # refused before any is sought
    result = CliRunner().invoke(app, [name, *map(str, paths), "-o", str(output)], env=without)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"evidence-scorer: E505: The output {output} is one of the forms to be read.")
    assert sorted(forms.parent.rglob("*")) == there
    assert (forms / "form.txt").read_bytes() == FORM.read_bytes()


def test_a_result_may_stand_among_the_forms(forms: Path) -> None:
    assert extract(forms, "-o", forms / "out.json").exit_code == 0
    assert (forms / "out.json").read_text(encoding="utf-8") == extract(forms).stdout
    assert extract(forms, "-o", forms / "out.json").exit_code == 0


# The screen -----------------------------------------------------------------------------------------------------------

COMMAND = [sys.executable, "-c", "from scorer.cli import main; main()"]
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("extract", FORM, "--format", "json"), ("rules", "FUT001")])
def test_a_screen_that_takes_nothing_is_told(arguments: tuple[str | Path, ...]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run([*COMMAND, *arguments], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("evidence-scorer: E502: The result could not be written to standard output: No space left")


def test_a_pipe_that_nobody_reads_any_more_is_no_fault() -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run([*COMMAND, "extract", FORM], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(write)
    assert done.stderr == ""
