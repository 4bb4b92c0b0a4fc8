"""What a user sees who gives the command line a wrong file: a coded message, an exit status, nothing half-written."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from scorer.batch.sources import find
from scorer.cli import app

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WORD = EXAMPLES / "2020-tillerby-village-homes.docx"
PDF = EXAMPLES / "2020-tillerby-village-homes.pdf"
NOVEL = "The rain had not stopped since the coach left the coast, and nobody in it spoke of chapter 1.2.\n\n"


def extract(*arguments: Path | str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["extract", *map(str, arguments)], env=environment)


def photo() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + random.Random(1).randbytes(5000)


def rents() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Property", "Address", "Weekly rent", "Arrears"])
    for number in range(1, 120):
        sheet.append([f"P{number:04}", f"{number} Mill Lane", 101.5 + number, number % 7])
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def encrypted() -> bytes:
    """The start of a container as Word encrypts documents into: its directory names the encrypted stream."""
    names = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + names + random.Random(2).randbytes(4000)


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * 300_000_000 + b"</a>")
    return stream.getvalue()


def half(path: Path) -> bytes:
    data = path.read_bytes()
    return data[: len(data) // 2]


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("form.docx", lambda: b"", "E102"),
    "blank": ("form.txt", lambda: b" \n\n\t\n", "E102"),
    "photo": ("form.jpg", photo, "E103"),
    "photo called a form": ("form.docx", photo, "E103"),
    "novel": ("form.txt", lambda: (NOVEL * 200).encode(), "E201"),
    "rents": ("rents.xlsx", rents, "E201"),
    "password": ("form.docx", encrypted, "E104"),
    "half a Word file": ("form.docx", lambda: half(WORD), "E106"),
    "half a PDF": ("form.pdf", lambda: half(PDF), "E106"),
    "zip bomb": ("form.docx", zip_bomb, "E108"),
    "cells without evidence": ("cells.jsonl", lambda: b'{"ref": "6.3"}\n', "E302"),
    "cells that are not JSON": ("cells.jsonl", lambda: b'{"evidence": \n', "E301"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_gets_its_code_and_advice_and_status_2(what: str, tmp_path: Path) -> None:
    name, make, code = BAD[what]
    path = tmp_path / name
    path.write_bytes(make())
    result = extract(path, "--output", tmp_path / "out.json", "--format", "json")
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"evidence-scorer: {path}: {code}: ")
    assert line.endswith(".")
    assert list(tmp_path.iterdir()) == [path]


def test_a_message_never_holds_the_text_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    path.write_text('{"evidence": Mrs Example was promised a visit}\n', encoding="utf-8")
    assert "Example was" not in extract(path).stderr


@pytest.mark.parametrize(("source", "name"), [(PDF, "form.docx"), (WORD, "form.pdf"), (WORD, "form"), (WORD, "a.csv")])
def test_a_wrong_extension_does_not_matter(source: Path, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(source.read_bytes())
    result = extract(path, "--format", "json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["forms"][0]["cells"]) == 36


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    result = extract(tmp_path / "missing.docx")
    assert result.exit_code == 2
    assert "E101" in result.stderr


def test_paths_that_lead_nowhere_are_told_before_a_model_is_sought(tmp_path: Path) -> None:
    missing = [str(tmp_path / name) for name in ("a.docx", "b.docx")]
    nowhere = {"EVIDENCE_SCORER_MODELS": str(tmp_path / "no-models")}
    for command in ("score", "compare"):
        result = CliRunner().invoke(app, [command, *missing], env=nowhere)
        assert result.exit_code == 2
        assert "E101" in result.stderr
        assert "E401" not in result.stderr
    assert "E401" in CliRunner().invoke(app, ["score", missing[0], str(WORD)], env=nowhere).stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="who may read everything is refused nothing")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(WORD.read_bytes())
    path.chmod(0)
    result = extract(path)
    assert result.exit_code == 2
    assert "E101" in result.stderr


def test_no_path_is_refused_before_the_command_sees_it() -> None:
    """What may not be read gets a code, and the files beside it are done: that is for the commands to tell."""
    told = [
        f"{command.callback.__name__} {name}"
        for command in app.registered_commands
        if command.callback is not None
        for name, hint in get_type_hints(command.callback, include_extras=True).items()
        if "Path" in str(hint)
        for declared in get_args(hint)[1:]
        if declared.readable
    ]
    assert told == []


@pytest.mark.parametrize("command", ["extract", "score", "compare"])
def test_a_file_in_a_folder_that_may_not_be_searched_is_told(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_model: Path
) -> None:
    closed = tmp_path / "closed" / "form.docx"
    look = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    environment = {"EVIDENCE_SCORER_MODELS": str(tiny_model.parent), "EVIDENCE_SCORER_MODEL": tiny_model.name}
    result = CliRunner().invoke(app, [command, str(closed), str(WORD)], env=environment)
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == (2 if command == "compare" else 1)
    assert f"{closed}: E101: The file could not be opened: Permission denied." in result.stderr


@pytest.mark.parametrize("files", [(), ("letter.rst", "photo.jpg")])
def test_a_folder_without_forms(files: tuple[str, ...], tmp_path: Path) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"text")
    result = extract(tmp_path)
    assert result.exit_code == 2
    assert f"E202: No forms were found in {tmp_path}" in result.stderr


def test_good_files_are_read_beside_bad_ones_and_the_status_tells(tmp_path: Path) -> None:
    (tmp_path / "a-novel.txt").write_text(NOVEL * 200, encoding="utf-8")
    (tmp_path / "b-form.docx").write_bytes(WORD.read_bytes())
    (tmp_path / "c-cut.pdf").write_bytes(half(PDF))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "d-form.txt").write_bytes(WORD.with_suffix(".txt").read_bytes())
    result = extract(tmp_path, "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [form["source"] for form in told["forms"]] == ["b-form.docx", "d-form.txt"]
    assert [(error["source"], error["code"]) for error in told["errors"]] == [
        ("a-novel.txt", "E201"),
        ("c-cut.pdf", "E106"),
    ]
    assert len(result.stderr.splitlines()) == 2


def test_only_bad_files_leave_status_2_and_each_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOVEL * 200, encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(photo())
    result = extract(tmp_path)
    assert result.exit_code == 2
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["E201", "E103"]


def test_a_file_over_the_limit_is_told_in_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_bytes(b"x" * 2_600_000)
    result = extract(path, EVIDENCE_SCORER_MAX_BYTES="1500000")
    assert result.exit_code == 2
    assert "E107: The file is larger than the limit (2.6 MB of at most 1.5 MB)" in result.stderr


def test_ready_cells_over_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    path.write_text(json.dumps({"evidence": "word " * 400_000}) + "\n", encoding="utf-8")
    assert "E107" in extract(path, EVIDENCE_SCORER_MAX_BYTES="1500000").stderr


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without an end")
def test_a_device_without_an_end_is_refused() -> None:
    result = extract(Path("/dev/zero"))
    assert result.exit_code == 2
    assert "E101" in result.stderr
    assert "a pipe or a device" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_that_nobody_writes_to_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "form.docx")
    result = extract(tmp_path / "form.docx")
    assert result.exit_code == 2
    assert "E101" in result.stderr


def test_a_note_beside_the_forms_of_a_folder_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "README.md").write_text("# These forms\n\nThey came in May.\n", encoding="utf-8")
    alone = extract(folder)
    assert alone.exit_code == 2
    assert "E202" in alone.stderr
    (folder / "~$wren.docx").write_bytes(b"a lock of Word's")
    (folder / "wren.txt").write_bytes(WORD.with_suffix(".txt").read_bytes())
    result = extract(folder)
    assert result.exit_code == 0
    assert result.stderr.count("\n") == 1
    assert "README.md: no form in it; passed over." in result.stderr
    assert extract(folder / "README.md").exit_code == 2


def test_a_pdf_of_too_many_pages() -> None:
    assert "E109" in extract(PDF, EVIDENCE_SCORER_MAX_PAGES="2").stderr


def test_a_setting_that_is_no_number_is_told_and_not_a_traceback() -> None:
    result = extract(WORD, EVIDENCE_SCORER_MAX_BYTES="much")
    assert result.exit_code == 2
    assert "E503: The setting EVIDENCE_SCORER_MAX_BYTES is not a number: much." in result.stderr


def test_a_result_that_cannot_be_written(tmp_path: Path) -> None:
    result = extract(WORD, "--output", tmp_path / "no" / "folder" / "out.txt")
    assert result.exit_code == 2
    assert "E502" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_old_result_is_kept_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(NOVEL, encoding="utf-8")
    old = tmp_path / "out.json"
    old.write_text("old", encoding="utf-8")
    extract(tmp_path / "bad.txt", "--format", "json", "--output", old)
    assert old.read_text(encoding="utf-8") == "old"


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    alone = extract(tmp_path)
    assert alone.exit_code == 2
    (line,) = alone.stderr.splitlines()
    assert line.startswith(f"evidence-scorer: {tmp_path / 'closed'}: E101: ")
    (tmp_path / "wren.txt").write_bytes(WORD.with_suffix(".txt").read_bytes())
    result = extract(tmp_path, "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert [form["source"] for form in document["forms"]] == ["wren.txt"]
    assert [(error["source"], error["code"]) for error in document["errors"]] == [("closed", "E101")]


def test_a_path_into_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = os.stat

    def refusing(path: object, **more: bool) -> os.stat_result:
        if str(path).endswith("within"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return asked(path, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", refusing)
    result = extract(tmp_path / "within")
    assert result.exit_code == 2
    assert "within: E101: The file could not be opened: Permission denied" in result.stderr
    (source,) = find([tmp_path / "within"], (".csv",), 1000).sources
    assert source.error is not None
    assert source.error.code == "E101"
