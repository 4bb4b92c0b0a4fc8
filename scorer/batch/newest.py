"""Which of a landlord's forms is its newest, by a finished batch. One that names no landlord stands for itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scorer.batch import tables
from scorer.codes import EDITION_CODES
from scorer.landlords import landlord_key

_COLUMNS = ("source", "form", "landlord", "code", "form_date", "year", "cells", "quality", "contradicts")


def newest_forms(folder: Path) -> set[tuple[str, int]]:
    """Source and number of each landlord's newest form."""
    return {(row["source"], row["form"]) for row in _latest(folder, lambda row: (_who(row),)).values()}


def latest_of_each_edition(folder: Path) -> dict[tuple[str, ...], tables.Row]:
    """Each landlord's newest form of each edition, by the edition and the landlord's key."""
    return _latest(folder, lambda row: (row["code"], _who(row)))


def edition_order(code: str) -> int:
    """The place of an edition among all, oldest first; before them where it is not known."""
    return EDITION_CODES.index(code) if code in EDITION_CODES else -1


def unnamed(row: tables.Row) -> str:
    """What a form that names no landlord is called."""
    return f"{row['source']}, form {row['form']} (names no landlord)"


def _latest(folder: Path, key: Callable[[tables.Row], tuple[str, ...]]) -> dict[tuple[str, ...], tables.Row]:
    """Of the forms of each key that have cells the newest: by its date, then its edition, then its place."""
    latest: dict[tuple[str, ...], tables.Row] = {}
    for row in tables.rows_of(folder / "forms.parquet", _COLUMNS):
        if row["cells"]:
            other = latest.setdefault(key(row), row)
            if _when(row) >= _when(other):
                latest[key(row)] = row
    return latest


def _when(row: tables.Row) -> tuple[str, int]:
    return row["form_date"] or "", edition_order(row["code"])


def _who(row: tables.Row) -> str:
    """The key of a form's landlord; the form itself where it names none."""
    return landlord_key(row["landlord"]) or unnamed(row)
