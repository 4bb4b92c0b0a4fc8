"""Parts: what moves their bounds, and what changes their keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scorer.batch.plan import Job, parts
from scorer.batch.sources import Source
from scorer.settings import Settings

JOB = Job(Settings())
FACTS: dict[str, Any] = {"version": "1", "model": {"sha256": "a"}, "rules": {"sha256": "b"}}
MANY = [Source(f"forms/{number:04d}.pdf", Path("x"), sha256=str(number), size=1_000) for number in range(2_000)]


def keys(sources: list[Source], job: Job = JOB, facts: dict[str, Any] = FACTS) -> set[str]:
    return {part.key for part in parts(sources, job, facts)}


def test_the_parts_are_the_sources_in_their_order() -> None:
    made = parts(MANY, JOB, FACTS)
    assert [source for part in made for source in part.sources] == MANY
    assert 3 <= len(MANY) / len(made) <= 6
    assert max(len(part.sources) for part in made) <= 8


def test_few_sources_make_enough_parts_for_several_workers() -> None:
    assert len(parts(MANY[:40], JOB, FACTS)) >= 5


def test_ready_cells_fill_a_part_by_their_size() -> None:
    cells = [Source(f"forms/{number:04d}.jsonl", Path("x"), sha256=str(number), size=50_000) for number in range(2_000)]
    sizes = [len(part.sources) for part in parts(cells, JOB, FACTS)]
    assert 10 <= sum(sizes) / len(sizes) <= 30
    assert max(sizes) <= 40
    one = replace(cells[0], size=3_000_000)
    assert [len(part.sources) for part in parts([one, one], JOB, FACTS)] == [1, 1]


def test_heavy_sources_make_smaller_parts() -> None:
    heavy = [replace(source, size=20_000_000) for source in MANY]
    assert max(len(part.sources) for part in parts(heavy, JOB, FACTS)) <= 2


@pytest.mark.parametrize("change", ["added", "removed", "changed"])
def test_one_file_more_less_or_other_changes_few_parts(change: str) -> None:
    others = list(MANY)
    if change == "added":
        others.insert(900, Source("forms/0899-b.pdf", Path("x"), sha256="new"))
    elif change == "removed":
        del others[900]
    else:
        others[900] = replace(others[900], sha256="new")
    assert 1 <= len(keys(others) - keys(MANY)) <= 3


@pytest.mark.parametrize(
    ("job", "facts"),
    [
        (replace(JOB, with_text=True), FACTS),
        (replace(JOB, settings=Settings(max_pages=7)), FACTS),
        (JOB, {**FACTS, "model": {"sha256": "c"}}),
        (JOB, {**FACTS, "rules": {"sha256": "c"}}),
        (JOB, {**FACTS, "version": "2"}),
    ],
)
def test_whatever_the_tables_depend_on_changes_every_key(job: Job, facts: dict[str, Any]) -> None:
    assert not keys(MANY, job, facts) & keys(MANY)


def test_limits_of_time_and_memory_and_the_place_of_the_model_change_none() -> None:
    other = replace(JOB, seconds=7, memory=9, settings=Settings(models=Path("elsewhere")))
    assert keys(MANY, other) == keys(MANY)
