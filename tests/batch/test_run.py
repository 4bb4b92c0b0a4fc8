"""Runs from files to tables: the same tables however they came about, and nothing half done."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq
import pytest

from scorer.batch import drive, fingerprint, sources, work
from scorer.batch.folder import finished
from scorer.batch.plan import Job, Part
from scorer.batch.run import Order, Outcome, Progress, run
from scorer.batch.sources import Source
from scorer.batch.tables import COLUMNS, SCHEMAS, TABLES
from scorer.errors import ScorerError
from scorer.pipeline import Scorer
from scorer.settings import Settings
from scorer.writers.batch_rows import LINES

from . import wayward
from .conftest import ROOT, SUFFIXES


def order(job: Job, output: Path, *paths: Path, **more: Any) -> Order:
    return Order(paths, output, job, SUFFIXES, **more)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def undisturbed(sector_folder: Path, job: Job, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of the small sector. Not to be changed."""
    folder = tmp_path_factory.mktemp("one") / "out"
    run(order(job, folder, sector_folder))
    return folder


def test_the_tables_hold_every_form_as_the_scorer_judges_it(
    undisturbed: Path, sector_folder: Path, settings: Settings
) -> None:
    cells, forms = rows(undisturbed, "cells"), rows(undisturbed, "forms")
    assert len(forms) == 8
    scorer = Scorer.load(settings)
    for path in (sector_folder / "2024" / "00000-2024.docx", sector_folder / "2024" / "00001-2024.html"):
        (report,) = scorer.score_file(path)
        own = [row for row in cells if row["source"] == path.as_posix()]
        assert [(row["ref"], row["quality"], row["grade"]) for row in own] == [
            (score.cell.ref, score.quality, score.grade) for score in report.scores
        ]
        assert [[found["text"] for found in row["signals"]] for row in own] == [
            [found.text for found in score.signals] for score in report.scores
        ]
        assert all(sum(reason["points"] for reason in row["reasons"]) == row["quality"] for row in own)
        (form,) = [row for row in forms if row["source"] == path.as_posix()]
        assert (form["landlord"], form["cells"], form["sha256"]) == (
            report.form.landlord,
            len(report.scores),
            report.form.sha256,
        )


def test_rows_stand_in_the_order_of_files_forms_and_cells(undisturbed: Path) -> None:
    for name, keys in (("cells", ("source", "form", "row")), ("forms", ("source", "form")), ("errors", ("source",))):
        found = [tuple(row[key] for key in keys) for row in rows(undisturbed, name)]
        assert found == sorted(found)


def test_the_tables_have_the_columns_that_are_told(undisturbed: Path) -> None:
    for name in TABLES:
        assert pq.read_schema(undisturbed / f"{name}.parquet").equals(SCHEMAS[name])
        assert all(column.help.endswith((".", ":")) for column in COLUMNS[name])


def test_a_file_that_cannot_be_read_is_a_row_of_the_errors(undisturbed: Path) -> None:
    errors = {Path(row["source"]).name: row for row in rows(undisturbed, "errors")}
    assert {name: row["code"] for name, row in errors.items()} == {"broken.docx": "E103", "empty.csv": "E102"}
    assert errors["empty.csv"]["message"] == "The file is empty."


def test_texts_are_kept_only_where_asked_for(undisturbed: Path, sector_folder: Path, job: Job, tmp_path: Path) -> None:
    assert all(row["evidence"] is None and row["commentary"] is None for row in rows(undisturbed, "cells"))
    form = sector_folder / "2024" / "00000-2024.docx"
    run(order(replace(job, with_text=True), tmp_path / "out", form))
    assert any(row["evidence"] for row in rows(tmp_path / "out", "cells"))


def test_two_processes_make_the_same_bytes(undisturbed: Path, sector_folder: Path, job: Job, tmp_path: Path) -> None:
    seen: list[Progress] = []
    outcome = run(order(job, tmp_path / "out", sector_folder, jobs=2), seen.append)
    assert bytes_of(tmp_path / "out") == bytes_of(undisturbed)
    assert (outcome.sources, outcome.forms, outcome.errors) == (10, 8, 2)
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert (seen[0].done, seen[-1].done, seen[-1].cells) == (0, 10, outcome.cells)


