"""What a batch came to, in plain lines for whoever started it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scorer.batch.run import Outcome

_MOST_KINDS = 5


def batch_summary(done: Outcome, output: Path) -> str:
    """The lines, each with its end."""
    return "".join(f"{line}\n" for line in _lines(done, output))


def _lines(done: Outcome, output: Path) -> Iterator[str]:
    taken = f", of which {done.taken:,} were there" if done.taken else ""
    yield f"Files: {done.sources:,}{taken}. Forms: {done.forms:,}. Cells: {done.cells:,}. Errors: {done.errors:,}."
    yield f"{done.seconds:.0f} seconds. The tables are in {output}; docs/batch.md says what they hold."
    if done.passed_over:
        yield f"Passed over: {done.passed_over:,} with names of no form, such as pictures; these were not read."
    if done.notes:
        yield f"Passed over: {done.notes:,} README or .md without a form."
    for folder in done.left_out:
        yield f"Left out: {folder}, which holds the tables of a batch."
    for kind in done.removed:
        yield f"Removed: the .{kind} copies of the earlier tables. With --also {kind} they are written again."
    if done.errors:
        yield f"What could not be scored, and why, is in {output / 'errors.parquet'}:"
        for refused in done.refused[:_MOST_KINDS]:
            yield f"  {refused.count:,} × {refused.code}, such as {refused.source}: {refused.message}"
        if len(done.refused) > _MOST_KINDS:
            yield f"  and {len(done.refused) - _MOST_KINDS} more kinds."
