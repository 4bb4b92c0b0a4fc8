"""Compares the product with reference forms kept outside the repository: ``check_reference.py FOLDER``.

FOLDER holds ``gold/dev.jsonl`` (labelled cells) and ``forms/<form>.txt`` (the forms they stand in). Every cell must be
read exactly, white space aside, and no eight words in a row of their evidence may stand in a tracked text file.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scorer.pipeline import read_path
from scorer.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
RUN = 8
"""Words: shorter runs are common English."""
COMPARED = ("ref", "comply", "evidence", "commentary")


def main(folder: Path) -> int:
    """Print every fault; 1 where there is any."""
    lines = (folder / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold: list[dict[str, Any]] = [json.loads(line) for line in lines]
    faults = [*misread(gold, folder / "forms"), *copied(gold)]
    for fault in faults:
        print(fault)
    print(f"{len(gold)} reference cells: {len(faults)} faults of reading or copying")
    return 1 if faults else 0


def misread(gold: list[dict[str, Any]], forms: Path) -> Iterator[str]:
    """The reference cells that the readers give otherwise, or not at all, and those that only the readers give."""
    for name in sorted({cell["form"] for cell in gold}):
        (form,) = read_path(forms / f"{name}.txt", Settings())
        read = {cell.ref: cell for cell in form.cells}
        expected = {cell["ref"]: cell for cell in gold if cell["form"] == name}
        for ref, cell in expected.items():
            if ref not in read:
                yield f"{name} {ref}: not read"
                continue
            for key in COMPARED:
                if "".join(cell[key].split()) != "".join(getattr(read[ref], key).split()):
                    yield f"{name} {ref}: {key} is read otherwise"


def copied(gold: list[dict[str, Any]]) -> Iterator[str]:
    """The tracked text files that share a run of words with the evidence or the commentary of the reference cells."""
    known = {run for cell in gold for key in ("evidence", "commentary") for run in runs(cell[key])}
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in data and (shared := sum(run in known for run in runs(data.decode("utf-8", "ignore")))):
            yield f"{name}: {shared} runs of {RUN} words are those of a real form"


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of ``RUN`` words of a text."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