def test_run_json_tells_versions_counts_and_hashes(undisturbed: Path, settings: Settings) -> None:
    document = finished(undisturbed)
    assert document["scorer"] == fingerprint.facts(Scorer.load(settings))
    assert document["tables"]["cells"]["rows"] == len(rows(undisturbed, "cells"))
    assert document["sources"] == {"all": 10, "taken_from_an_earlier_run": 0}


def test_a_folder_with_a_batch_is_not_written_to_unasked(undisturbed: Path, sector_folder: Path, job: Job) -> None:
    before = bytes_of(undisturbed)
    with pytest.raises(ScorerError) as caught:
        run(order(job, undisturbed, sector_folder))
    assert caught.value.code == "E531"
    assert bytes_of(undisturbed) == before


def test_tables_of_another_run_are_not_taken_for_finished(undisturbed: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path / "out")
    shutil.copy(tmp_path / "out" / "errors.parquet", tmp_path / "out" / "forms.parquet")
    for folder in (tmp_path / "out", tmp_path):
        with pytest.raises(ScorerError) as caught:
            finished(folder)
        assert caught.value.code == "E532"


# Resumed, with workers that need no model -----------------------------------------------------------------------------

STUBBED = Job(Settings(), seconds=60, memory=500_000_000)


def stubs(folder: Path, *names: str) -> Path:
    """A new folder with files of these names, of which only the names count."""
    folder.mkdir()
    for name in names:
        (folder / name).write_text("x")
    return folder


def stub(monkeypatch: pytest.MonkeyPatch, score: Callable[..., Any] = wayward.score_well, **more: Any) -> None:
    work = {"prepare": wayward.prepare, "facts": wayward.facts, "score": score, **more}
    for name, function in work.items():
        monkeypatch.setattr(drive.work, name, function)


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """Many small files."""
    (tmp_path / "forms").mkdir()
    for number in range(30):
        (tmp_path / "forms" / f"{number:02d}.csv").write_text(str(number))
    return tmp_path / "forms"


