"""What a batch takes, beside yardsticks measured in the same run, because machines differ and are shared.

    python benchmarks/batch.py cells [--forms 2500]       ready cells, one process: seconds, and times the yardstick
    python benchmarks/batch.py documents [--forms 120]    documents: the time beyond what the parser libraries take
    python benchmarks/batch.py processes [--forms 400]    two processes against one, in turn
    python benchmarks/batch.py memory [--forms 2000]      the most memory of the driver and of a worker, by forms
    python benchmarks/batch.py same [--forms 60]          one process, two, a Dask cluster of two: the same bytes?
    python benchmarks/batch.py killed [--forms 200]       killed ten times at random and resumed: the same bytes?
    python benchmarks/batch.py curve --sizes 100,1000     seconds by the number of forms

Forms are those of ``simulate_sector.py``, written below --work (by default a temporary folder).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.etree
import lxml.html
import psutil
import spacy
from pdfminer.high_level import extract_pages
from simulate_sector import MIX, write

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("cells", "forms", "errors")
BATCH = [sys.executable, "-c", "from scorer.cli import main; main()", "batch"]
SINGLE = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def batch(forms: Path, output: Path, *options: str) -> dict[str, float]:
    """Run a batch anew; its timings, and the processor seconds ("cpu") of its driver and workers together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    shutil.rmtree(output, ignore_errors=True)
    command = [*BATCH, str(forms), "--output", str(output), *options]
    subprocess.run(command, cwd=ROOT, env=SINGLE, check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    timings: dict[str, float] = json.loads((output / "run.json").read_text())["timings"]
    return {**timings, "cpu": after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime}


def rows(output: Path) -> int:
    """How many cells a batch scored."""
    count: int = json.loads((output / "run.json").read_text())["tables"]["cells"]["rows"]
    return count


def digest(output: Path) -> str:
    """One hash over the tables of a batch."""
    return hashlib.sha256(b"".join((output / f"{name}.parquet").read_bytes() for name in TABLES)).hexdigest()[:16]


def yardstick(count: int = 5_000) -> float:
    """Processor seconds a cell that ``spacy.blank("en")`` takes to tokenise cells of the simulated sector."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write(Path(folder, "forms"), count // 72 + 1, ("jsonl",))
        records = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [f"{record['evidence']}\n{record['commentary']}" for record in records]
    blank = spacy.blank("en")
    best = min(_timed(lambda: list(blank.pipe(texts))) for _ in range(3))
    return best / len(texts)


def _timed(work: Callable[[], object]) -> float:
    """Processor seconds: on a shared machine the clock on the wall measures the others."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def cells(work: Path, forms: int) -> None:
    """Ready cells through one process."""
    before = yardstick()
    write(work / "forms", forms, ("jsonl",))
    taken = batch(work / "forms", work / "out", "--jobs", "1")
    seconds = taken["cpu"]
    each, unit = seconds / rows(work / "out"), (before + yardstick()) / 2
    print(f"{rows(work / 'out'):,} cells: {seconds:.1f} processor seconds, start and all, {each * 1e6:.0f} us a cell")
    print(f"by the clock {taken['all_seconds']:.1f} s")
    print(f"yardstick: {1 / unit:,.0f} cells a second, {unit * 1e6:.0f} us a cell; ratio {each / unit:.1f}")
    print(f"180,000 cells where the yardstick does 18,000 a second: {180_000 / 18_000 * each / unit:.0f} s")


def documents(work: Path, forms: int) -> None:
    """Documents through one process, beside the parser libraries on the same files."""
    paths = write(work / "forms", forms, MIX)
    library = sum(_timed(lambda path=path: _parse(path)) for path in paths)
    timings = batch(work / "forms", work / "out", "--jobs", "1")
    again = sum(_timed(lambda path=path: _parse(path)) for path in paths)
    usual = (library + again) / 2
    beyond = timings["cpu"] / usual - 1
    print(f"{forms} documents, {rows(work / 'out'):,} cells: {timings['cpu']:.1f} processor seconds, start and all")
    print(f"the parser libraries alone: {library:.1f} s before, {again:.1f} s after; beyond them {beyond:.0%}")


def _parse(path: Path) -> object:
    """What the library of a format does with a file when nobody asks anything of it."""
    data = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return list(extract_pages(io.BytesIO(data)))
        case ".docx" | ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return [lxml.etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")]
        case ".html":
            return lxml.html.document_fromstring(data)
        case ".csv":
            return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        case ".jsonl":
            return [json.loads(line) for line in data.splitlines()]
        case _:
            return data.decode()


def processes(work: Path, forms: int) -> None:
    """Two processes against one, in turn, so that whoever shares the machine hits both alike."""
    write(work / "forms", forms, ("jsonl",))
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(3):
        for jobs, taken in times.items():
            taken.append(batch(work / "forms", work / "out", "--jobs", jobs)["all_seconds"])
    one, two = min(times["1"]), min(times["2"])
    print(f"{forms} forms: one process {one:.1f} s, two {two:.1f} s, best of three each: {one / two:.2f} times")
    print("all rounds:", {jobs: [round(value, 1) for value in taken] for jobs, taken in times.items()})


def memory(work: Path, forms: int) -> None:
    """The most memory of the driver and of its worker."""
    for count in (forms // 10, forms):
        write(work / f"forms-{count}", count, ("jsonl",))
        shutil.rmtree(work / "out", ignore_errors=True)
        command = [*BATCH, str(work / f"forms-{count}"), "--output", str(work / "out"), "--jobs", "1"]
        driver = worker = 0
        with subprocess.Popen(command, cwd=ROOT, env=SINGLE, stdout=subprocess.DEVNULL) as process:
            seen = psutil.Process(process.pid)
            while process.poll() is None:
                try:
                    driver = max(driver, seen.memory_info().rss)
                    worker = max([worker, *(child.memory_info().rss for child in seen.children())])
                except psutil.Error:
                    continue
                time.sleep(0.05)
        print(f"{count:,} forms: driver {driver / 1e6:.0f} MB, worker {worker / 1e6:.0f} MB at most")


def same(work: Path, forms: int) -> None:
    """The bytes of the tables, however they were made."""
    write(work / "forms", forms, tuple(kind for kind in MIX if kind != "pdf"))
    found = {}
    for jobs in ("1", "2"):
        batch(work / "forms", work / "out", "--jobs", jobs)
        found[f"{jobs} process(es)"] = digest(work / "out")
    with cluster() as address:
        batch(work / "forms", work / "out", "--cluster", address)
        found["Dask, two workers"] = digest(work / "out")
    for name, value in found.items():
        print(f"{name:20s} {value}")
    print("the same bytes:", len(set(found.values())) == 1)


@contextmanager
def cluster() -> Iterator[str]:
    """A scheduler and two workers on this machine, as an administrator starts them; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--nworkers", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT, "env": SINGLE}
    started = [
        subprocess.Popen([*dask, "--no-dashboard"], **quiet),
        subprocess.Popen([*work, "--no-dashboard", "--host", "127.0.0.1"], **quiet),
    ]
    try:
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def killed(work: Path, forms: int) -> None:
    """Killed ten times at random and resumed."""
    write(work / "forms", forms, ("jsonl",))
    batch(work / "forms", work / "whole", "--jobs", "2")
    shutil.rmtree(work / "out", ignore_errors=True)
    command = [*BATCH, str(work / "forms"), "--output", str(work / "out"), "--jobs", "2", "--resume"]
    chance = random.Random(1)
    for _ in range(10):
        with subprocess.Popen(command, cwd=ROOT, env=SINGLE, stdout=subprocess.DEVNULL) as process:
            time.sleep(5 + 6 * chance.random())
            process.send_signal(signal.SIGKILL)
        print(f"killed with {len(list((work / 'out' / 'parts').glob('*')))} parts there")
    subprocess.run(command, cwd=ROOT, env=SINGLE, check=False, stdout=subprocess.DEVNULL)
    print("the tables equal an undisturbed run's:", digest(work / "out") == digest(work / "whole"))


def curve(work: Path, sizes: list[int]) -> None:
    """Seconds by the number of forms."""
    for size in sizes:
        write(work / f"forms-{size}", size, ("jsonl",))
        seconds = batch(work / f"forms-{size}", work / "out")["all_seconds"]
        print(
            f"{size:6,d} forms, {rows(work / 'out'):9,d} cells: {seconds:7.1f} s, {seconds / size * 1e3:6.1f} ms a form"
        )


def main() -> None:
    """Print the figures of one question."""
    questions: dict[str, tuple[Callable[[Path, int], None], int]] = {
        "cells": (cells, 2500),
        "documents": (documents, 120),
        "processes": (processes, 400),
        "memory": (memory, 2000),
        "same": (same, 60),
        "killed": (killed, 200),
    }
    parser = argparse.ArgumentParser(description="What a batch takes, beside yardsticks.")
    parser.add_argument("question", choices=[*questions, "curve"])
    parser.add_argument("--forms", type=int)
    parser.add_argument("--sizes", default="100,300,1000,3000,10000")
    parser.add_argument("--work", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = arguments.work or Path(folder)
        if arguments.question == "curve":
            curve(work, [int(size) for size in arguments.sizes.split(",")])
        else:
            ask, usual = questions[arguments.question]
            ask(work, arguments.forms or usual)


if __name__ == "__main__":
    main()
