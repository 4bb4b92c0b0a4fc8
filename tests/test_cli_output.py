"""Where the commands write to: files, links, pipes and the screen, and never over what they read."""

from __future__ import annotations

import os
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
