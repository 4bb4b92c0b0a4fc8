"""What a batch takes, beside yardsticks measured in the same run, because machines differ and are shared.

    python benchmarks/batch.py                            every question below in turn, at its usual size
    python benchmarks/batch.py --only cells               ready cells: a cell in yardsticks, 180,000 in seconds
    python benchmarks/batch.py --only documents           documents: the time beyond what the parser libraries take
    python benchmarks/batch.py --only processes           two processes against one, in turn
    python benchmarks/batch.py --only memory              the most memory at 250 and 2,500 forms
    python benchmarks/batch.py --only same                one process, two, a Dask cluster of two: the same bytes?
    python benchmarks/batch.py --only killed              killed ten times at random and resumed: the same bytes?
    python benchmarks/batch.py --only curve               seconds by the number of forms, 100 to 10,000

What it takes to start (the libraries, the model, the first file) is measured by a batch of one form and told apart, for
it is the same however many forms there are. The yardstick is ``spacy.blank("en")`` tokenising cells of the same forms,
before and after.
``--only`` may name several, with commas between. ``--scale 0.1`` takes a tenth of the forms, to see that it works;
``--seed`` draws other forms. Forms are those of ``simulate_sector.py``, written below --work (by default a temporary
folder).

What counts as the parser's time (``documents``): from the bytes of a file to what its library gives before anybody
asks: for PDF the pages of pdfminer with their layout, for Word and Excel the parts of the package as lxml trees, for
HTML the lxml document, for CSV its rows, for JSON its objects. All else is beyond it: the search for tables, the form,
the scores, and the tables of the batch. What the same forms take as ready cells is printed beside it.
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
from collections import defaultdict
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
KILLS = 10
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


def start(work: Path, seed: int, *options: str) -> dict[str, float]:
    """What a batch of one form takes: near enough what every batch takes before it has scored anything."""
    write(work / "one", 1, ("jsonl",), seed)
    return batch(work / "one", work / "out", *options)


def cells(work: Path, forms: int, seed: int) -> None:
    """Ready cells through one process."""
    before = yardstick()
    write(work / "forms", forms, ("jsonl",), seed)
    fixed = start(work, seed, "--jobs", "1")["cpu"]
    taken = batch(work / "forms", work / "out", "--jobs", "1")
    count = rows(work / "out")
    each, unit = (taken["cpu"] - fixed) / count, (before + yardstick()) / 2
    ratio = each / unit
    print(f"{count:,} cells: {taken['cpu']:.1f} processor seconds, {taken['all_seconds']:.1f} s by the clock")
    print(f"of which to start: {fixed:.1f} processor seconds; the rest is {each * 1e6:.0f} us a cell")
    print(f"yardstick: {1 / unit:,.0f} cells a second, {unit * 1e6:.1f} us a cell; a cell takes {ratio:.1f} yardsticks")
    print(f"180,000 cells here: {180_000 * each:.0f} s a core; where the yardstick does 18,000 a second:", end=" ")
    print(f"{180_000 * ratio / 18_000:.0f} s; and the start")


def documents(work: Path, forms: int, seed: int) -> None:
    """Documents through one process, beside the parser libraries on the same files."""
    paths = write(work / "forms", forms, MIX, seed)
    write(work / "ready", forms, ("jsonl",), seed)
    fixed = start(work, seed, "--jobs", "1")["cpu"]
    before = _by_kind(paths)
    taken = batch(work / "forms", work / "out", "--jobs", "1")["cpu"] - fixed
    after = _by_kind(paths)
    count = rows(work / "out")
    scored = batch(work / "ready", work / "out", "--jobs", "1")["cpu"] - fixed
    library, again = sum(before.values()), sum(after.values())
    usual = (library + again) / 2
    print(f"{forms} documents, {count:,} cells: {taken:.1f} processor seconds, and {fixed:.1f} to start")
    print(f"the parser libraries alone: {library:.1f} s before, {again:.1f} s after")
    print("of which:", ", ".join(f"{kind} {(before[kind] + after[kind]) / 2:.1f} s" for kind in sorted(before)))
    print(f"beyond them {taken / usual - 1:.0%}, and with the start {(taken + fixed) / usual - 1:.0%}")
    print(f"the same forms as ready cells: {scored:.1f} s; beyond the parsers and that {taken - usual - scored:+.1f} s")


def _by_kind(paths: list[Path]) -> dict[str, float]:
    """Processor seconds of the parser libraries by format."""
    taken: dict[str, float] = defaultdict(float)
    for path in paths:
        taken[path.suffix[1:]] += _timed(lambda path=path: _parse(path))
    return taken


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


def processes(work: Path, forms: int, seed: int) -> None:
    """Two processes against one, in turn, so that whoever shares the machine hits both alike."""
    write(work / "forms", forms, ("jsonl",), seed)
    fixed = {jobs: start(work, seed, "--jobs", jobs)["all_seconds"] for jobs in ("1", "2")}
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(3):
        for jobs, taken in times.items():
            taken.append(batch(work / "forms", work / "out", "--jobs", jobs)["all_seconds"])
    one, two = min(times["1"]), min(times["2"])
    print(f"{forms} forms: one process {one:.1f} s, two {two:.1f} s, best of three each: {one / two:.2f} times")
    print(f"without the start ({fixed['1']:.1f} and {fixed['2']:.1f} s):", end=" ")
    print(f"{(one - fixed['1']) / (two - fixed['2']):.2f} times")
    print("all rounds:", {jobs: [round(value, 1) for value in taken] for jobs, taken in times.items()})


def memory(work: Path, forms: int, seed: int) -> None:
    """The most memory of the driver and of its worker, at a tenth of the forms and at all."""
    for count in (max(forms // 10, 1), forms):
        write(work / f"forms-{count}", count, ("jsonl",), seed)
        shutil.rmtree(work / "out", ignore_errors=True)
        command = [*BATCH, str(work / f"forms-{count}"), "--output", str(work / "out"), "--jobs", "1"]
        driver = worker = 0
        with subprocess.Popen(command, cwd=ROOT, env=SINGLE, stdout=subprocess.DEVNULL) as process:
            seen = psutil.Process(process.pid)
            while process.poll() is None:
                try:
                    driver = max(driver, seen.memory_info().rss)
                    worker = max([worker, *(child.memory_info().rss for child in seen.children(recursive=True))])
                except psutil.Error:
                    continue
                time.sleep(0.05)
        print(f"{count:,} forms: driver {driver / 1e6:.0f} MB, worker {worker / 1e6:.0f} MB at most")


def same(work: Path, forms: int, seed: int) -> None:
    """The bytes of the tables, however they were made."""
    write(work / "forms", forms, tuple(kind for kind in MIX if kind != "pdf"), seed)
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


def killed(work: Path, forms: int, seed: int) -> None:
    """Killed ten times at random and resumed: once so and so many of the parts that are left are done."""
    write(work / "forms", forms, ("jsonl",), seed)
    batch(work / "forms", work / "whole", "--jobs", "2")
    shutil.rmtree(work / "out", ignore_errors=True)
    command = [*BATCH, str(work / "forms"), "--output", str(work / "out"), "--jobs", "2", "--resume"]
    whole = len(list((work / "whole" / "parts").iterdir()))
    chance = random.Random(seed)
    for number in range(KILLS):
        # Somewhere on the way to its share of the parts, at a moment that no part has chosen.
        enough = whole * (number + 1) // (KILLS + 1)
        with subprocess.Popen(command, cwd=ROOT, env=SINGLE, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and _done(work / "out") < enough:
                time.sleep(0.02)
            time.sleep(chance.random() / 2)
            process.send_signal(signal.SIGKILL)
        print(f"killed with {_done(work / 'out')} of {whole} parts there", flush=True)
    subprocess.run(command, cwd=ROOT, env=SINGLE, check=False, stdout=subprocess.DEVNULL)
    print("the tables equal an undisturbed run's:", digest(work / "out") == digest(work / "whole"))


def _done(output: Path) -> int:
    return sum(not path.name.endswith(".making") for path in (output / "parts").glob("*"))


def curve(work: Path, forms: int, seed: int) -> None:
    """Seconds by the number of forms, up to ``forms``; all the processes that the machine has room for."""
    before = start(work, seed) | {"size": 1}
    print(f"one form: {before['all_seconds']:.1f} s, {before['cpu']:.1f} of a processor: the start")
    for size in sorted({max(2, forms // share) for share in (100, 30, 10, 3, 1)}):
        write(work / f"forms-{size}", size, ("jsonl",), seed)
        taken = batch(work / f"forms-{size}", work / "out") | {"size": size}
        shutil.rmtree(work / f"forms-{size}")
        more = {key: (taken[key] - before[key]) / (size - before["size"]) for key in taken}
        print(
            f"{size:6,d} forms, {rows(work / 'out'):9,d} cells: {taken['all_seconds']:7.1f} s; each form more "
            f"{more['all_seconds'] * 1e3:6.1f} ms, {more['cpu'] * 1e3:6.1f} of a processor",
            flush=True,
        )
        before = taken


QUESTIONS: dict[str, tuple[Callable[[Path, int, int], None], int]] = {
    "cells": (cells, 2_500),
    "documents": (documents, 120),
    "processes": (processes, 600),
    "memory": (memory, 2_500),
    "same": (same, 60),
    "killed": (killed, 500),
    "curve": (curve, 10_000),
}
"""What can be asked, and of how many forms."""


def main() -> None:
    """Print the figures of the questions."""
    parser = argparse.ArgumentParser(description="What a batch takes, beside yardsticks.")
    parser.add_argument("--only", default=",".join(QUESTIONS), help="questions, with commas between")
    parser.add_argument("--scale", type=float, default=1.0, help="times the usual number of forms")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path)
    arguments = parser.parse_args()
    asked = arguments.only.split(",")
    if unknown := set(asked) - QUESTIONS.keys():
        parser.error(f"no such question: {', '.join(sorted(unknown))}")
    for name in asked:
        ask, usual = QUESTIONS[name]
        with tempfile.TemporaryDirectory(dir=arguments.work) as folder:
            print(f"## {name}", flush=True)
            ask(Path(folder), max(1, round(usual * arguments.scale)), arguments.seed)


if __name__ == "__main__":
    main()
