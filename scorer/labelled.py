"""Labelled cells: the training data and any gold file, in one format of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorer.codes import load as load_edition
from scorer.errors import ScorerError
from scorer.records import COMPLY_VALUES, FIELDS, SIGNALS, TRIGGER_SIGNALS, EvidenceCell, Field, Signal

SPLITS = ("train", "calibration", "test")


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that carry a signal, and every place in the cell where they stand: (field, start, end)."""

    signal: Signal
    text: str
    places: tuple[tuple[Field, int, int], ...]


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A cell and what it should be read as (``specificity`` 0 to 4, ``contradiction`` 0 to 2)."""

    cell: EvidenceCell
    form: str
    specificity: int
    signals: frozenset[Signal]
    contradiction: int
    triggers: tuple[Trigger, ...]
    pair: str | None = None


def read_labelled(path: Path) -> tuple[LabelledCell, ...]:
    """Read one file of labelled cells.

    Raises ScorerError: E101 where the file cannot be opened, E301 for a line that is no JSON, E302 for one that
    breaks the format (the message names the line).
    """
    cells = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ScorerError("E301", line=number, detail=str(error)) from error
        try:
            cells.append(_labelled(record))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
            raise ScorerError("E302", line=number, reason=reason) from error
    return tuple(cells)


def read_training_data(folder: Path) -> dict[str, tuple[LabelledCell, ...]]:
    """The training data by split ("train", "calibration", "test"), as ``splits.json`` assigns the landlords.

    Raises ScorerError: E101 where a file cannot be opened, E106 for a ``splits.json`` that is none, and what
    ``read_labelled`` raises.
    """
    text = _text(folder / "splits.json")
    try:
        data = json.loads(text)
        assignment: dict[str, list[str]] = {split: data[split] for split in SPLITS}
    except (ValueError, KeyError, TypeError) as error:
        raise ScorerError("E106", format="splits.json", detail=type(error).__name__) from error
    return {
        split: tuple(cell for form in assignment[split] for cell in read_labelled(folder / "cells" / f"{form}.jsonl"))
        for split in SPLITS
    }


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ScorerError("E101", reason=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise ScorerError("E101", reason="it is not text in UTF-8") from error


def _one_of(record: dict[str, Any], key: str, allowed: Iterator[Any] | tuple[Any, ...] | range) -> Any:
    value = record[key]
    if value not in allowed:
        raise ValueError(f"{key} is {value!r}")
    return value


def _labelled(record: dict[str, Any]) -> LabelledCell:
    comply = _one_of(record, "comply", COMPLY_VALUES)
    code, ref = record["code"], record["ref"]
    cell = EvidenceCell(
        ref=ref,
        evidence=record["evidence"],
        commentary=record.get("commentary", ""),
        requirement=record.get("requirement") or load_edition(code).by_ref[ref].requirement,
        comply=comply,
        comply_text=record.get("comply_text", ""),
        code=code,
        form_date=record.get("form_date"),
        id=record["id"],
    )
    signals = frozenset(record["signals"])
    if unknown := signals - set(SIGNALS):
        raise ValueError(f"unknown signals {sorted(unknown)}")
    triggers = tuple(_trigger(cell, entry, signals) for entry in record["triggers"])
    contradiction = _one_of(record, "contradiction", range(3))
    if contradiction and comply != "yes":
        raise ValueError("contradiction without a claimed yes")
    return LabelledCell(
        cell=cell,
        form=record["form"],
        specificity=_one_of(record, "specificity", range(5)),
        signals=signals,
        contradiction=contradiction,
        triggers=triggers,
        pair=record.get("pair"),
    )


def _trigger(cell: EvidenceCell, entry: dict[str, str], signals: frozenset[Signal]) -> Trigger:
    signal, text = entry["signal"], entry["text"]
    if signal not in TRIGGER_SIGNALS or signal not in signals:
        raise ValueError(f"a trigger for {signal!r}, which is no signal of this cell")
    places: list[tuple[Field, int, int]] = []
    for field in FIELDS:
        value = cell.text(field)
        start = value.find(text)
        while start >= 0:
            places.append((field, start, start + len(text)))
            start = value.find(text, start + 1)
    if not places:
        raise ValueError(f"the trigger {text!r} is not in the cell")
    return Trigger(signal, text, tuple(places))
