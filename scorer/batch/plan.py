"""Sources to parts: what is scored, kept and taken up again together.

A part is named by everything that its tables depend on. So a part that is there need not be made again, and one whose
file, model, rules or settings have changed has another name and is missing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scorer.batch.fingerprint import mark
from scorer.batch.sources import Source
from scorer.settings import Settings

_DOCUMENT = 0.25
"""The share of a part that a document has: a part is some four of them, and a second of work or more."""

_READY = 1_000_000
"""Bytes of ready cells that make a part: the cells of some twenty forms, and half a second of work."""

_MOST = 2.0
"""Where a part ends at the latest. Parts are long enough that starting a task and writing its files cost little beside
it, and short enough to share out a small batch and to lose little when the machine stops."""

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
    """Some sources, the key of their tables, and the mark of what is to make them."""

    key: str
    sources: tuple[Source, ...]
    made_by: str

    @property
    def closed(self) -> frozenset[str]:
        """The names of the sources that could not be opened or looked into."""
        return frozenset(source.name for source in self.sources if source.error is not None)

    @property
    def size(self) -> int:
        """The bytes of its sources."""
        return sum(source.size for source in self.sources)


def parts(sources: Sequence[Source], job: Job, facts: dict[str, Any]) -> list[Part]:
    """The parts of a batch in the order of their sources. ``facts`` are those of ``fingerprint.facts``."""
    made_by = mark(facts)
    return [Part(_key(group, job, made_by), group, made_by) for group in _groups(sources)]


def _groups(sources: Sequence[Source]) -> Iterator[tuple[Source, ...]]:
    """Cut behind sources whose name says so, as often as parts fill, and not after too many: a file that comes or goes
    then moves the bounds of its own part only, wherever it stands and however many there are."""
    held: list[Source] = []
    filled = size = 0.0
    for source in sources:
        held.append(source)
        share = source.size / _READY if source.ready else _DOCUMENT
        filled, size = filled + share, size + source.size
        chance = zlib.crc32(f"{source.name}:{source.start}".encode()) / 2**32
        if chance < share or filled >= _MOST or size >= _HEAVY:
            yield tuple(held)
            held, filled, size = [], 0.0, 0.0
    if held:
        yield tuple(held)


def _key(group: tuple[Source, ...], job: Job, made_by: str) -> str:
    # The limits of time and memory are left out: what they stop is tried again, and all else is the same.
    limits = {name: value for name, value in asdict(job.settings).items() if name.startswith("max_")}
    return mark(
        {
            "made_by": made_by,
            "limits": limits,
            "with_text": job.with_text,
            "sources": [
                [each.name, each.sha256, each.start, each.forms, each.note, each.error.code if each.error else None]
                for each in group
            ],
        }
    )
