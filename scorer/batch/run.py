"""A batch from paths to tables in a folder, which may be killed at any moment and taken up again.

The folder holds ``parts/<key>/`` with the tables of each part, made under another name and renamed when complete; then
the merged tables; and last ``run.json``. Where that stands, the tables beside it are whole and belong together.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from scorer.batch import drive, tables, work
from scorer.batch.plan import LAYOUT, Job, Part, parts
from scorer.batch.sources import find
from scorer.errors import ScorerError

RUN = "run.json"
PARTS = "parts"
_MAKING = ".making"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, and with how much. ``cluster`` is the address of a Dask scheduler, "" for this machine."""

    paths: tuple[Path, ...]
    output: Path
    job: Job
    suffixes: tuple[str, ...]
    jobs: int = 1
    cluster: str = ""
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: sources, of these how many are done, and what came of them."""

    sources: int
    done: int = 0
    cells: int = 0
    forms: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: ``taken`` sources were there from an earlier run; ``seconds`` is all that it took."""

    sources: int
    taken: int
    cells: int
    forms: int
    errors: int
    seconds: float


@dataclass(slots=True)
class _Tally:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(tables.TABLES, 0))
    done: int = 0

    def add(self, part: Part, counts: dict[str, int]) -> None:
        self.done += len(part.sources)
        for name, count in counts.items():
            self.counts[name] += count


def run(order: Order, tell: Callable[[Progress], None] = lambda progress: None) -> Outcome:
    """Score everything and write the tables; ``tell`` hears of each part that is done.

    Raises ScorerError E202 without anything to score, E4xx, E502, and E531 to E536; what is wrong with a file is a row
    of the errors.
    """
    begun = time.perf_counter()
    try:
        return _run(order, tell, begun)
    except OSError as error:
        raise ScorerError("E502", path=order.output, reason=error.strerror or type(error).__name__) from error


def _run(order: Order, tell: Callable[[Progress], None], begun: float) -> Outcome:
    folder = _folder(order)
    client = drive.connect(order.cluster) if order.cluster else None
    try:
        with drive.pool_of(order.job, 1 if client else order.jobs) as pool:
            # The workers make themselves ready while the files are looked at.
            sources = find(order.paths, order.suffixes, order.job.settings.max_bytes)
            facts = pool.run(work.facts)
            plan = parts(sources, order.job, facts)
            tally = _Tally()
            missing = [part for part in plan if not _taken(part, folder, tally)]
            taken = tally.done
            tell(_progress(len(sources), tally))
            (folder / RUN).unlink(missing_ok=True)
            made = (
                drive.on_cluster(missing, order.job, client, facts)
                if client
                else drive.on_this_machine(missing, order.job, pool, order.jobs)
            )
            with closing(made):
                for part in made:
                    _keep(part, folder)
                    tally.add(part.part, part.counts)
                    tell(_progress(len(sources), tally))
    finally:
        if client:
            client.close()
    scored = time.perf_counter() - begun
    digests = _merged(plan, folder)
    outcome = Outcome(
        sources=len(sources),
        taken=taken,
        cells=tally.counts["cells"],
        forms=tally.counts["forms"],
        errors=tally.counts["errors"],
        seconds=time.perf_counter() - begun,
    )
    document = {
        "schema": 1,
        "layout": LAYOUT,
        "scorer": facts,
        "with_text": order.job.with_text,
        "limits": {"seconds": order.job.seconds, "memory": order.job.memory},
        "tables": {name: {"rows": tally.counts[name], "sha256": digests[name]} for name in tables.TABLES},
        "sources": {"all": outcome.sources, "taken_from_an_earlier_run": outcome.taken},
        "parts": {"all": len(plan), "scored": len(missing)},
        "timings": {"scoring_seconds": round(scored, 3), "all_seconds": round(outcome.seconds, 3)},
        "run_on": {"cluster": bool(order.cluster), "jobs": order.jobs},
    }
    _write(folder / RUN, (json.dumps(document, indent=2) + "\n").encode())
    _sweep(plan, folder)
    return outcome


def _progress(sources: int, tally: _Tally) -> Progress:
    return Progress(sources, tally.done, tally.counts["cells"], tally.counts["forms"], tally.counts["errors"])


def _folder(order: Order) -> Path:
    folder = order.output
    if not order.resume and ((folder / PARTS).exists() or (folder / RUN).exists()):
        raise ScorerError("E531", path=folder)
    (folder / PARTS).mkdir(parents=True, exist_ok=True)
    return folder


def _taken(part: Part, folder: Path, tally: _Tally) -> bool:
    """True where the part is there from an earlier run. One that came to a limit of time or memory is made again."""
    place = folder / PARTS / part.key
    if not place.is_dir():
        return False
    try:
        codes = pq.read_table(place / "errors.parquet", columns=["code"])["code"].to_pylist()
        counts = {name: pq.read_metadata(place / f"{name}.parquet").num_rows for name in tables.TABLES}
    except (OSError, ValueError):  # the disk was full, or somebody was here
        return False
    if any(code.startswith("E6") for code in codes):
        return False
    tally.add(part, counts)
    return True


def _keep(made: drive.Made, folder: Path) -> None:
    place = folder / PARTS / made.part.key
    making = place.with_name(place.name + _MAKING)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for name, data in made.files.items():
        _write(making / f"{name}.parquet", data)
    shutil.rmtree(place, ignore_errors=True)
    making.rename(place)


def _write(path: Path, data: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(data)
    tables.keep(partial, path)


def _merged(plan: Sequence[Part], folder: Path) -> dict[str, str]:
    """Merge the parts in the order of the plan; returns the hash of each table's file."""
    digests = {}
    for name in tables.TABLES:
        path = folder / f"{name}.parquet"
        tables.merge(name, (folder / PARTS / part.key / path.name for part in plan), path)
        with path.open("rb") as file:
            digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def _sweep(plan: Sequence[Part], folder: Path) -> None:
    """Remove the parts of earlier plans."""
    wanted = {part.key for part in plan}
    for entry in (folder / PARTS).iterdir():
        if entry.name not in wanted:
            shutil.rmtree(entry, ignore_errors=True)


def finished(folder: Path) -> dict[str, Any]:
    """The ``run.json`` of a finished batch. Raises ScorerError E532 where there is none, or tables are not its own."""
    try:
        document: dict[str, Any] = json.loads((folder / RUN).read_text(encoding="utf-8"))
        rows = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in tables.TABLES}
    except (OSError, ValueError):
        raise ScorerError("E532", path=folder) from None
    if {name: document["tables"][name]["rows"] for name in tables.TABLES} != rows:
        raise ScorerError("E532", path=folder)
    return document


def exported(folder: Path, kind: str, lines: Callable[[Sequence[str], Iterator[tables.Row]], Iterator[str]]) -> None:
    """Write every table a second time as text files with the ending ``kind``; ``lines`` makes columns and rows to
    text."""
    for name in tables.TABLES:
        path = folder / f"{name}.{kind}"
        partial = path.with_name(path.name + ".part")
        with partial.open("w", encoding="utf-8", newline="") as file:
            columns = [column.name for column in tables.COLUMNS[name]]
            file.writelines(lines(columns, tables.rows_of(folder / f"{name}.parquet")))
        tables.keep(partial, path)
