"""Uploads made to hurt, by the thousand, against a service on loopback; then schemathesis over its whole document.

    python -m benchmarks.service_fuzz [--count 2000] [--seed 1]

It ends with status 1 where an answer was a server error, an answer took longer than the service allows, the listening
process grew with the number of requests, or schemathesis found a fault.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import psutil

from benchmarks.service import running
from tests.api.hostile import crafted, mutated

_WORK_SECONDS = 20
_SLACK_SECONDS = 60
"""What reading the body, waiting behind others and starting a worker anew may add on a busy machine."""

_MOST_GROWTH = 10_000_000
_ROUNDS = 5
"""How often the crafted files are sent: what grows with each of them would be a leak."""


def main() -> None:
    """Print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contract", type=int, default=50, help="examples an operation for schemathesis; 0: without")
    given = parser.parse_args()
    faults = []
    with running(work_seconds=_WORK_SECONDS, places=16) as (url, pid):
        parent = psutil.Process(pid)
        statuses: Counter[str] = Counter()
        longest = 0.0

        def post(upload: tuple[str, bytes]) -> tuple[str, int, str, float]:
            begun = time.perf_counter()
            kind, data = upload
            answer = httpx.post(f"{url}/v1/forms", files={"file": (f"form.{kind}", data)}, timeout=600)
            code = "" if answer.status_code == 200 else answer.json()["code"]
            return kind, answer.status_code, code, time.perf_counter() - begun

        def send(uploads: list[tuple[str, bytes]]) -> None:
            nonlocal longest
            with ThreadPoolExecutor(2) as threads:
                for kind, status, code, seconds in threads.map(post, uploads):
                    statuses[f"{status} {code}".strip()] += 1
                    longest = max(longest, seconds)
                    if status >= 500 or seconds > _WORK_SECONDS + _SLACK_SECONDS:
                        faults.append(f"{kind}: {status} {code} after {seconds:.1f} s")

        files = list(mutated(given.count, given.seed))
        send(files[: given.count // 4])
        first = parent.memory_info().rss
        send(files[given.count // 4 :])
        grown = parent.memory_info().rss - first
        print(f"{given.count} mutated files of {len({kind for kind, _ in files})} formats")
        print(f"{len(crafted())} crafted files, {_ROUNDS} times")
        held = []
        for _ in range(_ROUNDS):
            send(list(crafted().items()))
            held.append(parent.memory_info().rss)
        for status, count in sorted(statuses.items()):
            print(f"  {status:12s} {count:6d}")
        print(f"longest answer {longest:.1f} s, at a limit of {_WORK_SECONDS} s of work")
        print(f"the listening process: {first / 1e6:.0f} MB after a quarter of the mutated files, ", end="")
        print(f"{grown / 1e6:+.1f} MB after all; after each round of the crafted ones ", end="")
        print(", ".join(f"{size / 1e6:.1f}" for size in held), "MB")
        for growth in (grown, held[-1] - held[0]):
            if growth > _MOST_GROWTH:
                faults.append(f"the listening process grew by {growth / 1e6:.0f} MB")
        if given.contract and shutil.which("st", path=sys.prefix + "/bin"):
            command = [f"{sys.prefix}/bin/st", "run", f"{url}/v1/openapi.json", "--no-color"]
            command += ["--phases", "examples,coverage,fuzzing", "--max-examples", str(given.contract)]
            command += ["--exclude-checks", "positive_data_acceptance"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/tmp")
            print("schemathesis:", *done.stdout.splitlines()[-6:], sep="\n  ")
            if done.returncode:
                faults.append("schemathesis found a fault")
    print("\n".join(faults) or "no server error, no hang, no growth")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