@pytest.fixture
def again(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished batch of them that may be changed."""
    stub(monkeypatch)
    run(order(STUBBED, tmp_path / "out", forms))
    return tmp_path / "out"


def resumed(folder: Path, *paths: Path, **more: Any) -> Outcome:
    return run(order(STUBBED, folder, *paths, resume=True, **more))


def scored(folder: Path) -> int:
    """How many parts the last run made."""
    count: int = finished(folder)["parts"]["scored"]
    return count


def test_a_finished_batch_is_not_done_again(again: Path, forms: Path) -> None:
    before = bytes_of(again)
    outcome = resumed(again, forms)
    assert outcome.taken == outcome.sources == 30
    assert scored(again) == 0
    assert bytes_of(again) == before


def test_a_changed_file_is_scored_again_with_little_else(again: Path, forms: Path, tmp_path: Path) -> None:
    (forms / "07.csv").write_text("other words")
    outcome = resumed(again, forms)
    assert (outcome.sources, scored(again)) == (30, 1)
    run(order(STUBBED, tmp_path / "anew", forms))
    assert bytes_of(again) == bytes_of(tmp_path / "anew")
    assert len(list((again / "parts").iterdir())) == finished(again)["parts"]["all"]  # the old one is gone


def test_what_another_version_made_is_scored_again(again: Path, forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch, facts=wayward.facts_of_another)
    assert resumed(again, forms).taken == 0


def test_a_damaged_part_is_made_again(again: Path, forms: Path) -> None:
    before = bytes_of(again)
    part, other, mixed, zeroed = sorted((again / "parts").iterdir())[:4]
    (part / "errors.arrow").write_bytes(b"ARROW1 cut short")
    shutil.rmtree(other)
    shutil.copy(mixed / "forms.arrow", mixed / "cells.arrow")
    data = (zeroed / "forms.arrow").read_bytes()
    (zeroed / "forms.arrow").write_bytes(data[:-3_000] + bytes(400) + data[-2_600:])
    (again / "parts" / f"{part.name}.making").mkdir()
    resumed(again, forms)
    assert scored(again) == 4
    assert bytes_of(again) == before


@pytest.mark.parametrize("harm", [lambda part: part.write_bytes(b"ARROW1 cut short"), Path.unlink])
def test_a_part_that_is_damaged_before_the_merge_is_told_and_made_again(
    forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], object]
) -> None:
    stub(monkeypatch)
    out = tmp_path / "out"

    def damage(progress: Progress) -> None:
        if progress.done == 30:
            harm(min((out / "parts").iterdir()) / "cells.arrow")

    with pytest.raises(ScorerError) as caught:
        run(order(STUBBED, out, forms), damage)
    assert caught.value.code == "E540"
    assert not (out / "run.json").exists()
    resumed(out, forms)
    assert scored(out) == 1
    run(order(STUBBED, tmp_path / "anew", forms))
    assert bytes_of(out) == bytes_of(tmp_path / "anew")


def test_with_nothing_to_score_no_worker_is_started(
    undisturbed: Path, sector_folder: Path, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StartedError(Exception):
        pass

    def pool_of(*_: object) -> None:
        raise StartedError

    out = Path(shutil.copytree(undisturbed, tmp_path / "out"))
    monkeypatch.setattr(drive, "pool_of", pool_of)
    assert run(order(job, out, sector_folder, resume=True)).taken == 10
    assert bytes_of(out) == bytes_of(undisturbed)
    (out / "run.json").unlink()  # nothing tells what made the parts
    with pytest.raises(StartedError):
        run(order(job, out, sector_folder, resume=True))


def test_the_large_parts_are_made_first(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch)
    for number in range(30):
        (forms / f"{number:02d}.csv").write_text("x" * (number * 7 % 30))
    sizes: list[int] = []

    def on_this_machine(parts: Sequence[Part], *more: Any) -> Generator[drive.Made, None, None]:
        sizes.extend(part.size for part in parts)
        return made(parts, *more)

    made = drive.on_this_machine
    monkeypatch.setattr(drive, "on_this_machine", on_this_machine)
    run(order(STUBBED, tmp_path / "out", forms))
    assert len(set(sizes)) > 2
    assert sizes == sorted(sizes, reverse=True)


def test_tables_that_are_gone_are_made_of_the_parts(again: Path, forms: Path) -> None:
    before = bytes_of(again)
    (again / "cells.parquet").unlink()
    (again / "run.json").unlink()
    assert resumed(again, forms).taken == 30
    assert bytes_of(again) == before


def test_a_file_that_could_not_be_opened_is_tried_again_when_it_can_be(
    forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(monkeypatch)
    with monkeypatch.context() as away:

        def read(source: Source, most: int) -> bytes:
            if source.path.stem == "07":
                raise ScorerError("E101", reason="the disk went away")
            return sources.read(source, most)

        away.setattr(drive, "read", read)
        assert run(order(STUBBED, tmp_path / "out", forms)).errors == 1
    assert resumed(tmp_path / "out", forms).errors == 0
    assert scored(tmp_path / "out") == 1


def test_a_file_that_is_not_there_is_a_row_until_it_comes(again: Path, forms: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.csv"
    assert resumed(again, forms, late).errors == 1
    assert resumed(again, forms, late).taken == 31
    late.write_text("here it is")
    outcome = resumed(again, forms, late)
    assert (outcome.errors, outcome.forms) == (0, 31)


@pytest.mark.parametrize(("score", "code"), [(wayward.score_without_model, "E402"), (wayward.score_as_another, "E535")])
def test_what_is_no_fault_of_the_file_ends_the_run(
    score: Callable[..., Any], code: str, forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub(monkeypatch, score)
    with pytest.raises(ScorerError) as caught:
        run(order(STUBBED, tmp_path / "out", forms))
    assert caught.value.code == code
    assert not (tmp_path / "out" / "run.json").exists()
    stub(monkeypatch)
    assert resumed(tmp_path / "out", forms).errors == 0


def test_a_worker_that_is_not_what_the_part_is_named_by_does_not_score() -> None:
    state = work.State(cast(Scorer, None), with_text=False, facts={}, made_by="one")
    with pytest.raises(ScorerError) as caught:
        work.score(state, [(Source("a.csv", Path("a.csv")), b"x")], "another")
    assert caught.value.code == "E535"


def test_what_a_worker_gives_back_is_not_believed(forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch, wayward.score_nonsense)
    run(order(STUBBED, tmp_path / "out", *(forms / f"{number}.csv" for number in ("00", "01", "02"))))
    assert [row["code"] for row in rows(tmp_path / "out", "errors")] == ["E603", "E603", "E603"]


# What else stands in folders ------------------------------------------------------------------------------------------


def test_copies_of_earlier_tables_do_not_stay(again: Path, forms: Path) -> None:
    copies = {"csv": LINES["csv"]}
    assert resumed(again, forms, copies=copies).removed == ()
    assert len((again / "forms.csv").read_text().splitlines()) == 31
    (forms / "00.csv").unlink()
    assert resumed(again, forms, copies=copies).removed == ()
    assert len((again / "forms.csv").read_text().splitlines()) == 30
    assert resumed(again, forms).removed == ("csv",)
    assert not list(again.glob("*.csv"))


def test_the_tables_of_batches_are_no_forms(forms: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub(monkeypatch)
    own, other = forms / "own", forms / "other"
    run(order(STUBBED, other, forms / "00.csv", copies={"csv": LINES["csv"]}))
    (other / "sector").mkdir()
    (other / "sector" / "years.csv").write_text("x")
    run(order(STUBBED, own, forms, copies={"csv": LINES["csv"]}))
    outcome = resumed(own, forms)
    assert (outcome.sources, outcome.taken) == (30, 30)
    assert outcome.left_out == (other, own)
    assert run(order(STUBBED, own, forms / "**" / "*.csv", resume=True)).sources == 30


def test_forms_and_tables_in_one_folder_are_refused(forms: Path) -> None:
    with pytest.raises(ScorerError) as caught:
        run(order(STUBBED, forms, forms / ".." / "forms"))
    assert caught.value.code == "E539"
    assert not (forms / "parts").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tables": []}', '{"tables": {"cells": 1}, "scorer": {}}'])
def test_a_run_json_that_is_none_is_no_finished_batch(again: Path, text: str) -> None:
    (again / "run.json").write_text(text)
    with pytest.raises(ScorerError) as caught:
        finished(again)
    assert caught.value.code == "E532"


def test_a_note_beside_the_forms_is_no_error(sector_folder: Path, job: Job, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "README.md").write_text("# These forms\n\nThey came in May.\n", encoding="utf-8")
    with pytest.raises(ScorerError) as caught:
        run(order(job, tmp_path / "out", forms))
    assert caught.value.code == "E202"
    shutil.copy(sector_folder / "2024" / "00001-2024.html", forms)
    outcome = run(order(job, tmp_path / "out", forms, resume=True))
    assert (outcome.sources, outcome.forms, outcome.errors) == (2, 1, 0)
    assert run(order(job, tmp_path / "named", forms / "README.md", *forms.glob("*.html"))).errors == 1


# Killed ---------------------------------------------------------------------------------------------------------------


def test_killed_at_random_and_resumed_the_tables_are_those_of_an_undisturbed_run(
    undisturbed: Path, sector_folder: Path, settings: Settings, tmp_path: Path
) -> None:
    folder, chance = tmp_path / "out", random.Random(7)
    environment = {
        **os.environ,
        "EVIDENCE_SCORER_MODELS": str(settings.models),
        "EVIDENCE_SCORER_MODEL": settings.model,
    }
    command = [sys.executable, "-c", "from scorer.cli import main; main()", "batch", str(sector_folder)]
    command += ["--output", str(folder), "--jobs", "2", "--resume"]
    for _ in range(2):
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
            seen = _parts(folder)
            deadline = time.monotonic() + 60
            while process.poll() is None and _parts(folder) == seen and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(chance.random() / 5)
            process.send_signal(signal.SIGKILL)
    assert subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 1
    assert json.loads((folder / "run.json").read_text())["sources"]["taken_from_an_earlier_run"] > 0
    assert bytes_of(folder) == bytes_of(undisturbed)


def _parts(folder: Path) -> int:
    return len(list((folder / "parts").glob("*"))) if folder.exists() else 0


# Files that go wrong --------------------------------------------------------------------------------------------------


def test_a_file_that_hangs_fills_the_memory_or_ends_the_worker_is_recorded_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = stubs(tmp_path / "forms", "end.csv", "fail.csv", "fill.csv", "good.csv", "hang.csv")
    stub(monkeypatch, wayward.score_wayward)
    limited = Job(Settings(), seconds=5, memory=500_000_000)
    outcome = run(order(limited, tmp_path / "out", forms))
    codes = {Path(row["source"]).stem: row["code"] for row in rows(tmp_path / "out", "errors")}
    assert codes == {"end": "E603", "fail": "E604", "fill": "E602", "hang": "E601"}
    assert (outcome.forms, outcome.errors) == (1, 4)
    tries = {file.stem: wayward.tries(file) for file in forms.glob("*.csv")}
    assert tries == {"end": 2, "fail": 1, "fill": 1, "good": 1, "hang": 1}
    monkeypatch.setattr(drive.work, "score", wayward.score_well)
    outcome = resumed(tmp_path / "out", forms)
    assert (outcome.forms, outcome.errors) == (5, 0)


def test_a_file_at_work_when_the_processes_of_the_run_end_is_tried_once_more_and_else_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = stubs(tmp_path / "forms", "never.csv", "once.csv", "twice.csv")
    stub(monkeypatch, wayward.score_as_the_machinery_ends, prepare=wayward.prepare_in)
    run(order(STUBBED, tmp_path / "out", forms))
    (error,) = rows(tmp_path / "out", "errors")
    assert (Path(error["source"]).stem, error["code"]) == ("twice", "E603")
    assert {file.stem: wayward.tries(file) for file in forms.glob("*.csv")} == {"never": 1, "once": 2, "twice": 2}
    outcome = resumed(tmp_path / "out", forms)
    assert (outcome.forms, outcome.errors) == (3, 0)


def test_of_files_that_are_scored_together_one_that_hangs_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = stubs(tmp_path / "forms", "before.jsonl", "hang.jsonl", "later.jsonl")
    stub(monkeypatch, wayward.score_wayward)
    outcome = run(order(Job(Settings(), seconds=2, memory=500_000_000), tmp_path / "out", forms))
    (error,) = rows(tmp_path / "out", "errors")
    assert (Path(error["source"]).stem, error["code"], outcome.forms) == ("hang", "E601", 2)


def test_of_ready_cells_one_bad_line_costs_its_form_only(job: Job, tmp_path: Path) -> None:
    lines = [json.dumps({"ref": ref, "code": "2024", "evidence": "x"}) for ref in ("1.2", "1.3", "1.2", "1.3", "1.2")]
    lines[3] = '{"ref": "1.3", "code": "2024"}'
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n")
    outcome = run(order(job, tmp_path / "out", tmp_path / "all.jsonl"))
    (error,) = rows(tmp_path / "out", "errors")
    assert (error["form"], error["code"]) == (2, "E302")
    assert "Line 4" in error["message"]
    assert [row["form"] for row in rows(tmp_path / "out", "forms")] == [1, 3]
    assert outcome.cells == 3


def test_a_model_that_is_missing_ends_the_run(sector_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ScorerError) as caught:
        run(order(Job(Settings(models=tmp_path)), tmp_path / "out", sector_folder))
    assert caught.value.code == "E401"


def test_a_folder_that_cannot_be_written_ends_the_run(sector_folder: Path, job: Job, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ScorerError) as caught:
        run(order(job, tmp_path / "file" / "out", sector_folder))
    assert caught.value.code == "E502"
