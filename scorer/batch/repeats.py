"""Forms that are in a batch several times, such as one form as Word and as PDF."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from scorer.batch import tables
from scorer.landlords import landlord_key

SAME_SHARE = 0.9
"""The share of their longer answers that two forms have in common, word for word, to be one: a reader may cut a few
words of a format otherwise, and who files anew says something new."""

LEAST_ANSWERS = 5
"""Longer answers that two forms must have before they can be told to be one."""

_Place = tuple[str, int]


def repeated(folder: Path) -> int:
    """How many forms say again what another of the same landlord, edition and date says, by the fingerprints of their
    answers. Those without a landlord's name or a date are left out: nobody knows whose, or of which year, they are."""
    alike: dict[tuple[str, str, str], list[_Place]] = defaultdict(list)
    for row in tables.rows_of(folder / "forms.parquet", ("source", "form", "landlord", "code", "form_date")):
        if row["form_date"] and (who := landlord_key(row["landlord"])):
            alike[who, row["code"], row["form_date"]].append((row["source"], row["form"]))
    said: dict[_Place, set[tuple[str, int]]] = {
        place: set() for places in alike.values() if len(places) > 1 for place in places
    }
    if not said:
        return 0
    for row in tables.rows_of(folder / "cells.parquet", ("source", "form", "ref", "words_key")):
        place = row["source"], row["form"]
        if place in said and row["words_key"] is not None:
            said[place].add((row["ref"], row["words_key"]))
    count = 0
    for places in alike.values():
        single: list[set[tuple[str, int]]] = []
        for answers in (said[place] for place in places if len(places) > 1):
            if any(_same(answers, other) for other in single):
                count += 1
            else:
                single.append(answers)
    return count


def _same(one: set[tuple[str, int]], other: set[tuple[str, int]]) -> bool:
    most = max(len(one), len(other))
    return most >= LEAST_ANSWERS and len(one & other) >= SAME_SHARE * most
