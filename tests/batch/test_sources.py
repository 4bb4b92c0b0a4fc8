"""What there is to score, from every kind of path."""

from __future__ import annotations

import errno
import json
import os
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from scorer.batch import sources as looked
from scorer.batch.sources import Source, find, read
from scorer.errors import ScorerError
from scorer.readyforms import CELLS_A_FORM, parted, ready_forms

SUFFIXES = (".csv", ".txt", ".jsonl")
MOST = 100_000


def found(*paths: Path) -> list[Source]:
    return find(paths, SUFFIXES, MOST).sources


def cell(ref: str, **more: str) -> bytes:
    return json.dumps({"ref": ref, "evidence": f"Evidence of {ref}", **more}).encode() + b"\n"


def test_folders_patterns_and_files_come_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.csv", "b/deep/1.TXT", "a.csv", "b/notes.log"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    names = [source.name for source in found(tmp_path / "b", tmp_path / "*.csv", tmp_path / "a.csv")]
    assert names == [(tmp_path / name).as_posix() for name in ("a.csv", "b/2.csv", "b/deep/1.TXT")]
    assert [source.name for source in found(tmp_path / "b" / "notes.log")] == [(tmp_path / "b/notes.log").as_posix()]


def test_a_file_comes_once_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.csv").write_text("x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "b" / "a.csv")
    (tmp_path / "circle.csv").symlink_to(tmp_path / "circle.csv")
    roundabout = tmp_path / "b" / ".." / "b"
    names = [source.name for source in found(roundabout / "a.csv", tmp_path / "b", tmp_path / "link.csv")]
    assert names == [(roundabout / "a.csv").as_posix()]
    (circle,) = found(tmp_path / "circle.csv")
    assert circle.error is not None


