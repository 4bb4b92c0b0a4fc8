"""Where an answer stands among those of other landlords to the same provision, by a finished batch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from scorer.batch import tables
from scorer.batch.folder import finished
from scorer.batch.newest import latest_of_each_edition
from scorer.errors import ScorerError
from scorer.landlords import landlord_key
from scorer.records import CellScore, FormReport, Peers

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sector:
    """By edition and provision the scores of a batch in order, one a landlord; and each landlord's own."""

    scores: dict[_Key, list[int]]
    own: dict[tuple[str, _Key], int]


def open_sector(folder: Path, made_by: str) -> Sector:
    """The scores of the batch in a folder, by each landlord's newest form of an edition; of several answers to one
    provision the highest. ``made_by`` is the fingerprint of what made those they are set beside.

    Raises ScorerError E532 without a finished batch, E538 where another version made it.
    """
    if finished(folder)["scorer"]["fingerprint"] != made_by:
        raise ScorerError("E538", path=folder)
    latest = {(row["source"], row["form"]): who for (_, who), row in latest_of_each_edition(folder).items()}
    own: dict[tuple[str, _Key], int] = {}
    for row in tables.rows_of(folder / "cells.parquet", ("source", "form", "code", "ref", "quality")):
        who = latest.get((row["source"], row["form"]))
        if who and row["code"] and row["ref"]:
            key = who, (row["code"], row["ref"])
            own[key] = max(row["quality"], own.get(key, 0))
    scores: dict[_Key, list[int]] = defaultdict(list)
    for (_, provision), quality in own.items():
        scores[provision].append(quality)
    for listed in scores.values():
        listed.sort()
    return Sector(dict(scores), own)


def among_peers(report: FormReport, sector: Sector) -> FormReport:
    """The report with each answer's place among those of other landlords; the landlord's own are left out."""
    who = landlord_key(report.form.landlord)
    return replace(report, scores=tuple(_placed(score, report.form.code, who, sector) for score in report.scores))


def _placed(score: CellScore, code: str, who: str, sector: Sector) -> CellScore:
    key = code, score.cell.ref
    others, own = sector.scores.get(key, []), sector.own.get((who, key))
    left, right = bisect_left(others, score.quality), bisect_right(others, score.quality)
    lower, same, count = left, right - left, len(others)
    if own is not None:
        lower, same, count = lower - (own < score.quality), same - (own == score.quality), count - 1
    return replace(score, peers=Peers(count, lower, same)) if count else score
