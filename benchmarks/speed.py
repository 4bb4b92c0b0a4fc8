"""How many times the yardstick scoring takes: ``spacy.blank("en")`` tokenising the same cells, in the same run.

    python benchmarks/speed.py [cells.jsonl]

Without a file it takes the cells of the training data. Each line is the shortest processor time of three rounds; only
the ratios mean anything, because machines differ and are shared. Then it scores the same cells over and over, up to
100,000 of them, and tells what one cost and the most memory that the process had: the cost of a cell should not grow.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from scorer.checks import cell_checks
from scorer.features import Columns, Tokens, measures, ngrams, read_cell, topical, windows
from scorer.labelled import read_labelled, read_training_data
from scorer.pipeline import Scorer, batches
from scorer.records import EvidenceCell

SIZES = (1_000, 10_000, 100_000)
PARTS = ("read", "rules", "checks", "classifier, with its features")
"""The steps that everything is made of, each in the same batches; what they leave is judging, its mentions, references
and advice."""


def fastest(steps: dict[str, Callable[[], object]], rounds: int = 3) -> dict[str, float]:
    """The shortest processor time of each step, in seconds. The steps take turns, so that all have the same machine."""
    times = dict.fromkeys(steps, math.inf)
    for _ in range(rounds):
        for name, work in steps.items():
            begun = time.process_time()
            work()
            times[name] = min(times[name], time.process_time() - begun)
    return times


def peak() -> float:
    """The most memory that this process has had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth(scorer: Scorer, cells: Sequence[EvidenceCell]) -> None:
    """Print a line a size: the cost of a cell, against that at the first size, and the memory."""
    first = 0.0
    for size in SIZES:
        many = list(islice(cycle(cells), size))
        begun = time.process_time()
        scorer.score_cells(many)
        each = (time.process_time() - begun) / size
        first = first or each
        print(f"{size:7,d} cells {each * 1e6:26.1f} us a cell   {each / first:6.2f} x   {peak():6.0f} MB")


def main() -> None:
    """Print a line a step: microseconds a cell, and the ratio to the yardstick; then what becomes of many cells."""
    parser = argparse.ArgumentParser(description="How many times the yardstick scoring takes.")
    parser.add_argument("cells", type=Path, nargs="?", help="labelled cells, a line each; without: the training data")
    path = parser.parse_args().cells
    begun = time.process_time()
    scorer = Scorer.resident()
    print(f"loading took {time.process_time() - begun:.2f} s, and {peak():.0f} MB with all libraries")
    if path:
        labelled = read_labelled(path)
    else:
        splits = read_training_data(Path(__file__).resolve().parent.parent / "training_data")
        labelled = tuple(item for part in splits.values() for item in part)
    cells = [item.cell for item in labelled]
    texts = [f"{cell.evidence}\n{cell.commentary}" for cell in cells]
    blank = spacy.blank("en")
    batched = [[read_cell(cell) for cell in batch] for batch in batches(cells)]
    readings = [reading for batch in batched for reading in batch]
    columns = Columns.of(readings)
    tokens = Tokens.of(columns)
    model = scorer.model.model
    steps: dict[str, Callable[[], object]] = {
        "yardstick: tokenise": lambda: list(blank.pipe(texts)),
        "read": lambda: [[read_cell(cell) for cell in batch] for batch in batches(cells)],
        "rules": lambda: [
            scorer.rules.findings_of((r.evidence, r.commentary, r.cell, r.requirement.reading) for r in batch)
            for batch in batched
        ],
        "checks": lambda: [[cell_checks(cell) for cell in batch] for batch in batches(cells)],
        "columns": lambda: Tokens.of(Columns.of(readings)),
        "n-grams": lambda: (ngrams(tokens), topical(tokens)),
        "measures": lambda: measures(tokens),
        "windows": lambda: windows(tokens),
        "classifier, with its features": lambda: [model.predict(batch) for batch in batched],
        "everything": lambda: scorer.score_cells(cells),
    }
    times = fastest(steps)
    yardstick = times["yardstick: tokenise"]
    times["judging, and what is left"] = times["everything"] - sum(times[name] for name in PARTS)
    print(f"{len(cells)} cells")
    for name, seconds in times.items():
        print(f"{name:32s} {seconds / len(cells) * 1e6:8.1f} us a cell   {seconds / yardstick:6.2f} x")
    growth(scorer, cells)


if __name__ == "__main__":
    main()
