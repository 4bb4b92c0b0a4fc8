"""A batch on a Dask cluster on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.batch.plan import Job
from scorer.batch.run import Order, run
from scorer.batch.tables import TABLES
from scorer.errors import ScorerError
from scorer.settings import Settings

from .conftest import SUFFIXES

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