def test_a_note_that_is_named_is_no_note_by_whatever_path(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("x")
    (note,) = found(tmp_path)
    (named,) = found(tmp_path, tmp_path / ".." / tmp_path.name / "README.txt")
    assert (note.note, named.note) == (True, False)


def test_a_pattern_may_name_folders(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024" / "a.csv").write_text("x")
    assert [source.path.name for source in found(tmp_path / "20*")] == ["a.csv"]


@pytest.mark.parametrize("name", ["", "*.csv"])
def test_nothing_to_score_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScorerError) as caught:
        found(tmp_path / name)
    assert caught.value.code == "E202"


def test_a_file_that_is_not_there_is_a_source_with_an_error(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("x")
    missing, there = found(tmp_path / "a.csv", tmp_path / "b.csv")
    assert missing.error is not None
    assert missing.error.code == "E101"
    assert there.error is None
    assert read(there, MOST) == b"x"


@pytest.mark.parametrize("name", ["*.csv", "a.csv", "a.zip"])
def test_what_stands_in_a_closed_folder_is_a_source_with_an_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.csv").write_text("x")
    closed = tmp_path / "closed"
    look = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if closed in self.parents:  # who may read everything is refused nothing, so the system is not asked
            raise PermissionError(errno.EACCES, "Permission denied")
        return look(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    there, shut = found(closed / name, tmp_path / "b.csv")
    assert there.error is None
    assert shut.name == (closed / name).as_posix()
    assert shut.error is not None
    assert shut.error.code == "E101"


def test_a_file_that_changed_since_it_was_found_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    (source,) = found(tmp_path)
    (tmp_path / "a.csv").write_text("y")
    with pytest.raises(ScorerError) as caught:
        read(source, MOST)
    assert caught.value.code == "E101"
    assert "changed" in caught.value.message


def test_what_systems_and_office_programs_leave_behind_is_no_form(tmp_path: Path) -> None:
    for name in ("a.csv", "~$a.csv", "._a.csv", ".git/b.csv", "__MACOSX/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    archive(tmp_path / "b.zip", {"__MACOSX/._a.csv": b"x", "a.csv": b"x"})
    assert [source.name.removeprefix(f"{tmp_path.as_posix()}/") for source in found(tmp_path)] == [
        "a.csv",
        "b.zip!/a.csv",
    ]


@pytest.mark.parametrize(
    ("name", "count"),
    [("parts/wren/cells.jsonl", 1), ("parts/wren/cells.arrow", 0), ("parts/wren/cells.parquet", 0)],
)
def test_a_folder_of_parts_is_a_batch_only_where_tables_stand_in_it(name: str, count: int, tmp_path: Path) -> None:
    """A landlord's own folder may be called so too."""
    (tmp_path / "other.csv").write_text("x")
    (tmp_path / "forms" / name).parent.mkdir(parents=True)
    (tmp_path / "forms" / name).write_bytes(cell("1.1"))
    (tmp_path / "forms" / "a.csv").write_text("x")
    assert len(found(tmp_path)) == 1 + (1 + count if count else 0)


# Archives -------------------------------------------------------------------------------------------------------------


def archive(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return path


def test_the_files_of_an_archive_are_sources(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "all.zip", {"b.csv": b"two", "deep/a.csv": b"one", "readme.log": b"no", "../up.csv": b"up"}
    )
    sources = found(tmp_path)
    assert [source.name.rpartition("!/")[2] for source in sources] == ["../up.csv", "b.csv", "deep/a.csv"]
    assert [read(source, MOST) for source in sources] == [b"up", b"two", b"one"]
    assert sources[0].path == path
    assert list(tmp_path.parent.glob("up.csv")) == []


def codes(sources: Sequence[Source]) -> list[str]:
    return [source.error.code if source.error else "" for source in sources]


def test_an_archive_that_unpacks_to_very_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    archive(tmp_path / "bomb.zip", {"a.csv": bytes(20_000_000)}, zipfile.ZIP_DEFLATED)
    assert codes(found(tmp_path)) == ["E108"]


def test_a_damaged_archive_and_one_without_forms_are_told(tmp_path: Path) -> None:
    archive(tmp_path / "b.zip", {"readme.log": b"no"})
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut short")
    assert codes(found(tmp_path)) == ["E106", "E202"]


def test_damage_to_one_file_of_an_archive_leaves_the_others(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"a.csv": b"first words", "b.csv": b"second words"})
    path.write_bytes(path.read_bytes().replace(b"first", b"fIrst", 1))
    assert codes(found(tmp_path)) == ["E106", ""]


def test_a_protected_file_of_an_archive_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"a.csv": b"words"})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of encryption, in the file's header and in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert codes(found(tmp_path)) == ["E104"]


# Ready cells ----------------------------------------------------------------------------------------------------------


def test_a_form_of_ready_cells_ends_where_a_provision_comes_again_or_its_head_changes() -> None:
    lines = [
        cell("1.1", code="2024"),
        cell("1.2", code="2024"),
        cell("1.1", code="2024"),
        cell("1.2", code="2022"),
        cell("1.3", code="2022", landlord="Wren Quarter"),
        cell("1.4", code="2022", landlord="Wren Quarter", form="second"),
        b"\n",
        b"no json\n",
        cell("1.5", code="2022", landlord="Wren Quarter", form="second"),
    ]
    forms = list(ready_forms(lines))
    assert [form.lines for form in forms] == [2, 1, 1, 1, 4]
    assert [form.landlord for form in forms] == [None, None, None, "Wren Quarter", "Wren Quarter"]
    assert b"".join(form.data for form in forms) == b"".join(lines)


def test_decoded_cells_are_parted_as_lines_are() -> None:
    lines = [cell("1.1"), cell("1.2"), cell("1.1", landlord="Saltings"), b"7", cell("1.1", landlord="Saltings")]
    lines += [cell("")] * CELLS_A_FORM * 2
    forms = [(len(form.records), form.landlord) for form in ready_forms(lines)]
    assert list(parted(map(json.loads, lines))) == forms
    assert forms[:3] == [(2, None), (2, "Saltings"), (1, "Saltings")]
    assert list(parted([])) == []


def test_cells_without_a_number_make_no_endless_form() -> None:
    forms = list(ready_forms([cell("")] * (2 * CELLS_A_FORM + 1)))
    assert [form.lines for form in forms] == [CELLS_A_FORM, CELLS_A_FORM, 1]
    (one,) = ready_forms([line for _ in range(CELLS_A_FORM - 1) for line in (cell(""), b"\n", b"\n")])
    assert len(one.records) == CELLS_A_FORM - 1


def test_a_mark_of_order_hides_no_cell() -> None:
    lines = [b"\xef\xbb\xbf" + cell("1.1", landlord="Old Tannery"), cell("1.2", landlord="Wren Quarter")]
    assert [form.landlord for form in ready_forms(lines)] == ["Old Tannery", "Wren Quarter"]


def test_a_name_that_no_report_can_hold_is_mended() -> None:
    assert [form.landlord for form in ready_forms([rb'{"landlord": "a\ud800"}', b'{"landlord": " "}'])] == ["a?", None]


def test_blank_lines_are_no_form() -> None:
    (form,) = ready_forms([b"\n"] * (2 * CELLS_A_FORM) + [cell("1.1")])
    assert len(form.records) == 1


def test_a_long_file_of_ready_cells_is_cut_between_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = cell("1.1", code="2024") + cell("1.2", code="2024")
    (tmp_path / "all.jsonl").write_bytes(form * 10)
    (whole,) = found(tmp_path)
    assert read(whole, MOST) == form * 10
    monkeypatch.setattr(looked, "STRETCH", 4 * len(form) - 1)
    sources = found(tmp_path)
    assert [source.forms for source in sources] == [0, 4, 8]
    assert [source.lines for source in sources] == [0, 8, 16]
    assert [read(source, MOST) for source in sources] == [form * 4, form * 4, form * 2]


def test_a_line_longer_than_a_file_may_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_bytes(b'{"evidence": "' + b"x" * MOST + b'"}\n')
    assert codes(found(tmp_path)) == ["E107"]


# What a folder keeps back ---------------------------------------------------------------------------------------------


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in a folder of forms that its owner has closed."""
    folder = tmp_path / "closed"
    for name in (folder, tmp_path / ".closed"):
        name.mkdir()
        (name / "b.csv").write_text("x")
    (tmp_path / "a.csv").write_text("x")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name in ("closed", ".closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return folder


def test_a_folder_that_may_not_be_looked_into_is_a_source_with_an_error(closed: Path) -> None:
    there, lost = found(closed.parent)
    assert there.name == (closed.parent / "a.csv").as_posix()
    assert lost.name == closed.as_posix()
    assert lost.error is not None
    assert lost.error.code == "E101"
    assert "a folder that cannot be looked into (Permission denied)" in lost.error.message
    assert codes(found(closed)) == ["E101"]


def test_a_closed_folder_that_a_search_leaves_out_is_no_error(closed: Path) -> None:
    out = closed.parent / "out"
    (out / "parts").mkdir(parents=True)
    closed.rename(out / "closed")
    assert len(find([closed.parent], SUFFIXES, MOST, out).sources) == 1


def test_forms_that_are_not_read_and_links_that_lead_nowhere_are_sources(tmp_path: Path) -> None:
    names = ["a.DOC", "b.rtf", "c.odt", "d.pages", "e.xls", "f.rar"]
    for name in (*names, "photo.jpg", ".hidden.doc", "~$a.doc"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "g.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "h.jpg").symlink_to(tmp_path / "nowhere.jpg")
    searched = find([tmp_path], SUFFIXES, MOST)
    assert [source.path.name for source in searched.sources] == [*names, "g.csv"]
    assert codes(searched.sources) == [""] * len(names) + ["E101"]
    by_pattern = {source.name: source for source in found(tmp_path / "*")}
    assert [by_pattern[source.name] for source in searched.sources[:-1]] == searched.sources[:-1]
    assert searched.passed_over == 2


def test_what_is_passed_over_is_counted_once_and_in_archives_too(tmp_path: Path) -> None:
    archive(tmp_path / "all.zip", {"a.csv": b"one", "old.doc": b"two", "photo.jpg": b"no", "__MACOSX/x.jpg": b"no"})
    for name in ("photo.jpg", "plan.png", "own.jpg"):
        (tmp_path / name).write_bytes(b"x")
    searched = find([tmp_path, tmp_path / "all.zip", tmp_path, tmp_path / "own.jpg"], SUFFIXES, MOST)
    assert [source.name.rpartition("/")[2] for source in searched.sources] == ["a.csv", "old.doc", "own.jpg"]
    assert searched.passed_over == 3


def test_an_archive_within_an_archive_is_told(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a.csv": b"one"}).read_bytes()
    (tmp_path / "inner.zip").unlink()
    archive(tmp_path / "all.zip", {"b.csv": b"two", "deep/Inner.ZIP": inner, "c.7z": b"7z"})
    archive(tmp_path / "only.zip", {"inner.zip": inner})
    sources = found(tmp_path)
    assert [source.name.removeprefix(f"{tmp_path.as_posix()}/") for source in sources] == [
        "all.zip!/b.csv",
        "all.zip!/c.7z",
        "all.zip!/deep/Inner.ZIP",
        "only.zip!/inner.zip",
    ]
    assert codes(sources) == ["", "E111", "E111", "E111"]
    assert "Unpack" in str(sources[-1].error)


def test_files_of_one_name_in_an_archive_are_told_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the second
        for name, data in (("b.csv", b"1"), ("a.csv", b"2"), ("b.csv", b"3"), ("b.csv", b"4")):
            target.writestr(name, data)
    sources = found(tmp_path)
    assert [source.name.rpartition("!/")[2] for source in sources] == ["a.csv", "b.csv", "b.csv (2)", "b.csv (3)"]
    assert [read(source, MOST) for source in sources] == [b"2", b"1", b"3", b"4"]


def test_an_archive_that_lost_a_file_since_it_was_found_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "all.zip", {"a.csv": b"1", "b.csv": b"2"})
    source = found(tmp_path)[1]
    path.unlink()
    archive(path, {"a.csv": b"1"})
    os.utime(path, ns=(1, 1))
    with pytest.raises(ScorerError) as caught:
        read(source, MOST)
    assert caught.value.code == "E106"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_a_source_with_an_error_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "form.csv")
    for path in (tmp_path, tmp_path / "*.csv", tmp_path / "form.csv"):
        (source,) = found(path)
        assert source.error is not None
        assert "a pipe or a device" in source.error.message
