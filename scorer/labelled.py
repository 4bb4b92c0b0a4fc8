"""Labelled cells: the training data and any gold file, in one format of one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorer.cells import is_date
from scorer.codes import EDITION_CODES
from scorer.codes import load as load_edition
from scorer.errors import ScorerError
from scorer.jsonkeys import decoded, twice
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


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field may hold: ``fits`` tells it of a value, ``words`` say it to a person."""

    fits: Callable[[Any], bool]
    words: str


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a pair of UTF-16, which JSON can spell and no file can hold
        return False
    return True


def _one_of(values: tuple[str, ...]) -> Kind:
    return Kind(lambda value: isinstance(value, str) and value in values, f"one of {', '.join(values)}")


def _level(highest: int) -> Kind:
    # A bool is an int to Python, and 2.0 equals 2.
    return Kind(lambda value: type(value) is int and 0 <= value <= highest, f"a whole number from 0 to {highest}")


def _list_of(kind: Kind, words: str) -> Kind:
    return Kind(lambda value: isinstance(value, list) and all(map(kind.fits, value)), f"a list of {words}")


_TEXT = Kind(_is_text, "a text")
_NAME = Kind(lambda value: _is_text(value) and value.strip() != "", "a text that is not empty")
_OBJECT = Kind(lambda value: isinstance(value, dict), "an object")

NEEDED: Mapping[str, Kind] = {
    "id": _NAME,
    "form": _NAME,
    "code": _one_of(EDITION_CODES),
    "ref": _NAME,
    "comply": _one_of(COMPLY_VALUES),
    "evidence": _TEXT,
    "specificity": _level(4),
    "signals": _list_of(_one_of(SIGNALS), f"any of {', '.join(SIGNALS)}"),
    "contradiction": _level(2),
    "triggers": _list_of(_OBJECT, 'objects with a "signal" and a "text"'),
}
"""The fields that every line has."""

OPTIONAL: Mapping[str, Kind] = {
    "commentary": _TEXT,
    "requirement": _TEXT,
    "comply_text": _TEXT,
    "form_date": Kind(
        lambda value: isinstance(value, str) and is_date(value), "a month or a day such as 2024-06 or 2024-06-12"
    ),
    "pair": _NAME,
}
"""The fields that a line may have; null is as good as none. All others are passed over."""

TRIGGER: Mapping[str, Kind] = {"signal": _one_of(TRIGGER_SIGNALS), "text": _NAME}
"""The fields of each of the triggers."""


def read_labelled(path: Path) -> tuple[LabelledCell, ...]:
    """Read one file of labelled cells.

    Raises ScorerError: E101 where the file cannot be opened, E301 for a line that is no JSON, E304 for one that
    breaks the format or has the id of an earlier one (the message names the line and the field).
    """
    cells = []
    lines: dict[str | None, int] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = decoded(line)
        except (ValueError, RecursionError) as error:
            raise ScorerError("E301", line=number, detail=type(error).__name__) from None
        try:
            labelled = _labelled(record)
            if (first := lines.setdefault(labelled.cell.id, number)) != number:
                raise _UnfitError(f'it has the "id" of line {first}')
        except _UnfitError as unfit:
            raise ScorerError("E304", line=number, reason=str(unfit)) from None
        cells.append(labelled)
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
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ScorerError("E101", reason=error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise ScorerError("E101", reason="it is not text in UTF-8") from error


class _UnfitError(Exception):
    """A record that is no labelled cell, and why."""


def _checked(record: Any, needed: Mapping[str, Kind], optional: Mapping[str, Kind], where: str = "") -> dict[str, Any]:
    """The fields of a record that are known, each of its kind. ``where`` is said before the name of a field."""
    if not isinstance(record, dict):
        raise _UnfitError("it is not an object")
    for key in sorted(twice(record) & (needed.keys() | optional.keys())):
        raise _UnfitError(f'{where}"{key}" is there twice')
    for key, kind in needed.items():
        if key not in record:
            raise _UnfitError(f'{where}"{key}" is missing; it must be {kind.words}')
    known = {**needed, **{key: kind for key, kind in optional.items() if record.get(key) is not None}}
    for key, kind in known.items():
        if not kind.fits(record[key]):
            raise _UnfitError(f'{where}"{key}" must be {kind.words}')
    return {key: record[key] for key in known}


def _labelled(line: Any) -> LabelledCell:
    record = _checked(line, NEEDED, OPTIONAL)
    comply, code, ref = record["comply"], record["code"], record["ref"]
    provision = load_edition(code).by_ref.get(ref)
    if not record.get("requirement") and provision is None:
        raise _UnfitError(f'"ref" must be a provision of the edition {code} where no "requirement" is given')
    if record["contradiction"] and comply != "yes":
        raise _UnfitError('"contradiction" must be 0 where "comply" is not yes')
    cell = EvidenceCell(
        ref=ref,
        evidence=record["evidence"],
        commentary=record.get("commentary", ""),
        requirement=record.get("requirement") or (provision.requirement if provision else ""),
        comply=comply,
        comply_text=record.get("comply_text", ""),
        code=code,
        form_date=record.get("form_date"),
        id=record["id"],
    )
    signals = frozenset(record["signals"])
    return LabelledCell(
        cell=cell,
        form=record["form"],
        specificity=record["specificity"],
        signals=signals,
        contradiction=record["contradiction"],
        triggers=tuple(_trigger(cell, number, entry, signals) for number, entry in enumerate(record["triggers"], 1)),
        pair=record.get("pair"),
    )


def _trigger(cell: EvidenceCell, number: int, entry: dict[str, Any], signals: frozenset[Signal]) -> Trigger:
    where = f'in "triggers", number {number}: '
    record = _checked(entry, TRIGGER, {}, where)
    signal, text = record["signal"], record["text"]
    if signal not in signals:
        raise _UnfitError(f'{where}"signal" must be one of the "signals" of the line')
    places: list[tuple[Field, int, int]] = []
    for field in FIELDS:
        value = cell.text(field)
        start = value.find(text)
        while start >= 0:
            places.append((field, start, start + len(text)))
            start = value.find(text, start + 1)
    if not places:
        raise _UnfitError(f'{where}"text" must be words of "evidence" or "commentary", to the letter')
    return Trigger(signal, text, tuple(places))
