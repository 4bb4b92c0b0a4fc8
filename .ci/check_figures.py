"""Fail where the scorer's figures on labelled reference cells fall well below what they were: ``GOLD.jsonl``.

The floors lie near the lower ends of the intervals that ``evidence-scorer evaluate`` prints, so that only a real fall
turns this red, and not a cell or two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scorer.evaluate import figures
from scorer.labelled import read_labelled
from scorer.pipeline import Scorer

FLOORS = {
    "specificity QWK": 0.85,
    "specificity exact": 0.84,
    "signals micro-F1": 0.83,
    "contradiction at all F1": 0.75,
    "exact at 80% coverage": 0.91,
}


def main() -> int:
    """Print each figure that has a floor; 1 where one lies below it."""
    labelled = read_labelled(Path(sys.argv[1]))
    found = {
        figure.name: figure.value
        for figure in figures(labelled, Scorer.load().score_cells([item.cell for item in labelled]))
    }
    fallen = [name for name, floor in FLOORS.items() if not found[name] >= floor]
    for name, floor in FLOORS.items():
        print(f"{name}: {found[name]:.3f} (at least {floor}){' BELOW' if name in fallen else ''}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
