"""A batch on a Dask cluster on this machine."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from scorer.batch import drive
from scorer.batch.plan import Job
from scorer.batch.run import Order, run
from scorer.batch.tables import TABLES
from scorer.errors import ScorerError
from scorer.settings import Settings

from . import wayward
from .conftest import ROOT, SUFFIXES

distributed = pytest.importorskip("distributed")

from scorer.batch import cluster  # noqa: E402 – it needs distributed


@pytest.mark.filterwarnings("ignore")  # of the library's own
def test_a_cluster_of_two_workers_makes_the_same_bytes_as_this_machine(
    sector_folder: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_SCORER_MODELS", str(settings.models))
    job = Job(settings)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None, host="127.0.0.1"
    ) as there:
        run(Order((sector_folder,), tmp_path / "there", job, SUFFIXES, cluster=there.scheduler_address))
    run(Order((sector_folder,), tmp_path / "here", job, SUFFIXES))
    for name in TABLES:
        file = f"{name}.parquet"
        assert (tmp_path / "there" / file).read_bytes() == (tmp_path / "here" / file).read_bytes()


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER_WITHIN", 0.5)
    for address in ("tcp://127.0.0.1:9", "no address"):
        with pytest.raises(ScorerError) as caught:
            cluster.connect(address)
        assert caught.value.code == "E534"


@pytest.mark.filterwarnings("ignore")  # of the library's own
def test_a_machine_of_another_version_ends_the_run_and_no_process_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, function in (
        ("prepare", wayward.prepare),
        ("facts", wayward.facts),
        ("score", wayward.score_as_another),
    ):
        monkeypatch.setattr(drive.work, name, function)
    (tmp_path / "a.csv").write_text("x")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None, host="127.0.0.1"
    ) as there:
        with pytest.raises(ScorerError) as caught:
            run(Order((tmp_path,), tmp_path / "out", Job(Settings()), SUFFIXES, cluster=there.scheduler_address))
        assert caught.value.code == "E535"
        deadline = time.monotonic() + 60
        while _workers() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not _workers()


@pytest.mark.filterwarnings("ignore")  # of the library's own
def test_a_run_whose_client_was_killed_is_taken_up_again(
    sector_folder: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE_SCORER_MODELS", str(settings.models))
    monkeypatch.setenv("EVIDENCE_SCORER_MODEL", settings.model)
    forms, out = str(sector_folder), tmp_path / "there"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None, host="127.0.0.1"
    ) as there:
        command = [sys.executable, "-c", "from scorer.cli import main; main()", "batch", forms, "--output", str(out)]
        command += ["--resume", "--cluster", there.scheduler_address]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as client:
            deadline = time.monotonic() + 120
            while client.poll() is None and not _done(out) and time.monotonic() < deadline:
                time.sleep(0.01)
            assert _workers()
            client.kill()
        while _workers() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not _workers()
        assert not (out / "run.json").exists()
        outcome = run(
            Order((sector_folder,), out, Job(settings), SUFFIXES, cluster=there.scheduler_address, resume=True)
        )
    assert outcome.taken > 0
    run(Order((sector_folder,), tmp_path / "here", Job(settings), SUFFIXES))
    for name in TABLES:
        file = f"{name}.parquet"
        assert (out / file).read_bytes() == (tmp_path / "here" / file).read_bytes()


def _done(output: Path) -> int:
    """How many parts are there as a whole."""
    return sum(not part.name.endswith(".making") for part in (output / "parts").glob("*"))


def _workers() -> list[psutil.Process]:
    """The processes of isolation that this one has started."""
    return [child for child in psutil.Process().children() if any("scorer.isolation" in part for part in _call(child))]


def _call(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
