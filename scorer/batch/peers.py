"""Where an answer stands among those of other landlords to the same provision, by a finished batch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scorer.batch import tables
from scorer.batch.folder import finished
from scorer.errors import ScorerError
from scorer.landlords import landlord_key
from scorer.records import CellScore, FormReport, Peers

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sector:
    """The scores of a batch by edition and provision, in order, and those of each landlord apart."""

    scores: dict[_Key, list[int]]
    own: dict[tuple[str, _Key], list[int]]


def open_sector(folder: Path, made_by: str) -> Sector:
    """The scores of the batch in a folder. ``made_by`` is the fingerprint of what made those they are set beside.

    Raises ScorerError E532 without a finished batch, E538 where another version made it.
    """
    if finished(folder)["scorer"]["fingerprint"] != made_by:
        raise ScorerError("E538", path=folder)
    scores: dict[_Key, list[int]] = defaultdict(list)
    own: dict[tuple[str, _Key], list[int]] = defaultdict(list)
    for row in tables.rows_of(folder / "cells.parquet", ("landlord", "code", "ref", "quality")):
        if row["code"] and row["ref"]:
            key = row["code"], row["ref"]
            scores[key].append(row["quality"])
            who = landlord_key(row["landlord"])
            if who:
                own[who, key].append(row["quality"])
    for listed in (*scores.values(), *own.values()):
        listed.sort()
    return Sector(dict(scores), dict(own))


def among_peers(report: FormReport, sector: Sector) -> FormReport:
    """The report with each answer's place among those of other landlords; the landlord's own are left out."""
    who = landlord_key(report.form.landlord)
    return replace(report, scores=tuple(_placed(score, report.form.code, who, sector) for score in report.scores))


def _placed(score: CellScore, code: str, who: str, sector: Sector) -> CellScore:
    key = code, score.cell.ref
    others, own = sector.scores.get(key, []), sector.own.get((who, key), [])
    lower, same = (
        all_of - own_of
        for all_of, own_of in zip(_around(others, score.quality), _around(own, score.quality), strict=True)
    )
    count = len(others) - len(own)
    return replace(score, peers=Peers(count, lower, same)) if count else score


def _around(listed: Sequence[int], quality: int) -> tuple[int, int]:
    """How many are lower, and how many the same."""
    left = bisect_left(listed, quality)
    return left, bisect_right(listed, quality) - left
