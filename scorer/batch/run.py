"""A batch from paths to tables in a folder, which may be killed at any moment and taken up again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from scorer.batch import drive, fingerprint, folder, tables, work
from scorer.batch.plan import Job, Part, parts
from scorer.batch.sources import find
from scorer.errors import ScorerError
from scorer.folders import legible
from scorer.isolation import Pool


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done, and with how much. ``cluster`` is the address of a Dask scheduler, "" for this machine.
    ``copies`` makes the tables to text too: the ending of the files, and what makes their lines."""

    paths: tuple[Path, ...]
    output: Path
    job: Job
    suffixes: tuple[str, ...]
    jobs: int = 1
    cluster: str = ""
    resume: bool = False
    copies: Mapping[str, folder.Lines] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: sources, of these how many are done, and what came of them."""

    sources: int
    done: int = 0
    cells: int = 0
    forms: int = 0
    errors: int = 0

    def after(self, part: Part, counts: folder.Counts) -> Progress:
        """How far it has come with one part more, of which there are so many rows in each table."""
        rows = {name: getattr(self, name) + count for name, count in counts.items()}
        return replace(self, done=self.done + len(part.sources), **rows)


@dataclass(frozen=True, slots=True)
class Refused:
    """A kind of error of a run: its code, how many there were, and the source and the message of the first."""

    code: str
    count: int
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: ``taken`` sources were there from an earlier run; ``seconds`` is all that it took.

    ``left_out`` are folders of batches that stood among the forms, ``removed`` the endings of an earlier run's copies
    that this one did not write again. Of what is no form, ``passed_over`` files were not read, for their names, and
    ``notes`` were: they are among the sources.
    """

    sources: int
    taken: int
    cells: int
    forms: int
    errors: int
    seconds: float
    refused: tuple[Refused, ...] = ()
    left_out: tuple[Path, ...] = ()
    removed: tuple[str, ...] = ()
    passed_over: int = 0
    notes: int = 0


def run(order: Order, tell: Callable[[Progress], None] = lambda progress: None) -> Outcome:
    """Score everything and write the tables; ``tell`` hears of each part that is done.

    Raises ScorerError E202 without anything to score, E4xx, E502, and E531 to E540; what is wrong with a file is a row
    of the errors.
    """
    begun = time.perf_counter()
    try:
        return _run(order, tell, begun)
    except OSError as error:
        raise ScorerError("E502", path=order.output, reason=error.strerror or type(error).__name__) from error


def _run(order: Order, tell: Callable[[Progress], None], begun: float) -> Outcome:
    output = order.output
    if any(path.resolve() == output.resolve() for path in order.paths):
        raise ScorerError("E539", path=output)
    folder.opened(output, resume=order.resume)
    # Where nothing has changed there may be nothing to score, and nothing to load for it.
    facts = folder.facts_of(output)
    with ExitStack() as open_still:
        driver = None
        if not fingerprint.still_hold(facts, order.job.settings):
            # The workers make themselves ready while the files are looked at.
            driver = open_still.enter_context(_driver(order))
        found = find(order.paths, order.suffixes, order.job.settings.max_bytes, output)
        if driver is not None:
            facts = driver.pool.run(work.facts)
        plan = parts(found.sources, order.job, facts)
        progress, missing = _there(plan, output, len(found.sources))
        taken = progress.done
        tell(progress)
        folder.unfinished(output)
        if missing:
            driver = driver or open_still.enter_context(_driver(order))
            with closing(driver.made_by(missing)) as made:
                for done in made:
                    folder.keep(done.part.key, done.files, output)
                    progress = progress.after(done.part, done.counts)
                    tell(progress)
    if not progress.forms and not progress.errors:
        raise ScorerError("E202", path=legible(order.paths[0]))
    scored = time.perf_counter() - begun
    keys = [part.key for part in plan]
    digests = folder.merge(keys, output)
    stale = folder.remove_copies(output)
    folder.write_copies(output, order.copies)
    outcome = Outcome(
        sources=progress.sources,
        taken=taken,
        cells=progress.cells,
        forms=progress.forms,
        errors=progress.errors,
        seconds=time.perf_counter() - begun,
        refused=_refused(output),
        left_out=found.left_out,
        removed=tuple(kind for kind in stale if kind not in order.copies),
        passed_over=found.passed_over,
        notes=_without_forms([source.name for source in found.sources if source.note], output),
    )
    document = {
        "schema": 1,
        "scorer": facts,
        "with_text": order.job.with_text,
        "limits": {"seconds": order.job.seconds, "memory": order.job.memory},
        "tables": {name: {"rows": getattr(progress, name), "sha256": digests[name]} for name in tables.TABLES},
        "sources": {"all": outcome.sources, "taken_from_an_earlier_run": outcome.taken},
        "passed_over": {"by_name": outcome.passed_over, "notes": outcome.notes},
        "parts": {"all": len(plan), "scored": len(missing)},
        "timings": {"scoring_seconds": round(scored, 3), "all_seconds": round(outcome.seconds, 3)},
        "run_on": {"cluster": bool(order.cluster), "jobs": order.jobs},
    }
    folder.finish(output, document, keys)
    return outcome


def _there(plan: Sequence[Part], output: Path, sources: int) -> tuple[Progress, list[Part]]:
    """How far earlier runs have come with so many sources, and the parts that are to be made, the large ones first:
    what is done last should not keep one worker while the others have nothing to do."""
    progress, missing = Progress(sources), []
    for part in plan:
        counts = folder.counts_of(part.key, part.closed, output)
        if counts is None:
            missing.append(part)
        else:
            progress = progress.after(part, counts)
    missing.sort(key=lambda part: part.size, reverse=True)
    return progress, missing


class _Driver(NamedTuple):
    """A pool of workers on this machine, and what makes parts."""

    pool: Pool
    made_by: Callable[[Sequence[Part]], Generator[drive.Made, None, None]]


@contextmanager
def _driver(order: Order) -> Iterator[_Driver]:
    """A pool of workers on this machine, and what makes parts: with the pool, or with a cluster.

    Of a cluster the pool has one worker, for the facts alone.
    """
    job = order.job
    if not order.cluster:
        with drive.pool_of(job, order.jobs) as pool:
            yield _Driver(pool, lambda missing: drive.on_this_machine(missing, job, pool, order.jobs))
        return
    try:
        from scorer.batch import cluster
    except ImportError:
        raise ScorerError("E533") from None
    with cluster.connect(order.cluster) as client, drive.pool_of(job, 1) as pool:
        yield _Driver(pool, lambda missing: cluster.on_cluster(missing, job, client))


def _without_forms(notes: Sequence[str], output: Path) -> int:
    """How many of these notes are in no table: they held no form, and nothing is wrong."""
    if not notes:
        return 0
    told = {
        row["source"] for name in ("forms", "errors") for row in tables.rows_of(output / f"{name}.parquet", ("source",))
    }
    return sum(note not in told for note in notes)


def _refused(output: Path) -> tuple[Refused, ...]:
    counts: Counter[str] = Counter()
    first: dict[str, tables.Row] = {}
    for row in tables.rows_of(output / "errors.parquet", ("source", "code", "message")):
        counts[row["code"]] += 1
        first.setdefault(row["code"], row)
    return tuple(
        Refused(code, count, first[code]["source"], first[code]["message"]) for code, count in counts.most_common()
    )
