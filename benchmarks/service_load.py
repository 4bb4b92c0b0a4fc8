"""What the service adds to the work itself, and what it does at twice the load that it can carry.

    python -m benchmarks.service_load [--seconds 20]

The first part prints the time of a list of 72 cells in process (``api.work.score_cells`` with its JSON) and through
the service, in turns, so that a busy machine troubles both alike, and the processor time of each. The second sends
requests of mixed sizes at twice the measured capacity and compares every accepted answer, byte for byte, with the one
that was given at rest. It ends with status 1 where an answer was wrong or was neither an answer nor a 503 that says
when to come back, or where the service adds more than 30 per cent.
"""

from __future__ import annotations

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import argparse
import http.client
import json
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from api import work
from benchmarks.service import running
from scorer.pipeline import Scorer

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LINES = [
    json.loads(line) for line in (EXAMPLES / "2024-harrowgate-homes.jsonl").read_text(encoding="utf-8").splitlines()
]


def body(count: int) -> bytes:
    """A list of so many cells."""
    return json.dumps({"cells": [LINES[number % len(LINES)] for number in range(count)]}).encode()


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of request in the mix: its path, its body and its type, and how many of ten requests are of it."""

    name: str
    path: str
    body: bytes
    type: str
    share: int


SORTS = (
    Sort("1 cell", "/v1/cells", body(1), "application/json", 4),
    Sort("72 cells", "/v1/cells", body(72), "application/json", 3),
    Sort("500 cells", "/v1/cells", body(500), "application/json", 1),
    Sort("a Word form", "/v1/forms", (EXAMPLES / "2024-harrowgate-homes.docx").read_bytes(), "application/docx", 1),
    Sort("an Excel form", "/v1/forms", (EXAMPLES / "2024-harrowgate-homes.xlsx").read_bytes(), "application/xlsx", 1),
)


class Client:
    """A connection that is kept open."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=300)

    def post(self, sort: Sort) -> tuple[int, bytes, str]:
        """Status, body and Retry-After of an answer."""
        self._connection.request("POST", sort.path, sort.body, {"Content-Type": sort.type})
        answer = self._connection.getresponse()
        return answer.status, answer.read(), answer.headers.get("Retry-After", "")


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def at(seconds: Sequence[float], share: float) -> float:
    """A quantile, in milliseconds."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))] * 1000


def processor(pid: int) -> float:
    """Seconds of processor time that a service has used: the listening process and its workers."""
    process = psutil.Process(pid)
    return sum(sum(each.cpu_times()[:2]) for each in (process, *process.children()))


def added(rounds: int) -> bool:
    """Print what the service adds to 72 cells; true where it is at most 30 per cent of the processor time."""
    scorer = Scorer.load()
    sort = SORTS[1]

    def in_process() -> object:
        return work.score_cells(scorer, sort.body, 10_000)

    with running(workers=1) as (url, pid):
        client = Client(url)
        for _ in range(10):
            in_process()
            client.post(sort)
        inside, through = [], []
        worked, before = 0.0, processor(pid)
        for _ in range(rounds):
            begun = time.process_time()
            inside.append(timed(in_process))
            worked += time.process_time() - begun
            through.append(timed(lambda: client.post(sort)))
        served_for = processor(pid) - before
        print(f"72 cells as JSON, {rounds} times in turns       in process    through the service")
        for name, share in (("median", 0.5), ("p95", 0.95)):
            one, other = at(inside, share), at(through, share)
            print(f"  {name:8s}                            {one:8.1f} ms {other:14.1f} ms   {other / one - 1:+.0%}")
        one, other = worked / rounds * 1000, served_for / rounds * 1000
        print(f"  processor time, which no neighbour changes {one:5.1f} ms {other:14.1f} ms   {other / one - 1:+.0%}")
        block = 40
        alone, served = [], []
        for _ in range(3):
            alone.append(block / timed(lambda: [in_process() for _ in range(block)]))
            served.append(block / timed(lambda: _from_two(url, sort, block)))
        one, other = max(alone), max(served)
        print(f"  requests a second on one core          {one:8.1f}    {other:14.1f}      {other / one - 1:+.0%}")
    return served_for <= 1.3 * worked


def _from_two(url: str, sort: Sort, count: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: [Client(url).post(sort)[0] for _ in range(count // 2)], range(2)))


def overload(seconds: float) -> bool:
    """Print what became of requests at twice the capacity; true where each was answered rightly or told to wait."""
    mix = [sort for sort in SORTS for _ in range(sort.share)]
    # Neighbours differ, as those of many clients do; the order is always the same.
    mix = [mix[number * 7 % len(mix)] for number in range(len(mix))]
    with running(workers=2) as (url, _):
        right = {sort.name: Client(url).post(sort)[1] for sort in SORTS}
        begun = time.perf_counter()
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda sort: Client(url).post(sort)[0], mix * 2))
        capacity = 2 * len(mix) / (time.perf_counter() - begun)
        outcomes: Counter[str] = Counter()
        times: list[float] = []
        lock = threading.Lock()

        def one(number: int, due: float) -> None:
            sort = mix[number % len(mix)]
            time.sleep(max(0.0, due - time.perf_counter()))
            sent = time.perf_counter()
            status, answer, later = Client(url).post(sort)
            taken = time.perf_counter() - sent
            with lock:
                if status == 200:
                    outcomes["answered rightly" if answer == right[sort.name] else "WRONG"] += 1
                    times.append(taken)
                elif status == 503 and later.isdigit():
                    outcomes["told to come back (503, Retry-After)"] += 1
                else:
                    outcomes[f"UNEXPECTED {status}"] += 1

        count = int(2 * capacity * seconds)
        begun = time.perf_counter()
        with ThreadPoolExecutor(64) as threads:
            futures = [threads.submit(one, number, begun + number / (2 * capacity)) for number in range(count)]
            for future in futures:
                future.result()
        took = time.perf_counter() - begun
    print(f"capacity of the mix {capacity:.1f} requests a second; {count} sent at twice that, over {took:.0f} s")
    for name, number in outcomes.most_common():
        print(f"  {name:40s} {number:6d}")
    print(f"  answered a second {outcomes['answered rightly'] / took:.1f}", end="; ")
    print(f"median {statistics.median(times):.2f} s, p95 {at(times, 0.95) / 1000:.2f} s")
    return not [name for name in outcomes if name.isupper() or name.startswith("UNEXPECTED")]


def main() -> None:
    """Print both parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=60)
    given = parser.parse_args()
    good = [added(given.rounds)] if given.rounds else []
    good += [overload(given.seconds)] if given.seconds else []
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
