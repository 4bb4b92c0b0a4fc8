"""Sources to parts: what is scored, kept and taken up again together.

A part is named by everything that its tables depend on. So a part that is there need not be made again, and one whose
file, model, rules or settings have changed has another name and is missing.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scorer.batch.sources import Source
from scorer.settings import Settings

LAYOUT = 1
"""Goes up when the tables of the same form would come out otherwise."""

_USUAL, _MOST_TIMES = 32, 2
"""Sources in a part: the usual number, and how many times that at most."""

_FEW, _USUAL_OF_FEW = 256, 4
"""A batch of so few sources is cut finer, or some workers would have nothing to do."""

_HEAVY = 32_000_000
"""Bytes with which a part is full: they are in memory at once, and travel together to a cluster."""


@dataclass(frozen=True, slots=True)
class Job:
    """How the sources are scored. ``seconds`` and ``memory`` (bytes) are the limits of one source."""

    settings: Settings
    with_text: bool = False
    seconds: float = 120.0
    memory: int = 1_500_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some sources, and the key of their tables."""

    key: str
    sources: tuple[Source, ...]


def parts(sources: Sequence[Source], job: Job, facts: dict[str, Any]) -> list[Part]:
    """The parts of a batch in the order of their sources. ``facts`` are those of ``Scorer.facts``."""
    return [Part(_key(group, job, facts), group) for group in _groups(sources)]


def _groups(sources: Sequence[Source]) -> Iterator[tuple[Source, ...]]:
    """Cut where the name says so, not after so many: a file more or less then moves the bounds of its own part only."""
    usual = _USUAL_OF_FEW if len(sources) <= _FEW else _USUAL
    held: list[Source] = []
    for source in sources:
        held.append(source)
        full = len(held) == _MOST_TIMES * usual or sum(each.size for each in held) >= _HEAVY
        if full or zlib.crc32(f"{source.name}:{source.start}".encode()) % usual == 0:
            yield tuple(held)
            held = []
    if held:
        yield tuple(held)


def _key(group: tuple[Source, ...], job: Job, facts: dict[str, Any]) -> str:
    # The limits of time and memory are left out: what they stop is tried again, and all else is the same.
    limits = {name: value for name, value in asdict(job.settings).items() if name.startswith("max_")}
    described = {
        "layout": LAYOUT,
        "facts": facts,
        "limits": limits,
        "with_text": job.with_text,
        "sources": [
            [source.name, source.sha256, source.start, source.forms, source.error.code if source.error else None]
            for source in group
        ],
    }
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:32]
